"""Plans out of a file, drafted by somebody in a company: everything or nothing, and only once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from application.command import Command
from application.imports.names import Names, names
from application.imports.plans import Imported, import_plans
from application.imports.problems import BadFile
from application.ledger import Ledger
from domain.organisation.state import company
from domain.plan.state import Plan
from domain.plan.terms import Status
from domain.shared.ids import GoalId, PersonId
from opsledger.compose import opened
from opsledger.demo import fill
from opsledger.demo.people import DELIVERY, PLANNER, SALES
from opsledger.demo.steps import ANNUAL, QUARTERLY
from opsledger.settings import Settings

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
HEADER = "row,plan,kind,level,year,number,unit,parent,title,key,text,goal,content,responsible,due,source,name\n"
QUARTER = "plan,Q,COMPANY,QUARTERLY,2026,4,计划组,,组内计划,,,,,,,,\n"
GOAL = "goal,Q,COMPANY,,,,,,,G1,按期完成,提升准时交付率,,,,,\n"
TASK = "task,Q,,,,,计划组,,整理台账,,,,每周整理,张涛,2026-12-20,,\n"
NEXT = "plan,A,COMPANY,ANNUAL,2027,,总部,,2027年度计划,,,,,,,,\n"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The ledger of the demonstration company."""
    with opened(Settings(data=tmp_path_factory.mktemp("company")), lambda: NOW) as product:
        fill(product)
        yield product.ledger


@pytest.fixture
def known(ledger: Ledger) -> Names:
    return names(company(ledger.world()), [(DELIVERY, "提升准时交付率")], date(2026, 11, 21))


def bring(ledger: Ledger, known: Names, folder: Path, text: str, by: str = PLANNER) -> Imported:
    file = folder / "plans.csv"
    file.write_text(HEADER + text, "utf-8")
    return import_plans(ledger, file, known, Command(act="", actor=PersonId(by)))


def refused(ledger: Ledger, known: Names, folder: Path, text: str, by: str = PLANNER) -> list[tuple[int, str]]:
    """The rows that are refused, each with the code; nothing may have been recorded."""
    head = ledger.store.head()
    with pytest.raises(BadFile) as raised:
        bring(ledger, known, folder, text, by)
    assert ledger.store.head() == head
    return [(problem.place.row, problem.no.reason.code) for problem in raised.value.problems]


def test_a_plan_is_drafted_by_who_imports_it_and_drawn_from_the_plan_that_fits(
    ledger: Ledger, known: Names, tmp_path: Path
) -> None:
    month = QUARTER.replace("QUARTERLY,2026,4,计划组", "MONTHLY,2026,12,总部").replace("plan,Q", "plan,M")
    made = bring(ledger, known, tmp_path, month + GOAL.replace("goal,Q", "goal,M") + TASK.replace("task,Q", "task,M"))
    (id,) = made.drafted
    plan = ledger.world().get(Plan, id)
    assert plan is not None
    assert (plan.status, plan.preparer, plan.parent) == (Status.DRAFT, PLANNER, QUARTERLY)
    assert plan.content.goals[0].goal == GoalId(DELIVERY)
    (task,) = plan.content.tasks
    assert (task.title, task.responsible, task.due) == ("整理台账", "zhang-tao", date(2026, 12, 20))


def test_the_same_file_again_changes_nothing_whoever_brings_it(ledger: Ledger, known: Names, tmp_path: Path) -> None:
    text = QUARTER.replace(",计划组,,", f",计划组,{ANNUAL},") + GOAL
    assert bring(ledger, known, tmp_path, text).known == 0
    head = ledger.store.head()
    assert bring(ledger, known, tmp_path, text) == Imported((), 1)
    assert bring(ledger, known, tmp_path, text, by="zhang-tao") == Imported((), 1)
    assert ledger.store.head() == head


def test_what_was_imported_before_stays_while_the_rest_is_drafted(ledger: Ledger, known: Names, tmp_path: Path) -> None:
    text = QUARTER.replace("4,计划组,,", f"4,数据分析组,{ANNUAL},")
    bring(ledger, known, tmp_path, text)
    more = text + text.replace("plan,Q", "plan,R").replace("数据分析组", "运营组")
    made = bring(ledger, known, tmp_path, more)
    assert (len(made.drafted), made.known) == (1, 1)


def test_another_plan_for_what_is_planned_already_is_refused(ledger: Ledger, known: Names, tmp_path: Path) -> None:
    text = QUARTER.replace("4,计划组,,", f"4,财务部,{ANNUAL},")
    bring(ledger, known, tmp_path, text)
    assert refused(ledger, known, tmp_path, text.replace("组内计划", "另一个标题")) == [(2, "plan.duplicate")]


def test_one_bad_plan_keeps_all_out_and_all_bad_ones_are_named(ledger: Ledger, known: Names, tmp_path: Path) -> None:
    early = QUARTER.replace("plan,Q", "plan,E").replace("2026,4", "2028,1")
    own = QUARTER.replace("plan,Q,COMPANY", "plan,D,DEPARTMENT").replace("QUARTERLY,2026,4", "ANNUAL,2027,")
    found = refused(ledger, known, tmp_path, NEXT + early + own)
    assert found == [(3, "plan.parent_needed"), (4, "authority.not_permitted")]


def test_somebody_without_the_right_imports_nothing(ledger: Ledger, known: Names, tmp_path: Path) -> None:
    assert refused(ledger, known, tmp_path, NEXT, by=SALES) == [(2, "authority.not_permitted")]
