"""What can have happened to an issue while it was solved, to its measures, and when it was closed."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.issue.terms import Effect, Matter, Severity, Status
from domain.issue.values import Charge, Resolution
from domain.shared.approval import Request, Signature
from domain.shared.ids import CoordinationId, MeasureId, MetricId, PersonId, UnitId
from domain.shared.personal import Said


class IssueAssigned(Struct, frozen=True, kw_only=True, tag="issue.assigned"):
    """The unit in the lead, the person responsible, and who does each measure."""

    unit: UnitId
    """The unit in the lead."""
    person: PersonId
    """Who is responsible for all of it."""
    charges: tuple[Charge, ...]
    """Who does which measure: all of the agreed ones, and no others."""


class IssueAssignmentAccepted(Struct, frozen=True, kw_only=True, tag="issue.assignment_accepted"):
    comment: Said


class IssueAssignmentContested(Struct, frozen=True, kw_only=True, tag="issue.assignment_contested"):
    reason: Said


class IssueMeasureProgressed(Struct, frozen=True, kw_only=True, tag="issue.measure.progressed"):
    measure: MeasureId
    percent: Decimal
    note: Said
    evidence: str


class IssueMeasureCompleted(Struct, frozen=True, kw_only=True, tag="issue.measure.completed"):
    measure: MeasureId
    evidence: str


class IssueMeasureWaived(Struct, frozen=True, kw_only=True, tag="issue.measure.waived"):
    """The measure is no longer needed."""

    measure: MeasureId
    reason: Said


class IssueMeasureReminded(Struct, frozen=True, kw_only=True, tag="issue.measure.reminded"):
    """The measure was not done by `due`, and who is charged with it was told."""

    measure: MeasureId
    due: date
    to: tuple[PersonId, ...]


class IssueConflictRaised(Struct, frozen=True, kw_only=True, tag="issue.conflict_raised"):
    """The units disagree, and ask to be coordinated by `due`: as the request with the id `coordination`."""

    units: tuple[UnitId, ...]
    subject: str
    due: date
    coordination: CoordinationId | None = None


class IssueConflictSettled(Struct, frozen=True, kw_only=True, tag="issue.conflict_settled"):
    outcome: Said


class IssueConflictFailed(Struct, frozen=True, kw_only=True, tag="issue.conflict_failed"):
    """The units could not be brought to agree: the president's office or the management was told (ORG-14)."""

    outcome: Said
    to: tuple[PersonId, ...]


class IssueDueChanged(Struct, frozen=True, kw_only=True, tag="issue.due_changed"):
    matter: Matter
    before: date | None
    due: date
    reason: Said


class IssueReassigned(Struct, frozen=True, kw_only=True, tag="issue.reassigned"):
    unit: UnitId
    person: PersonId
    reason: Said


class IssueSeverityChanged(Struct, frozen=True, kw_only=True, tag="issue.severity_changed"):
    before: Severity | None
    severity: Severity
    reason: Said


class IssueReminded(Struct, frozen=True, kw_only=True, tag="issue.reminded"):
    """The issue became overdue, and those who must act were told."""

    matter: Matter
    due: datetime
    to: tuple[PersonId, ...]


class IssueEscalated(Struct, frozen=True, kw_only=True, tag="issue.escalated"):
    """Nobody acted in time: the next level above was told. 1 is the group, 2 the department, 3 the management."""

    level: int
    matter: Matter
    due: datetime
    to: tuple[PersonId, ...]


class IssueResolved(Struct, frozen=True, kw_only=True, tag="issue.resolved"):
    """Who is responsible claims that the issue is solved and asks for verification."""

    resolution: Resolution
    request: Request


class IssueVerified(Struct, frozen=True, kw_only=True, tag="issue.verified"):
    result: str
    """What the check against the acceptance criterion showed."""
    evidence: str
    reporter_agrees: bool | None
    signature: Signature


class IssueClosed(Struct, frozen=True, kw_only=True, tag="issue.closed"):
    recurrence: int
    """How often the issue had recurred by then."""


class IssueVerificationFailed(Struct, frozen=True, kw_only=True, tag="issue.verification_failed"):
    """`back_to` IN_PROGRESS: the same solution, `redo` says which measures; IN_ANALYSIS: it was another cause."""

    reason: Said
    evidence: str
    back_to: Status
    """IN_PROGRESS for the same solution once more; IN_ANALYSIS when it was another cause."""
    redo: tuple[MeasureId, ...]
    """The measures to be done again."""
    due: date | None
    """By when it is analysed again, if it is."""
    signature: Signature


class IssueReopened(Struct, frozen=True, kw_only=True, tag="issue.reopened"):
    recurrence: int
    reason: Said
    due: date
    """By when it is analysed again."""


class IssueEffectMeasured(Struct, frozen=True, kw_only=True, tag="issue.effect_measured"):
    metric: MetricId
    before: Decimal
    after: Decimal
    verdict: Effect


MeasureEvent: TypeAlias = IssueMeasureProgressed | IssueMeasureCompleted | IssueMeasureWaived | IssueMeasureReminded
ExecutionEvent: TypeAlias = (
    IssueAssigned
    | IssueAssignmentAccepted
    | IssueAssignmentContested
    | IssueConflictRaised
    | IssueConflictSettled
    | IssueConflictFailed
    | IssueDueChanged
    | IssueReassigned
    | IssueSeverityChanged
    | IssueReminded
    | IssueEscalated
)
ClosingEvent: TypeAlias = (
    IssueResolved | IssueVerified | IssueClosed | IssueVerificationFailed | IssueReopened | IssueEffectMeasured
)
