"""What can have happened to an issue: report, analysis, solution, history from elsewhere; and all of it together."""

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

from domain.issue.solving_events import ClosingEvent, ExecutionEvent, MeasureEvent
from domain.issue.terms import Category, Handling, Kind, Method, Origin, Severity, Status
from domain.issue.values import Cause, Solution
from domain.shared.approval import Request, Signature
from domain.shared.ids import (
    CustomerId,
    IssueId,
    MetricId,
    PersonId,
    PlanId,
    ProcessId,
    ProjectId,
    TaskId,
    UnitId,
)
from domain.shared.personal import Said


class IssueReported(Struct, frozen=True, kw_only=True, tag="issue.reported", omit_defaults=True):
    """A problem, an opportunity or a correction to be made; severity 1 is the gravest, 4 the slightest (ISSUE-01)."""

    title: str
    description: str
    kind: Kind
    impact: str = ""
    """The damage of a problem, or the benefit of an opportunity."""
    found_at: datetime
    """When it was found, at the latest now."""
    unit: UnitId
    """The unit where it was found."""
    category: Category
    severity: Severity
    """How grave: 1 is the gravest, 4 the slightest."""
    origin: Origin
    reference: str = ""
    """The finding inside its origin; an origin raises at most one open issue per finding."""
    plan: PlanId | None = None
    task: TaskId | None = None
    project: ProjectId | None = None
    process: ProcessId | None = None
    metric: MetricId | None = None
    customer: CustomerId | None = None
    attachments: tuple[str, ...] = ()
    """Names or addresses of files that lie elsewhere."""
    follows: IssueId | None = None
    """The issue that recurred too long after its closing to be reopened."""


class IssueRegistered(Struct, frozen=True, kw_only=True, tag="issue.registered"):
    """The issue entered the ledger 问题台账 under the next number of its year (ISSUE-02)."""

    number: str
    """ISS, the year, and the number in it, without gaps."""
    category: Category
    triage_unit: UnitId
    """The unit that looks into it first."""


class IssueDismissed(Struct, frozen=True, kw_only=True, tag="issue.dismissed"):
    """It is not an issue, and the reporter was told (ISSUE-03)."""

    reason: Said
    to: tuple[PersonId, ...]


class IssueMerged(Struct, frozen=True, kw_only=True, tag="issue.merged"):
    """It duplicates another issue, which goes on in its place, and the reporter was told (ISSUE-03)."""

    into: IssueId
    reason: Said
    to: tuple[PersonId, ...]


class IssueRectificationOrdered(Struct, frozen=True, kw_only=True, tag="issue.rectification_ordered"):
    """An inspector demands a correction; the unit must answer by `due` (ISSUE-12)."""

    demand: str
    due: date


class IssueRectificationAnswered(Struct, frozen=True, kw_only=True, tag="issue.rectification_answered"):
    """The unit names what went wrong, and proposes the solution by which it will be put right."""

    answer: Said
    """What the unit says to the order."""
    causes: tuple[Cause, ...]
    solution: Solution
    request: Request


class IssueAnalysisStarted(Struct, frozen=True, kw_only=True, tag="issue.analysis_started"):
    """Analysts were appointed to find the root cause (ISSUE-04)."""

    lead: PersonId
    """Who leads the analysis: one of the analysts, the first when nobody is named."""
    analysts: tuple[PersonId, ...]
    """Who analyses it, each of a unit involved."""
    units: tuple[UnitId, ...]
    """The units involved."""
    due: date
    """By when the root cause is to be known."""


class IssueAnalystsAppointed(Struct, frozen=True, kw_only=True, tag="issue.analysts_appointed"):
    """Others, or more, analyse from now on, in place of those before (ISSUE-04)."""

    lead: PersonId
    analysts: tuple[PersonId, ...]
    units: tuple[UnitId, ...]
    reason: Said


class IssueFindingRecorded(Struct, frozen=True, kw_only=True, tag="issue.finding_recorded"):
    """An analyst told of something that the analysis brought to light (ISSUE-05)."""

    text: str
    evidence: str
    """What shows it."""


