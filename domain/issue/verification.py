"""Verifying what was claimed, closing, reopening on recurrence, and the effect afterwards."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.issue.analysis import ahead
from domain.issue.solving_events import (
    IssueClosed,
    IssueEffectMeasured,
    IssueReopened,
    IssueVerificationFailed,
    IssueVerified,
)
from domain.issue.state import Issue
from domain.issue.terms import Effect, MeasureStatus, Status
from domain.issue.values import Claim, Resolution
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.ids import MeasureId, MetricId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, civil

BACK_TO = Reason(
    "issue.back_to",
    "After a failed verification an issue goes back to {possible}, not to {back_to}.",
    "验证不通过只能退回{possible}，不能退回{back_to}。",
)
NOT_COMPLETED = Reason(
    "issue.redo_not_completed",
    "{measures} are not completed measures of this issue, so they cannot be redone.",
    "{measures}不是本问题已完成的措施，不能要求重做。",
)
WITHOUT_DUE = Reason(
    "issue.analysis_without_due",
    "Say by when the issue is to be analysed again.",
    "须写明重新分析的期限。",
)
TOO_LATE = Reason(
    "issue.recurrence_too_late",
    "The issue was closed on {closed}, more than {days} days ago; report a new issue that follows it.",
    "问题已于{closed}关闭，超过{days}天；请反馈新问题并注明承接关系。",
)
AGAIN = (Status.IN_PROGRESS, Status.IN_ANALYSIS)


@act("验证通过", Role.OG, Role.PG, decides=True)
def verify_pass(
    issue: Issue,
    context: Context,
    *,
    result: Text,
    evidence: Text,
    reporter_agrees: bool | None = None,
    comment: str = "",
) -> Iterator[IssueVerified | IssueClosed]:
    """Check the acceptance criterion and close; never by those responsible or in their line (ISSUE-09, D-07)."""
    signature = signed(issue, context, Verdict.PASSED, comment)
    yield IssueVerified(result=result, evidence=evidence, reporter_agrees=reporter_agrees, signature=signature)
    yield IssueClosed(recurrence=issue.recurrences)


@act("验证不通过", Role.OG, Role.PG, decides=True)
def verify_fail(
    issue: Issue,
    context: Context,
    *,
    reason: Text,
    evidence: Text,
    back_to: Status,
    redo: tuple[MeasureId, ...] = (),
    due: date | None = None,
) -> Iterator[IssueVerificationFailed]:
    """Send the issue back: to IN_PROGRESS with the measures to redo, to IN_ANALYSIS by a new date when the cause was
    another one (ISSUE-09)."""
    if back_to not in AGAIN:
        raise BACK_TO(back_to=back_to, possible=AGAIN)
    completed = {id for id, each in issue.measures.items() if each.status is MeasureStatus.COMPLETED}
    if wrong := [id for id in redo if id not in completed]:
        raise NOT_COMPLETED(measures=wrong)
    if back_to is Status.IN_ANALYSIS and due is None:
        raise WITHOUT_DUE()
    if due is not None:
        ahead(due, context)
    signature = signed(issue, context, Verdict.FAILED, reason)
    yield IssueVerificationFailed(
        reason=reason, evidence=evidence, back_to=back_to, redo=redo, due=due, signature=signature
    )


def signed(issue: Issue, context: Context, verdict: Verdict, comment: str) -> Signature:
    """The verifier's signature on what was claimed; on the bare case when it was solved in another ledger."""
    claim = issue.claim
    if claim is None:
        resolution = Resolution(solution=None, criterion="", evidence=f"{issue.source} {issue.source_case}")
        claim = Claim(resolution=resolution, request=ask(resolution, context, None, None))
    return sign(claim.request, claim.resolution, context, verdict, comment)


@act("重新打开", Role.OG)
def reopen(issue: Issue, context: Context, *, reason: Text, due: date) -> Iterator[IssueReopened]:
    """Reopen an issue that has recurred, under its number, within 180 days of its closing (ISSUE-10)."""
    ahead(due, context)
    days = company(context.world).settings.recurrence_days
    closed = civil(issue.closed_at) if issue.closed_at else context.today
    if (context.today - closed).days > days:
        raise TOO_LATE(closed=closed, days=days)
    yield IssueReopened(recurrence=issue.recurrences + 1, reason=reason, due=due)


@act("记录成效", Role.DG, Role.OG)
def record_effect(
    issue: Issue, context: Context, *, metric: MetricId, before: Decimal, after: Decimal, verdict: Effect
) -> Iterator[IssueEffectMeasured]:
    """Record what the measures did to a metric (ISSUE-16)."""
    yield IssueEffectMeasured(metric=metric, before=before, after=after, verdict=verdict)
