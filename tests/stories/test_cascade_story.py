"""Year, quarter and month: each drawn from the plan above, flagged when that is issued anew (PLAN-05, 08, 32-35)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.organisation.state import ORGANISATION, Organisation
from domain.plan.adjudicating import STALE_BASE
from domain.plan.changes import PlanDiff, TaskChange
from domain.plan.drafting import DUPLICATE, PARENT_NOT_APPROVED
from domain.plan.obligations import DRAFTING, obligations
from domain.plan.overseeing import NO_SUCH_ADJUSTMENT, NOT_FLAGGED
from domain.plan.terms import Kind, Level
from domain.shared.ids import TaskId
from domain.shared.term import Role
from tests.plan.stories import OPINION, QUARTERLY, application
from tests.stories.company import (
    Company,
    adjust,
    draft_annual,
    draft_quarter,
    issue_annual,
    issue_month,
    issue_quarter,
)


@pytest.fixture
def cascade(company: Company) -> Company:
    """The plans of the year, of its first quarter and of January are issued."""
    issue_annual(company)
    issue_quarter(company)
    company.at("2026-01-05 09:00")
    issue_month(company)
    return company


def owed(company: Company, plan: str) -> list[tuple[str, date]]:
    """The plans that are to be drafted from a plan: for the time that begins on which day, and by when."""
    found = (each for each in obligations(company.plan(plan)) if each.rule is DRAFTING)
    return [(each.title.partition(" (")[2][:10], each.due) for each in found]


def flags(company: Company) -> list[int | None]:
    """Of the quarter and the month: in which version the plan above was issued anew."""
    plans = (company.plan("plan-q"), company.plan("plan-m"))
    return [plan.misalignment.parent_version if plan.misalignment else None for plan in plans]


def first_task(company: Company, plan: str) -> str:
    return company.tasks(plan)[0]


def test_each_plan_is_drawn_from_the_approved_one_above_with_its_progress_frozen(company: Company) -> None:
    draft_annual(company)
    drawn: dict[str, Any] = {"kind": Kind.COMPANY, "level": Level.QUARTERLY, "unit": "hq", "year": 2026, "number": 1}
    company.refused(
        PARENT_NOT_APPROVED, "plan.draft", "pia", "plan-q", **drawn, parent="plan-y", content=QUARTERLY
    )
    company.do("plan.submit", "pia", "plan-y")
    company.do("plan.approve", "boss", "plan-y")
    draft_quarter(company)
    progress = company.plan("plan-q").progress
    assert progress is not None and (progress.plan_version, progress.tasks) == (0, ())
    no = company.refused(
        DUPLICATE, "plan.draft", "paul", "plan-q2", **drawn, parent="plan-y", content=QUARTERLY
    )
    assert no.facts["holder"] == "plan-q"
    company.do("plan.cancel", "dora", "plan-q", reason="Anew")
    company.do("plan.draft", "paul", "plan-q2", **drawn, parent="plan-y", content=QUARTERLY)


def test_the_plans_of_each_quarter_and_month_are_owed_until_they_are_drafted(company: Company) -> None:
    issue_annual(company)
    quarters = [
        ("2026-01-01", date(2025, 12, 31)),
        ("2026-04-01", date(2026, 3, 31)),
        ("2026-07-01", date(2026, 6, 30)),
        ("2026-10-01", date(2026, 9, 30)),
    ]
    assert owed(company, "plan-y") == quarters
    draft_quarter(company)
    assert owed(company, "plan-y") == quarters[1:]
    noted = company.last("plan.child_drafted").envelope
    assert (noted.actor, noted.on_behalf_of, noted.cause) == ("system", "pia", company.last("plan.drafted").envelope.id)
    company.do("plan.cancel", "dora", "plan-q", reason="Anew")
    assert owed(company, "plan-y") == quarters, "what no longer counts is to be drafted anew"
    company.at("2026-02-03 09:00")
    company.do("plan.draft", "pia", "plan-r", kind=Kind.COMPANY, level=Level.QUARTERLY, unit="hq", year=2026,
               number=1, parent="plan-y", content=QUARTERLY)
    company.do("plan.submit", "pia", "plan-r")
    company.do("plan.approve", "dora", "plan-r")
    assert owed(company, "plan-r") == [("2026-02-01", date(2026, 2, 3)), ("2026-03-01", date(2026, 2, 28))]


def test_the_organisation_knows_of_the_annual_plans_that_were_drafted(company: Company) -> None:
    def known() -> dict[Role, str | None]:
        return {each.role: each.plan for each in company.get(Organisation, ORGANISATION).annual_plans}

    company.until("2025-12-01 10:00")
    assert known() == {Role.PG: None, Role.OS: None}
    draft_annual(company)
    assert known() == {Role.PG: "plan-y", Role.OS: None}
    company.do("plan.cancel", "boss", "plan-y", reason="Anew")
    assert known() == {Role.PG: None, Role.OS: None}


def test_a_new_issue_flags_the_plans_directly_below_and_each_is_cleared(cascade: Company) -> None:
    adjust(cascade, "plan-y", application(first_task(cascade, "plan-y")))
    assert flags(cascade) == [2, None]
    flagged = cascade.last("plan.alignment_flagged").envelope
    assert flagged.cause == cascade.last("plan.reissued").envelope.id

    cascade.at("2026-01-06 09:00")
    below = adjust(cascade, "plan-q", application(first_task(cascade, "plan-q")))
    cascade.do("plan.clear_alignment_flag", "paul", "plan-q", comment="Adjusted as well", adjustment=below)
    assert flags(cascade) == [None, 2]

    cascade.refused(NOT_FLAGGED, "plan.clear_alignment_flag", "pia", "plan-q", comment="Once more")
    cascade.refused(
        NO_SUCH_ADJUSTMENT, "plan.clear_alignment_flag", "pia", "plan-m", comment="Adjusted", adjustment=below
    )
    cascade.do("plan.clear_alignment_flag", "pia", "plan-m", comment="Still aligned")
    assert flags(cascade) == [None, None]


def test_ended_plans_below_are_not_flagged(cascade: Company) -> None:
    cascade.do("plan.cancel", "dora", "plan-m", reason="No need")
    adjust(cascade, "plan-q", application(first_task(cascade, "plan-q")))
    assert flags(cascade) == [None, None]
    assert cascade.store.refusals(0, 100) == []


def test_of_two_adjustments_the_second_is_rebased_before_it_is_approved(cascade: Company) -> None:
    task = first_task(cascade, "plan-q")
    heavier = PlanDiff(change=(TaskChange(task=TaskId(task), weight=Decimal(2)),))
    second = cascade.do("plan.request_adjustment", "sam", "plan-q", content=application(task, heavier)).part
    cascade.do("plan.give_opinion", "paul", "plan-q", second, opinion=OPINION)
    adjust(cascade, "plan-q", application(task))
    no = cascade.refused(STALE_BASE, "plan.approve_adjustment", "dora", "plan-q", second)
    assert (no.facts["base"], no.facts["now"]) == (1, 2)
    cascade.do("plan.return_adjustment", "dora", "plan-q", second, comment="Rebase it")
    cascade.do(
        "plan.revise_adjustment", "sam", "plan-q", second, content=application(task, heavier), answer="Rebased"
    )
    cascade.do("plan.give_opinion", "paul", "plan-q", second, opinion=OPINION)
    cascade.do("plan.approve_adjustment", "dora", "plan-q", second)
    assert cascade.plan("plan-q").tasks[TaskId(task)].due == date(2026, 3, 30)
