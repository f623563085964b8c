"""Deviations from the plan: crossed thresholds, and what is done about them (PROJ-12, PROJ-13)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import PERSON_UNKNOWN
from domain.project.content import Thresholds
from domain.project.execution_events import ProjectDeviationDetected, ProjectDeviationEnded
from domain.project.overseeing import DEVIATION_ENDED, DUE_PAST
from domain.project.standing import (
    health,
    next_crossing,
    planned_value,
    schedule_performance_index,
    schedule_variance,
)
from domain.project.terms import ActionStatus, DeviationStatus, Dimension, Health
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from tests.project.stories import BASELINE, DESIGN, change, check, executing, noon, planned, report, spend
from tests.scenario import Scenario

AMBER, RED = Health.AMBER, Health.RED


def told(events: list[Any]) -> list[tuple[Dimension, Health]]:
    """The thresholds that were crossed."""
    return [(each.dimension, each.grade) for each in events if isinstance(each, ProjectDeviationDetected)]


def ended(it: Scenario, events: list[Any]) -> list[tuple[Dimension, Health]]:
    """The thresholds inside which the project came back."""
    deviations = (it.state.deviations[each.deviation] for each in events if isinstance(each, ProjectDeviationEnded))
    return [(each.dimension, each.grade) for each in deviations]


def test_planned_value_and_schedule_performance_depend_on_the_day() -> None:
    it = executing()
    report(it, "A", 40)
    assert planned_value(it.state, date(2026, 1, 22)) == 100  # ten of the twenty days of A, which costs 200
    assert schedule_variance(it.state, date(2026, 1, 22)) == -20
    assert schedule_performance_index(it.state, date(2026, 1, 22)) == Decimal("0.8")
    # 80 are earned of 700: green while up to 150 are planned, red once more than 220 are.
    assert health(it.state, date(2026, 1, 27)) is Health.GREEN
    assert health(it.state, date(2026, 1, 28)) is AMBER
    assert health(it.state, date(2026, 2, 3)) is RED
    assert health(planned().state, date(2026, 1, 22)) is None


def test_falling_behind_the_schedule_is_told_once_for_each_threshold() -> None:
    it = executing().at(noon(2, 5))  # 241.40 are planned
    assert told(report(it, "A", 86)) == []
    assert told(report(it, "A", 85, reason="Counted anew")) == [(Dimension.SCHEDULE, AMBER)]
    assert told(report(it, "A", 84, reason="Counted anew")) == []
    (_, red) = report(it, "A", 50, reason="Counted anew")
    assert (red.dimension, red.grade, red.percent) == (Dimension.SCHEDULE, RED, Decimal("20.20"))
    assert (red.planned, red.actual) == (Decimal("241.40"), 100)
    assert health(it.state, it.now.date()) is RED


def test_only_what_is_beyond_the_graver_threshold_is_to_be_an_issue() -> None:
    it = executing().at(noon(2, 5))
    amber = report(it, "A", 80)[1]
    red = report(it, "A", 10, reason="Counted anew")[1]
    assert (amber.issue, red.issue is not None) == (None, True)
    assert [each.issue for each in it.state.deviations.values()] == [None, red.issue]


def test_a_deviation_ends_when_the_project_is_back_and_the_next_crossing_is_another_one() -> None:
    it = executing().at(noon(2, 5))
    report(it, "A", 10)
    assert ended(it, report(it, "A", 60)) == [(Dimension.SCHEDULE, RED)]
    assert ended(it, report(it, "A", 90)) == [(Dimension.SCHEDULE, AMBER)]
    it.at(noon(3, 1))
    assert told(report(it, "A", 91)) == [(Dimension.SCHEDULE, AMBER), (Dimension.SCHEDULE, RED)]
    statuses = [each.status for each in it.state.deviations.values()]
    assert statuses == [DeviationStatus.ENDED, DeviationStatus.ENDED, DeviationStatus.OPEN, DeviationStatus.OPEN]


def test_costs_beyond_what_was_earned_are_told_at_once() -> None:
    it = executing()
    report(it, "A", 50)
    assert told(spend(it, 170)) == []
    assert told(spend(it, 1)) == [(Dimension.COST, AMBER)]
    posted, red = spend(it, 70)
    assert (red.grade, red.planned, red.actual, red.percent) == (RED, 100, 241, Decimal("20.14"))
    assert ended(it, it.do("reverse_cost", "fay", part=posted.cost, reason="Twice")) == [(Dimension.COST, RED)]


def test_requirements_that_fail_are_told_at_once_until_they_pass() -> None:
    it = executing()
    assert told(check(it, "Q1", passed=False)) == [(Dimension.QUALITY, AMBER), (Dimension.QUALITY, RED)]
    events = check(it, "Q1", passed=True)
    assert ended(it, events) == [(Dimension.QUALITY, AMBER), (Dimension.QUALITY, RED)]


def test_the_thresholds_are_those_of_the_plan() -> None:
    other = replace(BASELINE, thresholds=Thresholds(amber=Decimal(15), red=Decimal(16)))
    it = executing(other).at(noon(2, 5))
    assert told(report(it, "A", 69)) == []
    assert told(report(it, "A", 65, reason="Counted anew")) == [(Dimension.SCHEDULE, AMBER)]
    assert told(report(it, "A", 64, reason="Counted anew")) == [(Dimension.SCHEDULE, RED)]


def test_a_project_whose_tasks_have_no_budget_is_measured_by_days() -> None:
    free = replace(BASELINE, tasks=(replace(DESIGN, cost=Decimal(0)),))
    it = executing(free).at(noon(1, 22))
    assert told(report(it, "A", 10)) == [(Dimension.SCHEDULE, AMBER), (Dimension.SCHEDULE, RED)]
    assert (it.state.completion, it.state.budget_at_completion) == (10, 0)


def test_the_day_on_which_it_will_fall_behind_is_foreseen() -> None:
    it = executing()
    report(it, "A", 40)
    # 80 of 700 are earned; amber once more than 150 are planned: sixteen of the twenty days of A, on the 28th.
    assert next_crossing(it.state) == date(2026, 1, 28)
    for id in list(it.state.tasks):
        done = replace(it.state.tasks[id], percent=Decimal(100))
        it.state = replace(it.state, tasks={**it.state.tasks, id: done})
    assert next_crossing(it.state) is None
    assert next_crossing(planned().state) is None


def test_time_alone_makes_a_project_fall_behind() -> None:
    it = executing()
    report(it, "A", 40)
    it.at(noon(1, 27))
    assert told(it.do("wake", SYSTEM)) == []
    it.at(noon(1, 28))
    assert told(it.do("wake", SYSTEM)) == [(Dimension.SCHEDULE, AMBER)]
    assert next_crossing(it.state) == date(2026, 2, 3)
    assert told(it.do("wake", SYSTEM)) == []


def test_what_came_to_be_while_the_project_rested_is_told_when_it_goes_on() -> None:
    it = executing()
    report(it, "A", 40)
    it.do("suspend", "stan", reason="No money")
    it.at(noon(2, 5))
    assert told(it.do("wake", SYSTEM)) == []
    assert told(it.do("resume", "stan", reason="Money")) == [(Dimension.SCHEDULE, AMBER), (Dimension.SCHEDULE, RED)]


def test_a_new_plan_ends_deviations_from_the_old_one() -> None:
    it = executing().at(noon(1, 29))
    report(it, "A", 42)
    later = tuple(replace(task, due=date(2026, 4, 15)) if task.key == "A" else task for task in BASELINE.tasks[:1])
    it.do("request_change", "pat", content=change(replace(BASELINE, tasks=later)))
    (id,) = it.state.change_requests
    assert ended(it, it.do("approve_change", "stan", part=id)) == [(Dimension.SCHEDULE, AMBER)]


def deviating() -> tuple[Scenario, str]:
    it = executing().at(noon(1, 29))
    report(it, "A", 42)
    (id,) = it.state.deviations
    return it, id


ACTION: dict[str, Any] = {"text": "Work on Saturday", "owner": "tom", "due": date(2026, 2, 2)}


def test_the_lead_charges_somebody_with_correcting_a_deviation() -> None:
    it, id = deviating()
    it.refused(FORBIDDEN, "record_corrective_action", "tom", part=id, **ACTION)
    it.refused(DUE_PAST, "record_corrective_action", "pat", part=id, **ACTION | {"due": date(2026, 1, 28)})
    it.refused(PERSON_UNKNOWN, "record_corrective_action", "pat", part=id, **ACTION | {"owner": "nobody"})
    it.do("record_corrective_action", "pat", part=id, **ACTION)
    ((action_id, action),) = it.state.actions.items()
    assert (action.deviation, action.owner, action.status) == (id, "tom", ActionStatus.OPEN)
    assert it.state.deviations[id].status is DeviationStatus.CORRECTING
    it.do("close_corrective_action", "pat", part=action_id, result="Done")
    assert (it.state.actions[action_id].status, it.state.actions[action_id].result) == (ActionStatus.CLOSED, "Done")
    assert it.state.deviations[id].status is DeviationStatus.CORRECTING
    it.refused(NOT_NOW, "close_corrective_action", "pat", part=action_id, result="Again")


def test_a_deviation_that_has_ended_needs_no_action() -> None:
    it, id = deviating()
    report(it, "A", 60)
    it.refused(DEVIATION_ENDED, "record_corrective_action", "pat", part=id, **ACTION)


@pytest.mark.parametrize(
    ("percent", "grade"), [(99, Health.GREEN), (86, Health.GREEN), (85, AMBER), (51, AMBER), (50, RED)]
)
def test_health_is_the_worst_of_all_dimensions(percent: int, grade: Health) -> None:
    it = executing().at(noon(2, 5))
    report(it, "A", percent)
    spend(it, percent)
    assert health(it.state, date(2026, 2, 5)) is grade
