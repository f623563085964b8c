"""What can have happened while a project is carried out."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from msgspec import Struct

from domain.project.results import Figures, Proof
from domain.project.terms import Dimension, Health, Matter, Route, TaskStatus
from domain.shared.act import EFFECT
from domain.shared.ids import (
    ActionId,
    CommitmentId,
    CostId,
    DeviationId,
    IssueId,
    MilestoneId,
    PersonId,
    ProblemId,
    ProjectTaskId,
)
from domain.shared.personal import Said


class ProjectTaskProgressReported(Struct, frozen=True, kw_only=True, tag="project.task.progress_reported"):
    """How many percent of the task are done, and when it should be finished."""

    task: ProjectTaskId
    status: TaskStatus
    percent: Decimal
    note: Said
    evidence: tuple[Proof, ...]
    forecast: date | None
    reason: Said
    """Why progress fell, when it did."""


class ProjectMilestoneReached(Struct, frozen=True, kw_only=True, tag="project.milestone.reached"):
    """Whoever recorded it has accepted the evidence (PROJ-09)."""

    milestone: MilestoneId
    reached_on: date
    evidence: tuple[Proof, ...]
    comment: Said


class ProjectMilestoneWaived(Struct, frozen=True, kw_only=True, tag="project.milestone.waived"):
    milestone: MilestoneId
    reason: Said


class ProjectCostCommitted(Struct, frozen=True, kw_only=True, tag="project.commitment.committed"):
    """Money of a budget line is bound, in CNY."""

    commitment: CommitmentId
    line: str
    title: str
    party: str
    amount: Decimal


class ProjectCommitmentReleased(Struct, frozen=True, kw_only=True, tag="project.commitment.released"):
    commitment: CommitmentId
    reason: Said


class ProjectCostPosted(Struct, frozen=True, kw_only=True, tag="project.cost.posted"):
    """Money was spent, in CNY; `settles` when nothing of the commitment is bound any more."""

    cost: CostId
    line: str
    title: str
    amount: Decimal
    spent_on: date
    commitment: CommitmentId | None
    settles: bool


class ProjectCostReversed(Struct, frozen=True, kw_only=True, tag="project.cost.reversed"):
    """The cost had been posted by mistake; what it took from a commitment that is open still is bound again."""

    cost: CostId
    commitment: CommitmentId | None
    reason: Said


class ProjectBudgetAlerted(Struct, frozen=True, kw_only=True, tag="project.budget_alerted"):
    """What is spent and bound has come near the approved ceiling (PROJ-15)."""

    used: Decimal
    ceiling: Decimal
    percent: Decimal


class ProjectQualityChecked(Struct, frozen=True, kw_only=True, tag="project.quality_checked"):
    """`requirement` is the key of the one that was looked at (QUAL-08)."""

    requirement: str
    mandatory: bool
    passed: bool
    findings: str
    evidence: tuple[Proof, ...]


class ProjectDeviationDetected(Struct, frozen=True, kw_only=True, tag="project.deviation.detected"):
    """A threshold was crossed; `issue` is the id under which one beyond the graver threshold is reported (PROJ-13)."""

    deviation: DeviationId
    dimension: Dimension
    grade: Health
    planned: Decimal
    actual: Decimal
    percent: Decimal
    issue: IssueId | None


class ProjectDeviationEnded(Struct, frozen=True, kw_only=True, tag="project.deviation.ended"):
    """The project is inside the threshold again."""

    deviation: DeviationId


class ProjectCorrectiveActionTaken(Struct, frozen=True, kw_only=True, tag="project.action.taken"):
    action: ActionId
    deviation: DeviationId
    text: str
    owner: PersonId
    due: date


class ProjectCorrectiveActionClosed(Struct, frozen=True, kw_only=True, tag="project.action.closed"):
    action: ActionId
    result: str


class ProjectEvaluated(Struct, frozen=True, kw_only=True, tag="project.evaluated"):
    """A periodic evaluation: what is against what was planned, how they differ, why, what is done (PROJ-14)."""

    figures: Figures
    comparison: str
    deviation: str
    causes: str
    measures: str


class Decision(Struct, frozen=True, kw_only=True):
    """What a meeting decided; `action` or `issue` is the id of what became of it."""

    text: str
    route: Route
    owner: PersonId | None
    due: date | None
    action: ActionId | None
    issue: IssueId | None


class ProjectMeetingHeld(Struct, frozen=True, kw_only=True, tag="project.meeting_held"):
    """A progress meeting, with those who were there and how the project stood (PROJ-10)."""

    held_on: date
    attendees: tuple[PersonId, ...]
    minutes: str
    decisions: tuple[Decision, ...]
    figures: Figures


class ProjectProblemRaised(Struct, frozen=True, kw_only=True, tag="project.problem.raised"):
    """A problem, and the id under which it is reported as an issue (PROJ-11)."""

    problem: ProblemId
    issue: IssueId
    title: str
    description: str
    severity: int


class ProjectProblemSettled(Struct, frozen=True, kw_only=True, tag="project.problem.settled"):
    problem: ProblemId
    reason: Said


class ProjectReminded(Struct, frozen=True, kw_only=True, tag="project.reminded"):
    """Something has waited too long; `to` are told.

    `rung` is 0 for those asked, then 1, 2 and 3 for the managers of their groups, of their departments, and company
    management (ORG-11). `due` is the day by which it was expected.
    """

    matter: Matter
    subject: str
    rung: int
    to: tuple[PersonId, ...]
    due: date


MilestoneEvent: TypeAlias = ProjectMilestoneReached | ProjectMilestoneWaived
CommitmentEvent: TypeAlias = ProjectCostCommitted | ProjectCommitmentReleased
CostEvent: TypeAlias = ProjectCostPosted | ProjectCostReversed
SpendingEvent: TypeAlias = CommitmentEvent | CostEvent | ProjectBudgetAlerted
DeviationEvent: TypeAlias = ProjectDeviationDetected | ProjectDeviationEnded
Watched: TypeAlias = Annotated[DeviationEvent, EFFECT]
"""That a threshold is crossed, or that the project is back inside it, follows from what is reported."""
Alerted: TypeAlias = Annotated[ProjectBudgetAlerted, EFFECT]
"""That spending comes near the ceiling follows from what is spent."""
ActionEvent: TypeAlias = ProjectCorrectiveActionTaken | ProjectCorrectiveActionClosed
ProblemEvent: TypeAlias = ProjectProblemRaised | ProjectProblemSettled
ExecutionEvent: TypeAlias = (
    ProjectTaskProgressReported
    | MilestoneEvent
    | ProjectQualityChecked
    | DeviationEvent
    | ActionEvent
    | ProjectEvaluated
    | ProjectMeetingHeld
    | ProblemEvent
    | ProjectReminded
)
