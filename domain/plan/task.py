"""A task of a plan: what is to be done, by whom, and how far it has come."""

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import asdict, replace

from domain.plan.content import Claim, TaskMade, TaskTerms, WorkStep
from domain.plan.task_events import (
    PlanCoordinationRecorded,
    PlanTaskAcknowledged,
    PlanTaskCompleted,
    PlanTaskCompletionClaimed,
    PlanTaskCompletionRefused,
    PlanTaskContested,
    PlanTaskContestResolved,
    PlanTaskDifficultyRaised,
    PlanTaskProgressReported,
    PlanTaskReassigned,
    PlanTaskUnblocked,
    PlanTaskWorkPlanFiled,
    TaskEvent,
)
from domain.plan.terms import TaskStatus
from domain.shared.approval import Request, Signature
from domain.shared.ids import SYSTEM, AdjustmentId, CoordinationId, IssueId, PersonId, PlanId, TaskId, UnitId
from domain.shared.lifecycle import Chosen, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.values import civil

ASSIGNED, CONTESTED, ACKNOWLEDGED = TaskStatus.ASSIGNED, TaskStatus.CONTESTED, TaskStatus.ACKNOWLEDGED
IN_PROGRESS, BLOCKED = TaskStatus.IN_PROGRESS, TaskStatus.BLOCKED
CLAIMED, COMPLETED = TaskStatus.COMPLETION_CLAIMED, TaskStatus.COMPLETED

ENDED = frozenset({COMPLETED, TaskStatus.CANCELLED, TaskStatus.REPLACED, TaskStatus.CARRIED_OVER, TaskStatus.FAILED})


class WorkPlan(Struct, frozen=True, kw_only=True):
    """A version of the detailed work plan and implementation scheme of a task (PLAN-17)."""

    version: int
    steps: tuple[WorkStep, ...]
    resources: str
    method: str
    filed_by: PersonId
    filed_at: datetime


class Coordination(Struct, frozen=True, kw_only=True):
    """A measure agreed with other units against a difficulty (PLAN-21)."""

    units: tuple[UnitId, ...]
    measure: str
    due: date
    recorded_by: PersonId
    recorded_at: datetime


class Difficulty(Struct, frozen=True, kw_only=True):
    """A problem that hinders a task, and the issue that it is reported as (PLAN-20)."""

    issue: IssueId
    title: str
    description: str
    raised_at: datetime
    coordination: tuple[Coordination, ...] = ()
    coordinated_as: CoordinationId | None = None
    """The request that other units agree to help."""


class Task(TaskTerms, frozen=True, kw_only=True):
    """A task as its events leave it.

    `since` is when it came to its present status or person, `issued_at` when it was first asked for.
    """

    id: TaskId
    status: TaskStatus = ASSIGNED
    depends_on: tuple[TaskId, ...] = ()
    since: datetime
    issued_at: datetime
    first_due: date | None = None
    """By when it was due in the first version of the plan; nothing if it was added later."""
    first_weight: Decimal | None = None
    """What it weighed in the first version of the plan."""
    contest: str = ""
    """Why the responsible person contests it."""
    coordinated_as: CoordinationId | None = None
    """The request that units agree on what is contested."""
    percent: Decimal = Decimal(0)
    note: str = ""
    forecast: date | None = None
    """When the responsible person expects to finish."""
    work_plans: tuple[WorkPlan, ...] = ()
    difficulty: Difficulty | None = None
    """The one difficulty that is open."""
    claim: Claim | None = None
    request: Request | None = None
    """The latest asking to confirm the claim."""
    signatures: tuple[Signature, ...] = ()
    claimed_by: PersonId | None = None
    claimed_on: date | None = None
    completed_on: date | None = None
    adjustments: tuple[AdjustmentId, ...] = ()
    """The approved adjustments that changed or ended it."""
    replaced_by: tuple[TaskId, ...] = ()
    carried_to: PlanId | None = None
    ending: str = ""
    """Why it ended without being completed."""

    @shown
    def ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.status in ENDED

    @property
    def in_coordination(self) -> bool:
        """Whether units have to agree on it before it goes on."""
        return self.status is CONTESTED and self.coordinated_as is not None

    @shown
    def withdrawn(self) -> bool:
        """Whether an approved adjustment ended it, so that it counts in no figure (K-01)."""
        return self.status in (TaskStatus.CANCELLED, TaskStatus.REPLACED) and bool(self.adjustments)

    @shown
    def adjusted(self) -> bool:
        """Whether an approved adjustment changed or ended it (K-02)."""
        return bool(self.adjustments)

    @shown
    def on_time(self) -> bool:
        """Whether it was claimed by its due date, and the claim confirmed (K-02)."""
        return self.completed_on is not None and self.completed_on <= self.due


OPEN = (ASSIGNED, CONTESTED, ACKNOWLEDGED, IN_PROGRESS, BLOCKED, CLAIMED)
AT_WORK = (ACKNOWLEDGED, IN_PROGRESS, BLOCKED)