class IssueRootCauseIdentified(Struct, frozen=True, kw_only=True, tag="issue.root_cause_identified"):
    """Who leads the analysis named the root causes 根源 (ISSUE-05)."""

    causes: tuple[Cause, ...]
    factors: tuple[str, ...]
    """Influencing factors 影响因素: what made it worse without being the cause."""
    method: Method
    evidence: str
    """What shows them."""


class IssueSolutionProposed(Struct, frozen=True, kw_only=True, tag="issue.solution_proposed"):
    """One more version of a solution; its number is that of the request (ISSUE-06)."""

    solution: Solution
    request: Request


class IssueSolutionAgreed(Struct, frozen=True, kw_only=True, tag="issue.solution_agreed"):
    """A version that is within the cost threshold and stays in one department was agreed on (ISSUE-06)."""

    version: int
    """The number of the solution among those proposed."""
    signature: Signature


class IssueSolutionSubmitted(Struct, frozen=True, kw_only=True, tag="issue.solution_submitted"):
    """A version above the cost threshold, or across departments, went to the department manager (ISSUE-14)."""

    version: int
    """The number of the solution among those proposed."""
    request: Request


class IssueSolutionApproved(Struct, frozen=True, kw_only=True, tag="issue.solution_approved"):
    """The department manager approved the version that was submitted (ISSUE-14)."""

    version: int
    """The number of the solution among those proposed."""
    signature: Signature


class IssueSolutionRejected(Struct, frozen=True, kw_only=True, tag="issue.solution_rejected"):
    """The department manager rejected the version that was submitted; others may be proposed (ISSUE-14)."""

    version: int
    """The number of the solution among those proposed."""
    signature: Signature


class IssueCommented(Struct, frozen=True, kw_only=True, tag="issue.commented"):
    """Somebody said something about the issue, in whatever state it was (COMM-02)."""

    text: Said


class IssueLinked(Struct, frozen=True, kw_only=True, tag="issue.linked"):
    """Another record that belongs to the matter: an adjustment, a process version, a meeting."""

    record: str
    """Its key; where it is kept elsewhere, what it is called there."""
    note: Said


class IssueMigrated(Struct, frozen=True, kw_only=True, tag="issue.migrated", omit_defaults=True):
    """The first row of a case of another ledger; status and sub-status stand as they stood there."""

    source: str
    """The other ledger."""
    case: str
    """What the case is called there."""
    title: str
    source_status: str
    source_sub_status: str
    handling: Handling
    leads_to: Status
    """The state of the issue that this amounts to."""
    unit: UnitId | None = None
    category: Category | None = None
    severity: Severity | None = None


class IssueStatusMigrated(Struct, frozen=True, kw_only=True, tag="issue.status_migrated"):
    """A further row of a case of another ledger; status and sub-status stand as they stood there."""

    source_status: str
    source_sub_status: str
    handling: Handling
    leads_to: Status
    """The state of the issue that this amounts to."""


ReportingEvent: TypeAlias = (
    IssueReported
    | IssueRegistered
    | IssueDismissed
    | IssueMerged
    | IssueRectificationOrdered
    | IssueRectificationAnswered
)
AnalysisEvent: TypeAlias = (
    IssueAnalysisStarted | IssueAnalystsAppointed | IssueFindingRecorded | IssueRootCauseIdentified
)
SolutionEvent: TypeAlias = (
    IssueSolutionProposed | IssueSolutionAgreed | IssueSolutionSubmitted | IssueSolutionApproved | IssueSolutionRejected
)
RemarkEvent: TypeAlias = IssueCommented | IssueLinked
MigratedEvent: TypeAlias = IssueMigrated | IssueStatusMigrated
IssueEvent: TypeAlias = (
    ReportingEvent
    | AnalysisEvent
    | SolutionEvent
    | ExecutionEvent
    | MeasureEvent
    | ClosingEvent
    | RemarkEvent
    | MigratedEvent
)
