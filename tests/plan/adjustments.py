"""Words for the tests of adjustments."""

from typing import Any

from domain.plan.changes import PlanDiff, TaskCancellation, TaskChange
from domain.shared.ids import TaskId
from tests.plan.stories import (
    OPINION,
    application,
    issued,
    new_task,
    requested,
    task_ids,
)
from tests.scenario import Scenario


def two() -> tuple[Scenario, TaskId, TaskId]:
    """An issued plan with a task of Rita's in sales and one of Ron's in the shops."""
    it = issued(new_task("A"), new_task("B", unit="shops", responsible="ron"))
    first, second = task_ids(it)
    return it, first, second


def reviewed(**opinion: Any) -> tuple[Scenario, str]:
    """An application that the plan group has given its opinion of."""
    it, task, _ = two()
    id = requested(it, application(task))
    it.do("give_opinion", "pia", part=id, opinion=OPINION | opinion)
    return it, id


def change(task: str, **terms: Any) -> PlanDiff:
    return PlanDiff(change=(TaskChange(task=TaskId(task), **terms),))


def cancellation(task: str, *by: str) -> TaskCancellation:
    return TaskCancellation(task=TaskId(task), replaced_by=by)
