"""What is written about each project of the demonstration company: its proposal, its plan, its summary."""

from datetime import date, timedelta
from decimal import Decimal

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
from domain.project.terms import Category, Feasibility
from domain.shared.ids import GoalId, PersonId
from opsledger.demo.people import ANALYST, FINANCE, IMPROVER, PLANNER_2
from opsledger.demo.project_catalogue import ProjectCase

CEILING = 200_000
HELPERS = ((ANALYST, "数据工程师", "数据接口与验证"), (PLANNER_2, "实施", "现场实施与培训"))
REVIEWERS = {"U-FIN": FINANCE, "U-OMD": IMPROVER}
"""The departments that review, and who heads them."""
EQUIPMENT, LABOUR = "equipment", "labour"
TASKS = {
    Category.FACILITY: ("场地勘察与设计", "装修与设备进场", "试运营与接待培训"),
    Category.SERVICE: ("流程与话务方案设计", "系统改造与座席布置", "试运行与座席培训"),
    Category.PRODUCT: ("结构设计与打样", "模具与小批试制", "上线验证与操作培训"),
    Category.PROCESS: ("数据整理与方案设计", "系统配置与试算", "分线路试行与培训"),
    Category.SYSTEM: ("方案设计与选型", "采购与安装调试", "试运行与培训"),
    Category.MARKET: ("合作条款与选址方案", "仓位租赁与备件发运", "试运营与渠道培训"),
}
"""What the three tasks of a project are called, by its category."""


def money(case: ProjectCase, amount: int) -> Decimal:
    """An amount of the project whose ceiling is 200,000 CNY, for one of another size: to the hundred."""
    return (amount * case.size).quantize(Decimal("1e2")) + 0


def proposal(case: ProjectCase, today: date) -> Proposal:
    """The research and the report, with a forecast for the two years after."""
    year = timedelta(days=365)
    first, second = (benefit * case.gain for benefit in (120_000, 260_000))
    benefits = (
        Benefit(starts=today, ends=today + year, amount=first),
        Benefit(starts=today + year, ends=today + 2 * year, amount=second),
    )
    return Proposal(
        title=case.title,
        goals=(GoalId(case.goal),),
        research=Research(
            market=case.market, feasibility="现有团队与供应商可以实施",
            conclusion=Feasibility.FEASIBLE, sources=("客户走访记录",),
        ),
        report=Report(
            background=case.background, objectives="半年内上线并见效",
            market_analysis=case.market, technical_scheme="分两个阶段实施，先试点后推广",
            benefit_forecast=Forecast(investment=money(case, CEILING), benefits=benefits),
        ),
    )


def team(case: ProjectCase, today: date) -> tuple[Member, ...]:
    """A lead for a third of the time, and two who work for several projects at once."""
    people = ((case.lead, "项目负责人", "统筹进度与预算"), *HELPERS)
    return tuple(
        Member(
            person=PersonId(person), function=function, duty=duty, lead=person == case.lead,
            allocation=Decimal(30 if person == case.lead else 15), starts=today, ends=today + timedelta(days=180),
        )
        for person, function, duty in people
    )


def baseline(case: ProjectCase, starts: date) -> Baseline:
    """Three tasks one after the other, fifty-four days in all, and two milestones."""

    def on(days: int) -> date:
        return starts + timedelta(days=days)

    def task(key: str, title: str, owner: str, first: int, last: int, cost: int, *after: str) -> PlannedTask:
        return PlannedTask(
            key=key, phase="P2" if after else "P1", title=title, owner=PersonId(owner), starts=on(first), due=on(last),
            cost=money(case, cost), depends_on=after,
        )

    def milestone(key: str, phase: str, title: str, day: int) -> PlannedMilestone:
        return PlannedMilestone(key=key, phase=phase, title=title, owner=PersonId(PLANNER_2), due=on(day))

    design, build, trial = TASKS[case.category]
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
            task("T1", design, ANALYST, 0, 13, 40_000),
            task("T2", build, PLANNER_2, 14, 33, 60_000, "T1"),
            task("T3", trial, PLANNER_2, 34, 53, 30_000, "T2"),
        ),
        milestones=(milestone("M1", "P1", "方案定稿", 20), milestone("M2", "P2", "正式上线", 55)),
        budget=(
            BudgetLine(key=EQUIPMENT, title="设备与软件", amount=money(case, 110_000)),
            BudgetLine(key=LABOUR, title="实施与培训", amount=money(case, 50_000)),
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
