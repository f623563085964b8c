"""Two processes on one ledger decide at the same moment: neither goes by what the other has just changed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from application.store import Unit, open_store
from domain.issue.reporting import INTO_ENDED
from domain.issue.terms import Category
from domain.plan.drafting import DUPLICATE, PARENT_NOT_APPROVED
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level, Status, TaskStatus
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Refused
from tests.plan.stories import OPINION, QUARTERLY, application
from tests.stories.company import Company, draft_quarter, issue_annual, issue_quarter

DRAWN: dict[str, Any] = {
    "kind": Kind.COMPANY, "level": Level.QUARTERLY, "unit": "hq", "year": 2026, "number": 1, "parent": "plan-y",
    "content": QUARTERLY,
}


class Overtaken:
    """A store whose next recording is overtaken: what `first` does is recorded just before it."""

    def __init__(self, store: Any, first: Callable[[], object]) -> None:
        self._store = store
        self._first: Callable[[], object] | None = first

    def append(self, unit: Unit) -> int:
        first, self._first = self._first, None
        if first:
            first()
        position: int = self._store.append(unit)
        return position

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def other(company: Company, tmp_path: Path) -> Iterator[Company]:
    """Another process of the company."""
    store = open_store(str(tmp_path))
    yield Company(store, company.clock)
    store.close()


def overtaken(company: Company, first: Callable[[], object]) -> Company:
    """The company in a process whose next recording is overtaken by that of another."""
    return Company(Overtaken(company.store, first), company.clock)


def why_not(company: Company, act: str, by: str, record: str, **inputs: Any) -> str:
    """The code of the rule that refuses it."""
    with pytest.raises(Refused) as no:
        company.do(act, by, record, **inputs)
    return no.value.reason.code


def applied(company: Company) -> str:
    """An adjustment of the annual plan that only has to be issued anew."""
    content = application(company.tasks("plan-y")[0])
    id = company.do("plan.request_adjustment", "rita", "plan-y", content=content).part
    assert id is not None
    company.do("plan.give_opinion", "paul", "plan-y", id, opinion=OPINION)
    company.do("plan.approve_adjustment", "dora", "plan-y", id)
    company.do("plan.apply_adjustment", "pia", "plan-y", id, changes=content.changes)
    return id


def test_nothing_is_drawn_from_a_plan_that_is_cancelled_meanwhile(company: Company, other: Company) -> None:
    issue_annual(company)
    late = overtaken(company, lambda: other.do("plan.cancel", "boss", "plan-y", reason="A new strategy"))
    assert why_not(late, "plan.draft", "pia", "plan-q", **DRAWN) == PARENT_NOT_APPROVED.code
    assert other.ledger.world().get(Plan, "plan-q") is None


def test_a_plan_drawn_while_the_one_above_is_issued_anew_shows_the_new_version(
    company: Company, other: Company
) -> None:
    issue_annual(company)
    content = application(company.tasks("plan-y")[0])
    id = company.do("plan.request_adjustment", "rita", "plan-y", content=content).part
    company.do("plan.give_opinion", "paul", "plan-y", id, opinion=OPINION)
    company.do("plan.approve_adjustment", "dora", "plan-y", id)

    def anew() -> None:
        other.do("plan.apply_adjustment", "pia", "plan-y", id, changes=content.changes)
        other.do("plan.reissue", "pia", "plan-y", id)

    draft_quarter(overtaken(company, anew))
    progress = other.plan("plan-q").progress
    assert progress is not None and progress.plan_version == 2


def test_a_plan_drawn_just_before_the_one_above_is_issued_anew_is_flagged(company: Company, other: Company) -> None:
    issue_annual(company)
    id = applied(company)
    overtaken(company, lambda: draft_quarter(other)).do("plan.reissue", "pia", "plan-y", id)
    assert other.plan("plan-q").misalignment is not None


def test_of_two_drafts_for_the_same_time_one_is_refused(company: Company, other: Company) -> None:
    issue_annual(company)
    late = overtaken(company, lambda: other.do("plan.draft", "paul", "plan-q", **DRAWN))
    assert why_not(late, "plan.draft", "pia", "plan-q2", **DRAWN) == DUPLICATE.code


def test_of_two_decisions_on_one_plan_the_first_holds(company: Company, other: Company) -> None:
    issue_annual(company)
    draft_quarter(company)
    company.do("plan.submit", "pia", "plan-q")
    late = overtaken(company, lambda: other.do("plan.return", "dora", "plan-q", comment="More"))
    assert why_not(late, "plan.approve", "dora", "plan-q") == NOT_NOW.code
    assert other.plan("plan-q").status is Status.RETURNED


def report(company: Company, id: str) -> None:
    company.do(
        "issue.report", "ron", id, title="Doors", description="They do not close", unit="shops",
        found_at=company.clock.now, category=Category.RESOURCE, severity=3,
    )


MERGER: dict[str, Any] = {"into": "issue-last", "reason": "The same doors"}


def test_nothing_is_merged_into_an_issue_that_ends_meanwhile(company: Company, other: Company) -> None:
    report(company, "issue-1")
    report(company, "issue-last")
    late = overtaken(company, lambda: other.do("issue.dismiss", "oscar", "issue-last", reason="They do"))
    assert why_not(late, "issue.merge", "otto", "issue-1", **MERGER) == INTO_ENDED.code


def test_what_is_merged_into_an_issue_just_before_it_ends_ends_with_it(company: Company, other: Company) -> None:
    issue_annual(company)
    issue_quarter(company)
    company.at("2026-01-05 09:00")
    (task,) = company.plan("plan-q").tasks
    company.do("plan.acknowledge_task", "rita", "plan-q", task)
    company.do("plan.raise_difficulty", "rita", "plan-q", task, title="Doors", description="Shut", blocks=True)
    difficulty = company.plan("plan-q").tasks[task].difficulty
    assert difficulty is not None
    report(company, "issue-last")
    late = overtaken(company, lambda: other.do("issue.merge", "otto", difficulty.issue, **MERGER))
    late.do("issue.dismiss", "oscar", "issue-last", reason="They open now")
    assert other.plan("plan-q").tasks[task].status is TaskStatus.IN_PROGRESS
