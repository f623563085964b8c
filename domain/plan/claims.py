"""By which keys a plan is found while something is decided."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.state import OPEN_WORK
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level, Status
from domain.shared import references
from domain.shared.ids import UnitId

KEY = "plan.key"
"""What only one plan may be for, as `key` writes it."""
PARENT = "plan.parent"
"""The plan from which this one is drawn."""
AWAITED_MILESTONE = "plan.awaited_milestone"
"""The milestones of projects, as `project/key`, that satisfy open tasks of the plan (PLAN-38)."""


def claims(plan: Plan) -> Iterator[tuple[str, str]]:
    """The names of the plan, of its tasks and of its key projects, its key until it is cancelled or rejected, the plan
    above it, the milestones that it waits for, and the units that still owe it something.
    """
    yield references.PLAN, plan.id
    yield from ((references.TASK, f"{plan.id}/{task}") for task in plan.tasks)
    named = dict.fromkeys(each.name for each in plan.content.key_projects)
    yield from ((references.KEY_PROJECT, f"{plan.id}/{name}") for name in named)
    if plan.status not in (Status.CANCELLED, Status.REJECTED):
        yield KEY, key(plan.kind, plan.level, plan.unit, plan.starts)
    if plan.parent is not None:
        yield PARENT, plan.parent
    if not plan.ended:
        milestones = (f"{task.project}/{task.milestone}" for task in plan.open_tasks if task.project and task.milestone)
        yield from ((AWAITED_MILESTONE, each) for each in dict.fromkeys(milestones))
        yield from ((OPEN_WORK, unit) for unit in sorted({plan.unit, *(task.unit for task in plan.open_tasks)}))


def key(kind: Kind, level: Level, unit: UnitId, starts: date) -> str:
    """What only one plan may be for (PLAN-01)."""
    return f"{kind}/{level}/{unit}/{starts}"
