"""What happens to a project because of the time alone (ORG-11, PROJ-10, 13, 14, 21)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.project import ROOM
from domain.project.execution_events import ProjectDeviationDetected, ProjectReminded
from domain.project.terms import Kind, Matter
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.values import end_of, midnight
from tests.project.stories import (
    BASELINE,
    DELIVERED,
    OPENING,
    SUMMARY,
    accepted,
    approved,
    change,
    closed,
    delivered,
    executing,
    finished,
    noon,
    planned,
    proposed,
    report,
    reviewed,
    submitted,
    summarised,
)
from tests.scenario import Scenario

LATER = noon(3, 2)
A_SECOND = timedelta(seconds=1)


def told(it: Scenario, at: datetime) -> list[tuple[Matter, int, tuple[PersonId, ...]]]:
    """What is reminded of at that moment."""
    events = it.at(at).do("wake", SYSTEM)
    return [(each.matter, each.rung, each.to) for each in events if isinstance(each, ProjectReminded)]


def first(it: Scenario) -> datetime | None:
    return ROOM.wakes(it.state, it.world)


def terminated() -> Scenario:
    it = planned()
    it.do("terminate", "vera", reason="No market")
    return it


def changing() -> Scenario:
    it = executing()
    it.do("suspend", "stan", reason="No money")
    it.do("request_change", "pat", content=change(replace(BASELINE, scope="Two lines")))
    return it


@pytest.mark.parametrize(
    ("begin", "matter", "to"),
    [
        (submitted, Matter.REVIEW, ("will",)),
        (reviewed, Matter.APPROVAL, ("boss", "vera")),
        (changing, Matter.CHANGE, ("stan",)),
        (delivered, Matter.ACCEPTANCE, ("stan",)),
        (accepted, Matter.SUMMARY, ("pat",)),
        (summarised, Matter.CLOSING, ("stan",)),
        (terminated, Matter.SUMMARY, ("pat",)),
    ],
)
def test_whoever_is_asked_is_reminded_of_a_decision_that_waits_and_nothing_before(
    begin: Callable[[], Scenario], matter: Matter, to: Any
) -> None:
    it = begin()
    moment = first(it)
    assert moment is not None
    assert it.branch().at(moment - A_SECOND).do("wake", SYSTEM) == []
    reminders = told(it, moment)
    assert (matter, 0, to) in reminders
    assert told(it, moment) == []


def test_a_reminder_climbs_to_the_group_the_department_and_the_management() -> None:
    it = submitted("works")
    rungs = []
    while (moment := first(it)) is not None:
        rungs += told(it, moment)
    assert rungs == [
        (Matter.REVIEW, 0, ("will",)),
        (Matter.REVIEW, 2, ("boss",)),
        (Matter.REVIEW, 3, ("boss", "vera")),
    ]


def test_who_is_barred_from_a_decision_is_passed_over() -> None:
    it = delivered()
    it.state = replace(it.state, sponsor=PersonId("pat"))
    moment = first(it)
    assert moment is not None
    assert told(it, moment) == [(Matter.ACCEPTANCE, 0, ("will",))]


def test_tasks_milestones_meetings_and_evaluations_are_reminded_of_after_their_day() -> None:
    it = executing()
    assert first(it) == midnight(date(2026, 1, 13))
    reminders = told(it, LATER)
    assert {(matter, to) for matter, rung, to in reminders if rung == 0} == {
        (Matter.TASK, ("tom",)),
        (Matter.MEETING, ("pat",)),
        (Matter.EVALUATION, ("pat",)),
    }
    assert (Matter.MILESTONE, 0, ("tom",)) in told(it, end_of(OPENING.due))


def test_missed_meetings_are_seen() -> None:
    it = executing()
    told(it, LATER)
    assert [key for key in it.state.reminders if key.startswith("MEETING")] == ["MEETING//2026-01-27"]


def test_a_deviation_without_an_action_is_reminded_of_and_an_action_after_its_day() -> None:
    it = executing().at(noon(1, 22))
    report(it, "A", 42)
    (id,) = it.state.deviations
    assert (Matter.DEVIATION, 0, ("pat",)) in told(it.branch(), noon(1, 27))
    it.do("record_corrective_action", "pat", part=id, text="Work", owner="tom", due=date(2026, 1, 24))
    reminders = told(it, noon(1, 27))
    assert (Matter.ACTION, 0, ("tom",)) in reminders
    assert Matter.DEVIATION not in {matter for matter, _, _ in reminders}


def test_the_schedule_wakes_the_project_on_the_day_on_which_it_is_missed() -> None:
    it = executing()
    report(it, "A", 40)
    assert first(it) == midnight(date(2026, 1, 21))
    (event,) = it.at(midnight(date(2026, 1, 21))).do("wake", SYSTEM)
    assert isinstance(event, ProjectDeviationDetected)
    assert first(it) == midnight(date(2026, 1, 23))


def test_the_post_evaluation_is_asked_for_on_the_day_on_which_it_falls_due() -> None:
    it = closed()
    assert first(it) == midnight(date(2026, 10, 14))
    assert told(it, midnight(date(2026, 10, 14))) == [(Matter.POST_EVALUATION, 0, ("mia", "max"))]
    it = closed()
    it.state = replace(it.state, kind=Kind.OPERATING)
    assert told(it, midnight(date(2026, 10, 14))) == [(Matter.POST_EVALUATION, 0, ("olga",))]


@pytest.mark.parametrize("begin", [proposed, approved])
def test_where_nothing_is_asked_by_a_day_nothing_wakes(begin: Callable[[], Scenario]) -> None:
    assert first(begin()) is None


def test_a_terminated_project_sleeps_once_it_is_summed_up() -> None:
    it = terminated()
    it.do("summarise", "pat", summary=SUMMARY)
    assert first(it) is None


def test_waking_again_tells_nothing_twice() -> None:
    it = finished()
    for _ in range(60):
        moment = first(it)
        if moment is None:
            break
        assert it.at(max(moment, it.now)).do("wake", SYSTEM)
    assert first(it) is None
    it.do("request_acceptance", "pat", deliverables=DELIVERED)
    assert first(it) is not None
