"""Carrying out the plan: progress of tasks, milestones, quality checks (PROJ-09, 12)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from domain.project.execution_events import (
    ProjectMilestoneReached,
    ProjectMilestoneWaived,
    ProjectQualityChecked,
    ProjectTaskProgressReported,
    Watched,
)
from domain.project.records import Check
from domain.project.results import Proof
from domain.project.standing import watch
from domain.project.state import Project
from domain.project.task import COMPLETE, Milestone, Task
from domain.project.terms import TaskStatus
from domain.shared.act import Context, act
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, civil
from domain.shared.values import percent as percentage

PROGRESS_FELL = Reason(
    "project.progress_fell",
    "Progress falls from {before}% to {now}%; say why.",
    "进度由{before}%降至{now}%，请说明原因。",
)
FORECAST_PAST = Reason(
    "project.forecast_past",
    "{day}, on which the rest is expected to be done, is past.",
    "预计完成日期{day}已过。",
)
NOTHING_SHOWN = Reason("project.nothing_shown", "Give evidence that it is done.", "请提供完成的证明材料。")
PREDECESSORS_OPEN = Reason(
    "project.predecessors_open", "These tasks must be completed first: {tasks}.", "以下前置任务尚未完成：{tasks}。"
)
NOT_THEN = Reason(
    "project.reached_when",
    "A milestone is reached between the start of the project on {started} and today, not on {day}.",
    "里程碑达成日期应在项目启动日{started}至今日之间，而非{day}。",
)
NO_SUCH_REQUIREMENT = Reason(
    "project.no_such_requirement",
    "The plan has no quality requirement {requirement}.",
    "项目规划中没有质量要求{requirement}。",
)


@act("报告项目任务进度", Role.PT, Role.PM)
def report_task(
    project: Project,
    task: Task,
    context: Context,
    *,
    percent: Decimal,
    note: Text,
    evidence: tuple[Proof, ...] = (),
    forecast: date | None = None,
    reason: str = "",
) -> Iterator[ProjectTaskProgressReported | Watched]:
    """Say how many percent of the task are done; at a hundred it is completed, which takes evidence (PROJ-09)."""
    percentage(percent)
    if percent < task.percent and not reason.strip():
        raise PROGRESS_FELL(before=task.percent, now=percent)
    if forecast is not None and forecast < context.today and percent < COMPLETE:
        raise FORECAST_PAST(day=forecast)
    status = TaskStatus.COMPLETED if percent == COMPLETE else TaskStatus.IN_PROGRESS
    if status is TaskStatus.COMPLETED:
        require_done(project, task, evidence)
    yield ProjectTaskProgressReported(
        task=task.id, status=status, percent=percent, note=note, evidence=evidence, forecast=forecast, reason=reason
    )
    told = replace(task, status=status, percent=percent)
    yield from watch(replace(project, tasks={**project.tasks, task.id: told}), context)


@act("确认里程碑达成", Role.PT, Role.PM, Role.SPONSOR, decides=True)
def reach_milestone(
    project: Project,
    milestone: Milestone,
    context: Context,
    *,
    reached_on: date,
    evidence: tuple[Proof, ...],
    comment: str = "",
) -> Iterator[ProjectMilestoneReached]:
    """Accept that the milestone was reached, on the evidence given; its owner does not (PROJ-09)."""
    assert project.started_at is not None
    if not evidence:
        raise NOTHING_SHOWN()
    started = civil(project.started_at)
    if not started <= reached_on <= context.today:
        raise NOT_THEN(started=started, day=reached_on)
    yield ProjectMilestoneReached(milestone=milestone.id, reached_on=reached_on, evidence=evidence, comment=comment)


@act("豁免里程碑", Role.SPONSOR, decides=True)
def waive_milestone(
    project: Project, milestone: Milestone, context: Context, *, reason: Text
) -> Iterator[ProjectMilestoneWaived]:
    """Do without a milestone, saying why; its owner does not decide that (PROJ-18)."""
    yield ProjectMilestoneWaived(milestone=milestone.id, reason=reason)


@act("记录质量检查", Role.PT)
def record_quality_check(
    project: Project,
    context: Context,
    *,
    requirement: str,
    passed: bool,
    findings: Text,
    evidence: tuple[Proof, ...] = (),
) -> Iterator[ProjectQualityChecked | Watched]:
    """Check the work against a quality requirement of the plan, named by its key (PROJ-12, QUAL-08)."""
    assert project.baseline is not None
    found = next((each for each in project.baseline.quality if each.key == requirement), None)
    if found is None:
        raise NO_SUCH_REQUIREMENT(requirement=requirement)
    yield ProjectQualityChecked(
        requirement=requirement, mandatory=found.mandatory, passed=passed, findings=findings, evidence=evidence
    )
    check = Check(
        requirement=requirement,
        mandatory=found.mandatory,
        passed=passed,
        findings=findings,
        evidence=evidence,
        by=context.actor,
        at=context.now,
    )
    yield from watch(replace(project, checks=(*project.checks, check)), context)


def require_done(project: Project, task: Task, evidence: tuple[Proof, ...]) -> None:
    """Refuse NOTHING_SHOWN and PREDECESSORS_OPEN."""
    if not evidence:
        raise NOTHING_SHOWN()
    before = (project.tasks[id] for id in task.depends_on)
    if waiting := [each.title for each in before if not each.ended]:
        raise PREDECESSORS_OPEN(tasks=waiting)
