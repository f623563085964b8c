"""Acceptance and rework (PROJ-17, PROJ-18; K-05, K-06)."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.project.accepting import CHANGES_OPEN, DELIVERABLES, MILESTONES_OPEN, NOT_DELIVERED
from domain.project.execution_events import ProjectDeviationDetected
from domain.project.results import Judgement
from domain.project.terms import Status
from domain.shared.approval import CHANGED, Verdict
from domain.shared.ids import PersonId
from tests.project.stories import DELIVERED, FINE, change, check, delivered, executing, finished, noon, part_of, spend

VERDICT: dict[str, Any] = {"to_quality": FINE, "to_quantity": FINE}


def test_acceptance_is_asked_for_when_every_milestone_is_reached_or_waived() -> None:
    it = executing()
    no = it.refused(MILESTONES_OPEN, "request_acceptance", "pat", deliverables=DELIVERED)
    assert no.facts["milestones"] == ["Open"]
    it.do("waive_milestone", "stan", part=part_of(it, "milestones", "M1"), reason="No need")
    it.refused(FORBIDDEN, "request_acceptance", "tom", deliverables=DELIVERED)
    it.do("request_acceptance", "pat", deliverables=DELIVERED)
    assert it.state.status is Status.IN_ACCEPTANCE


def test_what_is_to_be_changed_is_settled_before_it_is_accepted() -> None:
    it = finished()
    it.do("request_change", "pat", content=change(deadline=date(2026, 7, 31)))
    (id,) = it.state.change_requests
    no = it.refused(CHANGES_OPEN, "request_acceptance", "pat", deliverables=DELIVERED)
    assert no.facts["changes"] == [id]
    it.do("withdraw_change", "pat", part=id, reason="It is done in time")
    it.do("request_acceptance", "pat", deliverables=DELIVERED)


@pytest.mark.parametrize(
    ("deliverables", "differing"),
    [
        (DELIVERED[:1], ["The manual"]),
        ((*DELIVERED, replace(DELIVERED[0], name="A cake")), ["A cake"]),
        ((*DELIVERED, DELIVERED[0]), ["The line"]),
    ],
)
def test_the_checklist_is_that_of_the_plan(deliverables: Any, differing: list[str]) -> None:
    no = finished().refused(DELIVERABLES, "request_acceptance", "pat", deliverables=deliverables)
    assert no.facts["deliverables"] == differing


def test_the_sponsor_judges_quality_and_quantity_and_the_deadlines_say_whether_it_is_on_time() -> None:
    it = delivered()
    half = Judgement(current=True, original=False)
    (event,) = it.do("accept", "stan", to_quality=FINE, to_quantity=half)
    assert (event.on_time, event.to_quantity, event.signature.verdict) == (FINE, half, Verdict.PASSED)
    assert (it.state.status, it.state.accepted_on_time) == (Status.ACCEPTED, True)


@pytest.mark.parametrize(
    ("deadline", "day", "on_time"),
    [
        (date(2026, 6, 30), 30, Judgement(current=True, original=True)),
        (date(2026, 5, 31), 30, Judgement(current=False, original=True)),
        (date(2026, 5, 31), 1, Judgement(current=False, original=True)),
    ],
)
def test_a_deadline_is_kept_on_its_last_day(deadline: date, day: int, on_time: Judgement) -> None:
    it = delivered().at(noon(6, day))
    it.state = replace(it.state, deadline=deadline)
    (event,) = it.do("accept", "stan", **VERDICT)
    assert event.on_time == on_time


def test_the_lead_does_not_accept_their_own_delivery() -> None:
    it = delivered()
    it.refused(FORBIDDEN, "accept", "max", **VERDICT)
    it.refused(OWN_MATTER, "accept", "pat", **VERDICT)
    it.state = replace(it.state, sponsor=PersonId("pat"))
    it.refused(OWN_MATTER, "accept", "pat", **VERDICT)
    it.refused(OWN_MATTER, "require_rework", "pat", findings="It leaks", deliverables=())
    it.do("accept", "will", **VERDICT)


@pytest.mark.parametrize(
    ("checks", "met"),
    [
        ((), False),
        ((("Q1", True),), True),
        ((("Q2", True),), False),
        ((("Q1", False),), False),
        ((("Q1", False), ("Q1", True), ("Q2", False)), True),
    ],
)
def test_quality_is_met_when_the_last_check_of_every_mandatory_requirement_passed(checks: Any, met: bool) -> None:
    it = delivered()
    for requirement, passed in checks:
        check(it, requirement, passed=passed)
    (event,) = it.do("accept", "stan", **VERDICT)
    assert event.quality_met is met


def test_rework_goes_back_into_execution_with_what_is_wrong() -> None:
    it = delivered()
    it.refused(NOT_DELIVERED, "require_rework", "stan", findings="It leaks", deliverables=("A cake",))
    (event,) = it.do("require_rework", "stan", findings="It leaks", deliverables=("The line",))
    assert (event.signature.verdict, event.signature.comment) == (Verdict.RETURNED, "It leaks")
    assert it.state.status is Status.EXECUTING
    (again,) = it.do("request_acceptance", "pat", deliverables=DELIVERED, comment="It is dry")
    assert (again.request.round, [change.field for change in again.request.changes]) == (2, ["comment"])


def test_rework_tells_of_what_was_crossed_during_acceptance() -> None:
    it = delivered()
    assert len(spend(it, 600, line="machines", spent_on=date(2026, 4, 14))) == 1
    assert len(spend(it, 200, spent_on=date(2026, 4, 14))) == 1
    events = it.do("require_rework", "stan", findings="It leaks", deliverables=())
    assert [type(each) for each in events[1:]] == [ProjectDeviationDetected]


def test_what_is_accepted_is_what_was_delivered() -> None:
    it = delivered()
    it.state = replace(it.state, delivery=replace(it.state.delivery, comment="Something else"))
    it.refused(CHANGED, "accept", "stan", **VERDICT)
