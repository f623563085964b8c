"""A difficulty of a task becomes an issue; when that ends, the task goes on by itself (PLAN-20, 21, ISSUE-01 to 11)."""

from datetime import date
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.issue.reporting import INTO_ENDED, ORIGIN_TAKEN
from domain.issue.terms import Category, Origin, Status
from domain.plan.task import Task
from domain.plan.terms import TaskStatus
from domain.shared.ids import SYSTEM, TaskId
from domain.shared.term import Role
from tests.stories.company import Company, issue_annual, issue_quarter

CAUSE = {"text": "The landlord is bankrupt", "cause_class": "ENVIRONMENT"}


@pytest.fixture
def task(company: Company) -> str:
    """A task of the quarter on which Rita is at work."""
    issue_annual(company)
    issue_quarter(company)
    company.at("2026-01-12 09:00")
    (task,) = company.tasks("plan-q")
    company.do("plan.acknowledge_task", "rita", "plan-q", task)
    company.do("plan.report_progress", "rita", "plan-q", task, percent=30, note="Rooms found")
    return task


def stopped(company: Company, task: str, **more: Any) -> str:
    """Rita cannot go on; the issue that this is reported as."""
    company.do(
        "plan.raise_difficulty", "rita", "plan-q", task,
        **{"title": "No rooms", "description": "The landlord has withdrawn", "blocks": True, **more},
    )
    difficulty = the(company, task).difficulty
    assert difficulty is not None
    return difficulty.issue


def solve(company: Company, issue: str) -> None:
    """From the analysis to the claim that it is solved."""
    company.do("issue.start_analysis", "pia", issue, analysts=["paul"], due="2026-01-16")
    company.do("issue.conclude_root_cause", "paul", issue, causes=[CAUSE], method="FIVE_WHYS", evidence="Register")
    measure = {"text": "Rent elsewhere", "causes": [1], "due": "2026-01-23", "unit": "sales"}
    drafted = {"measures": [measure], "effect": "Rooms", "cost": 100, "due": "2026-01-30", "criterion": "A contract"}
    company.do("issue.propose_solution", "paul", issue, solution=drafted)
    company.do("issue.agree_solution", "pia", issue, version=1)
    (measure_id,) = company.issue(issue).measures
    charge = {"measure": measure_id, "unit": "sales", "person": "rita"}
    company.do("issue.assign", "pia", issue, unit="sales", person="rita", charges=[charge])
    company.do("issue.accept_assignment", "rita", issue)
    company.do("issue.complete_measure", "rita", issue, measure_id, evidence="Contract")
    company.do("issue.claim_resolution", "rita", issue, evidence="Contract")


def registered(company: Company, issue: str) -> None:
    company.do("issue.register", "pia", issue, category=Category.PLAN, triage_unit="pg")


def the(company: Company, task: str) -> Task:
    return company.plan("plan-q").tasks[TaskId(task)]


def test_from_the_difficulty_to_the_task_that_goes_on(company: Company, task: str) -> None:
    id = stopped(company, task)
    issue = company.issue(id)
    assert the(company, task).status is TaskStatus.BLOCKED
    assert (issue.reporter, issue.origin, issue.plan, issue.task) == ("rita", Origin.PLAN_TASK, "plan-q", task)
    assert (issue.unit, issue.severity, issue.steward) == ("sales", 2, Role.PG)
    raised, reported = company.last("plan.task.difficulty_raised"), company.last("issue.reported")
    assert (reported.envelope.actor, reported.envelope.on_behalf_of) == (SYSTEM, "rita")
    assert reported.envelope.cause == raised.envelope.id
    assert reported.envelope.correlation == raised.envelope.correlation
    assert reported.position == raised.position + 1

    company.refused(FORBIDDEN, "issue.register", "otto", id, category=Category.PLAN, triage_unit="pg")
    registered(company, id)
    assert company.issue(id).number == "ISS-2026-0001"
    solve(company, id)
    (measure_id,) = company.issue(id).measures
    company.do(
        "issue.verify_fail", "pia", id,
        reason="Not signed", evidence="Seen", back_to=Status.IN_PROGRESS, redo=[measure_id],
    )
    assert (company.issue(id).status, the(company, task).status) == (Status.IN_PROGRESS, TaskStatus.BLOCKED)
    company.do("issue.complete_measure", "rita", id, measure_id, evidence="Signed contract")
    company.do("issue.claim_resolution", "rita", id, evidence="Signed contract")
    company.do("issue.verify_pass", "pia", id, result="Signed", evidence="Seen", reporter_agrees=True)

    assert (company.issue(id).status, company.issue(id).failures) == (Status.CLOSED, 1)
    held = the(company, task)
    assert (held.status, held.difficulty) == (TaskStatus.IN_PROGRESS, None)
    unblocked = company.last("plan.task.unblocked")
    assert unblocked.envelope.cause == company.last("issue.closed").envelope.id
    assert (unblocked.envelope.event.issue, unblocked.envelope.event.reason) == (id, "ISS-2026-0001: CLOSED")
    assert len(company.store.refusals(0, 100)) == 1


