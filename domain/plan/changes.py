"""What an application to change a plan says: tasks and targets as they would be, and why, as it is signed."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from domain.plan.content import NewTask
from domain.plan.terms import Priority, Trigger
from domain.shared.ids import PersonId, TaskId, UnitId
from domain.shared.values import Line, Text


class TaskChange(Struct, frozen=True, kw_only=True):
    """New values for some fields of a task; what is absent stays as it is."""

    task: TaskId
    title: Line | None = None
    content: Text | None = None
    unit: UnitId | None = None
    responsible: PersonId | None = None
    start: date | None = None
    due: date | None = None
    deliverable: str | None = None
    weight: Decimal | None = None
    priority: Priority | None = None
    depends_on: tuple[TaskId, ...] | None = None


class TaskCancellation(Struct, frozen=True, kw_only=True):
    """A task that ends; `replaced_by` gives the keys of the added tasks that take its place."""

    task: TaskId
    replaced_by: tuple[str, ...] = ()
    """Keys of the added tasks that take its place."""


class TargetChange(Struct, frozen=True, kw_only=True):
    """A new target for a goal of the plan."""

    goal: str
    """The key of the goal inside the plan."""
    target: Decimal


class PlanDiff(Struct, frozen=True, kw_only=True):
    """What an adjustment changes, as a structure that can be applied (PLAN-28)."""

    add: tuple[NewTask, ...] = ()
    """Tasks that are new."""
    change: tuple[TaskChange, ...] = ()
    """Tasks that go on, but otherwise."""
    cancel: tuple[TaskCancellation, ...] = ()
    """Tasks that end."""
    targets: tuple[TargetChange, ...] = ()
    """Goals that get another target."""

    @property
    def touched(self) -> frozenset[TaskId]:
        """The tasks that it changes or ends."""
        return frozenset({*(each.task for each in self.change), *(each.task for each in self.cancel)})


class AdjustmentContent(Struct, frozen=True, kw_only=True):
    """An application to adjust a plan, as it is signed (PLAN-25, PLAN-27, PLAN-28)."""

    trigger: Trigger
    affected: tuple[TaskId, ...]
    """The tasks that cannot proceed as planned."""
    reason: Text
    """What in the environment has changed."""
    changes: PlanDiff
    impact: Text
    """What the change means for the goals of the plan."""
    solution: Text
    """How the work is to go on."""
    objective: Text
    """Why the adjustment is objective: what shows that it does not come from the applicant's own doing."""
    reasonable: Text
    """Why it is reasonable."""
    necessary: Text
    """Why it is necessary."""
