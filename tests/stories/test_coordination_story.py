"""Units that disagree are brought to agree, and what they agree on settles the matter where it arose (ORG-14)."""

from datetime import date
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.coordination.coordinating import UNANSWERED
from domain.coordination.events import CoordinationReminded
from domain.coordination.state import Coordination
from domain.coordination.terms import Origin, Status
from domain.issue.terms import Category
from domain.issue.terms import Status as IssueStatus
from domain.plan.task import Task
from domain.plan.terms import TaskStatus
from domain.shared.ids import SYSTEM, TaskId
from domain.shared.term import Role
from tests.stories.company import Company, issue_annual, issue_quarter


@pytest.fixture
def task(company: Company) -> str:
    """A task of the quarter that was given to Rita of sales by the plan group."""
    issue_annual(company)
    issue_quarter(company)
    company.at("2026-01-12 09:00")
    (task,) = company.tasks("plan-q")
    return task


def the(company: Company, task: str) -> Task:
    return company.plan("plan-q").tasks[TaskId(task)]


def coordination(company: Company, id: str | None) -> Coordination:
    assert id is not None
    return company.get(Coordination, id)


def contested(company: Company, task: str) -> str:
    """Rita does not accept the task; the request that this leads to."""
    company.do("plan.contest_task", "rita", "plan-q", task, reason="The shops are not ours")
    id = the(company, task).coordinated_as
    assert id is not None
    return id


def answers(company: Company, id: str, **stances: str) -> None:
    """Heads answer for their units."""
    for unit, each in coordination(company, id).answers.items():
        head = {"sales": "sam", "pg": "dora", "og": "dora", "planning": "dora"}[each.unit]
        company.do("coordination.answer", head, id, unit, stance=stances.get(each.unit, "AGREES"), text="So be it")


def test_a_contest_is_coordinated_until_the_units_agree_and_then_the_task_is_asked_again(
    company: Company, task: str
) -> None:
    id = contested(company, task)
    asked = coordination(company, id)
    assert (asked.origin, asked.plan, asked.task, asked.requester) == (Origin.TASK_CONTEST, "plan-q", task, "rita")
    assert (asked.units, asked.coordinator, asked.due) == (("sales", "pg"), Role.PG, date(2026, 1, 15))
    raised, requested = company.last("plan.task.contested"), company.last("coordination.requested")
    assert (requested.envelope.actor, requested.envelope.on_behalf_of) == (SYSTEM, "rita")
    assert (requested.envelope.cause, requested.position) == (raised.envelope.id, raised.position + 1)

    company.refused(FORBIDDEN, "coordination.start", "olga", id)
    company.do("coordination.start", "pia", id)
    company.refused(UNANSWERED, "coordination.agree", "paul", id, outcome="Two shops each")
    company.at("2026-01-13 10:30")
    answers(company, id)
    assert [each.answer_hours for each in coordination(company, id).answers.values()] == [25.5, 25.5]
    company.do("coordination.agree", "paul", id, outcome="Two shops each")

    assert coordination(company, id).status is Status.AGREED
    assert (the(company, task).status, the(company, task).coordinated_as) == (TaskStatus.ASSIGNED, None)
    resolved = company.last("plan.task.contest_resolved").envelope
    assert (resolved.on_behalf_of, resolved.event.outcome) == ("paul", "Two shops each")
    company.do("plan.acknowledge_task", "rita", "plan-q", task)
    assert company.log()[-1].type == "plan.task.acknowledged", "nothing is left to be ended"
    assert len(company.store.refusals(0, 100)) == 2


