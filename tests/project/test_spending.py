"""Money of a project against its budget (PROJ-15, K-07)."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.project.execution_events import ProjectBudgetAlerted, ProjectCostCommitted, ProjectCostPosted
from domain.project.spending import (
    BUDGET_EXCEEDED,
    NO_SUCH_COMMITMENT,
    NO_SUCH_LINE,
    NOT_POSITIVE,
    SPENT_BEFORE,
    SPENT_LATER,
)
from domain.project.state import Project
from domain.project.terms import CommitmentStatus, CostStatus
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import FINER_THAN_CENTS
from tests.project.stories import BASELINE, commit, delivered, executing, spend
from tests.scenario import Scenario


def busy() -> Scenario:
    """A project whose work is far ahead of its cost, so that only money is at stake."""
    it = executing()
    tasks = {id: replace(task, percent=Decimal(100)) for id, task in it.state.tasks.items()}
    it.state = replace(it.state, tasks=tasks)
    return it


def left(it: Scenario, line: str = "work") -> Decimal:
    project: Project = it.state
    total = next(each.amount for each in BASELINE.budget if each.key == line)
    return total - project.bound(line) - project.spent(line)


def test_money_is_bound_and_spent_up_to_the_budget_line_and_no_further() -> None:
    it = busy()
    commit(it, 100)
    spend(it, 200)
    usual = {"line": "work", "title": "More", "amount": Decimal("0.01")}
    no = it.refused(BUDGET_EXCEEDED, "commit_cost", "pat", **usual)
    assert (no.facts["line"], no.facts["available"], no.facts["asked"]) == ("work", 0, Decimal("0.01"))
    it.refused(BUDGET_EXCEEDED, "post_cost", "fay", **usual, spent_on=date(2026, 1, 12))
    assert (it.state.committed, it.state.actual_cost, it.state.available) == (100, 200, 600)
    commit(it, 600, line="machines")
    assert it.state.available == 0


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_is_more_than_zero(amount: int) -> None:
    it = busy()
    usual = {"line": "work", "title": "More", "amount": Decimal(amount)}
    it.refused(NOT_POSITIVE, "commit_cost", "pat", **usual)
    it.refused(NOT_POSITIVE, "post_cost", "fay", **usual, spent_on=date(2026, 1, 12))


def test_money_is_given_to_the_cent() -> None:
    it = busy()
    usual = {"line": "work", "title": "More", "amount": Decimal("0.001")}
    it.refused(FINER_THAN_CENTS, "commit_cost", "pat", **usual)
    it.refused(FINER_THAN_CENTS, "post_cost", "fay", **usual, spent_on=date(2026, 1, 12))


def test_money_is_of_a_line_of_the_budget_and_spent_by_today() -> None:
    it = busy()
    usual = {"title": "More", "amount": Decimal(1)}
    it.refused(NO_SUCH_LINE, "commit_cost", "pat", **usual, line="travel")
    it.refused(NO_SUCH_LINE, "post_cost", "fay", **usual, line="travel", spent_on=date(2026, 1, 12))
    it.refused(SPENT_LATER, "post_cost", "fay", **usual, line="work", spent_on=date(2026, 1, 13))
    it.refused(SPENT_BEFORE, "post_cost", "fay", **usual, line="work", spent_on=date(2026, 1, 4))


def test_the_lead_and_finance_spend_and_nobody_else() -> None:
    it = busy()
    it.refused(FORBIDDEN, "commit_cost", "tom", line="work", title="Order", amount=Decimal(1))
    it.do("commit_cost", "finn", line="work", title="Order", amount=Decimal(1))


def test_a_cost_uses_up_what_its_commitment_had_bound() -> None:
    it = busy()
    (committed,) = commit(it, 300)
    assert isinstance(committed, ProjectCostCommitted)
    posted = spend(it, 120, commitment=committed.commitment)[0]
    assert isinstance(posted, ProjectCostPosted)
    assert not posted.settles
    commitment = it.state.commitments[committed.commitment]
    assert [commitment.status, commitment.bound, left(it)] == [CommitmentStatus.OPEN, 180, 0]
    spend(it, 50, commitment=committed.commitment)
    assert it.state.commitments[committed.commitment].bound == 130
    spend(it, 50, commitment=committed.commitment, settles=True)
    commitment = it.state.commitments[committed.commitment]
    assert [commitment.status, commitment.bound, left(it)] == [CommitmentStatus.SETTLED, 0, 80]


def test_a_cost_beyond_its_commitment_takes_the_rest_from_the_line_and_settles_it() -> None:
    it = busy()
    (committed,) = commit(it, 100)
    usual = {"line": "work", "title": "Dearer", "spent_on": date(2026, 1, 12), "commitment": committed.commitment}
    it.refused(BUDGET_EXCEEDED, "post_cost", "fay", **usual, amount=Decimal(301))
    it.do("post_cost", "fay", **usual, amount=Decimal(150))
    assert it.state.commitments[committed.commitment].status is CommitmentStatus.SETTLED
    assert left(it) == 150
    it.refused(NO_SUCH_COMMITMENT, "post_cost", "fay", **usual, amount=Decimal(1))


def test_a_cost_is_of_the_line_of_its_commitment() -> None:
    it = busy()
    (committed,) = commit(it, 100)
    it.refused(
        NO_SUCH_COMMITMENT, "post_cost", "fay", line="machines", title="Other", amount=Decimal(1),
        spent_on=date(2026, 1, 12), commitment=committed.commitment,
    )


def test_a_commitment_is_released_with_a_reason_once() -> None:
    it = busy()
    (committed,) = commit(it, 300)
    it.do("release_commitment", "pat", part=committed.commitment, reason="Cancelled")
    assert [it.state.commitments[committed.commitment].status, left(it)] == [CommitmentStatus.RELEASED, 300]
    it.refused(NOT_NOW, "release_commitment", "pat", part=committed.commitment, reason="Again")


def test_finance_reverses_a_cost_and_its_open_commitment_binds_the_money_again() -> None:
    it = busy()
    (committed,) = commit(it, 300)
    posted = spend(it, 120, commitment=committed.commitment)[0]
    it.refused(FORBIDDEN, "reverse_cost", "pat", part=posted.cost, reason="Twice")
    it.do("reverse_cost", "fay", part=posted.cost, reason="Twice")
    assert it.state.costs[posted.cost].status is CostStatus.REVERSED
    assert (it.state.actual_cost, it.state.commitments[committed.commitment].bound) == (0, 300)
    it.refused(NOT_NOW, "reverse_cost", "fay", part=posted.cost, reason="Thrice")


def test_a_reversed_cost_binds_nothing_of_a_settled_commitment() -> None:
    it = busy()
    (committed,) = commit(it, 300)
    posted = spend(it, 120, commitment=committed.commitment, settles=True)[0]
    it.do("reverse_cost", "fay", part=posted.cost, reason="Twice")
    assert [left(it), it.state.committed] == [300, 0]


def test_an_alert_is_raised_once_when_nine_tenths_of_the_ceiling_are_used() -> None:
    it = busy()
    commit(it, 600, line="machines")
    assert len(commit(it, 299)) == 1
    _, alert = commit(it, 1)
    assert alert == ProjectBudgetAlerted(used=Decimal(900), ceiling=Decimal(1000), percent=Decimal(90))
    assert (it.state.budget_alerts, it.state.budget_used_percent) == (1, 90)


def test_using_up_a_commitment_raises_no_alert_for_money_that_was_bound_already() -> None:
    it = busy()
    commit(it, 600, line="machines")
    (committed,) = commit(it, 290)
    (posted,) = spend(it, 290, commitment=committed.commitment)
    assert isinstance(posted, ProjectCostPosted)
    assert it.state.budget_alerts == 0
    assert len(spend(it, 10)) == 2
    it.do("reverse_cost", "fay", part=posted.cost, reason="Twice")
    assert len(spend(it, 290)) == 2
    assert it.state.budget_alerts == 2


def test_money_is_spent_during_acceptance_too() -> None:
    it = delivered()
    spend(it, 10, spent_on=date(2026, 4, 14))
    assert (it.state.actual_cost, it.state.cost_control) == (10, 99)
