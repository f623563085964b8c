"""What can have happened to a task of a plan."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.plan.content import Claim, Evidence, WorkStep
from domain.plan.terms import TaskStatus
from domain.shared.approval import Request, Signature
from domain.shared.ids import CoordinationId, IssueId, PersonId, TaskId, UnitId
from domain.shared.personal import Said


class PlanTaskAcknowledged(Struct, frozen=True, kw_only=True, tag="plan.task.acknowledged"):
    task: TaskId


class PlanTaskContested(Struct, frozen=True, kw_only=True, tag="plan.task.contested"):
    """`coordination` is the id of the request that units agree with these `units`, where there are any."""

    task: TaskId
    reason: Said
    units: tuple[UnitId, ...] = ()
    coordination: CoordinationId | None = None


class PlanTaskContestResolved(Struct, frozen=True, kw_only=True, tag="plan.task.contest_resolved"):
    task: TaskId
    outcome: Said


class PlanTaskReassigned(Struct, frozen=True, kw_only=True, tag="plan.task.reassigned"):
    task: TaskId
    responsible: PersonId
    reason: Said


class PlanTaskWorkPlanFiled(Struct, frozen=True, kw_only=True, tag="plan.task.work_plan_filed"):
    task: TaskId
    version: int
    steps: tuple[WorkStep, ...]
    resources: str
    method: str


class PlanTaskProgressReported(Struct, frozen=True, kw_only=True, tag="plan.task.progress_reported"):
    """`status`: a task that is blocked stays so; any other is in progress from the first report."""

    task: TaskId
    status: TaskStatus
    percent: Decimal
    note: Said
    evidence: tuple[Evidence, ...]
    forecast: date | None
    reason: Said
    """Why the percentage fell, where it did."""


class PlanTaskDifficultyRaised(Struct, frozen=True, kw_only=True, tag="plan.task.difficulty_raised"):
    """`issue` is the id of the issue that it is reported as; `status` is BLOCKED if it stops the task.

    `coordination` is the id of the request that units agree with these `units`, where their help is needed.
    """

    task: TaskId
    issue: IssueId
    status: TaskStatus
    title: str
    description: str
    units: tuple[UnitId, ...] = ()
    coordination: CoordinationId | None = None


class PlanCoordinationRecorded(Struct, frozen=True, kw_only=True, tag="plan.task.coordination_recorded"):
    task: TaskId
    issue: IssueId
    units: tuple[UnitId, ...]
    measure: str
    due: date


class PlanTaskUnblocked(Struct, frozen=True, kw_only=True, tag="plan.task.unblocked"):
    """The difficulty is over; a task that it blocked is in progress again."""

    task: TaskId
    issue: IssueId
    status: TaskStatus
    reason: Said


class PlanTaskCompletionClaimed(Struct, frozen=True, kw_only=True, tag="plan.task.completion_claimed"):
    task: TaskId
    claim: Claim
    request: Request


class PlanTaskCompleted(Struct, frozen=True, kw_only=True, tag="plan.task.completed"):
    """Confirmed by the plan group; `completed_on` is the day of the claim (PLAN-24)."""

    task: TaskId
    completed_on: date
    signature: Signature


class PlanTaskCompletionRefused(Struct, frozen=True, kw_only=True, tag="plan.task.completion_refused"):
    task: TaskId
    signature: Signature


TaskEvent: TypeAlias = (
    PlanTaskAcknowledged
    | PlanTaskContested
    | PlanTaskContestResolved
    | PlanTaskReassigned
    | PlanTaskWorkPlanFiled
    | PlanTaskProgressReported
    | PlanTaskDifficultyRaised
    | PlanCoordinationRecorded
    | PlanTaskUnblocked
    | PlanTaskCompletionClaimed
    | PlanTaskCompleted
    | PlanTaskCompletionRefused
)
