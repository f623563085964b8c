"""The plan of a project out of files: everything that is wrong is named by its place, and it is all or nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from application.command import Command
from application.imports.cells import NOT_A_DATE, NOT_A_NUMBER
from application.imports.entries import EMPTY
from application.imports.names import UNKNOWN
from application.imports.problems import BadFile, Place
from application.imports.project_plans import (
    KEY_TWICE,
    NO_SUCH_PHASE,
    NO_SUCH_TASK,
    ONE_PLAN,
    import_project_plan,
    read_project_plan,
)
from application.imports.project_sheets import SHEETS
from domain.project.content import Baseline
from domain.project.state import Project
from domain.project.terms import Kind, Status
from domain.shared.ids import PersonId, ProjectId
from domain.shared.refusal import Reason
from tests.imports.project_files import NAMES, REST_ONLY, SHEETED, TABLE, book, found, project_xml, with_row
from tests.project.stories import PROPOSAL
from tests.stories.company import Company, founded

SHOP = ProjectId("project-shop")


def test_a_workbook_becomes_a_plan(tmp_path: Path) -> None:
    plan: Baseline = read_project_plan(book(tmp_path, SHEETED), None, NAMES, None).baseline
    assert (plan.objective, plan.meeting_days, plan.evaluation_days) == ("A shop runs", 7, 30)
    assert [(task.key, task.owner, task.starts, task.depends_on) for task in plan.tasks] == [
        ("A", "rita", date(2026, 1, 12), ()),
        ("B", "ron", date(2026, 2, 1), ("A",)),
        ("C", "sue", date(2026, 2, 1), ("A", "A")),
    ]
    assert [task.cost for task in plan.tasks] == [200, 400, 0]
    assert (plan.budget[0].amount, plan.quality[0].mandatory, plan.deliverables) == (Decimal(900), True, ("The shop",))


def test_one_table_of_text_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    lines = [
        "row,objective,scope,key,phase,title,owner,starts,due,cost,after,amount,text,name",
        "plan,A shop runs,One shop,,,,,,,,,,,",
        "phase,,,P1,,Build,,,,,,,,",
        "task,,,A,P1,Design,rita,2026-01-12,2026-01-31,200,,,,",
        "milestone,,,M1,,Open,rita,,2026-04-15,,,,,",
        "budget,,,all,,All,,,,,,900,,",
        "quality,,,Q1,,,,,,,,,No leaks,",
        "deliverable,,,,,,,,,,,,,The shop",
    ]
    file.write_text("\n".join(lines), "utf-8")
    plan = read_project_plan(file, None, NAMES, None).baseline
    assert (plan.tasks[0].title, plan.milestones[0].due, plan.scope) == ("Design", date(2026, 4, 15), "One shop")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["D", "P1", None, "rita", date(2026, 2, 1), date(2026, 2, 2)], "Title 名称", EMPTY),
        (["D", "P1", "More", "nobody", date(2026, 2, 1), date(2026, 2, 2)], "Owner 负责人", UNKNOWN),
        (["D", "P1", "More", "rita", "soon", date(2026, 2, 2)], "Starts 开始日期", NOT_A_DATE),
        (["D", "P1", "More", "rita", date(2026, 2, 1), date(2026, 2, 2), "much"], "Cost 预算", NOT_A_NUMBER),
        (["D", "P9", "More", "rita", date(2026, 2, 1), date(2026, 2, 2)], "Phase 阶段编号", NO_SUCH_PHASE),
        (["D", "P1", "More", "rita", date(2026, 2, 1), date(2026, 2, 2), 1, "A, X"], "After 前置任务", NO_SUCH_TASK),
        (["A", "P1", "More", "rita", date(2026, 2, 1), date(2026, 2, 2)], "Key 编号", KEY_TWICE),
    ],
)
def test_a_bad_row_is_named_with_its_column_and_the_reason(
    tmp_path: Path, row: list[Any], column: str, reason: Reason
) -> None:
    assert found(book(tmp_path, with_row(row))) == [(Place("Tasks", 5, column), reason)]


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    bad = with_row(["D", "P9", "More", "nobody", "soon", date(2026, 2, 2)])
    bad["Budget"] = [["Key", "Title", "Amount"], ["all", "All", "much"]]
    places = [(place.sheet, place.row) for place, _ in found(book(tmp_path, bad))]
    assert places == [("Budget", 2), ("Tasks", 5), ("Tasks", 5)]


@pytest.mark.parametrize("rows", [[], [["Other", "Two"], ["Third", "Three"]]])
def test_there_is_one_plan_in_a_file(tmp_path: Path, rows: list[list[str]]) -> None:
    sheets = {**SHEETED, "Plan 项目规划": [["Objective", "Scope"], *rows]}
    assert ONE_PLAN in [reason for _, reason in found(book(tmp_path, sheets))]


def test_sheets_are_known_by_names_of_their_own() -> None:
    spellings = [spelling for sheet in SHEETS for spelling in sheet.spellings()]
    assert len(spellings) == len(set(spellings))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Company]:
    """A company with an approved project under Rita."""
    with founded(tmp_path / "ledger") as company:
        company.at("2026-01-05 09:00")
        company.do(
            "project.propose",
            "olga",
            SHOP,
            kind=Kind.OPERATING,
            category="FACILITY",
            unit="planning",
            proposal=PROPOSAL,
        )
        company.do("project.submit", "olga", SHOP, reviewers=["sales"])
        (review,) = company.get(Project, SHOP).reviews
        company.do("project.give_opinion", "sam", SHOP, review, opinion="PASS", text="Fine")
        company.do("project.approve", "vera", SHOP, sponsor="boss", ceiling=1000, deadline="2026-06-30")
        terms = {"function": "f", "duty": "d", "allocation": 10, "starts": "2026-01-01", "ends": "2026-12-31"}
        team = [{**terms, "person": person, "lead": person == "rita"} for person in ("rita", "ron", "sue")]
        company.do("project.assemble_team", "boss", SHOP, team=team)
        yield company


def bring(company: Company, file: Path, by: str = "rita", schedule: Path | None = None) -> bool:
    who = Command(act="", actor=PersonId(by))
    return import_project_plan(company.ledger, SHOP, file, schedule, NAMES, who)


def test_the_plan_is_laid_down_by_who_imports_it_and_only_once(shop: Company, tmp_path: Path) -> None:
    file = book(tmp_path, SHEETED)
    assert bring(shop, file)
    project = shop.get(Project, SHOP)
    assert (project.status, [task.plan_key for task in project.tasks.values()]) == (Status.PLANNED, ["A", "B", "C"])
    assert shop.last("project.plan_baselined").envelope.actor == "rita"
    head = shop.store.head()
    assert not bring(shop, file)
    assert shop.store.head() == head


@pytest.mark.parametrize(
    ("row", "by", "place", "code"),
    [
        ([date(2026, 7, 1), date(2026, 7, 2)], "rita", ("Tasks", 5), "project.past_deadline"),
        ([date(2026, 2, 1), date(2026, 2, 2), 301], "rita", ("", 1), "project.tasks_over_budget"),
        ([date(2026, 1, 31), date(2026, 2, 2), 0, "A"], "rita", ("Tasks", 5), "project.starts_too_early"),
        ([date(2026, 2, 1), date(2026, 2, 2)], "ron", ("", 1), "authority.not_permitted"),
    ],
)
def test_what_the_rules_refuse_is_named_by_its_row_and_nothing_is_recorded(
    shop: Company, tmp_path: Path, row: list[Any], by: str, place: tuple[str, int], code: str
) -> None:
    head = shop.store.head()
    with pytest.raises(BadFile) as raised:
        bring(shop, book(tmp_path, with_row(["D", "P1", "More", "ron", *row])), by)
    (problem,) = raised.value.problems
    assert (problem.place[:2], problem.no.reason.code) == (place, code)
    assert shop.store.head() == head


def test_a_plan_with_a_schedule_of_microsoft_project_is_laid_down(shop: Company, tmp_path: Path) -> None:
    assert bring(shop, book(tmp_path, REST_ONLY), schedule=project_xml(tmp_path, *TABLE))
    project = shop.get(Project, SHOP)
    assert [milestone.title for milestone in project.milestones.values()] == ["Designed", "Open"]
    assert [task.critical for task in project.tasks.values()] == [True, True]
