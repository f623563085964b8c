"""Plans that have run their course: last year's and last quarter's; and those that never came to be."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.plan.content import Citation, TaskClosing
from domain.plan.state import Plan
from domain.plan.terms import CitationKind, Disposition, Kind, Level, Outcome, Recommendation, TaskStatus, Trigger
from domain.shared.ids import PlanId
from opsledger.demo import contents
from opsledger.demo.adjustments import application, opinion
from opsledger.demo.people import (
    FINANCE,
    HQ,
    IMPROVER,
    MANAGER,
    MARKETING,
    OFFICE,
    PEOPLE_OFFICE,
    PLANNER,
    PLANNER_2,
    SALES,
    VICE,
)
from opsledger.demo.stage import Stage, Story, morning
from opsledger.demo.steps import A_DAY, ANNUAL, QUARTERLY, draft_month, its_task, number_of, progress, quarter, shown

LAST_ANNUAL, LAST_QUARTERLY = "plan-annual-before", "plan-quarter-before"
LATE = FINANCE
"""Who did not finish in either."""


def past_plans(stage: Stage) -> Iterator[Story]:
    """A story for each plan, and one for each application to adjust last quarter's."""
    starts, ends = quarter(quarter(stage.today)[0] - A_DAY)
    yield last_year(stage)
    yield last_quarter(stage, starts, ends)
    yield turned_down(stage, starts, ends)
    yield taken_back(stage, starts, ends)
    yield rejected(stage)
    yield cancelled(stage)
    yield consulted(stage)


def last_year(stage: Stage) -> Story:
    """Drafted on the opinions of three departments, one of which did not answer; summed up and closed in January."""
    year = stage.today.year - 1
    yield morning(date(year - 1, 11, 10))
    stage.do(
        "plan.draft", PLANNER, LAST_ANNUAL, kind=Kind.COMPANY, level=Level.ANNUAL, unit=HQ, year=year,
        content=contents.annual(year),
    )  # fmt: skip
    invite(stage, LAST_ANNUAL, "U-MKT", "U-FIN", "U-HR")
    yield morning(date(year - 1, 11, 13))
    answer(stage, LAST_ANNUAL, "U-MKT", MARKETING, "建议把重点客户目标按季度分解")
    answer(stage, LAST_ANNUAL, "U-FIN", FINANCE, "系统改造费用应分两年列支")
    yield morning(date(year - 1, 11, 20))
    stage.do(
        "plan.dispose_opinion", PLANNER, LAST_ANNUAL, of_unit(stage, LAST_ANNUAL, "U-MKT"),
        disposition=Disposition.ADOPTED, reason="在季度计划中分解",
    )  # fmt: skip
    stage.do(
        "plan.dispose_opinion", PLANNER, LAST_ANNUAL, of_unit(stage, LAST_ANNUAL, "U-FIN"),
        disposition=Disposition.NOT, reason="项目须在一年内完成，费用不可拆分",
    )  # fmt: skip
    stage.do("plan.close_consultation", PLANNER, LAST_ANNUAL)
    stage.do("plan.submit", PLANNER, LAST_ANNUAL)
    yield morning(date(year - 1, 12, 5))
    stage.do("plan.approve", VICE, LAST_ANNUAL, comment="同意")
    stage.do("plan.decompose", PLANNER, LAST_ANNUAL, tasks=contents.annual_tasks(year))
    stage.do("plan.issue", PLANNER, LAST_ANNUAL)
    taken_on(stage, LAST_ANNUAL)
    yield morning(date(year, 12, 15))
    done(stage, LAST_ANNUAL)
    yield stage.between(date(year + 1, 1, 1), 0.02)
    stage.do("plan.evaluate", PLANNER, LAST_ANNUAL, findings="主要目标达成，预算分析时效未达标", data=figures(year))
    yield stage.between(date(year + 1, 1, 1), 0.04)
    close(stage, LAST_ANNUAL, ANNUAL)


