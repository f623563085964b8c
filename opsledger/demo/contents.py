"""What the demonstration company has written in its plans."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from domain.plan.content import (
    Citation,
    KeyProject,
    Milestone,
    NewTask,
    PlanContent,
    PlanGoal,
    PlannedTask,
    ResourceNeed,
)
from domain.plan.terms import CitationKind, GoalKind, Priority, ResourceKind
from domain.shared.ids import GoalId, PersonId, UnitId
from opsledger.demo.people import (
    ANALYST,
    DELIVERY,
    FINANCE,
    GROWTH,
    IMPROVER,
    MANAGER,
    MARKETING,
    OFFICE,
    OPERATOR_2,
    PEOPLE_OFFICE,
    QUALITY,
    SALES,
)


def goal(key: str, text: str, serves: str, unit: str | None = None, target: int | None = None) -> PlanGoal:
    """A goal of a plan: the company's, or that of a department."""
    return PlanGoal(
        key=key,
        kind=GoalKind.DEPARTMENT if unit else GoalKind.COMPANY,
        unit=UnitId(unit) if unit else None,
        text=text,
        goal=GoalId(serves),
        target=None if target is None else Decimal(target),
    )


DEPARTMENT_GOALS = {
    "U-PLANOPS": ("建立计划执行周例会和预警机制", DELIVERY, MANAGER),
    "U-MKT": ("重点客户订单预测准确率达到85%", GROWTH, MARKETING),
    "U-FIN": ("预算执行分析每月5日前完成", QUALITY, FINANCE),
    "U-HR": ("关键岗位缺编不超过30天", DELIVERY, PEOPLE_OFFICE),
    "U-OMD": ("修订并发布12项运营制度", QUALITY, IMPROVER),
    "U-PO": ("跨部门事项三个工作日内答复", QUALITY, OFFICE),
}
"""What each department is to reach, which goal of the company that serves, and who answers for it."""


def annual(year: int) -> PlanContent:
    """The company's plan for a year."""
    return PlanContent(
        title=f"{year}年度公司工作计划",
        direction="以客户交付为中心，稳步提升运营质量",
        focus="缩短交付周期，减少重复问题，扩大重点客户",
        goals=(
            goal("C1", "订单准时交付率达到97%", DELIVERY, target=97),
            goal("C2", "运营问题复发率降至8%以下", QUALITY, target=8),
            *(goal(unit, text, serves, unit) for unit, (text, serves, _) in DEPARTMENT_GOALS.items()),
        ),
        key_projects=(KeyProject(name="交付流程再造", goal="C1"), KeyProject(name="数据看板二期", goal="C2")),
        resource_needs=(
            ResourceNeed(kind=ResourceKind.HUMAN, name="计划工程师", quantity=Decimal(2)),
            ResourceNeed(kind=ResourceKind.FINANCIAL, name="系统改造费用", cost=Decimal(800_000)),
        ),
        evidence=(
            Citation(kind=CitationKind.MARKET_RESEARCH, title="重点客户交付满意度调研", source="市场营销部"),
            Citation(kind=CitationKind.METRIC_REPORT, title=f"{year - 1}年第三季度指标报告", source="数据分析组"),
        ),
    )


def annual_tasks(year: int) -> tuple[NewTask, ...]:
    """A task for each goal of the annual plan."""
    of_departments = (
        task(unit, unit, text, unit, person, date(year, 1, 4), date(year, 12, 20))
        for unit, (text, _, person) in DEPARTMENT_GOALS.items()
    )
    return (
        task("C1", "C1", "打通订单到交付的全流程数据", "U-DATA", ANALYST, date(year, 1, 4), date(year, 10, 31)),
        task("C2", "C2", "建立问题根因库并季度复盘", "U-OPS", OPERATOR_2, date(year, 1, 4), date(year, 11, 30)),
        *of_departments,
    )


def quarterly(title: str, starts: date, ends: date, key_projects: tuple[KeyProject, ...] = ()) -> PlanContent:
    """The company's plan for a quarter."""
    return PlanContent(
        title=title,
        direction="压缩订单等待时间，先解决瓶颈工序",
        focus="交付看板上线；客户预测机制；备件齐套",
        goals=(
            goal("Q1", "本季度准时交付率达到95%", DELIVERY, target=95),
            goal("Q2", "重点客户需求预测按周更新", GROWTH),
            goal("Q3", "重复问题较上季度减少30%", QUALITY, target=30),
        ),
        key_projects=key_projects,
        milestones=(
            Milestone(title="交付看板试运行", due=starts + timedelta(days=30)),
            Milestone(title="预测机制覆盖前十大客户", due=ends - timedelta(days=20)),
        ),
        tasks=tuple(
            PlannedTask(title=each.title, unit=each.unit, responsible=each.responsible, due=each.due)
            for each in quarterly_tasks(starts, ends)
        ),
    )


def quarterly_tasks(starts: date, ends: date) -> tuple[NewTask, ...]:
    """Six tasks that will fare very differently."""
    soon, mid, late = starts + timedelta(days=25), starts + timedelta(days=50), ends - timedelta(days=10)
    return (
        task("T1", "Q1", "交付看板上线试运行", "U-DATA", ANALYST, starts, soon, Priority.HIGH),
        task("T2", "Q2", "建立重点客户周度需求预测", "U-MKT", SALES, starts, mid, Priority.HIGH),
        task("T3", "Q1", "瓶颈工序外协资源评估", "U-OPS", OPERATOR_2, starts, mid),
        task("T4", "Q3", "重复问题专项复盘", "U-OMD", IMPROVER, starts, late),
        task("T5", "Q1", "备件安全库存资金测算", "U-FIN", FINANCE, starts, soon),
        task("T6", "Q2", "重点客户回访", "U-MKT", MARKETING, starts, late, Priority.LOW),
    )


def monthly(title: str, tasks: Iterable[NewTask]) -> PlanContent:
    """A plan for a month, with these tasks."""
    return PlanContent(
        title=title,
        direction="按周推进，问题不过夜",
        focus="看板数据质量；重点客户订单",
        goals=(goal("M1", "当月计划任务按期完成率不低于90%", DELIVERY, target=90),),
        tasks=tuple(
            PlannedTask(
                title=each.title, content=each.content, unit=each.unit, responsible=each.responsible, due=each.due
            )
            for each in tasks
        ),
    )


def task(
    key: str,
    goal: str,
    title: str,
    unit: str,
    person: str,
    start: date,
    due: date,
    priority: Priority = Priority.NORMAL,
) -> NewTask:
    """A task to be made of a plan."""
    return NewTask(
        key=key,
        goal=goal,
        title=title,
        content=f"{title}：明确范围、分工和完成标准，按周汇报进展",
        unit=UnitId(unit),
        responsible=PersonId(person),
        start=start,
        due=due,
        deliverable="成果报告",
        weight=Decimal(10),
        priority=priority,
    )
