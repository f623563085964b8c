"""What a plan was to be drafted from knows that it has been: the plan above it, or the organisation (AUDIT-10)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.organisation.state import ORGANISATION
from domain.plan.children import WRITERS
from domain.plan.events import PlanCancelled, PlanDrafted, PlanRejected
from domain.plan.state import Plan
from domain.plan.terms import CURRENT, Level
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(PlanDrafted, PlanRejected, PlanCancelled)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """A note that the plan was drafted, or that it no longer counts."""
    plan = world.get(Plan, record)
    if plan is None or plan.kind not in WRITERS:
        return
    drafted = isinstance(happened.event, PlanDrafted)
    if plan.level is Level.ANNUAL:
        if drafted:
            year, writer, act = plan.starts.year, WRITERS[plan.kind], "organisation.record_annual_plan"
            yield by_system(act, ORGANISATION, happened, plan=record, year=year, writer=writer)
        else:
            yield by_system("organisation.drop_annual_plan", ORGANISATION, happened, plan=record)
    elif plan.parent and (above := world.get(Plan, plan.parent)) and above.status in CURRENT:
        if drafted:
            yield by_system("plan.record_child", above.id, happened, child=record, starts=plan.starts)
        else:
            yield by_system("plan.drop_child", above.id, happened, child=record)
