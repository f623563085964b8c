"""Reminders and escalation by time alone (ISSUE-01, 08, 12, ORG-11)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.issue import ROOM
from domain.issue.solving_events import IssueEscalated, IssueMeasureReminded, IssueReminded
from domain.issue.terms import Matter
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import MeasureId, PersonId
from tests.issue import story
from tests.issue.company import COMPANY
from tests.issue.story import issue, moment
from tests.scenario import Scenario


def people(*ids: str) -> tuple[PersonId, ...]:
    return tuple(map(PersonId, ids))


def next_wake(scenario: Scenario) -> datetime:
    at = ROOM.wakes(scenario.state, scenario.world)
    assert at is not None
    return at


def woken(scenario: Scenario) -> list[tuple[datetime, Any]]:
    """Wake the issue whenever it asks for it, until it asks no more."""
    told = []
    while (at := ROOM.wakes(scenario.state, scenario.world)) is not None:
        assert at.tzinfo is UTC
        scenario.at(at - timedelta(seconds=1))
        assert scenario.do("wake", "system") == []
        events = scenario.at(at).do("wake", "system")
        assert events
        told += [(at, event) for event in events]
        assert len(told) < 20, "it never stops"
    return told


def escalations(told: list[tuple[datetime, Any]]) -> list[tuple[datetime, int, tuple[str, ...]]]:
    return [(at, event.level, event.to) for at, event in told if isinstance(event, IssueEscalated)]


def test_a_report_that_nobody_registers_in_one_working_day_rises_level_by_level() -> None:
    told = woken(story.reported())
    assert told[0][1] == IssueReminded(
        matter=Matter.REGISTRATION, due=moment("2026-01-06T09:00"), to=people("olga", "oscar", "omar")
    )
    assert escalations(told) == [
        (moment("2026-01-06T09:00"), 1, ("dora",)),
        (moment("2026-01-09T09:00"), 2, ("chen",)),
        (moment("2026-01-14T09:00"), 3, ("chen",)),
    ]


def test_difficulties_of_plan_tasks_wait_for_the_plan_group() -> None:
    told = woken(story.reported(**story.DIFFICULTY))
    assert told[0][1].to == ("pia",)


@pytest.mark.parametrize(("severity", "days"), [(1, 1), (2, 2), (3, 3), (4, 4)])
def test_the_graver_an_issue_the_faster_it_rises(severity: int, days: int) -> None:
    told = escalations(woken(story.in_analysis(severity=severity)))
    late = moment("2026-01-10T00:00")
    assert [at for at, _, _ in told] == [COMPANY.calendar.after(late, days * level) for level in (1, 2, 3)]


def test_an_analysis_that_is_late_is_reminded_of_first() -> None:
    scenario = story.in_analysis()
    (event,) = scenario.at(next_wake(scenario)).do("wake", "system")
    assert event == IssueReminded(matter=Matter.ANALYSIS, due=moment("2026-01-10T00:00"), to=people("oscar"))
    assert issue(scenario).escalation == 0


def test_an_order_that_is_not_answered_rises_at_once() -> None:
    scenario = story.ordered()
    reminded, escalated = scenario.at(next_wake(scenario)).do("wake", "system")
    assert (reminded.matter, reminded.to) == (Matter.ANSWER, ("sam",))
    assert (escalated.level, escalated.to) == (1, ("chen",))


def test_a_solution_that_waits_for_approval_rises() -> None:
    told = woken(story.submitted())
    assert told[0] == (
        moment("2026-01-08T09:00"),
        IssueReminded(matter=Matter.APPROVAL, due=moment("2026-01-08T09:00"), to=people("dora")),
    )


def test_a_solution_that_is_late_rises_from_who_is_responsible_to_the_management() -> None:
    told = escalations(woken(story.carried_out()))
    assert [to for _, _, to in told] == [("sam",), ("chen",), ("chen",)]


def test_a_claim_that_nobody_verifies_in_time_is_the_groups_to_answer() -> None:
    scenario = story.resolved()
    (event,) = scenario.at(next_wake(scenario)).do("wake", "system")
    assert event == IssueReminded(
        matter=Matter.SOLUTION, due=moment("2026-01-31T00:00"), to=people("olga", "oscar", "omar")
    )


def test_where_nobody_has_the_role_that_is_asked_the_management_is_told() -> None:
    scenario = story.submitted()
    without = {id: person for id, person in COMPANY.people.items() if id != "dora"}
    scenario.world.records[Organisation, ORGANISATION] = replace(COMPANY, people=without)
    told = [event.to for _, event in woken(scenario)]
    assert set(told) == {people("chen")}


def test_a_measure_that_is_late_is_reminded_of_once() -> None:
    scenario = story.in_progress()
    (id,) = issue(scenario).measures
    reminders = [event for _, event in woken(scenario) if isinstance(event, IssueMeasureReminded)]
    due = issue(scenario).measures[MeasureId(id)].due
    assert reminders == [IssueMeasureReminded(measure=MeasureId(id), due=due, to=people("ana"))]


def test_a_conflict_that_is_not_coordinated_as_a_record_of_its_own_rises() -> None:
    scenario = story.in_progress()
    scenario.given(story.CONFLICT_OF_OLD)
    told = [event for _, event in woken(scenario) if getattr(event, "matter", None) is Matter.CONFLICT]
    assert [getattr(event, "level", 0) for event in told] == [0, 1, 2, 3]


def test_a_new_date_is_a_new_beginning() -> None:
    scenario = story.in_analysis()
    woken(scenario)
    assert issue(scenario).escalation == 3
    scenario.do("change_due", "olga", due="2026-03-02", reason="等数据")
    assert next_wake(scenario) == moment("2026-03-03T00:00")


def test_all_that_was_missed_is_told_once_the_system_is_awake_again() -> None:
    scenario = story.reported().at(moment("2026-02-01T09:00"))
    assert [getattr(event, "level", 0) for event in scenario.do("wake", "system")] == [0, 1, 2, 3]
    assert scenario.do("wake", "system") == []


@pytest.mark.parametrize("ended", [story.closed, story.dismissed, story.merged])
def test_nothing_ended_wakes(ended: Callable[[], Scenario]) -> None:
    scenario = ended()
    assert ROOM.wakes(scenario.state, scenario.world) is None


def test_a_registered_issue_without_a_date_does_not_wake() -> None:
    scenario = story.registered()
    assert ROOM.wakes(scenario.state, scenario.world) is None
