"""An issue as its events leave it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.issue.measure import Measure
from domain.issue.terms import ENDED, Category, Handling, Kind, Matter, Method, Origin, Status
from domain.issue.values import (
    Alarm,
    Cause,
    Claim,
    Comment,
    Conflict,
    Finding,
    Link,
    Measurement,
    Proposal,
    Solution,
)
from domain.shared.approval import Request, Signature
from domain.shared.growing import Growing
from domain.shared.ids import (
    CustomerId,
    IssueId,
    MeasureId,
    MetricId,
    PersonId,
    PlanId,
    ProcessId,
    ProjectId,
    TaskId,
    UnitId,
)
from domain.shared.room import shown
from domain.shared.term import Role
from domain.shared.values import civil, hours


class Issue(Struct, frozen=True, kw_only=True):
    """An operational problem, an opportunity or a correction that was ordered, from its report to its effect."""

    id: IssueId
    status: Status = Status.REPORTED
    status_since: datetime
    """Since when it is in that state."""
    kind: Kind = Kind.PROBLEM
    title: str
    description: str = ""
    impact: str = ""
    found_at: datetime | None = None
    reported_at: datetime
    reporter: PersonId
    reported_through: PersonId | None = None
    """The delegate who reported it in their place."""
    unit: UnitId | None = None
    """The unit where it was found."""
    category: Category | None = None
    severity: int | None = None
    """1 is the gravest, 4 the slightest."""
    origin: Origin
    reference: str = ""
    plan: PlanId | None = None
    task: TaskId | None = None
    project: ProjectId | None = None
    process: ProcessId | None = None
    metric: MetricId | None = None
    customer: CustomerId | None = None
    attachments: tuple[str, ...] = ()
    follows: IssueId | None = None

    number: str = ""
    registered_at: datetime | None = None
    triage_unit: UnitId | None = None
    steward: Role = Role.OG
    """The group that looks after it, and alone may change its dates, people and severity (ISSUE-17)."""
    ended_because: str = ""
    """Why it was dismissed or merged."""
    merged_into: IssueId | None = None

    demand: str = ""
    answer_due: date | None = None
    answer: str = ""
    answered_at: datetime | None = None

    lead: PersonId | None = None
    analysts: tuple[PersonId, ...] = ()
    units: tuple[UnitId, ...] = ()
    analysis_due: date | None = None
    findings: Growing[Finding] = ()
    causes: tuple[Cause, ...] = ()
    factors: tuple[str, ...] = ()
    method: Method | None = None
    cause_evidence: str = ""
    analysed_at: datetime | None = None
    """When it was first analysed."""

    proposals: Growing[Proposal] = ()
    agreed: int | None = None
    """The version that was submitted or agreed."""
    request: Request | None = None
    """The decision that is being asked for."""
    signatures: Growing[Signature] = ()
    due: date | None = None

    responsible_unit: UnitId | None = None
    responsible: PersonId | None = None
    assigned_at: datetime | None = None
    """When it was first assigned."""
    measures: Mapping[MeasureId, Measure] = {}
    conflict: Conflict | None = None

    due_changes: int = 0
    reassignments: int = 0
    severity_changes: int = 0
    alarms: Mapping[Matter, Alarm] = {}

    claim: Claim | None = None
    """The last claim that it is solved."""
    resolved_at: datetime | None = None
    first_resolved_at: datetime | None = None
    closed_at: datetime | None = None
    """When it was last closed."""
    first_closed_at: datetime | None = None
    failures: int = 0
    """How often a claimed solution did not hold when it was verified."""
    recurrences: int = 0
    """How often it came back after it had been closed."""
    effects: Growing[Measurement] = ()

    comments: Growing[Comment] = ()
    links: Growing[Link] = ()

    source: str = ""
    """The ledger that it was migrated from."""
    source_case: str = ""
    source_status: str = ""
    source_sub_status: str = ""
    handling: Handling | None = None

    def proposal(self, version: int) -> Proposal | None:
        """The solution of that version."""
        return self.proposals[version - 1] if 0 < version <= len(self.proposals) else None

    @property
    def solution(self) -> Solution | None:
        """The solution that was submitted or agreed."""
        proposal = self.proposal(self.agreed) if self.agreed else None
        return proposal.solution if proposal else None

    @shown
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status not in ENDED

    @shown
    def unanswered(self) -> bool:
        """Whether it is an order that the unit has not answered yet (ISSUE-12)."""
        return self.status is Status.REGISTERED and self.kind is Kind.RECTIFICATION

    @shown
    def reopened(self) -> int:
        """How often it went back to work after it had been called solved or closed."""
        return self.failures + self.recurrences

    @shown
    def supporting_units(self) -> tuple[UnitId, ...]:
        """The units that carry out measures beside the one in the lead (ISSUE-13)."""
        units = dict.fromkeys(m.unit for m in self.measures.values() if m.solution_version == self.agreed)
        return tuple(unit for unit in units if unit != self.responsible_unit)

    @shown
    def escalation(self) -> int:
        """The highest level to which it was escalated over anything."""
        return max((alarm.level for alarm in self.alarms.values()), default=0)

    @shown
    def closed_on_time(self) -> bool | None:
        """Whether it was closed by its due date; nothing while it is not closed, or when it had none."""
        if self.status is not Status.CLOSED or self.closed_at is None or self.due is None:
            return None
        return civil(self.closed_at) <= self.due

    @shown
    def delay_hours(self) -> Decimal | None:
        """From discovery to report (ISSUE-01)."""
        return hours(self.found_at, self.reported_at)

    @shown
    def register_hours(self) -> Decimal | None:
        """From report to registration."""
        return hours(self.reported_at, self.registered_at)

    @shown
    def analyse_hours(self) -> Decimal | None:
        """From registration to the first root cause."""
        return hours(self.registered_at, self.analysed_at)

    @shown
    def assign_hours(self) -> Decimal | None:
        """From the first root cause to the first assignment."""
        return hours(self.analysed_at, self.assigned_at)

    @shown
    def solve_hours(self) -> Decimal | None:
        """From the first assignment to the first claim of a solution."""
        return hours(self.assigned_at, self.first_resolved_at)

    @shown
    def verify_hours(self) -> Decimal | None:
        """From the first claim of a solution to the first closing."""
        return hours(self.first_resolved_at, self.first_closed_at)

    @shown
    def close_hours(self) -> Decimal | None:
        """From report to the first closing."""
        return hours(self.reported_at, self.first_closed_at)
