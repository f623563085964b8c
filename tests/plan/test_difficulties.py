from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import UNIT_UNKNOWN
from domain.plan.difficulties import DIFFICULTY_OPEN, NO_DIFFICULTY, OTHER_ISSUE
from domain.plan.terms import TaskStatus
from domain.plan.worklist import work
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from tests.plan.stories import SHOWN, at_work, issued, task_ids
from tests.scenario import Scenario


def troubled(blocks: bool = True) -> tuple[Scenario, str]:
    """A task in progress on which Rita has raised a difficulty."""
    it = issued()
    (task,) = task_ids(it)
    at_work(it, task)
    it.do("raise_difficulty", "rita", part=task, title="No rooms", description="None to be found", blocks=blocks)
    return it, task


def test_a_difficulty_is_reported_under_the_id_of_an_issue_and_may_block_the_task() -> None:
    it, task = troubled()
    held = it.state.tasks[task]
    assert held.status is TaskStatus.BLOCKED
    assert held.difficulty.issue == it.events[-1].issue
    assert str(held.difficulty.issue).startswith("issue-")


def test_a_difficulty_need_not_block_the_task() -> None:
    it, task = troubled(blocks=False)
    assert it.state.tasks[task].status is TaskStatus.IN_PROGRESS
    it.do("claim_completion", "rita", part=task, evidence=SHOWN)


def test_a_task_has_one_open_difficulty_at_a_time() -> None:
    it, task = troubled(blocks=False)
    it.refused(DIFFICULTY_OPEN, "raise_difficulty", "rita", part=task, title="Noise", description="Much")
    it.do("unblock_task", "pia", part=task, reason="Rooms found")
    it.do("raise_difficulty", "rita", part=task, title="Noise", description="Much")


def test_a_difficulty_is_raised_by_the_responsible_person() -> None:
    it = issued()
    (task,) = task_ids(it)
    at_work(it, task)
    it.refused(FORBIDDEN, "raise_difficulty", "sam", part=task, title="No rooms", description="None")


def test_a_blocked_task_stays_blocked_when_it_is_reported_on_and_cannot_be_claimed() -> None:
    it, task = troubled()
    it.do("report_progress", "rita", part=task, percent=Decimal(60), note="A little")
    assert it.state.tasks[task].status is TaskStatus.BLOCKED
    it.refused(NOT_NOW, "claim_completion", "rita", part=task, evidence=SHOWN)


def test_the_plan_group_records_coordination_while_the_difficulty_is_open() -> None:
    it, task = troubled()
    measure: dict[str, Any] = {
        "part": task,
        "units": ("planning", "sales"),
        "measure": "Ask the city",
        "due": date(2026, 2, 1),
    }
    it.refused(FORBIDDEN, "record_coordination", "rita", **measure)
    it.refused(UNIT_UNKNOWN, "record_coordination", "paul", **measure | {"units": ("planning", "moon")})
    it.do("record_coordination", "paul", **measure)
    (step,) = it.state.tasks[task].difficulty.coordination
    assert (step.units, step.due, step.recorded_by) == (("planning", "sales"), date(2026, 2, 1), "paul")
    it.do("unblock_task", "pia", part=task, reason="Rooms found")
    it.refused(NO_DIFFICULTY, "record_coordination", "paul", **measure)


def test_a_difficulty_that_takes_the_help_of_other_units_is_coordinated_with_them() -> None:
    it = issued()
    (task,) = task_ids(it)
    at_work(it, task)
    needs: dict[str, Any] = {"part": task, "title": "No rooms", "description": "None"}
    it.refused(UNIT_UNKNOWN, "raise_difficulty", "rita", units=("moon",), **needs)
    (event,) = it.do("raise_difficulty", "rita", units=("sales", "og"), **needs)
    assert (event.units, it.state.tasks[task].difficulty.coordinated_as) == (("og",), event.coordination)
    assert "record_coordination" not in {each.act.removeprefix("plan.") for each in work(it.state)}
    alone, _ = troubled()
    assert alone.state.open_tasks[0].difficulty.coordinated_as is None


@pytest.mark.parametrize("by", ["pia", SYSTEM])
def test_the_task_goes_on_when_the_difficulty_is_over(by: str) -> None:
    it, task = troubled()
    issue = it.state.tasks[task].difficulty.issue
    it.refused(FORBIDDEN, "unblock_task", "rita", part=task, reason="Over")
    it.refused(OTHER_ISSUE, "unblock_task", by, part=task, reason="Closed", issue="issue-999")
    it.do("unblock_task", by, part=task, reason="Closed", issue=issue)
    assert it.state.tasks[task].status is TaskStatus.IN_PROGRESS
    it.refused(NO_DIFFICULTY, "unblock_task", by, part=task, reason="Again")


def test_a_reassigned_task_keeps_its_difficulty_until_that_is_over() -> None:
    it, task = troubled()
    it.do("reassign_task", "sam", part=task, responsible="ron", reason="Ill")
    it.do("unblock_task", "pia", part=task, reason="Rooms found")
    assert it.state.tasks[task].status is TaskStatus.ASSIGNED
