"""Putting an approved adjustment into the plan, issuing it again and following it up (PLAN-32, PLAN-33)."""

from collections.abc import Iterator

from domain.plan.adjustment import Adjustment
from domain.plan.adjustment_events import PlanAdjustmentFollowedUp, PlanRedecomposed, PlanReissued
from domain.plan.amendment import amendment
from domain.plan.changes import PlanDiff
from domain.plan.content import Evidence
from domain.plan.figures import completion
from domain.plan.issuing import responsible
from domain.plan.state import Plan
from domain.shared.act import Context, act
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

APPLIED = Reason(
    "plan.adjustment_applied",
    "The adjustment is already in the plan, as version {version}.",
    "该调整已执行，形成计划第{version}版。",
)
NOT_AS_APPROVED = Reason(
    "plan.not_as_approved",
    "The tasks differ from those that were approved with the adjustment.",
    "重新分解的任务与批准的调整内容不一致。",
)
NOT_APPLIED = Reason(
    "plan.adjustment_not_applied",
    "The adjustment is not in the plan yet; apply it first.",
    "该调整尚未执行，须先重新分解计划。",
)
NOT_INSPECTED = Reason(
    "plan.not_inspected",
    "The plan has not been inspected since it was issued again.",
    "计划重新下达后尚未进行跟踪检查。",
)


@act("执行计划调整", Role.PG)
def apply_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, changes: PlanDiff
) -> Iterator[PlanRedecomposed]:
    """Decompose the plan anew as approved, and in no other way: its next version. No task is deleted (PLAN-32)."""
    if adjustment.applied_version is not None:
        raise APPLIED(version=adjustment.applied_version)
    if changes != adjustment.content.changes:
        raise NOT_AS_APPROVED()
    result = amendment(plan, changes, context.new_id)
    yield PlanRedecomposed(
        adjustment=adjustment.id,
        version=plan.plan_version + 1,
        added=result.added,
        changed=result.changed,
        cancelled=result.cancelled,
        replaced=result.replaced,
        targets=changes.targets,
        before=completion(plan.tasks.values()),
    )


@act("重新下达计划", Role.PG)
def reissue(plan: Plan, adjustment: Adjustment, context: Context) -> Iterator[PlanReissued]:
    """Issue the adjusted plan to whoever is responsible for an open task; plans below are flagged (PLAN-32, 35)."""
    if adjustment.applied_version is None:
        raise NOT_APPLIED()
    yield PlanReissued(
        adjustment=adjustment.id, version=adjustment.applied_version, recipients=responsible(plan.open_tasks)
    )


@act("记录调整效果", Role.PG)
def record_follow_up(
    plan: Plan, adjustment: Adjustment, context: Context, *, effect: Text, evidence: tuple[Evidence, ...] = ()
) -> Iterator[PlanAdjustmentFollowedUp]:
    """Record what the adjustment brought, after an inspection since the plan was issued again (PLAN-33)."""
    assert adjustment.reissued_at is not None
    if plan.inspected_at is None or plan.inspected_at <= adjustment.reissued_at:
        raise NOT_INSPECTED()
    yield PlanAdjustmentFollowedUp(
        adjustment=adjustment.id, effect=effect, evidence=evidence, after=completion(plan.tasks.values())
    )
