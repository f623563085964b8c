"""Tasks, milestones and quality checks (PROJ-09, 12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.project.executing import (
    FORECAST_PAST,
    NO_SUCH_REQUIREMENT,
    NOT_THEN,
    NOTHING_SHOWN,
    PREDECESSORS_OPEN,
    PROGRESS_FELL,
)
from domain.project.execution_events import ProjectMilestoneReached, ProjectMilestoneWaived, ProjectQualityChecked
from domain.project.task import late, overdue
from domain.project.terms import MilestoneStatus, TaskStatus
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from domain.shared.values import NOT_A_PERCENTAGE
from tests.project.stories import SHOWN, check, executing, noon, part_of, report
from tests.scenario import Scenario


def refused_report(it: Scenario, no: Reason, key: str, percent: int, **more: Any) -> None:
    id = part_of(it, "tasks", key)
    told: dict[str, Any] = {"percent": Decimal(percent), "note": "So", **more}
    it.refused(no, "report_task", "tom", part=id, **told)


def test_the_team_reports_how_far_a_task_has_come() -> None:
    it = executing()
    report(it, "A", 40, by="tia", forecast=date(2026, 2, 3))
    task = it.state.tasks[part_of(it, "tasks", "A")]
    assert (task.status, task.percent, task.forecast) == (TaskStatus.IN_PROGRESS, 40, date(2026, 2, 3))
    assert it.state.earned_value == 80
    it.refused(FORBIDDEN, "report_task", "will", part=task.id, percent=Decimal(50), note="So")


def test_what_is_not_done_is_not_expected_on_a_day_that_is_past() -> None:
    it = executing()
    refused_report(it, FORECAST_PAST, "A", 99, forecast=date(2026, 1, 11))
    report(it, "A", 100, forecast=date(2026, 1, 11))


def test_progress_falls_only_with_a_reason() -> None:
    it = executing()
    report(it, "A", 40)
    refused_report(it, PROGRESS_FELL, "A", 30)
    report(it, "A", 30, reason="Counted anew")
    assert it.state.tasks[part_of(it, "tasks", "A")].percent == 30


def test_progress_is_a_percentage() -> None:
    refused_report(executing(), NOT_A_PERCENTAGE, "A", 101)


def test_a_completed_task_shows_evidence_comes_after_those_before_it_and_stays_completed() -> None:
    it = executing()
    refused_report(it, NOTHING_SHOWN, "A", 100)
    refused_report(it, PREDECESSORS_OPEN, "B", 100, evidence=SHOWN)
    report(it, "A", 100)
    task = it.state.tasks[part_of(it, "tasks", "A")]
    assert (task.status, task.completed_on) == (TaskStatus.COMPLETED, date(2026, 1, 12))
    refused_report(it, NOT_NOW, "A", 90, reason="No")
    report(it, "B", 100)


def test_a_milestone_is_accepted_on_evidence_by_somebody_other_than_its_owner() -> None:
    it = executing().at(noon(4, 14))
    id = part_of(it, "milestones", "M1")
    reached: dict[str, Any] = {"part": id, "reached_on": date(2026, 4, 13), "evidence": SHOWN}
    it.refused(OWN_MATTER, "reach_milestone", "tom", **reached)
    it.refused(NOTHING_SHOWN, "reach_milestone", "tia", **reached | {"evidence": ()})
    it.refused(FORBIDDEN, "reach_milestone", "max", **reached)
    (event,) = it.do("reach_milestone", "tia", **reached)
    assert isinstance(event, ProjectMilestoneReached)
    milestone = it.state.milestones[id]
    assert (milestone.status, milestone.accepted_by) == (MilestoneStatus.REACHED, "tia")
    assert milestone.reached_on == date(2026, 4, 13)


@pytest.mark.parametrize("day", [date(2026, 1, 11), date(2026, 4, 15)])
def test_a_milestone_is_reached_since_the_start_and_not_in_the_future(day: date) -> None:
    it = executing().at(noon(4, 14))
    id = part_of(it, "milestones", "M1")
    it.refused(NOT_THEN, "reach_milestone", "pat", part=id, reached_on=day, evidence=SHOWN)


def test_the_sponsor_waives_a_milestone_with_a_reason_unless_it_is_the_sponsor_s_own() -> None:
    it = executing()
    id = part_of(it, "milestones", "M1")
    it.refused(FORBIDDEN, "waive_milestone", "pat", part=id, reason="No need")
    (event,) = it.branch().do("waive_milestone", "stan", part=id, reason="No need")
    assert isinstance(event, ProjectMilestoneWaived)
    own = replace(it.state.milestones[id], owner=it.state.sponsor)
    it.state = replace(it.state, milestones={id: own})
    it.refused(OWN_MATTER, "waive_milestone", "stan", part=id, reason="No need")
    it.do("waive_milestone", "vera", part=id, reason="No need")


def test_the_team_checks_the_work_against_a_requirement_of_the_plan() -> None:
    it = executing()
    event, *_ = check(it, "Q1", passed=True)
    assert isinstance(event, ProjectQualityChecked)
    assert event.mandatory
    it.refused(NO_SUCH_REQUIREMENT, "record_quality_check", "tom", requirement="Q9", passed=True, findings="Seen")
    it.refused(FORBIDDEN, "record_quality_check", "will", requirement="Q1", passed=True, findings="Seen")


def test_quality_counts_the_last_check_of_each_requirement_and_k_06_every_check() -> None:
    it = executing()
    assert (it.state.quality, it.state.passed_checks) == (None, None)
    check(it, "Q1", passed=False)
    check(it, "Q2", passed=True)
    assert (it.state.quality, it.state.passed_checks) == (50, 50)
    check(it, "Q1", passed=True)
    assert (it.state.quality, it.state.passed_checks) == (100, Decimal("66.67"))


def test_tasks_and_milestones_are_late_after_their_day_until_they_end() -> None:
    it = executing()
    task, milestone = (
        it.state.tasks[part_of(it, "tasks", "A")],
        it.state.milestones[part_of(it, "milestones", "M1")],
    )
    assert [overdue(task, date(2026, 1, 31)), overdue(task, date(2026, 2, 1))] == [False, True]
    assert [late(milestone, date(2026, 4, 15)), late(milestone, date(2026, 4, 16))] == [False, True]
    report(it, "A", 100)
    assert not overdue(it.state.tasks[task.id], date(2026, 2, 1))
