"""What happens to the plans of the company."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.reads.company import BEGINS, Happening, Scale, person, plan_id, request, signature, unit
from domain.plan import events as of_plan
from domain.plan import task_events as of_task
from domain.plan.content import Milestone, PlanContent, PlanGoal, TaskMade
from domain.plan.terms import GoalKind, Kind, Level, Matter, Rung, TaskStatus
from domain.shared.approval import Verdict
from domain.shared.ids import GoalId, PlanId, TaskId
from domain.shared.term import Role


def plan_begins(number: int, scale: Scale) -> Iterator[Happening]:
    """Drafted, submitted, approved, decomposed, issued; each task acknowledged and reported on: 5 + 2 events a task."""
    id, preparer, decider = plan_id(number), person(number % scale.people), person((number + 1) % scale.people)
    starts = date(2026, 1 + number % 12, 1)
    at = BEGINS + timedelta(minutes=number)
    content = plan_content(number, scale, starts)
    drafted = of_plan.PlanDrafted(
        kind=tuple(Kind)[number % 4],
        level=tuple(Level)[number // 7 % 3],
        unit=unit(number % scale.units),
        starts=starts,
        ends=starts + timedelta(days=90),
        parent=None,
        progress=None,
        copied_from=None,
        content=content,
    )
    signed = signature(content, decider, Role.DM, at, Verdict.APPROVED)
    asked = request(content, preparer, at)
    tasks = tuple(task_made(number, place, scale, starts) for place in range(scale.tasks))
    recipients = tuple(dict.fromkeys(task.responsible for task in tasks))
    yield Happening(id, drafted, preparer)
    yield Happening(id, of_plan.PlanSubmitted(request=asked, late=False, superior=decider), preparer)
    yield Happening(id, of_plan.PlanApproved(signature=signed), decider)
    yield Happening(id, of_plan.PlanDecomposed(tasks=tasks), preparer)
    yield Happening(id, of_plan.PlanIssued(version=1, recipients=recipients), preparer)
    for task in tasks:
        yield Happening(id, of_task.PlanTaskAcknowledged(task=task.id), task.responsible)
        yield Happening(id, progress(task.id, 10), task.responsible)


def plan_goes_on(number: int, scale: Scale, turn: int) -> Iterator[Happening]:
    """As many events as began it: two reports on each task, and five about the plan itself."""
    id, planner, last = plan_id(number), person(number % scale.people), turn == scale.history - 1
    for place in range(scale.tasks):
        task, responsible = task_id(number, place), person((number + place) % scale.people)
        yield Happening(id, progress(task, 10 + turn * 7 % 80), responsible)
        yield Happening(id, progress(task, 10 if last else 20 + turn * 5 % 70), responsible)
    parent = PlanId(plan_id(0))
    for version in (2 * turn, 2 * turn + 1):
        yield Happening(id, of_plan.PlanAlignmentFlagged(parent=parent, parent_version=version), planner)
        yield Happening(id, of_plan.PlanAlignmentConfirmed(adjustment=None, comment="仍然一致"), planner)
    told = tuple(Rung)[turn % 2]
    due = date(2026, 6, 1)
    reminded = of_plan.PlanReminded(matter=Matter.INSPECTION, subject=id, rung=told, to=(planner,), due=due)
    yield Happening(id, reminded, planner)


def plan_content(number: int, scale: Scale, starts: date) -> PlanContent:
    """A content of the size that plans have: three goals, two milestones."""
    goals = tuple(
        PlanGoal(
            key=f"G{each}",
            kind=GoalKind.DEPARTMENT,
            unit=unit((number + each) % scale.units),
            text=f"第{each}项目标：准时交付率达到{90 + each}%",
            goal=GoalId("goal-delivery"),
            target=Decimal(90 + each),
        )
        for each in range(3)
    )
    milestones = tuple(Milestone(title=f"里程碑{each}", due=starts + timedelta(days=30 * each)) for each in range(1, 3))
    return PlanContent(
        title=f"第{number}号工作计划 Plan {number}",
        direction="以客户交付为中心，稳步提升运营质量",
        focus="缩短交付周期，减少重复问题，扩大重点客户",
        goals=goals,
        milestones=milestones,
    )


def task_made(number: int, place: int, scale: Scale, starts: date) -> TaskMade:
    return TaskMade(
        id=task_id(number, place),
        goal=f"G{place % 3}",
        title=f"任务{place}：减少“等待” Task {place} of plan {number}",
        content="按周检查进展，发现偏差及时上报。",
        unit=unit((number + place) % scale.units),
        responsible=person((number + place) % scale.people),
        start=starts,
        due=starts + timedelta(days=20 + 5 * (place // 2)),
        weight=Decimal(10),
    )


def task_id(number: int, place: int) -> TaskId:
    return TaskId(f"{plan_id(number)}-task-{place:02}")


def progress(task: TaskId, percent: int) -> of_task.PlanTaskProgressReported:
    return of_task.PlanTaskProgressReported(
        task=task,
        status=TaskStatus.IN_PROGRESS,
        percent=Decimal(percent),
        note="按计划进行",
        evidence=(),
        forecast=None,
        reason="",
    )
