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
    """Who answers for the task accepted it as issued (PLAN-19)."""

    task: TaskId


class PlanTaskContested(Struct, frozen=True, kw_only=True, tag="plan.task.contested"):
    """Who answers for the task does not accept it as issued; `coordination` asks `units` to agree (PLAN-19)."""

    task: TaskId
    reason: Said
    units: tuple[UnitId, ...] = ()
    """The units that have to agree; without any, the one from which the task came."""
    coordination: CoordinationId | None = None
    """The request that these units agree, where there are any."""


class PlanTaskContestResolved(Struct, frozen=True, kw_only=True, tag="plan.task.contest_resolved"):
    """What the coordination led to; the task waits to be accepted again (PLAN-19)."""

    task: TaskId
    outcome: Said


class PlanTaskReassigned(Struct, frozen=True, kw_only=True, tag="plan.task.reassigned"):
    """The head of the unit gave the task to somebody else of the same unit (PLAN-43)."""

    task: TaskId
    responsible: PersonId
    """Who answers for it from here on."""
    reason: Said


class PlanTaskWorkPlanFiled(Struct, frozen=True, kw_only=True, tag="plan.task.work_plan_filed"):
    """A detailed work plan and implementation scheme for the task was filed, in full (PLAN-17)."""

    task: TaskId
    version: int
    """Which work plan of the task it is; the first was 1."""
    steps: tuple[WorkStep, ...]
    resources: str
    """What it takes."""
    method: str
    """How it is to be done."""


class PlanTaskProgressReported(Struct, frozen=True, kw_only=True, tag="plan.task.progress_reported"):
    """How many per cent of the task are done, and when it should be finished (PLAN-19)."""

    task: TaskId
    status: TaskStatus
    """A task that is blocked stays so; any other is in progress from the first report."""
    percent: Decimal
    """How much of it is done, from 0 to 100 %."""
    note: Said
    evidence: tuple[Evidence, ...]
    forecast: date | None
    """The day on which it should be finished."""
    reason: Said
    """Why the percentage fell, where it did."""


class PlanTaskDifficultyRaised(Struct, frozen=True, kw_only=True, tag="plan.task.difficulty_raised"):
    """Who answers for the task told of a problem, reported as `issue`; BLOCKED if it stops the task (PLAN-20)."""

    task: TaskId
    issue: IssueId
    """The issue as which the difficulty is reported."""
    status: TaskStatus
    """BLOCKED if it stops the task; else as before."""
    title: str
    description: str
    units: tuple[UnitId, ...] = ()
    """Other units without whose help it cannot be solved (PLAN-21)."""
    coordination: CoordinationId | None = None
    """The request that these units agree, where there are any."""


class PlanCoordinationRecorded(Struct, frozen=True, kw_only=True, tag="plan.task.coordination_recorded"):
    """What was agreed with other units against the difficulty (PLAN-21)."""

    task: TaskId
    issue: IssueId
    """The issue as which the difficulty is reported."""
    units: tuple[UnitId, ...]
    measure: str
    due: date
    """By when it is to be done."""


class PlanTaskUnblocked(Struct, frozen=True, kw_only=True, tag="plan.task.unblocked"):
    """The difficulty is over; a task that it blocked is in progress again (PLAN-21)."""

    task: TaskId
    issue: IssueId
    """The issue as which the difficulty is reported."""
    status: TaskStatus
    reason: Said


class PlanTaskCompletionClaimed(Struct, frozen=True, kw_only=True, tag="plan.task.completion_claimed"):
    """The task was claimed to be done, with what shows it; the plan group confirms or refuses it (PLAN-24)."""

    task: TaskId
    claim: Claim
    request: Request


class PlanTaskCompleted(Struct, frozen=True, kw_only=True, tag="plan.task.completed"):
    """The plan group confirmed that the task is done; it counts as done on the day of the claim (PLAN-24)."""

    task: TaskId
    completed_on: date
    """The day of the claim, as which it counts."""
    signature: Signature


class PlanTaskCompletionRefused(Struct, frozen=True, kw_only=True, tag="plan.task.completion_refused"):
    """The plan group did not find the task done: it is in progress again (PLAN-24)."""

    task: TaskId
    signature: Signature
    """Its comment says what is missing."""


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
