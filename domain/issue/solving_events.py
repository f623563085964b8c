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
    """The agreed solution was given to those who carry it out (ISSUE-07, ISSUE-13)."""

    unit: UnitId
    """The unit in the lead."""
    person: PersonId
    """Who is responsible for all of it."""
    charges: tuple[Charge, ...]
    """Who does which measure: all of the agreed ones, and no others."""


class IssueAssignmentAccepted(Struct, frozen=True, kw_only=True, tag="issue.assignment_accepted"):
    """Who is responsible took the solution on (ISSUE-07)."""

    comment: Said


class IssueAssignmentContested(Struct, frozen=True, kw_only=True, tag="issue.assignment_contested"):
    """Who is responsible declined it, so that it is assigned anew (ISSUE-07)."""

    reason: Said


class IssueMeasureProgressed(Struct, frozen=True, kw_only=True, tag="issue.measure.progressed"):
    """How many per cent of a measure are done (ISSUE-08)."""

    measure: MeasureId
    percent: Decimal
    """How much of it is done, from 0 to 100 %."""
    note: Said
    evidence: str
    """What shows it."""


class IssueMeasureCompleted(Struct, frozen=True, kw_only=True, tag="issue.measure.completed"):
    """A measure was said to be done (ISSUE-08)."""

    measure: MeasureId
    evidence: str
    """What shows it."""


class IssueMeasureWaived(Struct, frozen=True, kw_only=True, tag="issue.measure.waived"):
    """The measure is no longer needed (ISSUE-08)."""

    measure: MeasureId
    reason: Said


class IssueMeasureReminded(Struct, frozen=True, kw_only=True, tag="issue.measure.reminded"):
    """The measure was not done by `due`, and who is charged with it was told."""

    measure: MeasureId
    due: date
    to: tuple[PersonId, ...]


class IssueConflictRaised(Struct, frozen=True, kw_only=True, tag="issue.conflict_raised"):
    """Units disagree, and are to be coordinated by `due` (ISSUE-13, ORG-14)."""

    units: tuple[UnitId, ...]
    subject: str
    due: date
    """The last day for it."""
    coordination: CoordinationId | None = None
    """The request that they agree."""


class IssueConflictSettled(Struct, frozen=True, kw_only=True, tag="issue.conflict_settled"):
    """The units that disagreed were brought to agree, or it was decided for them (ISSUE-13)."""

    outcome: Said
    """What the coordination came to."""


class IssueConflictFailed(Struct, frozen=True, kw_only=True, tag="issue.conflict_failed"):
    """The units could not be brought to agree: the president's office or the management was told (ORG-14)."""

    outcome: Said
    """What the coordination came to."""
    to: tuple[PersonId, ...]


class IssueDueChanged(Struct, frozen=True, kw_only=True, tag="issue.due_changed"):
    """The day by which something is due was changed (ISSUE-17)."""

    matter: Matter
    """What is due: the answer, the analysis or the solution."""
    before: date | None
    """The day until then."""
    due: date
    reason: Said


class IssueReassigned(Struct, frozen=True, kw_only=True, tag="issue.reassigned"):
    """Another unit and person are responsible from here on (ISSUE-17)."""

    unit: UnitId
    person: PersonId
    reason: Said


class IssueSeverityChanged(Struct, frozen=True, kw_only=True, tag="issue.severity_changed"):
    """The issue is graver or slighter than it was taken to be; 1 is the gravest, 4 the slightest (ISSUE-17)."""

    before: Severity | None
    """How grave it was taken to be."""
    severity: Severity
    """How grave: 1 is the gravest, 4 the slightest."""
    reason: Said


class IssueReminded(Struct, frozen=True, kw_only=True, tag="issue.reminded"):
    """The issue became overdue, at the moment `due`, and those who must act were told (ORG-11)."""

    matter: Matter
    due: datetime
    """The moment at which it became so."""
    to: tuple[PersonId, ...]


class IssueEscalated(Struct, frozen=True, kw_only=True, tag="issue.escalated"):
    """Nobody acted in time, and managers above were told: 1 of the group, 2 the department, 3 the company (ORG-11)."""

    level: int
    """1 the managers of groups, 2 those of departments, 3 company management."""
    matter: Matter
    due: datetime
    """The moment at which it became overdue."""
    to: tuple[PersonId, ...]


class IssueResolved(Struct, frozen=True, kw_only=True, tag="issue.resolved"):
    """Who is responsible claims that the issue is solved and asks for verification (ISSUE-09)."""

    resolution: Resolution
    request: Request


class IssueVerified(Struct, frozen=True, kw_only=True, tag="issue.verified"):
    """Somebody neither responsible nor in their line checked that the issue is solved (ISSUE-09)."""

    result: str
    """What the check against the acceptance criterion showed."""
    evidence: str
    """What shows it."""
    reporter_agrees: bool | None
    """Whether the reporter agrees, if they were asked."""
    signature: Signature


class IssueClosed(Struct, frozen=True, kw_only=True, tag="issue.closed"):
    """The issue ended, with its verification; so often it had recurred by then (ISSUE-09)."""

    recurrence: int
    """How often the issue had recurred by then."""


class IssueVerificationFailed(Struct, frozen=True, kw_only=True, tag="issue.verification_failed"):
    """Not solved: back to IN_PROGRESS with the same solution, or to IN_ANALYSIS, another cause (ISSUE-09)."""

    reason: Said
    evidence: str
    """What shows it."""
    back_to: Status
    """IN_PROGRESS for the same solution once more; IN_ANALYSIS when it was another cause."""
    redo: tuple[MeasureId, ...]
    """The measures to be done again."""
    due: date | None
    """By when it is analysed again, if it is."""
    signature: Signature


class IssueReopened(Struct, frozen=True, kw_only=True, tag="issue.reopened"):
    """A closed issue recurred; it goes on under its number, to be analysed again by `due` (ISSUE-10)."""

    recurrence: int
    """How often it has recurred, now included."""
    reason: Said
    due: date
    """By when it is analysed again."""


class IssueEffectMeasured(Struct, frozen=True, kw_only=True, tag="issue.effect_measured"):
    """What the measures did to a metric (ISSUE-16)."""

    metric: MetricId
    before: Decimal
    """Its value before them."""
    after: Decimal
    """Its value since."""
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
