"""Figures of plans, computed from their tasks: completion K-01, punctuality and adjustment K-02, health (PLAN-23)."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from domain.plan.standing import Figure, Snapshot, TaskStanding
from domain.plan.task import Task
from domain.plan.terms import Health, TaskStatus
from domain.shared.ids import PersonId, UnitId
from domain.shared.values import Period, in_percent

NOTHING = Decimal(0)
BEHIND = 20
"""How many in_percent points a task may lag behind the time that has passed before it is at risk."""


def completion(
    tasks: Iterable[Task], *, due: Period | None = None, unit: UnitId | None = None, person: PersonId | None = None
) -> Figure:
    """K-01: the weight of the tasks completed in that of all tasks due, but for those an adjustment withdrew."""
    counted = counting(tasks, due, unit, person)
    return rate(counted, [task for task in counted if task.status is TaskStatus.COMPLETED])


def on_time(
    tasks: Iterable[Task], *, due: Period | None = None, unit: UnitId | None = None, person: PersonId | None = None
) -> Figure:
    """K-02: the weight of the tasks claimed by their due date and confirmed, in that of all tasks due."""
    counted = counting(tasks, due, unit, person)
    return rate(counted, [task for task in counted if task.completed_on is not None and task.completed_on <= task.due])


def adjusted(tasks: Iterable[Task]) -> Figure:
    """K-02: how many of the tasks issued were changed, cancelled or replaced by an approved adjustment."""
    issued = list(tasks)
    return figure(Decimal(sum(bool(task.adjustments) for task in issued)), Decimal(len(issued)), issued)


def counting(tasks: Iterable[Task], due: Period | None, unit: UnitId | None, person: PersonId | None) -> list[Task]:
    return [
        task
        for task in tasks
        if not task.withdrawn
        and (due is None or task.due in due)
        and unit in (None, task.unit)
        and person in (None, task.responsible)
    ]


def rate(counted: list[Task], reached: list[Task]) -> Figure:
    return figure(weight(reached), weight(counted), counted)


def weight(tasks: list[Task]) -> Decimal:
    return sum((task.weight for task in tasks), NOTHING)


def figure(numerator: Decimal, denominator: Decimal, tasks: list[Task]) -> Figure:
    return Figure(
        numerator=numerator,
        denominator=denominator,
        percent=in_percent(numerator, denominator),
        tasks=tuple(task.id for task in tasks),
    )


def health(task: Task, today: date) -> Health | None:
    """How a task is doing on a day; nothing to say once it has ended."""
    if task.ended:
        return None
    if task.claimed_on is not None:
        return Health.ON_TRACK if task.claimed_on <= task.due else Health.OVERDUE
    if today > task.due:
        return Health.OVERDUE
    late = task.forecast is not None and task.forecast > task.due
    stopped = task.status in (TaskStatus.BLOCKED, TaskStatus.CONTESTED)
    return Health.AT_RISK if late or stopped or lagging(task, today) else Health.ON_TRACK


def lagging(task: Task, today: date) -> bool:
    """Whether progress is far behind the share of its time that has passed."""
    days = (task.due - task.start + timedelta(days=1)).days
    passed = (today - task.start).days
    return task.percent + BEHIND < Decimal(100 * passed) / days


def snapshot(tasks: Iterable[Task], plan_version: int, today: date) -> Snapshot:
    """How all the tasks stand on a day, with the plan's figures, to be frozen."""
    kept = list(tasks)
    return Snapshot(
        plan_version=plan_version,
        completion=completion(kept),
        on_time=on_time(kept),
        tasks=tuple(
            TaskStanding(
                task=task.id,
                title=task.title,
                status=task.status,
                health=health(task, today),
                percent=task.percent,
                due=task.due,
            )
            for task in kept
        ),
    )
