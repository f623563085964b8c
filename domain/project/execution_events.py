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
    """How many per cent of a task are done, and when it should be finished (PROJ-09)."""

    task: ProjectTaskId
    status: TaskStatus
    percent: Decimal
    """How much of it is done, from 0 to 100 %; at 100 it is completed."""
    note: Said
    evidence: tuple[Proof, ...]
    forecast: date | None
    """The day on which it should be finished."""
    reason: Said
    """Why progress fell, when it did."""


class ProjectMilestoneReached(Struct, frozen=True, kw_only=True, tag="project.milestone.reached"):
    """A milestone was reached; whoever recorded it has accepted the evidence (PROJ-09)."""

    milestone: MilestoneId
    reached_on: date
    evidence: tuple[Proof, ...]
    comment: Said


class ProjectMilestoneWaived(Struct, frozen=True, kw_only=True, tag="project.milestone.waived"):
    """The sponsor does without a milestone (PROJ-18)."""

    milestone: MilestoneId
    reason: Said


class ProjectCostCommitted(Struct, frozen=True, kw_only=True, tag="project.commitment.committed"):
    """Money of a budget line was bound, in CNY, by an order or a contract (PROJ-15)."""

    commitment: CommitmentId
    line: str
    """The key of the budget line."""
    title: str
    party: str
    """To whom it is promised."""
    amount: Decimal
    """In CNY to the cent."""


class ProjectCommitmentReleased(Struct, frozen=True, kw_only=True, tag="project.commitment.released"):
    """What a commitment still bound was freed (PROJ-15)."""

    commitment: CommitmentId
    reason: Said


class ProjectCostPosted(Struct, frozen=True, kw_only=True, tag="project.cost.posted"):
    """Money was spent, in CNY; `settles` when nothing of the commitment is bound any more (PROJ-15)."""

    cost: CostId
    line: str
    """The key of the budget line."""
    title: str
    amount: Decimal
    """In CNY to the cent."""
    spent_on: date
    commitment: CommitmentId | None
    """The commitment that had bound it."""
    settles: bool
    """Whether nothing of the commitment is bound any more."""


class ProjectCostReversed(Struct, frozen=True, kw_only=True, tag="project.cost.reversed"):
    """A cost had been posted by mistake; what it took from an open commitment is bound again (PROJ-15)."""

    cost: CostId
    commitment: CommitmentId | None
    """An open commitment under which the money is bound again."""
    reason: Said


class ProjectBudgetAlerted(Struct, frozen=True, kw_only=True, tag="project.budget_alerted"):
    """What is spent and bound, in CNY, has come near the approved ceiling (PROJ-15)."""

    used: Decimal
    """What is spent and bound, in CNY."""
    ceiling: Decimal
    """The most that the project may cost, in CNY."""
    percent: Decimal
    """The one in percent of the other."""


class ProjectQualityChecked(Struct, frozen=True, kw_only=True, tag="project.quality_checked"):
    """The work was checked against a quality requirement of the plan (PROJ-12, QUAL-08)."""

    requirement: str
    """Its key."""
    mandatory: bool
    passed: bool
    findings: str
    evidence: tuple[Proof, ...]


class ProjectDeviationDetected(Struct, frozen=True, kw_only=True, tag="project.deviation.detected"):
    """By so many per cent the project falls short of its plan, beyond a threshold (PROJ-12, PROJ-13)."""

    deviation: DeviationId
    dimension: Dimension
    grade: Health
    """Which threshold was crossed, the slighter (AMBER) or the graver (RED)."""
    planned: Decimal
    """The value planned (schedule) or earned (cost), in CNY, or in days without a budget; the checks (quality)."""
    actual: Decimal
    """The value earned (schedule) or what was spent (cost), likewise; the checks passed (quality)."""
    percent: Decimal
    """How far it falls short: in percent of the whole budget, or of the checks."""
    issue: IssueId | None
    """The issue as which one beyond the graver threshold is reported."""


class ProjectDeviationEnded(Struct, frozen=True, kw_only=True, tag="project.deviation.ended"):
    """The project is inside the threshold again (PROJ-13)."""

    deviation: DeviationId


class ProjectCorrectiveActionTaken(Struct, frozen=True, kw_only=True, tag="project.action.taken"):
    """Somebody was charged with correcting a deviation (PROJ-13)."""

    action: ActionId
    deviation: DeviationId
    text: str
    owner: PersonId
    due: date


class ProjectCorrectiveActionClosed(Struct, frozen=True, kw_only=True, tag="project.action.closed"):
    """The team lead said what came of an action, be it against a deviation or of a meeting (PROJ-13)."""

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
    """A progress meeting took place (PROJ-10)."""

    held_on: date
    attendees: tuple[PersonId, ...]
    minutes: str
    decisions: tuple[Decision, ...]
    figures: Figures
    """How the project stood when it was recorded."""


class ProjectProblemRaised(Struct, frozen=True, kw_only=True, tag="project.problem.raised"):
    """A problem, reported as an issue too; severity 1 is the gravest, 4 the slightest (PROJ-11)."""

    problem: ProblemId
    issue: IssueId
    """The issue as which it is reported."""
    title: str
    description: str
    severity: int
    """1 is the gravest, which keeps the project from being closed; 4 the slightest."""


class ProjectProblemSettled(Struct, frozen=True, kw_only=True, tag="project.problem.settled"):
    """The problem is out of the way: its issue has ended, or the sponsor says so (PROJ-11)."""

    problem: ProblemId
    reason: Said


class ProjectReminded(Struct, frozen=True, kw_only=True, tag="project.reminded"):
    """Something is late since `due`; `to` are told: those asked (rung 0), then one rung higher each time (ORG-11)."""

    matter: Matter
    subject: str
    """What of the project it is about; nothing when it is the whole."""
    rung: int
    """0 those asked, then the managers of their groups, of their departments, company management."""
    to: tuple[PersonId, ...]
    due: date
    """The day on which it became late."""


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
