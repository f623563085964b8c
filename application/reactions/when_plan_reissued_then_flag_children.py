"""The plans below a plan that was issued anew are marked: somebody looks whether they still follow (PLAN-35)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.plan.adjustment_events import PlanReissued
from domain.plan.claims import PARENT
from domain.plan.state import Plan
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(PlanReissued)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """A mark for each plan below that has not ended."""
    reissued: PlanReissued = happened.event
    for child in world.find(PARENT, record):
        plan = world.get(Plan, child)
        if plan is not None and not plan.ended:
            yield by_system("plan.flag_alignment", child, happened, parent_version=reissued.version)
