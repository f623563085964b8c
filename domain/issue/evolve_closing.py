"""How claims, verifications, closings and recurrences change an issue."""

from typing import assert_never

from msgspec.structs import replace

from domain.issue import solving_events as x
from domain.issue.measure import taken_up
from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.issue.values import Claim, Measurement
from domain.shared.recorded import Stamp


def evolve_closing(issue: Issue, event: x.ClosingEvent, stamp: Stamp) -> Issue:
    """The issue after a claim, a verification, a closing or a recurrence."""
    match event:
        case x.IssueResolved(resolution=resolution, request=request):
            return replace(
                issue,
                claim=Claim(resolution=resolution, request=request),
                request=request,
                resolved_at=stamp.at,
                first_resolved_at=issue.first_resolved_at or stamp.at,
            )
        case x.IssueVerified(signature=signature):
            return replace(issue, request=None, signatures=(*issue.signatures, signature))
        case x.IssueClosed():
            return replace(issue, closed_at=stamp.at, first_closed_at=issue.first_closed_at or stamp.at)
        case x.IssueVerificationFailed():
            return failed(issue, event)
        case x.IssueReopened(recurrence=recurrence, due=due):
            return replace(issue, recurrences=recurrence, analysis_due=due, agreed=None, due=None, alarms={})
        case x.IssueEffectMeasured(metric=metric, before=before, after=after, verdict=verdict):
            measurement = Measurement(metric=metric, before=before, after=after, verdict=verdict, at=stamp.at)
            return replace(issue, effects=(*issue.effects, measurement))
        case _:
            assert_never(event)


def failed(issue: Issue, event: x.IssueVerificationFailed) -> Issue:
    issue = replace(issue, request=None, signatures=(*issue.signatures, event.signature), failures=issue.failures + 1)
    if event.back_to is Status.IN_ANALYSIS:
        return replace(issue, analysis_due=event.due, agreed=None)
    return replace(issue, measures=taken_up(issue.measures, event.redo))
