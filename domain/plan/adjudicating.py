"""Judging an adjustment: the plan group gives its opinion, the department manager decides (PLAN-26, 29, 30, 34)."""

from collections.abc import Iterator

from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REQUESTED, Adjustment
from domain.plan.adjustment_events import (
    AdjustmentOpinion,
    PlanAdjustmentApproved,
    PlanAdjustmentRejected,
    PlanAdjustmentReturned,
    PlanAdjustmentReviewed,
)
from domain.plan.amendment import require_applicable, touches_company_goal
from domain.plan.state import Plan
from domain.plan.terms import Recommendation
from domain.shared.act import Context, act, allow
from domain.shared.approval import Signature, Verdict, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

STALE_BASE = Reason(
    "plan.stale_base",
    "The adjustment is based on version {base} of the plan, now at version {now}; return it to be rebased first.",
    "该调整基于计划第{base}版，而计划现为第{now}版，须先退回并重新依据现版本修改。",
)
COMPANY_GOALS = Reason(
    "plan.company_goals",
    "The adjustment affects goals of the whole company: seek a revised annual plan, approved by company management.",
    "该调整影响公司整体目标，须修订年度计划并报公司管理层批准。",
)
NOT_OPERABLE = Reason(
    "plan.not_operable",
    "The plan group found the adjusted plan not operable.",
    "计划组审核认为调整后的计划不具有可操作性。",
)
COMMENT_NEEDED = Reason(
    "plan.comment_needed",
    "The plan group does not endorse the adjustment; give a comment to approve it.",
    "计划组不同意该调整，批准须填写意见。",
)
ANOTHER_APPROVED = Reason(
    "plan.another_approved",
    "The adjustment {adjustment} is approved but not applied yet; apply it first.",
    "调整{adjustment}已批准但尚未执行，须先执行。",
)

VERDICTS = {Recommendation.ENDORSE: Verdict.ENDORSED, Recommendation.NOT_ENDORSE: Verdict.NOT_ENDORSED}


@act("审核调整申请", Role.PG, decides=True)
def give_opinion(
    plan: Plan, adjustment: Adjustment, context: Context, *, opinion: AdjustmentOpinion
) -> Iterator[PlanAdjustmentReviewed]:
    """Say which principles are upheld and whether to endorse; either way the application goes on (PLAN-25, 26, 29)."""
    signature = signed(adjustment, context, VERDICTS[opinion.recommendation], opinion.text)
    yield PlanAdjustmentReviewed(adjustment=adjustment.id, opinion=opinion, signature=signature)


@act("退回调整申请", allow(Role.PG, status=REQUESTED), allow(Role.DM, status=OPINION_GIVEN), decides=True)
def return_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, comment: Text
) -> Iterator[PlanAdjustmentReturned]:
    """Send the application back to be completed, or to be improved before the decision (PLAN-29, PLAN-30)."""
    signature = signed(adjustment, context, Verdict.RETURNED, comment)
    yield PlanAdjustmentReturned(adjustment=adjustment.id, signature=signature)


@act("批准计划调整", Role.DM, decides=True)
def approve_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, comment: str = ""
) -> Iterator[PlanAdjustmentApproved]:
    """Approve the change of the plan's present version, after the plan group's opinion (PLAN-26, 30, 34)."""
    require_approvable(plan, adjustment, comment)
    require_applicable(plan, adjustment.content.changes, context)
    signature = signed(adjustment, context, Verdict.APPROVED, comment)
    yield PlanAdjustmentApproved(adjustment=adjustment.id, signature=signature)


@act("驳回计划调整", Role.DM, decides=True)
def reject_adjustment(
    plan: Plan, adjustment: Adjustment, context: Context, *, comment: Text
) -> Iterator[PlanAdjustmentRejected]:
    """End the application, saying why; a new one may follow it (PLAN-30, PLAN-31)."""
    signature = signed(adjustment, context, Verdict.REJECTED, comment)
    yield PlanAdjustmentRejected(adjustment=adjustment.id, signature=signature)


def require_approvable(plan: Plan, adjustment: Adjustment, comment: str) -> None:
    """Refuse what may not be approved on this route, whatever the department manager thinks of it."""
    opinion = adjustment.opinion
    assert opinion is not None
    if adjustment.base_version != plan.plan_version:
        raise STALE_BASE(base=adjustment.base_version, now=plan.plan_version)
    if not opinion.keeps_company_goals or touches_company_goal(plan, adjustment.content.changes):
        raise COMPANY_GOALS()
    if not opinion.operable:
        raise NOT_OPERABLE()
    if opinion.recommendation is Recommendation.NOT_ENDORSE and not comment.strip():
        raise COMMENT_NEEDED()
    for other in plan.adjustments.values():
        if other.status is APPROVED and other.applied_version is None:
            raise ANOTHER_APPROVED(adjustment=other.id)


def signed(adjustment: Adjustment, context: Context, verdict: Verdict, comment: str) -> Signature:
    return sign(adjustment.request, adjustment.content, context, verdict, comment)
