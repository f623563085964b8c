"""Carrying out the tasks of an issued plan (PLAN-17, 19, 24, 43)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.organisation.state import company
from domain.plan.adjustment import APPROVED
from domain.plan.breakdown import require_member
from domain.plan.content import Claim, Evidence, WorkStep
from domain.plan.disagreeing import givers, others, to_coordinate
from domain.plan.issuing import KEEPERS
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.task_events import (
    PlanTaskAcknowledged,
    PlanTaskCompleted,
    PlanTaskCompletionClaimed,
    PlanTaskCompletionRefused,
    PlanTaskContested,
    PlanTaskContestResolved,
    PlanTaskProgressReported,
    PlanTaskReassigned,
    PlanTaskWorkPlanFiled,
)
from domain.plan.terms import TaskStatus
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.ids import PersonId, TaskId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text
from domain.shared.values import percent as percentage

NO_STEPS = Reason("plan.no_steps", "A work plan must have at least one step.", "工作计划须至少包含一个步骤。")
STEP_DATES = Reason(
    "plan.step_dates",
    "The step {step} lies outside the time of the task, {start} to {due}, or ends before it begins.",
    "步骤“{step}”超出任务时间{start}至{due}，或结束早于开始。",
)
PROGRESS_FELL = Reason(
    "plan.progress_fell",
    "Progress falls from {before}% to {now}%; say why.",
    "进度由{before}%降至{now}%，请说明原因。",
)
FORECAST_PAST = Reason(
    "plan.forecast_past",
    "{day}, on which the rest is expected to be done, is past.",
    "预计完成日期{day}已过。",
)
NOTHING_SHOWN = Reason(
    "plan.nothing_shown",
    "To claim completion, give the deliverable or other evidence.",
    "申报完成须提供交付成果或证明材料。",
)
PREDECESSORS_OPEN = Reason(
    "plan.predecessors_open", "These tasks must be completed first: {tasks}.", "以下前置任务尚未完成：{tasks}。"
)
BEING_ADJUSTED = Reason(
    "plan.being_adjusted",
    "The approved adjustment {adjustment} changes this task; apply it first.",
    "已批准的调整{adjustment}涉及该任务，须先执行调整。",
)
SAME_PERSON = Reason("plan.same_person", "{person} is already responsible.", "责任人已是{person}。")


@act("接收任务", Role.RP)
def acknowledge_task(plan: Plan, task: Task, context: Context) -> Iterator[PlanTaskAcknowledged]:
    """Accept the task as issued; also after having contested it (PLAN-19)."""
    yield PlanTaskAcknowledged(task=task.id)


@act("对任务提出异议", Role.RP)
def contest_task(
    plan: Plan, task: Task, context: Context, *, reason: Text, units: tuple[UnitId, ...] = ()
) -> Iterator[PlanTaskContested]:
    """Say why the task cannot be accepted as issued; the plan group coordinates (PLAN-19, ORG-14).

    `units` are those that have to agree; without any, it is the unit from which the task came.
    """
    units = others(task, units, context) or givers(plan, task, context)
    yield PlanTaskContested(task=task.id, reason=reason, units=units, coordination=to_coordinate(units, context))


@act("处理任务异议", *KEEPERS, Role.SYSTEM)
def resolve_contest(plan: Plan, task: Task, context: Context, *, outcome: Text) -> Iterator[PlanTaskContestResolved]:
    """Say what the coordination led to; the task waits for acknowledgement again (PLAN-19)."""
    yield PlanTaskContestResolved(task=task.id, outcome=outcome)


@act("变更任务责任人", Role.RD)
def reassign_task(
    plan: Plan, task: Task, context: Context, *, responsible: PersonId, reason: Text
) -> Iterator[PlanTaskReassigned]:
    """Give the task to somebody else of the same unit. Anything more takes an adjustment (PLAN-43)."""
    if responsible == task.responsible:
        raise SAME_PERSON(person=responsible)
    require_member(company(context.world), responsible, task.unit, context.today)
    yield PlanTaskReassigned(task=task.id, responsible=responsible, reason=reason)


@act("提交任务工作计划", Role.RP, Role.RD)
def file_work_plan(
    plan: Plan, task: Task, context: Context, *, steps: tuple[WorkStep, ...], method: Text, resources: str = ""
) -> Iterator[PlanTaskWorkPlanFiled]:
    """File the detailed work plan and implementation scheme, or its next version (PLAN-17)."""
    if not steps:
        raise NO_STEPS()
    for step in steps:
        if not task.start <= step.starts <= step.ends <= task.due:
            raise STEP_DATES(step=step.text, start=task.start, due=task.due)
    yield PlanTaskWorkPlanFiled(
        task=task.id, version=len(task.work_plans) + 1, steps=steps, resources=resources, method=method
    )


@act("报告任务进度", Role.RP)
def report_progress(
    plan: Plan,
    task: Task,
    context: Context,
    *,
    percent: Decimal,
    note: Text,
    evidence: tuple[Evidence, ...] = (),
    forecast: date | None = None,
    reason: str = "",
) -> Iterator[PlanTaskProgressReported]:
    """Say how far the task has come and when it should be finished; a lower percentage takes a reason (PLAN-19)."""
    percentage(percent)
    if percent < task.percent and not reason.strip():
        raise PROGRESS_FELL(before=task.percent, now=percent)
    if forecast is not None and forecast < context.today:
        raise FORECAST_PAST(day=forecast)
    yield PlanTaskProgressReported(
        task=task.id,
        status=TaskStatus.BLOCKED if task.status is TaskStatus.BLOCKED else TaskStatus.IN_PROGRESS,
        percent=percent,
        note=note,
        evidence=evidence,
        forecast=forecast,
        reason=reason,
    )


@act("申报任务完成", Role.RP)
def claim_completion(
    plan: Plan, task: Task, context: Context, *, delivered: str = "", evidence: tuple[Evidence, ...] = ()
) -> Iterator[PlanTaskCompletionClaimed]:
    """Claim that the task is done, with its deliverable or other evidence, once the tasks before it are (PLAN-24)."""
    if not delivered.strip() and not evidence:
        raise NOTHING_SHOWN()
    if before := [plan.tasks[id].title for id in task.depends_on if awaited(plan, id)]:
        raise PREDECESSORS_OPEN(tasks=before)
    claim = Claim(delivered=delivered, evidence=evidence)
    yield PlanTaskCompletionClaimed(task=task.id, claim=claim, request=ask(claim, context, task.request, task.claim))


@act("确认任务完成", Role.PG, decides=True)
def confirm_completion(plan: Plan, task: Task, context: Context, *, comment: str = "") -> Iterator[PlanTaskCompleted]:
    """Confirm that the task is done; it counts as done on the day of the claim (PLAN-24)."""
    for adjustment in plan.adjustments.values():
        pending = adjustment.status is APPROVED and adjustment.applied_version is None
        if pending and task.id in adjustment.content.changes.touched:
            raise BEING_ADJUSTED(adjustment=adjustment.id)
    assert task.claimed_on is not None
    signature = signed(task, context, Verdict.PASSED, comment)
    yield PlanTaskCompleted(task=task.id, completed_on=task.claimed_on, signature=signature)


@act("不予确认任务完成", Role.PG, decides=True)
def refuse_completion(
    plan: Plan, task: Task, context: Context, *, comment: Text
) -> Iterator[PlanTaskCompletionRefused]:
    """Say what is missing; the task is in progress again (PLAN-24)."""
    yield PlanTaskCompletionRefused(task=task.id, signature=signed(task, context, Verdict.FAILED, comment))


def signed(task: Task, context: Context, verdict: Verdict, comment: str) -> Signature:
    assert task.request is not None
    assert task.claim is not None
    return sign(task.request, task.claim, context, verdict, comment)


def awaited(plan: Plan, id: TaskId) -> bool:
    """Whether a task, or one of those that took its place, has still to end."""
    task = plan.tasks[id]
    return not task.ended or any(awaited(plan, other) for other in task.replaced_by)
