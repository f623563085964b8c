"""Asking for a decision on a plan, and deciding it."""

from collections.abc import Iterator

from domain.organisation.state import company
from domain.plan.children import children
from domain.plan.completeness import require_complete
from domain.plan.events import (
    PlanApproved,
    PlanRejected,
    PlanReturned,
    PlanSubmissionWithdrawn,
    PlanSubmitted,
)
from domain.plan.state import DECIDERS, Plan
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.term import Role
from domain.shared.values import Text


@act("提交计划", Role.PREPARER)
def submit(plan: Plan, context: Context) -> Iterator[PlanSubmitted]:
    """Ask for a decision on the plan exactly as it stands (PLAN-03, 06, 09, 13, 14).

    The content becomes a numbered version with its difference to the version before. A submission after the period
    began is marked as late, never stopped (PLAN-02).
    """
    require_complete(plan, context)
    yield PlanSubmitted(
        request=ask(plan.content, context, plan.request, plan.versions[-1] if plan.versions else None),
        late=context.today >= plan.starts,
        superior=company(context.world).superior(plan.preparer, context.today),
    )


@act("撤回提交", Role.PREPARER)
def withdraw_submission(plan: Plan, context: Context, *, reason: str = "") -> Iterator[PlanSubmissionWithdrawn]:
    """Take the plan back before it is decided."""
    yield PlanSubmissionWithdrawn(reason=reason)


@act("退回计划", *DECIDERS, decides=True)
def return_(plan: Plan, context: Context, *, comment: Text) -> Iterator[PlanReturned]:
    """Send the plan back to be improved and submitted again, saying what must change (PLAN-04, 07, 10, 11)."""
    yield PlanReturned(signature=signed(plan, context, Verdict.RETURNED, comment))


@act("驳回计划", *DECIDERS, decides=True)
def reject(plan: Plan, context: Context, *, comment: Text) -> Iterator[PlanRejected]:
    """End the plan, saying why. A new draft may copy it (PLAN-04, 07, 10, 11)."""
    yield PlanRejected(signature=signed(plan, context, Verdict.REJECTED, comment))


@act("批准计划", *DECIDERS, decides=True)
def approve(plan: Plan, context: Context, *, comment: str = "") -> Iterator[PlanApproved]:
    """Approve the content that was submitted, and no other (PLAN-04, 07, 10)."""
    yield PlanApproved(
        signature=signed(plan, context, Verdict.APPROVED, comment),
        children=tuple(children(plan.kind, plan.level, plan.period, context.today)),
    )


def signed(plan: Plan, context: Context, verdict: Verdict, comment: str) -> Signature:
    assert plan.request is not None
    return sign(plan.request, plan.content, context, verdict, comment)
