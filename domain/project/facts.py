"""What a project keeps of its events: its proposal, its plan in versions, its people, money, results and ending."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.project.change import ChangeRequest
from domain.project.content import Baseline, Member, Proposal
from domain.project.deviation import Action, Deviation, Problem
from domain.project.lesson import Lesson
from domain.project.money import NOTHING, Commitment, Cost
from domain.project.planning_events import Overload
from domain.project.records import (
    Acceptance,
    Check,
    Comment,
    Consultation,
    Evaluation,
    Link,
    LookedBack,
    Meeting,
    PlanVersion,
    Summarised,
)
from domain.project.results import Delivery, Document
from domain.project.review import Condition, Review
from domain.project.task import Milestone, Task
from domain.project.terms import Category, Kind, Status
from domain.shared.approval import Request, Signature
from domain.shared.growing import Growing
from domain.shared.ids import (
    ActionId,
    ChangeRequestId,
    CommitmentId,
    ConditionId,
    CostId,
    DeviationId,
    LessonId,
    MilestoneId,
    PersonId,
    ProblemId,
    ProjectId,
    ProjectTaskId,
    ReviewId,
    UnitId,
)


class Facts(Struct, frozen=True, kw_only=True):
    """What the events have left of a project. `since` is when it came to its present status; money is in CNY."""

    id: ProjectId
    status: Status = Status.PROPOSED
    since: datetime
    kind: Kind
    category: Category
    unit: UnitId
    """The department that leads it (PRIN-05)."""
    proposal: Proposal
    preparer: PersonId
    contributors: tuple[PersonId, ...]
    """Everybody who wrote on the proposal: none of them may judge it."""
    proposed_at: datetime
    offered: tuple[LessonId, ...] = ()
    """The lessons of its category when it was proposed."""
    consultations: Growing[Consultation] = ()

    request: Request | None = None
    """What was asked last: to decide on the proposal."""
    versions: Growing[Proposal] = ()
    """The proposal as it was submitted each time; the first is version 1 (PROJ-05)."""
    submitted_at: datetime | None = None
    """When it was first submitted."""
    answer: str = ""
    """What the authors said to the comment with which the management had returned it."""
    reviews: Mapping[ReviewId, Review] = {}
    reviewed_at: datetime | None = None
    signatures: Growing[Signature] = ()
    conditions: Mapping[ConditionId, Condition] = {}

    approved_at: datetime | None = None
    sponsor: PersonId | None = None
    ceiling: Decimal = NOTHING
    """The most that it may cost, as approved."""
    deadline: date | None = None
    original_ceiling: Decimal = NOTHING
    original_deadline: date | None = None

    team: tuple[Member, ...] = ()
    overloads: tuple[Overload, ...] = ()
    """Whom the team, with all other projects, asked for more than their whole time when it was last changed."""

    plan_version: int = 0
    baseline: Baseline | None = None
    baselines: Growing[PlanVersion] = ()
    tasks: Mapping[ProjectTaskId, Task] = {}
    milestones: Mapping[MilestoneId, Milestone] = {}
    change_requests: Mapping[ChangeRequestId, ChangeRequest] = {}
    started_at: datetime | None = None

    commitments: Mapping[CommitmentId, Commitment] = {}
    costs: Mapping[CostId, Cost] = {}
    budget_alerts: int = 0
    """How often its spending came near the ceiling."""
    checks: Growing[Check] = ()
    deviations: Mapping[DeviationId, Deviation] = {}
    actions: Mapping[ActionId, Action] = {}
    problems: Mapping[ProblemId, Problem] = {}
    evaluations: Growing[Evaluation] = ()
    meetings: Growing[Meeting] = ()

    delivery: Delivery | None = None
    delivery_request: Request | None = None
    acceptance: Acceptance | None = None
    documents: Growing[Document] = ()
    summarised: Summarised | None = None
    summary_request: Request | None = None
    """The latest asking to confirm the summary."""
    summary_returned: bool = False
    """Whether the sponsor wants the summary that was written last to be better."""
    summary_due: date | None = None
    """By when a project that was terminated is to be summarised."""
    closed_on: date | None = None
    post_evaluation_due: date | None = None
    looked_back: LookedBack | None = None
    lessons: Mapping[LessonId, Lesson] = {}
    ending: str = ""
    """Why it is suspended, or was terminated."""

    comments: Growing[Comment] = ()
    links: Growing[Link] = ()
    reminders: Mapping[str, int] = {}
    """How far up each matter has been reminded of."""
