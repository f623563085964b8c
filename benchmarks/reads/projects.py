"""What happens to the projects of the company."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.reads.company import BEGINS, Happening, Scale, person, project_id, request, signature, unit
from domain.project import execution_events as executing
from domain.project import initiation_events as initiating
from domain.project import planning_events as planning
from domain.project.content import (
    Baseline,
    BudgetLine,
    Forecast,
    Member,
    Phase,
    PlannedMilestone,
    PlannedTask,
    Proposal,
    QualityRequirement,
    Report,
    Research,
)
from domain.project.terms import Category, Feasibility, Kind, Matter, Opinion, TaskStatus
from domain.shared.approval import Verdict
from domain.shared.ids import CommitmentId, CostId, GoalId, MilestoneId, PersonId, ProjectTaskId, ReviewId
from domain.shared.term import Role

TASKS, MILESTONES, MEMBERS, COMMITMENTS, COSTS = 12, 4, 6, 4, 8
"""What a project that is carried out has of each."""
DEPARTMENTS = 3
"""How many review it."""
FUNCTIONS = ("项目经理", "产品", "技术", "质量", "采购", "市场")
LINES = ("人工", "设备", "外包")


def project_begins(number: int, scale: Scale) -> Iterator[Happening]:
    """Proposed, and reviewed; nine of ten are approved, planned, and carried out for a while: 36 events."""
    id, preparer = project_id(number), person(number % scale.people)
    written = proposal(number)
    asked = request(written, preparer, BEGINS)
    invited = tuple(
        initiating.Invited(review=ReviewId(f"{id}-review-{each}"), unit=unit((number + each) % scale.units))
        for each in range(DEPARTMENTS)
    )
    proposed = initiating.ProjectProposed(
        kind=tuple(Kind)[number % 2],
        category=tuple(Category)[number % len(Category)],
        unit=unit(number % scale.units),
        proposal=written,
        lessons=(),
    )
    yield Happening(id, proposed, preparer)
    yield Happening(id, initiating.ProjectInitiationSubmitted(request=asked, invited=invited, answer=""), preparer)
    for place, each in enumerate(invited):
        reviewer = person((number + 10 + place) % scale.people)
        given = initiating.ProjectReviewOpinionGiven(
            review=each.review,
            opinion=Opinion.PASS,
            text="同意立项",
            conditions=(),
            signature=signature(written, reviewer, Role.DM, BEGINS, Verdict.PASSED),
        )
        if is_carried_out(number) or place:
            yield Happening(id, given, reviewer)
    if is_carried_out(number):
        yield from planned(number, scale, written)
        yield from carried_out(number, scale)


def is_carried_out(number: int) -> bool:
    """Whether it got that far; every tenth waits for its reviews."""
    return number % 10 != 0


def planned(number: int, scale: Scale, written: Proposal) -> Iterator[Happening]:
    """Approved, with a team, a plan and a budget."""
    id, starts = project_id(number), begins(number)
    lead, sponsor = person((number + 1) % scale.people), person((number + 2) % scale.people)
    approved = initiating.ProjectApproved(
        signature=signature(written, sponsor, Role.MGMT, BEGINS, Verdict.APPROVED),
        sponsor=sponsor,
        ceiling=Decimal("500000.00"),
        deadline=starts + timedelta(days=240),
        conditions=(),
    )
    team = tuple(
        Member(
            person=person((number + 1 + place) % scale.people),
            function=FUNCTIONS[place],
            duty="按项目计划完成本职工作",
            allocation=Decimal(100 if place == 0 else 20 + 10 * place),
            starts=starts,
            ends=starts + timedelta(days=240),
            lead=place == 0,
        )
        for place in range(MEMBERS)
    )
    tasks = {f"T{place}": task_id(number, place) for place in range(TASKS)}
    milestones = {f"M{place}": milestone_id(number, place) for place in range(MILESTONES)}
    baseline = plan_of(number, scale, starts)
    yield Happening(id, initiating.ProjectReviewPassed(round=1), sponsor)
    yield Happening(id, approved, sponsor)
    yield Happening(id, planning.ProjectTeamAssembled(team=team, overloads=()), lead)
    yield Happening(id, planning.ProjectPlanBaselined(baseline=baseline, tasks=tasks, milestones=milestones), lead)
    yield Happening(id, planning.ProjectStarted(), lead)


def carried_out(number: int, scale: Scale) -> Iterator[Happening]:
    """Every task reported on, half of the milestones reached, money bound and spent."""
    id, lead = project_id(number), person((number + 1) % scale.people)
    for place in range(TASKS):
        yield Happening(id, progress(number, place, reported(place)), owner(number, place, scale))
    for place in range(MILESTONES // 2):
        reached = executing.ProjectMilestoneReached(
            milestone=milestone_id(number, place),
            reached_on=begins(number) + timedelta(days=60 * place + 58),
            evidence=(),
            comment="已验收",
        )
        yield Happening(id, reached, person((number + 2) % scale.people))
    for place in range(COMMITMENTS):
        committed = executing.ProjectCostCommitted(
            commitment=commitment_id(number, place),
            line=f"B{place % len(LINES)}",
            title=f"第{place}号合同",
            party="供应商甲",
            amount=Decimal("40000.00"),
        )
        yield Happening(id, committed, lead)
    for place in range(COSTS):
        posted = executing.ProjectCostPosted(
            cost=CostId(f"{id}-cost-{place}"),
            line=f"B{place % len(LINES)}",
            title=f"第{place}笔费用",
            amount=Decimal(8_000 + 125 * ((number + place) % 40)),
            spent_on=begins(number) + timedelta(days=10 * place),
            commitment=commitment_id(number, place % COMMITMENTS),
            settles=False,
        )
        yield Happening(id, posted, lead)


def project_goes_on(number: int, scale: Scale, turn: int) -> Iterator[Happening]:
    """As many events as began it: each task's progress goes elsewhere and back, the rest are reminders."""
    id, lead = project_id(number), person((number + 1) % scale.people)
    if is_carried_out(number):
        for place in range(TASKS):
            for percent in (reported(place) // 2 + turn % 10, reported(place)):
                yield Happening(id, progress(number, place, percent), owner(number, place, scale))
    matter, times = (Matter.TASK, TASKS) if is_carried_out(number) else (Matter.REVIEW, 4)
    for place in range(times):
        subject = task_id(number, place) if matter is Matter.TASK else id
        due = begins(number)
        reminded = executing.ProjectReminded(matter=matter, subject=subject, rung=turn % 4, to=(lead,), due=due)
        yield Happening(id, reminded, lead)


def proposal(number: int) -> Proposal:
    """A proposal with its report, of the size that they have."""
    research = Research(
        market="同类产品年增长百分之十五，客户反馈交付周期偏长。" * 3,
        feasibility="技术、人员与资金均已具备，风险可控。" * 3,
        conclusion=Feasibility.FEASIBLE,
    )
    report = Report(
        background="现有流程依赖人工登记，差错与等待较多。" * 3,
        objectives="一年内将交付周期缩短三成，差错率减半。" * 2,
        market_analysis="重点客户均提出电子对账需求。" * 3,
        technical_scheme="分三期建设，先试点后推广。" * 3,
        benefit_forecast=Forecast(investment=Decimal("500000.00")),
    )
    title = f"第{number}号项目：缩短交付周期 Project {number}"
    return Proposal(title=title, goals=(GoalId("goal-delivery"),), research=research, report=report)


def plan_of(number: int, scale: Scale, starts: date) -> Baseline:
    """A plan of twelve tasks in three chains, with four milestones and three budget lines."""
    tasks = tuple(
        PlannedTask(
            key=f"T{place}",
            phase=f"P{place // 4}",
            title=f"任务{place}：设计“流程” Task {place} of project {number}",
            owner=owner(number, place, scale),
            starts=starts + timedelta(days=20 * (place // 3) + 1),
            due=starts + timedelta(days=20 * (place // 3) + 12 + place % 3),
            cost=Decimal(20_000 + 1_000 * place),
            depends_on=(f"T{place - 3}",) if place >= 3 else (),
        )
        for place in range(TASKS)
    )
    milestones = tuple(
        PlannedMilestone(
            key=f"M{place}",
            phase=f"P{place % 3}",
            title=f"里程碑{place}",
            owner=person((number + 1) % scale.people),
            due=starts + timedelta(days=60 * place + 60),
        )
        for place in range(MILESTONES)
    )
    return Baseline(
        objective="缩短交付周期",
        scope="订单到交付的全过程",
        quality=(QualityRequirement(key="Q0", text="差错率低于千分之五"),),
        deliverables=("流程手册", "信息系统"),
        phases=tuple(Phase(key=f"P{each}", title=f"第{each}阶段") for each in range(3)),
        tasks=tasks,
        milestones=milestones,
        budget=tuple(BudgetLine(key=f"B{each}", title=LINES[each], amount=Decimal("150000.00")) for each in range(3)),
    )


def begins(number: int) -> date:
    return date(2026, 1 + number % 12, 1)


def reported(place: int) -> int:
    """How many percent of a task are done."""
    return 80 - 6 * place


def owner(number: int, place: int, scale: Scale) -> PersonId:
    return person((number + 1 + place % MEMBERS) % scale.people)


def task_id(number: int, place: int) -> ProjectTaskId:
    return ProjectTaskId(f"{project_id(number)}-task-{place:02}")


def milestone_id(number: int, place: int) -> MilestoneId:
    return MilestoneId(f"{project_id(number)}-milestone-{place}")


def commitment_id(number: int, place: int) -> CommitmentId:
    return CommitmentId(f"{project_id(number)}-commitment-{place}")


def progress(number: int, place: int, percent: int) -> executing.ProjectTaskProgressReported:
    return executing.ProjectTaskProgressReported(
        task=task_id(number, place),
        status=TaskStatus.IN_PROGRESS,
        percent=Decimal(percent),
        note="按计划进行",
        evidence=(),
        forecast=None,
        reason="",
    )
