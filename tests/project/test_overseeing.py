"""Evaluations, progress meetings and problems (PROJ-10, 11, 14)."""

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN
from domain.project.execution_events import ProjectEvaluated, ProjectMeetingHeld, ProjectProblemRaised
from domain.project.overseeing import ACTION_INCOMPLETE, DUE_PAST, NOBODY_THERE, NOT_THEN
from domain.project.results import NewDecision
from domain.project.terms import ActionStatus, Health, ProblemStatus, Route
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.lifecycle import NOT_NOW
from tests.project.stories import executing, noon, report, spend

PARTS: dict[str, Any] = {"comparison": "Half done", "deviation": "A week", "causes": "Snow", "measures": "Two shifts"}
MEETING: dict[str, Any] = {"held_on": date(2026, 1, 20), "attendees": ("pat", "tom", "pat"), "minutes": "All fine"}


def test_an_evaluation_freezes_the_figures_and_says_all_four_parts() -> None:
    it = executing().at(noon(1, 22))
    report(it, "A", 50)
    spend(it, 80)
    (event,) = it.do("evaluate", "pat", **PARTS)
    assert isinstance(event, ProjectEvaluated)
    figures = event.figures
    assert [figures.planned_value, figures.earned_value, figures.actual_cost] == [100, 100, 80]
    assert (figures.baseline_version, figures.health) == (1, Health.GREEN)
    assert it.state.evaluations[0].causes == "Snow"


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_an_evaluation_is_blank(part: str) -> None:
    it = executing()
    with pytest.raises(msgspec.ValidationError):
        it.do("evaluate", "pat", **PARTS | {part: " "})


def test_the_lead_or_the_operations_supervisor_evaluates() -> None:
    it = executing()
    it.refused(FORBIDDEN, "evaluate", "tom", **PARTS)
    it.do("evaluate", "olga", **PARTS)


def test_the_next_evaluation_and_the_next_meeting_are_due_by_the_cadence_of_the_project() -> None:
    it = executing()
    assert (it.state.evaluation_due, it.state.meeting_due) == (date(2026, 2, 11), date(2026, 1, 26))
    it.at(noon(1, 22))
    it.do("evaluate", "pat", **PARTS)
    it.do("record_meeting", "pat", **MEETING)
    assert (it.state.evaluation_due, it.state.meeting_due) == (date(2026, 2, 21), date(2026, 2, 3))
    it.do("suspend", "stan", reason="No money")
    assert (it.state.evaluation_due, it.state.meeting_due) == (None, None)


def test_a_meeting_keeps_who_was_there_how_the_project_stood_and_what_was_decided() -> None:
    it = executing().at(noon(1, 22))
    decisions = (
        NewDecision(text="Go on"),
        NewDecision(text="Ask the town", route=Route.ACTION, owner=PersonId("tia"), due=date(2026, 1, 30)),
        NewDecision(text="The roof leaks", route=Route.ISSUE),
    )
    (event,) = it.do("record_meeting", "pat", **MEETING, decisions=decisions)
    assert isinstance(event, ProjectMeetingHeld)
    noted, action, issue = event.decisions
    assert (noted.action, noted.issue, action.issue, issue.action) == (None, None, None, None)
    assert issue.issue is not None and action.action is not None
    (made,) = it.state.actions.values()
    assert (made.id, made.owner, made.due, made.deviation) == (action.action, "tia", date(2026, 1, 30), None)
    assert it.state.meetings[0].attendees == ("pat", "tom")
    assert event.figures.earned_value == 0
    it.do("close_corrective_action", "pat", part=made.id, result="They agree")
    assert it.state.actions[made.id].status is ActionStatus.CLOSED


def test_a_meeting_was_held_since_the_start_by_somebody() -> None:
    it = executing().at(noon(1, 22))
    it.refused(NOT_THEN, "record_meeting", "pat", **MEETING | {"held_on": date(2026, 1, 11)})
    it.refused(NOT_THEN, "record_meeting", "pat", **MEETING | {"held_on": date(2026, 1, 23)})
    it.refused(NOBODY_THERE, "record_meeting", "pat", **MEETING | {"attendees": ()})
    it.refused(PERSON_UNKNOWN, "record_meeting", "pat", **MEETING | {"attendees": ("pat", "the man in the moon")})
    idle = {"text": "Look on", "route": Route.ACTION, "owner": "audra", "due": date(2026, 1, 30)}
    it.refused(ONLY_READS, "record_meeting", "pat", **MEETING | {"decisions": (idle,)})
    it.refused(FORBIDDEN, "record_meeting", "tom", **MEETING)


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (NewDecision(text="Do it", route=Route.ACTION, due=date(2026, 1, 30)), ACTION_INCOMPLETE),
        (NewDecision(text="Do it", route=Route.ACTION, owner=PersonId("tia")), ACTION_INCOMPLETE),
        (NewDecision(text="Do it", owner=PersonId("tia")), ACTION_INCOMPLETE),
        (NewDecision(text="Do it", route=Route.ACTION, owner=PersonId("tia"), due=date(2026, 1, 2)), DUE_PAST),
    ],
)
def test_a_decision_that_becomes_an_action_has_an_owner_and_a_date(decision: NewDecision, reason: Any) -> None:
    it = executing().at(noon(1, 22))
    it.refused(reason, "record_meeting", "pat", **MEETING, decisions=(decision,))


PROBLEM: dict[str, Any] = {"title": "No permit", "description": "The town says no", "severity": 1}


def test_the_team_raises_a_problem_and_the_system_settles_it_when_its_issue_ends() -> None:
    it = executing()
    it.refused(FORBIDDEN, "raise_problem", "max", **PROBLEM)
    (event,) = it.do("raise_problem", "tom", **PROBLEM)
    assert isinstance(event, ProjectProblemRaised)
    problem = it.state.problems[event.problem]
    assert (problem.issue, problem.severity, problem.critical) == (event.issue, 1, True)
    it.refused(FORBIDDEN, "settle_problem", "pat", part=event.problem, reason="Over")
    it.do("settle_problem", SYSTEM, part=event.problem, reason="ISS-2026-0001: CLOSED")
    problem = it.state.problems[event.problem]
    assert (problem.status, problem.critical, problem.outcome) == (
        ProblemStatus.SETTLED, False, "ISS-2026-0001: CLOSED",
    )
    it.refused(NOT_NOW, "settle_problem", "stan", part=event.problem, reason="Over")
