"""Breaking an approved plan down into tasks, and issuing it (PLAN-15, 16, 18)."""

from collections.abc import Iterable, Iterator

from domain.plan.breakdown import named, require_sound
from domain.plan.content import NewTask
from domain.plan.events import PlanDecomposed, PlanIssued
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import Kind
from domain.shared.act import Context, Grant, act, allow
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role

NOT_DECOMPOSED = Reason(
    "plan.not_decomposed", "The plan is not broken down into tasks yet.", "计划尚未分解为工作任务。"
)

KEEPERS = (
    Grant(Role.PG),
    allow(Role.OS, kind=Kind.OPERATING),
    allow(Role.PREPARER, kind=(Kind.DEPARTMENT, Kind.AREA)),
)
"""Who carries an approved plan on: the plan group, and those whose own plan it is."""


@act("分解计划", *KEEPERS)
def decompose(plan: Plan, context: Context, *, tasks: tuple[NewTask, ...]) -> Iterator[PlanDecomposed]:
    """Break the plan down into tasks, in place of any earlier breakdown (PLAN-15, PLAN-16).

    Each task names the unit and the person who answer for it; every goal has a task; every task has a weight.
    """
    made = named(tasks, (), context.new_id).values()
    require_sound(plan, made, {task.id: task for task in made}, context)
    yield PlanDecomposed(tasks=tuple(made))


@act("下达计划", *KEEPERS)
def issue(plan: Plan, context: Context) -> Iterator[PlanIssued]:
    """Issue the plan to everybody who is responsible for a task, as version 1 (PLAN-10, 16, 18)."""
    if not plan.tasks:
        raise NOT_DECOMPOSED()
    yield PlanIssued(version=1, recipients=responsible(plan.tasks.values()))


def responsible(tasks: Iterable[Task]) -> tuple[PersonId, ...]:
    """Everybody who answers for one of these tasks."""
    return tuple(sorted({task.responsible for task in tasks}))
