"""Applying for an adjustment of an issued plan (PLAN-25, 27, 28, 31, 34)."""

from collections.abc import Iterator

from domain.organisation.state import Organisation, company
from domain.plan.adjustment import REJECTED, Adjustment
from domain.plan.adjustment_events import (
    PlanAdjustmentRequested,
    PlanAdjustmentRevised,
    PlanAdjustmentWithdrawn,
)
from domain.plan.amendment import require_applicable, task_to_change
from domain.plan.changes import AdjustmentContent
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.shared.act import Context, act
from domain.shared.approval import ask
from domain.shared.ids import AdjustmentId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

NOTHING_AFFECTED = Reason(
    "plan.nothing_affected",
    "An application must name at least one task that cannot proceed as planned.",
    "调整申请须指明至少一项无法按计划进行的任务。",
)
NOT_AFFECTED = Reason(
    "plan.not_affected",
    "{person} is neither responsible for any of these tasks nor head of a unit that is: {tasks}.",
    "{person}既不是以下任务的责任人，也不是其责任部门负责人：{tasks}。",
)
NOT_REJECTED = Reason(
    "plan.adjustment_not_rejected",
    "A new application may follow only a rejected one of this plan; {adjustment} is not one.",
    "新的申请只能承接本计划中已被驳回的申请；{adjustment}不符合。",
)


@act("申请计划调整", Role.RP, Role.RD)
def request_adjustment(
    plan: Plan, context: Context, *, content: AdjustmentContent, follows: AdjustmentId | None = None
) -> Iterator[PlanAdjustmentRequested]:
    """Apply for a change of the plan, because tasks of one's own cannot proceed as planned (PLAN-25, 27, 28).

    The content says which environment changed, why the change is objective, reasonable and necessary, and, as a
    structure that can be applied, what is to change in the plan's present version.
    """
    if follows is not None and (plan.adjustments.get(follows) is None or plan.adjustments[follows].status != REJECTED):
        raise NOT_REJECTED(adjustment=follows)
    own = own_tasks(plan, content, company(context.world), context)
    require_applicable(plan, content.changes, context)
    yield PlanAdjustmentRequested(
        adjustment=AdjustmentId(context.new_id("adjustment")),
        unit=own[0].unit,
        base_version=plan.plan_version,
        request=ask(content, context, None, None),
        content=content,
        follows=follows,
    )


@act("修改调整申请", Role.APPLICANT)
def revise_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, content: AdjustmentContent, answer: Text
) -> Iterator[PlanAdjustmentRevised]:
    """Submit a returned application anew, based on the plan's present version, answering the comment (PLAN-31, 34)."""
    own_tasks(plan, content, company(context.world), context)
    require_applicable(plan, content.changes, context)
    yield PlanAdjustmentRevised(
        adjustment=adjustment.id,
        base_version=plan.plan_version,
        request=ask(content, context, adjustment.request, adjustment.content),
        content=content,
        answer=answer,
    )


@act("撤回调整申请", Role.APPLICANT)
def withdraw_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, reason: Text
) -> Iterator[PlanAdjustmentWithdrawn]:
    """Take the application back before it is decided (PLAN-31)."""
    yield PlanAdjustmentWithdrawn(adjustment=adjustment.id, reason=reason)


def own_tasks(plan: Plan, content: AdjustmentContent, organisation: Organisation, context: Context) -> list[Task]:
    """The affected tasks that the applicant does, or whose unit the applicant heads (PLAN-27).

    Refuses NOTHING_AFFECTED and NOT_AFFECTED.
    """
    if not content.affected:
        raise NOTHING_AFFECTED()
    applicant = context.principal
    affected = [task_to_change(plan, id) for id in content.affected]
    own = [task for task in affected if applicant in (task.responsible, organisation.head(task.unit, context.today))]
    if not own:
        raise NOT_AFFECTED(person=applicant, tasks=content.affected)
    return own
