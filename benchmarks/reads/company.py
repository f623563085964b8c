"""The company that every row of the benchmark answers about: its size, and all that happens in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from domain.issue import events as of_issue
from domain.issue.solving_events import IssueSeverityChanged
from domain.issue.terms import Category, Origin
from domain.issue.terms import Kind as IssueKind
from domain.plan import events as of_plan
from domain.plan import task_events as of_task
from domain.plan.content import Milestone, PlanContent, PlanGoal, TaskMade
from domain.plan.terms import GoalKind, Kind, Level, Matter, Rung, TaskStatus
from domain.shared.approval import Request, Signature, Verdict, digest
from domain.shared.ids import GoalId, PersonId, PlanId, TaskId, UnitId
from domain.shared.term import Role

FOUNDED = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)
BEGINS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""When the first plan is drafted; from then on something happens every second."""


class Scale(NamedTuple):
    """How much there is. `history` multiplies what has happened, not what there is: same records, more events."""

    plans: int = 2_000
    tasks: int = 10
    people: int = 200
    units: int = 30
    issues: int = 20_000
    history: int = 1


FULL = Scale()
QUICK = Scale(plans=300, people=50, issues=3_000)


class Happening(NamedTuple):
    """An event of a record, and whose act it was."""

    record: str
    event: Any
    actor: PersonId


def unit(number: int) -> UnitId:
    return UnitId(f"unit-{number:02}")


def person(number: int) -> PersonId:
    return PersonId(f"person-{number:03}")


def plan_id(number: int) -> str:
    return f"plan-{number:05}"


def happenings(scale: Scale) -> Iterator[Happening]:
    """Everything in its order: plans and issues come to be, and then go on as often as the scale asks.

    What goes on leaves everything that the benchmark's questions show as it was, and changes much in between; so a
    longer history has the same answers, and another past.
    """
    for number in range(scale.plans):
        yield from plan_begins(number, scale)
    for number in range(scale.issues):
        yield from issue_begins(number, scale)
    for turn in range(1, scale.history):
        last = turn == scale.history - 1
        for number in range(scale.plans):
            yield from plan_goes_on(number, scale, turn, last)
        for number in range(scale.issues):
            yield from issue_goes_on(number, scale, turn)


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
    signed = Signature(
        signer=decider,
        role=Role.DM,
        at=at,
        verdict=Verdict.APPROVED,
        round=1,
        content_version=1,
        digest=digest(content),
        matrix=1,
    )
    request = Request(round=1, asked_by=preparer, asked_at=at, content_version=1, digest=digest(content))
    tasks = tuple(task_made(number, place, scale, starts) for place in range(scale.tasks))
    recipients = tuple(dict.fromkeys(task.responsible for task in tasks))
    yield Happening(id, drafted, preparer)
    yield Happening(id, of_plan.PlanSubmitted(request=request, late=False, superior=decider), preparer)
    yield Happening(id, of_plan.PlanApproved(signature=signed), decider)
    yield Happening(id, of_plan.PlanDecomposed(tasks=tasks), preparer)
    yield Happening(id, of_plan.PlanIssued(version=1, recipients=recipients), preparer)
    for task in tasks:
        yield Happening(id, of_task.PlanTaskAcknowledged(task=task.id), task.responsible)
        yield Happening(id, progress(task.id, 10), task.responsible)


def plan_goes_on(number: int, scale: Scale, turn: int, last: bool) -> Iterator[Happening]:
    """As many events as began it: two reports on each task, and five about the plan itself."""
    id, planner = plan_id(number), person(number % scale.people)
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


def issue_begins(number: int, scale: Scale) -> Iterator[Happening]:
    """Four events, that lead a fifth of the issues no further than their report, and half of them into analysis."""
    id, reporter = f"issue-{number:06}", person(number % scale.people)
    where, category = unit(number // 7 % scale.units), tuple(Category)[number % len(Category)]
    severity = 1 + number // 10 % 4
    yield Happening(
        id,
        of_issue.IssueReported(
            title=f"第{number}次停线 The line stood still",
            description="值班人员发现皮带断裂，备件未订购。" * 3,
            kind=IssueKind.PROBLEM,
            impact="损失两小时产量",
            found_at=BEGINS,
            unit=where,
            category=category,
            severity=severity,
            origin=Origin.EMPLOYEE_REPORT,
        ),
        reporter,
    )
    if number % 10 >= 2:
        registered = of_issue.IssueRegistered(number=f"ISS-2026-{number:06}", category=category, triage_unit=where)
        yield Happening(id, registered, reporter)
    if number % 10 >= 5:
        lead = person((number + 3) % scale.people)
        due = date(2026, 2, 1)
        started = of_issue.IssueAnalysisStarted(lead=lead, analysts=(lead,), units=(where,), due=due)
        yield Happening(id, started, reporter)
    yield Happening(id, of_issue.IssueLinked(record="meeting-1", note="首次讨论"), reporter)


def issue_goes_on(number: int, scale: Scale, turn: int) -> Iterator[Happening]:
    """Its severity goes up and down, and is again what it was: as often as makes the same number of events."""
    id, by = f"issue-{number:06}", person((number + turn) % scale.people)
    severity = 1 + number // 10 % 4
    other = 1 + (severity + turn) % 4
    for before, after in ((severity, other), (other, severity)) * (1 if (number + turn) % 3 == 0 else 2):
        yield Happening(id, IssueSeverityChanged(before=before, severity=after, reason="重新评估"), by)