def last_quarter(stage: Stage, starts: date, ends: date) -> Story:
    """Carried out but for one task, which goes on in this quarter."""
    parent = ANNUAL if starts.year == stage.today.year else LAST_ANNUAL
    content = contents.quarterly(f"{starts.year}年第{number_of(starts)}季度工作计划", starts, ends)
    yield morning(starts - 14 * A_DAY)
    stage.do(
        "plan.draft", PLANNER_2, LAST_QUARTERLY, kind=Kind.COMPANY, level=Level.QUARTERLY, unit=HQ, year=starts.year,
        number=number_of(starts), parent=parent, content=content,
    )  # fmt: skip
    yield morning(starts - 9 * A_DAY)
    stage.do("plan.submit", PLANNER_2, LAST_QUARTERLY)
    yield morning(starts - 7 * A_DAY)
    stage.do("plan.approve", MANAGER, LAST_QUARTERLY)
    stage.do("plan.decompose", PLANNER_2, LAST_QUARTERLY, tasks=contents.quarterly_tasks(starts, ends))
    stage.do("plan.issue", PLANNER_2, LAST_QUARTERLY)
    taken_on(stage, LAST_QUARTERLY)
    yield morning(ends - 6 * A_DAY)
    done(stage, LAST_QUARTERLY)
    yield stage.between(ends + A_DAY, 0.02)
    stage.do("plan.evaluate", PLANNER_2, LAST_QUARTERLY, findings="六项任务完成五项", data=figures(starts.year))
    yield stage.between(ends + A_DAY, 0.05)
    close(stage, LAST_QUARTERLY, QUARTERLY)


def turned_down(stage: Stage, starts: date, ends: date) -> Story:
    """To start the forecasts later was sent back once, then rejected: it would have cost a goal of the company."""
    yield morning(starts + 20 * A_DAY)
    applied = application(
        its_task(stage, LAST_QUARTERLY, SALES), ends, Trigger.INTERNAL,
        reason="销售人员集中参加展会", impact="预测机制推迟一个月", solution="展会后集中补录",
    )
    adjustment = stage.do("plan.request_adjustment", SALES, LAST_QUARTERLY, content=applied).part
    yield morning(starts + 21 * A_DAY)
    stage.do("plan.return_adjustment", PLANNER, LAST_QUARTERLY, adjustment, comment="请说明不调整的后果")
    yield morning(starts + 22 * A_DAY)
    stage.do(
        "plan.revise_adjustment", SALES, LAST_QUARTERLY, adjustment, content=applied, answer="展会期间无人更新预测"
    )
    yield morning(starts + 23 * A_DAY)
    doubts = replace(
        opinion("理由不充分，影响公司目标"),
        recommendation=Recommendation.NOT_ENDORSE, reasonable=False, keeps_company_goals=False,
    )  # fmt: skip
    stage.do("plan.give_opinion", PLANNER, LAST_QUARTERLY, adjustment, opinion=doubts)
    yield morning(starts + 24 * A_DAY)
    stage.do("plan.reject_adjustment", MANAGER, LAST_QUARTERLY, adjustment, comment="展会已列入年度安排，不予调整")


def taken_back(stage: Stage, starts: date, ends: date) -> Story:
    """Whoever applied for more time found a way without it."""
    yield morning(starts + 30 * A_DAY)
    applied = application(
        its_task(stage, LAST_QUARTERLY, IMPROVER), ends, Trigger.EXTERNAL,
        reason="外部顾问档期冲突", impact="复盘推迟两周", solution="改为内部复盘",
    )
    adjustment = stage.do("plan.request_adjustment", IMPROVER, LAST_QUARTERLY, content=applied).part
    yield morning(starts + 31 * A_DAY)
    stage.do("plan.withdraw_adjustment", IMPROVER, LAST_QUARTERLY, adjustment, reason="顾问改为线上参加")


