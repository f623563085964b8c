"""Asking departments for their opinion of a draft, and answering each opinion (PLAN-12, PLAN-13)."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.state import company
from domain.plan.drafting import AUTHORS, UNKNOWN_UNIT
from domain.plan.events import (
    Invitation,
    PlanConsultationClosed,
    PlanConsultationOpened,
    PlanOpinionDisposed,
    PlanOpinionRecorded,
)
from domain.plan.opinion import Opinion
from domain.plan.state import Plan
from domain.plan.terms import Disposition, OpinionStatus
from domain.shared.act import Context, act
from domain.shared.ids import OpinionId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

NOBODY_INVITED = Reason(
    "plan.nobody_invited", "A consultation must invite at least one unit.", "征求意见须至少邀请一个部门。"
)
DEADLINE_PAST = Reason("plan.deadline_past", "The deadline {deadline} is past.", "截止日期{deadline}已过。")
OPINIONS_AWAITED = Reason(
    "plan.opinions_awaited",
    "{units} may still answer until {deadline}.",
    "{units}在{deadline}前仍可反馈意见。",
)
NOT_DISPOSED = Reason(
    "plan.not_disposed",
    "The opinions of {units} are not answered yet.",
    "{units}的意见尚未处理。",
)


@act("开始征求意见", *AUTHORS)
def open_consultation(
    plan: Plan, context: Context, *, units: tuple[UnitId, ...], deadline: date
) -> Iterator[PlanConsultationOpened]:
    """Invite units to give their opinion of the draft by a day; mandatory for the annual operating plan (PLAN-12)."""
    if not units:
        raise NOBODY_INVITED()
    if deadline < context.today:
        raise DEADLINE_PAST(deadline=deadline)
    known = company(context.world).units
    for unit in units:
        if unit not in known or not known[unit].exists(context.today):
            raise UNKNOWN_UNIT(unit=unit, day=context.today)
    invited = (Invitation(opinion=OpinionId(context.new_id("opinion")), unit=unit) for unit in dict.fromkeys(units))
    yield PlanConsultationOpened(invited=tuple(invited), deadline=deadline)


@act("反馈意见", Role.HEAD)
def record_opinion(plan: Plan, opinion: Opinion, context: Context, *, text: Text) -> Iterator[PlanOpinionRecorded]:
    """Say what the invited unit thinks of the draft; it can be said anew until it has been answered (PLAN-13)."""
    yield PlanOpinionRecorded(opinion=opinion.id, text=text)


@act("处理意见", Role.PREPARER, *AUTHORS)
def dispose_opinion(
    plan: Plan, opinion: Opinion, context: Context, *, disposition: Disposition, reason: Text
) -> Iterator[PlanOpinionDisposed]:
    """Adopt an opinion, adopt it in part or not, and say why (PLAN-13)."""
    yield PlanOpinionDisposed(opinion=opinion.id, disposition=disposition, reason=reason)


@act("结束征求意见", *AUTHORS)
def close_consultation(plan: Plan, context: Context) -> Iterator[PlanConsultationClosed]:
    """End it once all have answered or the deadline is past, and each opinion has its answer (PLAN-13)."""
    awaited = units_in(plan, OpinionStatus.INVITED)
    if awaited and plan.opinions_due is not None and context.today <= plan.opinions_due:
        raise OPINIONS_AWAITED(units=awaited, deadline=plan.opinions_due)
    if undisposed := units_in(plan, OpinionStatus.RECORDED):
        raise NOT_DISPOSED(units=undisposed)
    yield PlanConsultationClosed(unanswered=awaited)


def units_in(plan: Plan, status: OpinionStatus) -> tuple[UnitId, ...]:
    return tuple(opinion.unit for opinion in plan.opinions.values() if opinion.status is status)
