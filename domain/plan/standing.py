"""How a plan and its tasks stood at a moment, as figures that keep what they were computed from."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from domain.plan.terms import Health, TaskStatus
from domain.shared.ids import TaskId


class Figure(Struct, frozen=True, kw_only=True):
    """A figure with what it was computed from; `percent` is absent where nothing was due, which is not zero."""

    numerator: Decimal
    denominator: Decimal
    percent: Decimal | None
    tasks: tuple[TaskId, ...]
    """The tasks of the denominator."""


class TaskStanding(Struct, frozen=True, kw_only=True):
    """How a task stood when it was looked at."""

    task: TaskId
    title: str
    status: TaskStatus
    health: Health | None
    percent: Decimal
    due: date


class Snapshot(Struct, frozen=True, kw_only=True):
    """The actual progress of a plan, frozen (PLAN-05, PLAN-36)."""

    plan_version: int
    completion: Figure
    on_time: Figure
    tasks: tuple[TaskStanding, ...]