def test_whoever_spoke_for_a_unit_in_somebodys_place_does_not_conclude(company: Company, task: str) -> None:
    id = contested(company, task)
    company.do("coordination.start", "pia", id, supporting=["planning"])
    company.do("authority.grant_delegation", "dora", delegate="pia", valid_to="2026-01-31", reason="Holiday")
    sales, planning = coordination(company, id).answers
    company.do("coordination.answer", "pia", id, planning, for_="dora", stance="AGREES", text="Yes")
    company.do("coordination.answer", "sam", id, sales, stance="AGREES", text="Yes")
    company.refused(OWN_MATTER, "coordination.agree", "pia", id, outcome="So be it")
    company.do("coordination.agree", "paul", id, outcome="So be it")


@pytest.mark.parametrize("way", ["acknowledge", "resolve", "reassign", "cancel"])
def test_a_contest_that_ends_in_the_plan_is_coordinated_no_longer(company: Company, task: str, way: str) -> None:
    id = contested(company, task)
    company.do("coordination.start", "pia", id)
    match way:
        case "acknowledge":
            company.do("plan.acknowledge_task", "rita", "plan-q", task)
        case "resolve":
            company.do("plan.resolve_contest", "pia", "plan-q", task, outcome="It is yours")
        case "reassign":
            company.do("plan.reassign_task", "sam", "plan-q", task, responsible="ron", reason="He knows shops")
        case _:
            company.do("plan.cancel", "dora", "plan-q", reason="No shops")
    ended = coordination(company, id)
    said = {"resolve": "It is yours", "reassign": "He knows shops", "cancel": "No shops"}
    assert (ended.status, ended.outcome) == (Status.WITHDRAWN, said.get(way, "plan.task.acknowledged"))
    assert company.store.refusals(0, 100) == []
    if way != "cancel":
        again = "ron" if way == "reassign" else "rita"
        if way != "acknowledge":
            company.do("plan.contest_task", again, "plan-q", task, reason="Still")
            assert coordination(company, the(company, task).coordinated_as).status is Status.OPEN


def test_what_is_agreed_against_a_difficulty_is_recorded_on_it(company: Company, task: str) -> None:
    company.do("plan.acknowledge_task", "rita", "plan-q", task)
    company.do(
        "plan.raise_difficulty", "rita", "plan-q", task,
        title="No rooms", description="None to be had", blocks=True, units=["og"],
    )
    difficulty = the(company, task).difficulty
    assert difficulty is not None and difficulty.coordinated_as is not None
    id = difficulty.coordinated_as
    assert coordination(company, id).subject == "No rooms"
    company.do("coordination.start", "paul", id)
    answers(company, id)
    company.do("coordination.agree", "pia", id, outcome="Share the stock room", until=date(2026, 1, 30))
    agreed = the(company, task).difficulty
    assert agreed is not None
    (measure,) = agreed.coordination
    assert (measure.units, measure.measure, measure.due) == (("sales", "og"), "Share the stock room", date(2026, 1, 30))
    assert measure.recorded_by == "pia"
    assert company.store.refusals(0, 100) == []
    assert the(company, task).status is TaskStatus.BLOCKED, "until the issue ends"


def test_a_difficulty_that_is_over_is_coordinated_no_longer(company: Company, task: str) -> None:
    company.do("plan.acknowledge_task", "rita", "plan-q", task)
    company.do("plan.raise_difficulty", "rita", "plan-q", task, title="No rooms", description="None", units=["og"])
    difficulty = the(company, task).difficulty
    assert difficulty is not None
    company.do("issue.dismiss", "pia", difficulty.issue, reason="There are rooms")
    assert the(company, task).difficulty is None
    assert coordination(company, difficulty.coordinated_as).status is Status.WITHDRAWN


