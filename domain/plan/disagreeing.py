"""Which other units have to agree on a matter of a task; if there are any, it is coordinated (ORG-14)."""

from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.shared.act import Context
from domain.shared.ids import CoordinationId, UnitId


def others(task: Task, units: tuple[UnitId, ...], context: Context) -> tuple[UnitId, ...]:
    """Those of the units that are not the task's own, each once. Refuses UNIT_UNKNOWN."""
    for unit in units:
        unit_on(company(context.world), unit, context.today)
    return tuple(unit for unit in dict.fromkeys(units) if unit != task.unit)


def givers(plan: Plan, task: Task, context: Context) -> tuple[UnitId, ...]:
    """The unit from which the task came: that of whoever prepared the plan, else the plan's; none if it is its own."""
    candidates = (company(context.world).unit_of(plan.preparer), plan.unit)
    return tuple(unit for unit in candidates if unit not in (None, task.unit))[:1]


def to_coordinate(units: tuple[UnitId, ...], context: Context) -> CoordinationId | None:
    """The id of the request for coordination that will be made, where other units have to agree."""
    return CoordinationId(context.new_id("coordination")) if units else None