TASK_LIFECYCLE: Lifecycle[TaskStatus] = Lifecycle(
    {
        PlanTaskAcknowledged: move(ASSIGNED, CONTESTED, to=ACKNOWLEDGED),
        PlanTaskContested: move(ASSIGNED, to=CONTESTED),
        PlanTaskContestResolved: move(CONTESTED, to=ASSIGNED),
        PlanTaskReassigned: move(ASSIGNED, CONTESTED, *AT_WORK, to=ASSIGNED),
        PlanTaskWorkPlanFiled: move(ASSIGNED, *AT_WORK),
        PlanTaskProgressReported: move(*AT_WORK, to=Chosen("status", (IN_PROGRESS, BLOCKED))),
        PlanTaskDifficultyRaised: move(
            ACKNOWLEDGED, IN_PROGRESS, to=Chosen("status", (ACKNOWLEDGED, IN_PROGRESS, BLOCKED))
        ),
        PlanCoordinationRecorded: move(*OPEN),
        PlanTaskUnblocked: move(*OPEN, to=Chosen("status", OPEN)),
        PlanTaskCompletionClaimed: move(IN_PROGRESS, to=CLAIMED),
        PlanTaskCompleted: move(CLAIMED, to=COMPLETED),
        PlanTaskCompletionRefused: move(CLAIMED, to=IN_PROGRESS),
    },
    final=ENDED,
)


def made(terms: TaskMade, at: datetime) -> Task:
    """A new task on these terms."""
    return Task(**asdict(terms), issued_at=at, since=at)


def first_made(terms: TaskMade, at: datetime) -> Task:
    """A task of the first version of a plan."""
    return replace(made(terms, at), first_due=terms.due, first_weight=terms.weight)


def changed(task: Task, terms: TaskMade, by: AdjustmentId, at: datetime) -> Task:
    """The task on new terms. A new person, or one who contested the old terms, is asked to acknowledge it."""
    after: Task = replace(task, **asdict(terms), adjustments=(*task.adjustments, by))
    if after.responsible == task.responsible and task.status is not CONTESTED:
        return after
    return replace(uncontested(after), status=ASSIGNED, claimed_by=None, claimed_on=None, since=at)


def evolve_task(task: Task, event: TaskEvent, stamp: Stamp) -> Task:
    match event:
        case PlanTaskAcknowledged() | PlanTaskContestResolved():
            return replace(uncontested(task), since=stamp.at)
        case PlanTaskContested(reason=reason, coordination=coordination):
            return replace(task, contest=reason, coordinated_as=coordination, since=stamp.at)
        case PlanTaskReassigned(responsible=responsible):
            return replace(uncontested(task), responsible=responsible, since=stamp.at)
        case PlanTaskWorkPlanFiled():
            return replace(task, work_plans=(*task.work_plans, work_plan(event, stamp)))
        case PlanTaskProgressReported(percent=percent, note=note, forecast=forecast):
            return replace(task, percent=percent, note=note, forecast=forecast)
        case PlanTaskDifficultyRaised():
            return replace(task, difficulty=raised(event, stamp), since=stamp.at)
        case PlanCoordinationRecorded():
            return coordinated(task, event, stamp)
        case PlanTaskUnblocked():
            return replace(task, difficulty=None, since=stamp.at)
        case PlanTaskCompletionClaimed():
            return claimed(task, event, stamp)
        case PlanTaskCompleted(completed_on=day, signature=signature):
            return replace(signed(task, signature, stamp), completed_on=day, percent=Decimal(100), difficulty=None)
        case PlanTaskCompletionRefused(signature=signature):
            return replace(signed(task, signature, stamp), note=signature.comment, claimed_by=None, claimed_on=None)
        case _:
            assert_never(event)


def uncontested(task: Task) -> Task:
    return replace(task, contest="", coordinated_as=None)


def raised(event: PlanTaskDifficultyRaised, stamp: Stamp) -> Difficulty:
    return Difficulty(
        issue=event.issue,
        title=event.title,
        description=event.description,
        raised_at=stamp.at,
        coordinated_as=event.coordination,
    )


def claimed(task: Task, event: PlanTaskCompletionClaimed, stamp: Stamp) -> Task:
    return replace(
        task,
        claim=event.claim,
        request=event.request,
        claimed_by=stamp.actor,
        claimed_on=civil(stamp.at),
        since=stamp.at,
    )


def signed(task: Task, signature: Signature, stamp: Stamp) -> Task:
    return replace(task, signatures=(*task.signatures, signature), since=stamp.at)


def work_plan(event: PlanTaskWorkPlanFiled, stamp: Stamp) -> WorkPlan:
    return WorkPlan(
        version=event.version,
        steps=event.steps,
        resources=event.resources,
        method=event.method,
        filed_by=stamp.actor,
        filed_at=stamp.at,
    )


def coordinated(task: Task, event: PlanCoordinationRecorded, stamp: Stamp) -> Task:
    if task.difficulty is None:
        return task
    by = stamp.principal if stamp.actor == SYSTEM else stamp.actor
    step = Coordination(
        units=event.units, measure=event.measure, due=event.due, recorded_by=by, recorded_at=stamp.at
    )
    difficulty = replace(task.difficulty, coordination=(*task.difficulty.coordination, step))
    return replace(task, difficulty=difficulty)
