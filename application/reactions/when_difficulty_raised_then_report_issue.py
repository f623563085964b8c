"""A difficulty of a plan task is reported as an issue, for the one who raised it (PLAN-20)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.issue.terms import Category, Origin
from domain.plan.state import Plan
from domain.plan.task_events import PlanTaskDifficultyRaised
from domain.plan.terms import TaskStatus
from domain.shared.act import World
from domain.shared.recorded import Envelope

SEVERITY = {TaskStatus.BLOCKED: 2}
SLIGHTER = 3


@upon(PlanTaskDifficultyRaised)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The report, under the id that the event has promised."""
    raised: PlanTaskDifficultyRaised = happened.event
    plan = world.get(Plan, record)
    assert plan is not None
    yield by_system(
        "issue.report",
        raised.issue,
        happened,
        title=raised.title,
        description=raised.description,
        found_at=happened.occurred_at,
        unit=plan.tasks[raised.task].unit,
        category=Category.PLAN,
        severity=SEVERITY.get(raised.status, SLIGHTER),
        origin=Origin.PLAN_TASK,
        reference=raised.issue,
        plan=record,
        task=raised.task,
    )
