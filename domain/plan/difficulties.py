"""Problems with a task: raised by the responsible person, coordinated by the plan group (PLAN-20, PLAN-21)."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.rules import UNIT_UNKNOWN
from domain.organisation.state import company
from domain.plan.disagreeing import others, to_coordinate
from domain.plan.state import Plan
from domain.plan.task import Difficulty, Task
from domain.plan.task_events import PlanCoordinationRecorded, PlanTaskDifficultyRaised, PlanTaskUnblocked
from domain.plan.terms import TaskStatus
from domain.shared.act import Context, act
from domain.shared.ids import IssueId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

DIFFICULTY_OPEN = Reason(
    "plan.difficulty_open",
    "The task already has an open difficulty, reported as {issue}.",
    "该任务已有未解决的困难，对应问题{issue}。",
)
NO_DIFFICULTY = Reason("plan.no_difficulty", "The task has no open difficulty.", "该任务没有未解决的困难。")
OTHER_ISSUE = Reason(
    "plan.other_issue",
    "The open difficulty of the task is reported as {issue}, not as {given}.",
    "该任务未解决的困难对应问题{issue}，而非{given}。",
)


@act("反馈任务困难", Role.RP)
def raise_difficulty(
    plan: Plan,
    task: Task,
    context: Context,
    *,
    title: Line,
    description: Text,
    blocks: bool = False,
    units: tuple[UnitId, ...] = (),
) -> Iterator[PlanTaskDifficultyRaised]:
    """Tell the plan group of a problem, and whether it stops the task. It is reported as an issue too (PLAN-20).

    `units` are other units without whose help it cannot be solved: it is coordinated with them (PLAN-21, ORG-14).
    """
    if task.difficulty is not None:
        raise DIFFICULTY_OPEN(issue=task.difficulty.issue)
    units = others(task, units, context)
    yield PlanTaskDifficultyRaised(
        task=task.id,
        issue=IssueId(context.new_id("issue")),
        status=TaskStatus.BLOCKED if blocks else task.status,
        title=title,
        description=description,
        units=units,
        coordination=to_coordinate(units, context),
    )


@act("记录协调措施", Role.PG, Role.SYSTEM)
def record_coordination(
    plan: Plan, task: Task, context: Context, *, units: tuple[UnitId, ...], measure: Text, due: date
) -> Iterator[PlanCoordinationRecorded]:
    """Record what was agreed with other units against the difficulty, and until when (PLAN-21)."""
    known = company(context.world).units
    if unknown := [unit for unit in units if unit not in known]:
        raise UNIT_UNKNOWN(unit=unknown[0], day=context.today)
    yield PlanCoordinationRecorded(
        task=task.id, issue=open_difficulty(task).issue, units=units, measure=measure, due=due
    )


@act("解除任务受阻", Role.PG, Role.SYSTEM)
def unblock_task(
    plan: Plan, task: Task, context: Context, *, reason: Text, issue: IssueId | None = None
) -> Iterator[PlanTaskUnblocked]:
    """End the difficulty: because its issue was closed, or for another reason (PLAN-21)."""
    difficulty = open_difficulty(task)
    if issue not in (None, difficulty.issue):
        raise OTHER_ISSUE(issue=difficulty.issue, given=issue)
    yield PlanTaskUnblocked(
        task=task.id,
        issue=difficulty.issue,
        status=TaskStatus.IN_PROGRESS if task.status is TaskStatus.BLOCKED else task.status,
        reason=reason,
    )


def open_difficulty(task: Task) -> Difficulty:
    if task.difficulty is None:
        raise NO_DIFFICULTY()
    return task.difficulty