def report(company: Company, id: str, by: str = "sue", **more: Any) -> None:
    company.do("issue.report", by, id, **told(company), **more)


def told(company: Company) -> dict[str, Any]:
    return {
        "title": "No rooms", "description": "None in town", "found_at": company.clock.now, "severity": 2,
        "unit": "sales", "category": Category.RESOURCE,
    }


def merge(company: Company, issue: str, into: str) -> None:
    company.do("issue.merge", "otto", issue, into=into, reason="The same landlord")


def test_a_merged_issue_ends_with_the_one_it_was_merged_into(company: Company, task: str) -> None:
    id = stopped(company, task)
    report(company, "issue-middle")
    report(company, "issue-last")
    merge(company, id, into="issue-middle")
    merged = company.last("issue.merged").envelope
    assert (merged.event.to, merged.event.into) == (("rita",), "issue-middle")
    company.refused(INTO_ENDED, "issue.merge", "otto", "issue-last", into=id, reason="The same")
    merge(company, "issue-middle", into="issue-last")
    assert company.last("issue.merged").envelope.event.to == ("sue",)
    assert [link.record for link in company.issue("issue-last").links] == ["issue-middle"]
    assert the(company, task).status is TaskStatus.BLOCKED

    registered_by_operations(company, "issue-last")
    solve(company, "issue-last")
    company.do("issue.verify_pass", "pia", "issue-last", result="Signed", evidence="Seen")
    assert (the(company, task).status, the(company, task).difficulty) == (TaskStatus.IN_PROGRESS, None)
    unblocked = company.last("plan.task.unblocked").envelope.event
    assert (unblocked.issue, unblocked.reason) == (id, "ISS-2026-0001: CLOSED")


def registered_by_operations(company: Company, issue: str) -> None:
    company.do("issue.register", "otto", issue, category=Category.RESOURCE, triage_unit="pg")


def test_a_merged_issue_ends_when_the_other_is_dismissed_too(company: Company, task: str) -> None:
    id = stopped(company, task)
    report(company, "issue-other")
    merge(company, id, into="issue-other")
    company.do("issue.dismiss", "otto", "issue-other", reason="Rooms there are")
    assert company.last("issue.dismissed").envelope.event.to == ("sue",)
    assert the(company, task).status is TaskStatus.IN_PROGRESS


def test_the_task_goes_on_when_its_issue_is_dismissed_and_the_reporter_is_told(company: Company, task: str) -> None:
    id = stopped(company, task)
    company.do("issue.dismiss", "pia", id, reason="There are rooms")
    assert company.last("issue.dismissed").envelope.event.to == ("rita",)
    assert the(company, task).status is TaskStatus.IN_PROGRESS


def test_a_second_difficulty_is_an_issue_of_its_own_while_the_first_is_open_still(company: Company, task: str) -> None:
    first = stopped(company, task)
    company.do("plan.unblock_task", "pia", "plan-q", task, reason="Rooms found meanwhile")
    second = stopped(company, task, title="No light")
    assert company.issue(first).is_open and company.issue(second).is_open
    company.do("issue.dismiss", "pia", first, reason="Over")
    assert the(company, task).status is TaskStatus.BLOCKED
    company.do("issue.dismiss", "pia", second, reason="There is light")
    assert the(company, task).status is TaskStatus.IN_PROGRESS


def test_a_task_that_ended_meanwhile_is_left_alone_without_a_refusal(company: Company, task: str) -> None:
    id = stopped(company, task)
    company.do("plan.cancel", "dora", "plan-q", reason="No shop")
    company.do("issue.dismiss", "pia", id, reason="No shop")
    assert the(company, task).status is TaskStatus.CANCELLED
    assert company.store.refusals(0, 100) == []


def test_a_finding_has_one_open_issue_at_a_time(company: Company) -> None:
    company.at("2026-01-12 09:00")
    finding: dict[str, Any] = {"origin": Origin.METRIC, "reference": "m-1/2026-01", "metric": "m-1"}
    report(company, "issue-1", **finding)
    no = company.refused(ORIGIN_TAKEN, "issue.report", "ron", "issue-2", **told(company), **finding)
    assert (no.facts["holder"], no.facts["key"]) == ("issue-1", "METRIC/m-1/2026-01")
    company.do("issue.dismiss", "otto", "issue-1", reason="Noise")
    report(company, "issue-2", "ron", **finding)


def test_the_plan_group_agrees_on_measures_with_other_units_until_the_task_goes_on(company: Company, task: str) -> None:
    stopped(company, task)
    company.do(
        "plan.record_coordination", "pia", "plan-q", task,
        units=["sales", "og"], measure="Share the stock room", due=date(2026, 1, 20),
    )
    difficulty = the(company, task).difficulty
    assert difficulty is not None and difficulty.coordination[0].units == ("sales", "og")