def rejected(stage: Stage) -> Story:
    """That of the office for this month: its tasks belong to others."""
    starts = stage.today.replace(day=1)
    yield stage.between(starts, 0.45)
    task = contents.task("T1", "M1", "统筹各部门数据填报", "U-PO", OFFICE, starts, starts + 20 * A_DAY)
    draft_month(stage, "plan-office", PLANNER, "U-PO", [task])
    stage.do("plan.submit", PLANNER, "plan-office")
    yield stage.between(starts, 0.55)
    stage.do("plan.reject", MANAGER, "plan-office", comment="数据填报由数据分析组负责，不另立计划")


def cancelled(stage: Stage) -> Story:
    """That of the improvement department for this month, given up when its work was taken into the quarter's plan."""
    starts = stage.today.replace(day=1)
    yield stage.between(starts, 0.42)
    task = contents.task("T1", "M1", "制度修订专项", "U-OMD", IMPROVER, starts, starts + 22 * A_DAY)
    draft_month(stage, "plan-improvement", PLANNER_2, "U-OMD", [task])
    stage.do("plan.submit", PLANNER_2, "plan-improvement")
    yield stage.between(starts, 0.52)
    stage.do("plan.approve", MANAGER, "plan-improvement")
    yield stage.between(starts, 0.62)
    stage.do("plan.cancel", MANAGER, "plan-improvement", reason="专项已并入季度计划的重复问题复盘")


def consulted(stage: Stage) -> Story:
    """That of human resources for this month: one department has said what it thinks, the other is asked."""
    starts = stage.today.replace(day=1)
    yield stage.between(starts, 0.75)
    task = contents.task("T1", "M1", "关键岗位补员", "U-HR", PEOPLE_OFFICE, starts, starts + 25 * A_DAY)
    draft_month(stage, "plan-people", PLANNER, "U-HR", [task])
    invite(stage, "plan-people", "U-OMD", "U-FIN")
    yield stage.between(starts, 0.85)
    answer(stage, "plan-people", "U-OMD", IMPROVER, "补员应优先考虑内部竞聘")


def invite(stage: Stage, plan: str, *units: str) -> None:
    """Ask the units for their opinion within a week."""
    stage.do("plan.open_consultation", PLANNER, plan, units=units, deadline=stage.in_days(7))


def answer(stage: Stage, plan: str, unit: str, head: str, text: str) -> None:
    stage.do("plan.record_opinion", head, plan, of_unit(stage, plan, unit), text=text)


def of_unit(stage: Stage, plan: str, unit: str) -> str:
    """The opinion for which that unit is asked."""
    return next(each.id for each in stage.get(Plan, plan).opinions.values() if each.unit == unit)


def taken_on(stage: Stage, plan: str) -> None:
    for task in stage.get(Plan, plan).tasks.values():
        stage.do("plan.acknowledge_task", task.responsible, plan, task.id)


def done(stage: Stage, plan: str) -> None:
    """Everybody delivers but one."""
    for task in stage.get(Plan, plan).tasks.values():
        if task.responsible == LATE:
            progress(stage, LATE, 70, "测算口径仍待确认", plan)
            continue
        progress(stage, task.responsible, 100, "已完成", plan)
        stage.do(
            "plan.claim_completion", task.responsible, plan, task.id, delivered="成果报告", evidence=shown("成果报告")
        )
        stage.do("plan.confirm_completion", PLANNER, plan, task.id, comment="符合要求")


def close(stage: Stage, plan: str, after: str) -> None:
    """Close it; what is not done goes on in the plan after it."""
    left = (each for each in stage.get(Plan, plan).tasks.values() if each.status is not TaskStatus.COMPLETED)
    carried = tuple(
        TaskClosing(task=each.id, outcome=Outcome.CARRIED_OVER, reason="并入后续计划继续完成", carried_to=PlanId(after))
        for each in left
    )
    stage.do("plan.close", PLANNER, plan, unfinished=carried)


def figures(year: int) -> tuple[Citation, ...]:
    """What an evaluation is founded on."""
    return (
        Citation(kind=CitationKind.METRIC_REPORT, title=f"{year}年指标报告", source="数据分析组"),
        Citation(kind=CitationKind.USER_FEEDBACK, title="重点客户满意度回访", source="市场营销部"),
    )
