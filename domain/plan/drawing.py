"""What a plan keeps of the plans that are drafted from it; the system tells it of them (AUDIT-10)."""

from collections.abc import Iterator
from datetime import date

from domain.plan.children import PlanChildDrafted, PlanChildDropped
from domain.plan.state import Plan
from domain.shared.act import Context, act
from domain.shared.ids import PlanId
from domain.shared.term import Role


@act("登记下级计划", Role.SYSTEM)
def record_child(plan: Plan, context: Context, *, child: PlanId, starts: date) -> Iterator[PlanChildDrafted]:
    """Note that a plan which was to be drafted from this one has been (PLAN-05, PLAN-08)."""
    if any(each.starts == starts and each.plan is None for each in plan.children):
        yield PlanChildDrafted(child=child, starts=starts)


@act("注销下级计划", Role.SYSTEM)
def drop_child(plan: Plan, context: Context, *, child: PlanId) -> Iterator[PlanChildDropped]:
    """Note that a plan drafted from this one was rejected or cancelled, so that another is due (PLAN-05, PLAN-08)."""
    if any(each.plan == child for each in plan.children):
        yield PlanChildDropped(child=child)