@pytest.fixture
def conflict(company: Company) -> str:
    """An issue that is being solved, over which sales and planning fall out; the request that this leads to."""
    company.at("2026-01-12 09:00")
    told: dict[str, Any] = {"title": "Late quotes", "description": "Three days", "found_at": company.clock.now}
    company.do("issue.report", "sue", "issue-1", **told, severity=2, unit="sales", category=Category.RESOURCE)
    company.do("issue.register", "otto", "issue-1", category=Category.RESOURCE, triage_unit="og")
    company.do("issue.start_analysis", "otto", "issue-1", analysts=["oscar"], due="2026-01-16")
    cause = {"text": "One person reckons", "cause_class": "PEOPLE"}
    company.do("issue.conclude_root_cause", "oscar", "issue-1", causes=[cause], method="DATA", evidence="Times")
    measure = {"text": "Share the work", "causes": [1], "due": "2026-01-23", "unit": "sales"}
    drafted = {"measures": [measure], "effect": "A day", "cost": 100, "due": "2026-01-30", "criterion": "A day"}
    company.do("issue.propose_solution", "oscar", "issue-1", solution=drafted)
    company.do("issue.agree_solution", "otto", "issue-1", version=1)
    (id,) = company.issue("issue-1").measures
    charges: list[dict[str, Any]] = [{"measure": id, "unit": "sales", "person": "rita"}]
    company.do("issue.assign", "otto", "issue-1", unit="sales", person="rita", charges=charges)
    company.do("issue.accept_assignment", "rita", "issue-1")
    company.do(
        "issue.raise_conflict", "rita", "issue-1",
        units=["planning", "sales"], subject="Who reckons?", due=date(2026, 1, 20),
    )
    raised = company.issue("issue-1").conflict
    assert raised is not None and raised.coordinated_as is not None
    return raised.coordinated_as


def test_a_conflict_that_units_cannot_settle_is_decided_above_them(company: Company, conflict: str) -> None:
    asked = coordination(company, conflict)
    assert (asked.lead, asked.supporting, asked.due) == ("sales", ("planning",), date(2026, 1, 20))
    assert (asked.subject, asked.description, asked.coordinator) == ("Late quotes", "Who reckons?", Role.OG)
    company.do("coordination.start", "otto", conflict)
    answers(company, conflict, planning="OBJECTS")
    company.do("coordination.fail", "otto", conflict, reason="Nobody has time")
    assert company.last("coordination.failed").envelope.event.to == ("boss", "vera")
    assert company.issue("issue-1").conflict is not None
    company.do("coordination.decide", "boss", conflict, outcome="Planning reckons")
    assert company.last("issue.conflict_settled").envelope.event.outcome == "Planning reckons"
    assert company.issue("issue-1").conflict is None
    assert company.issue("issue-1").status is IssueStatus.IN_PROGRESS
    assert company.store.refusals(0, 100) == []


def test_a_conflict_that_failed_in_the_issue_is_passed_on_above(company: Company, conflict: str) -> None:
    company.do("issue.settle_conflict", "otto", "issue-1", agreed=False, outcome="They shout")
    failed = coordination(company, conflict)
    assert (failed.status, failed.outcome, failed.decider) == (Status.FAILED, "They shout", Role.MGMT)
    company.do("coordination.decide", "vera", conflict, outcome="Planning reckons")
    assert company.last("coordination.decided").position == company.store.head(), "no conflict waits for it"
    assert company.store.refusals(0, 100) == []


def test_a_conflict_that_was_settled_in_the_issue_is_coordinated_no_longer(company: Company, conflict: str) -> None:
    company.do("issue.settle_conflict", "otto", "issue-1", agreed=True, outcome="Sales reckons")
    assert coordination(company, conflict).status is Status.WITHDRAWN
    assert coordination(company, conflict).outcome == "Sales reckons"


def test_what_nobody_coordinates_rises_by_the_clock_alone(company: Company, conflict: str) -> None:
    happened = company.until("2026-01-23 09:00")
    told = [(at, event.to) for at, record, event in happened if isinstance(event, CoordinationReminded)]
    assert told[:2] == [("01-15 09:00", ("oscar", "otto")), ("01-20 09:00", ("dora",))]
    assert all(record == conflict for _, record, event in happened if isinstance(event, CoordinationReminded))
