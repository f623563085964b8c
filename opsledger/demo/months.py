"""Plans for this month, each at another point of its life, and the delegations under which they are decided."""

from calendar import monthrange

from opsledger.demo import contents
from opsledger.demo.people import (
    ANALYST,
    DEPUTY,
    FINANCE,
    HQ,
    MANAGER,
    MARKETING,
    PLANNER,
    PLANNER_2,
    PRESIDENT,
    SALES,
    VICE,
)
from opsledger.demo.stage import Stage, Story, morning
from opsledger.demo.steps import A_DAY, MONTHLY, draft_month, its_task, progress


def monthly(stage: Stage) -> Story:
    """The company's: issued and under way."""
    starts = stage.today.replace(day=1)
    ends = starts.replace(day=monthrange(starts.year, starts.month)[1])
    tasks = (
        contents.task("T1", "M1", "核对看板数据口径", "U-DATA", ANALYST, starts, starts + 10 * A_DAY),
        contents.task("T2", "M1", "拜访三家预测偏差大的客户", "U-MKT", SALES, starts, ends - 3 * A_DAY),
        contents.task("T3", "M1", "预算执行分析", "U-FIN", FINANCE, starts, starts + 5 * A_DAY),
    )
    yield morning(starts - 3 * A_DAY)
    draft_month(stage, MONTHLY, PLANNER_2, HQ, tasks)
    stage.do("plan.submit", PLANNER_2, MONTHLY)
    yield morning(starts - 2 * A_DAY)
    stage.do("plan.approve", MANAGER, MONTHLY)
    stage.do("plan.decompose", PLANNER_2, MONTHLY, tasks=tasks)
    stage.do("plan.issue", PLANNER_2, MONTHLY)
    yield stage.between(starts, 0.3)
    for person, percent in ((ANALYST, 70), (SALES, 45)):
        stage.do("plan.acknowledge_task", person, MONTHLY, its_task(stage, MONTHLY, person))
        progress(stage, person, percent, "按周推进", MONTHLY)


def returned(stage: Stage) -> Story:
    """Marketing's: sent back by the deputy, who acts for the manager."""
    starts = stage.today.replace(day=1)
    yield stage.between(starts, 0.4)
    task = contents.task("T1", "M1", "重点客户季度对账", "U-MKT", MARKETING, starts, starts + 20 * A_DAY)
    draft_month(stage, "plan-marketing", PLANNER, "U-MKT", [task])
    stage.do("plan.submit", PLANNER, "plan-marketing")
    yield stage.ago(1)
    stage.do(
        "plan.return", DEPUTY, "plan-marketing", for_=MANAGER, comment="请增加新客户开发任务并明确责任人"
    )


def submitted(stage: Stage) -> Story:
    """That of planning and operations waits for its decision; that of finance is a draft."""
    starts = stage.today.replace(day=1)
    yield stage.between(starts, 0.7)
    task = contents.task("T1", "M1", "编制下季度计划底稿", "U-PLAN", PLANNER_2, starts, starts + 24 * A_DAY)
    draft_month(stage, "plan-planning", PLANNER, "U-PLANOPS", [task])
    stage.do("plan.submit", PLANNER, "plan-planning")
    yield stage.between(starts, 0.8)
    closing = contents.task("T1", "M1", "月度结账提前两天", "U-FIN", FINANCE, starts, starts + 26 * A_DAY)
    draft_month(stage, "plan-finance", PLANNER_2, "U-FIN", [closing])


def delegations(stage: Stage) -> Story:
    """The manager is away twice: one delegation has run out, one is good now. The president's was taken back."""
    yield stage.ago(60)
    delegate(stage, 10)
    yield stage.ago(20)
    trip = stage.do(
        "authority.grant_delegation", PRESIDENT, delegate=VICE, valid_to=stage.in_days(30), reason="外出考察"
    )
    yield stage.ago(18)
    stage.do("authority.revoke_delegation", PRESIDENT, part=trip.part, reason="考察取消")
    yield stage.ago(2)
    delegate(stage, 21)


def delegate(stage: Stage, days: int) -> None:
    """The manager lets the deputy decide plans for some days."""
    stage.do(
        "authority.grant_delegation", MANAGER, delegate=DEPUTY, acts=("plan.approve", "plan.return"),
        valid_to=stage.in_days(days), reason="出差期间由副经理代行审批",
    )
