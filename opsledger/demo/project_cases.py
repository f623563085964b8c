"""Which projects the demonstration company has, and what is written about each."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.project.content import (
    Baseline,
    Benefit,
    BudgetLine,
    ChangeContent,
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
from domain.project.results import Effect, NewLesson, Summary
from domain.project.terms import Category, Feasibility, Status
from domain.shared.ids import GoalId, PersonId
from opsledger.demo.people import ANALYST, DELIVERY, FINANCE, GROWTH, IMPROVER, OPERATOR, PLANNER_2

CEILING = Decimal(200_000)
TEAM = (
    (OPERATOR, "项目负责人", "统筹进度与预算"),
    (ANALYST, "数据工程师", "数据接口与验证"),
    (PLANNER_2, "实施", "现场实施与培训"),
)
LEAD = OPERATOR
REVIEWERS = {"U-FIN": FINANCE, "U-OMD": IMPROVER}
"""The departments that review, and who heads them."""
EQUIPMENT, LABOUR = "equipment", "labour"


class ProjectCase(NamedTuple):
    """A project, begun so many days ago, that has come as far as its status."""

    id: str
    title: str
    category: Category
    status: Status
    days_ago: float
    goal: str = DELIVERY


PROJECTS = (
    ProjectCase("project-barcode", "仓库条码管理上线", Category.SYSTEM, Status.POST_EVALUATED, 140),
    ProjectCase("project-showroom", "华南展示中心建设", Category.FACILITY, Status.CLOSED, 90, GROWTH),
    ProjectCase("project-hotline", "服务热线整合", Category.SERVICE, Status.ACCEPTED, 72),
    ProjectCase("project-packaging", "出厂包装改进", Category.PRODUCT, Status.IN_ACCEPTANCE, 68),
    ProjectCase("project-dashboard", "数据看板二期", Category.SYSTEM, Status.EXECUTING, 45),
    ProjectCase("project-robot", "装配线机器人试点", Category.PRODUCT, Status.TERMINATED, 38),
    ProjectCase("project-overseas", "海外备件仓", Category.MARKET, Status.SUSPENDED, 30, GROWTH),
    ProjectCase("project-leasing", "设备租赁业务", Category.MARKET, Status.REJECTED, 25, GROWTH),
    ProjectCase("project-app", "客户自助报修应用", Category.SYSTEM, Status.RETURNED, 16),
    ProjectCase("project-drone", "无人机巡检服务", Category.SERVICE, Status.REVIEW_FAILED, 12, GROWTH),
    ProjectCase("project-routing", "配送路线优化", Category.PROCESS, Status.PLANNED, 11.5),
    ProjectCase("project-training", "经销商培训基地", Category.FACILITY, Status.APPROVED, 10, GROWTH),
    ProjectCase("project-portal", "经销商门户", Category.SYSTEM, Status.AWAITING_APPROVAL, 8, GROWTH),
    ProjectCase("project-sensor", "远程监测传感器", Category.PRODUCT, Status.IN_REVIEW, 5, GROWTH),
    ProjectCase("project-recycling", "旧机回收翻新", Category.SERVICE, Status.PROPOSED, 3, GROWTH),
)


def proposal(case: ProjectCase, today: date) -> Proposal:
    """The research and the report, with a forecast for the two years after."""
    year = timedelta(days=365)
    benefits = (
        Benefit(starts=today, ends=today + year, amount=Decimal(120_000)),
        Benefit(starts=today + year, ends=today + 2 * year, amount=Decimal(260_000)),
    )
    return Proposal(
        title=case.title,
        goals=(GoalId(case.goal),),
        research=Research(
            market="走访十二家重点客户，八家有明确需求", feasibility="现有团队与供应商可以实施",
            conclusion=Feasibility.FEASIBLE, sources=("客户走访记录",),
        ),
        report=Report(
            background=f"{case.title}多次在运营例会上提出", objectives="半年内上线并见效",
            market_analysis="同行已普遍采用，客户预期明确", technical_scheme="分两个阶段实施，先试点后推广",
            benefit_forecast=Forecast(investment=CEILING, benefits=benefits),
        ),
    )  # fmt: skip


def team(today: date) -> tuple[Member, ...]:
    """Three people, a third of their time each."""
    return tuple(
        Member(
            person=PersonId(person), function=function, duty=duty, allocation=Decimal(30), starts=today,
            ends=today + timedelta(days=180), lead=person == LEAD,
        )
        for person, function, duty in TEAM
    )  # fmt: skip


def baseline(starts: date) -> Baseline:
    """Three tasks one after the other, fifty-four days in all, and two milestones."""

    def on(days: int) -> date:
        return starts + timedelta(days=days)

    def task(key: str, title: str, owner: str, first: int, last: int, cost: int, *after: str) -> PlannedTask:
        return PlannedTask(
            key=key, phase="P2" if after else "P1", title=title, owner=PersonId(owner), starts=on(first), due=on(last),
            cost=Decimal(cost), depends_on=after,
        )  # fmt: skip

    def milestone(key: str, phase: str, title: str, day: int) -> PlannedMilestone:
        return PlannedMilestone(key=key, phase=phase, title=title, owner=PersonId(PLANNER_2), due=on(day))

    return Baseline(
        objective="按时上线并通过用户验收",
        scope="总部与两个分支机构，不含海外",
        quality=(
            QualityRequirement(key="Q1", text="试运行两周无严重故障"),
            QualityRequirement(key="Q2", text="操作手册图文完整", mandatory=False),
        ),
        deliverables=("上线系统与设备", "操作手册"),
        phases=(Phase(key="P1", title="设计"), Phase(key="P2", title="实施")),
        tasks=(
            task("T1", "方案设计与选型", ANALYST, 0, 13, 40_000),
            task("T2", "采购与安装调试", PLANNER_2, 14, 33, 60_000, "T1"),
            task("T3", "试运行与培训", PLANNER_2, 34, 53, 30_000, "T2"),
        ),
        milestones=(milestone("M1", "P1", "方案定稿", 20), milestone("M2", "P2", "正式上线", 55)),
        budget=(
            BudgetLine(key=EQUIPMENT, title="设备与软件", amount=Decimal(110_000)),
            BudgetLine(key=LABOUR, title="实施与培训", amount=Decimal(50_000)),
        ),
    )


def change(now: Baseline, reason: str, deadline: date | None = None) -> ChangeContent:
    """The plan as it is to be, with a new deadline if any."""
    return ChangeContent(
        reason=reason, baseline=now, deadline=deadline, impact="其他任务不受影响", solution="增加一名兼职实施人员"
    )


def summary(case: ProjectCase, post_evaluation_on: date | None) -> Summary:
    """The closing summary with one lesson."""
    effect = Effect(
        quality="必检项全部通过", cost="控制在批复预算内", schedule="按基线完成", benefit="首批收益已开始体现"
    )
    lesson = NewLesson(
        title="尽早锁定供应商接口",
        category=case.category,
        situation="供应商资料晚到两周，设计返工一次",
        recommendation="立项评审前取得供应商接口资料",
    )
    return Summary(text=f"{case.title}已结束", effect=effect, lessons=(lesson,), post_evaluation_on=post_evaluation_on)
