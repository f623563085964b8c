"""The plans of the demonstration company for the year and for the quarter, and what became of their tasks."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.coordination.terms import Stance
from domain.plan.content import Finding, KeyProject, WorkStep
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level
from domain.shared.ids import ProjectId, TaskId
from opsledger.demo import contents
from opsledger.demo.adjustments import extended, waiting
from opsledger.demo.coordinations import answered
from opsledger.demo.months import delegations, monthly, returned, submitted
from opsledger.demo.people import (
    ANALYST,
    AUDITOR,
    HQ,
    IMPROVER,
    MANAGER,
    MARKETING,
    OPERATOR_2,
    PLANNER,
    PLANNER_2,
    PRESIDENT,
    SALES,
    VICE,
)
from opsledger.demo.stage import Stage, Story, morning
from opsledger.demo.steps import A_DAY, ANNUAL, QUARTERLY, its_task, number_of, progress, quarter, shown


def plans(stage: Stage) -> Iterator[Story]:
    """A story for each plan and each adjustment, and one for the delegations under which they are decided."""
    starts, ends = quarter(stage.today)
    yield annual(stage)
    yield quarterly(stage, starts, ends)
    yield execution(stage, starts)
    yield difficulty(stage, starts)
    yield extended(stage, starts, ends)
    yield waiting(stage, starts, ends)
    yield monthly(stage)
    yield returned(stage)
    yield submitted(stage)
    yield delegations(stage)


def annual(stage: Stage) -> Story:
    """Drafted in autumn, returned once by management, approved, broken down and issued before the year begins."""
    year = stage.today.year
    content = contents.annual(year)
    yield morning(date(year - 1, 11, 10))
    stage.do(
        "plan.draft", PLANNER, ANNUAL, kind=Kind.COMPANY, level=Level.ANNUAL, unit=HQ, year=year,
        content=replace(content, focus="缩短交付周期"),
    )
    yield morning(date(year - 1, 11, 20))
    stage.do("plan.submit", PLANNER, ANNUAL)
    stage.refused("plan.approve", PLANNER, ANNUAL)
    stage.refused("plan.approve", MANAGER, ANNUAL)
    yield morning(date(year - 1, 11, 25))
    stage.do("plan.return", PRESIDENT, ANNUAL, comment="请补充减少重复问题和扩大重点客户的工作重点")
    yield morning(date(year - 1, 12, 2))
    stage.do("plan.revise", PLANNER, ANNUAL, content=content)
    stage.do("plan.submit", PLANNER, ANNUAL)
    yield morning(date(year - 1, 12, 8))
    stage.do("plan.approve", VICE, ANNUAL, comment="同意，按季度向管理层汇报")
    yield morning(date(year - 1, 12, 10))
    stage.do("plan.decompose", PLANNER, ANNUAL, tasks=contents.annual_tasks(year))
    stage.do("plan.issue", PLANNER, ANNUAL)
    for task in stage.get(Plan, ANNUAL).tasks.values():
        stage.do("plan.acknowledge_task", task.responsible, ANNUAL, task.id)


def quarterly(stage: Stage, starts: date, ends: date) -> Story:
    """Drawn from the annual plan two weeks before the quarter, approved by the department manager, issued."""
    key_project = KeyProject(name="仓库条码管理上线", project=ProjectId("project-barcode"), goal="Q1")
    title = f"{starts.year}年第{number_of(starts)}季度工作计划"
    content = contents.quarterly(title, starts, ends, (key_project,))
    yield morning(starts - 14 * A_DAY)
    stage.do(
        "plan.draft", PLANNER, QUARTERLY, kind=Kind.COMPANY, level=Level.QUARTERLY, unit=HQ, year=starts.year,
        number=number_of(starts), parent=ANNUAL, content=content,
    )
    yield morning(starts - 10 * A_DAY)
    stage.do("plan.submit", PLANNER, QUARTERLY)
    yield morning(starts - 7 * A_DAY)
    stage.do("plan.approve", MANAGER, QUARTERLY)
    yield morning(starts - 5 * A_DAY)
    stage.do("plan.decompose", PLANNER, QUARTERLY, tasks=contents.quarterly_tasks(starts, ends))
    stage.do("plan.issue", PLANNER, QUARTERLY)
    yield morning(starts - 3 * A_DAY)
    for person in (ANALYST, SALES, OPERATOR_2, MARKETING):
        stage.do("plan.acknowledge_task", person, QUARTERLY, its_task(stage, QUARTERLY, person))
    review = its_task(stage, QUARTERLY, IMPROVER)
    stage.do("plan.contest_task", IMPROVER, QUARTERLY, review, reason="复盘需要运营组提供数据", units=("U-OPS",))


def execution(stage: Stage, starts: date) -> Story:
    """What becomes of the tasks: one done, others under way, one that nobody has taken on."""
    yield stage.between(starts, 0.01)
    board, review = (its_task(stage, QUARTERLY, person) for person in (ANALYST, IMPROVER))
    yield from agreed(stage, starts, review)
    stage.do("plan.acknowledge_task", IMPROVER, QUARTERLY, review)
    steps = (WorkStep(text="接入订单和工序数据", starts=starts, ends=starts + 12 * A_DAY),)
    stage.do("plan.file_work_plan", ANALYST, QUARTERLY, board, steps=steps, method="先试点两条产线")
    yield stage.between(starts, 0.15)
    progress(stage, ANALYST, 60, "两条产线数据已接入")
    progress(stage, SALES, 30, "前五大客户已建立周度预测")
    yield stage.between(starts, 0.25)
    progress(stage, ANALYST, 100, "看板已上线")
    stage.do("plan.claim_completion", ANALYST, QUARTERLY, board, delivered="交付看板", evidence=shown("看板截图"))
    stage.refused("plan.confirm_completion", AUDITOR, QUARTERLY, board)
    yield stage.between(starts, 0.28)
    stage.do("plan.confirm_completion", PLANNER, QUARTERLY, board, comment="数据与生产日报一致")
    yield stage.between(starts, 0.6)
    progress(stage, IMPROVER, 40, "已完成两次专项复盘")
    progress(stage, MARKETING, 80, "已回访十六家客户")
    yield stage.between(starts, 0.7)
    findings = (Finding(task=TaskId(board), text="看板运行正常", satisfactory=True),)
    stage.do("plan.inspect", PLANNER_2, QUARTERLY, summary="总体按计划推进，资金测算任务尚未接收", findings=findings)


def agreed(stage: Stage, starts: date, task: str) -> Story:
    """The units agree on what is contested, and so the task is asked for again."""
    coordination = stage.get(Plan, QUARTERLY).tasks[TaskId(task)].coordinated_as
    assert coordination is not None
    stage.do("coordination.start", PLANNER_2, coordination, due=stage.in_days(5))
    yield stage.between(starts, 0.02)
    answered(stage, coordination, {
        "U-OMD": (Stance.AGREES, "有数据即可按期复盘"), "U-OPS": (Stance.AGREES, "每周五提供问题清单"),
    })  # fmt: skip
    yield stage.between(starts, 0.03)
    stage.do("coordination.agree", PLANNER_2, coordination, outcome="运营组每周五提供问题清单")


def difficulty(stage: Stage, starts: date) -> Story:
    """A task that is stopped; its difficulty is an issue that the plan group registers."""
    yield stage.between(starts, 0.35)
    progress(stage, OPERATOR_2, 35, "已走访三家外协厂")
    task = its_task(stage, QUARTERLY, OPERATOR_2)
    stage.do(
        "plan.raise_difficulty", OPERATOR_2, QUARTERLY, task,
        title="外协厂资质文件不全", description="两家外协厂无法提供有效的质量体系证书，评估无法继续", blocks=True,
    )
    yield stage.between(starts, 0.38)
    raised = stage.get(Plan, QUARTERLY).tasks[TaskId(task)].difficulty
    assert raised is not None
    stage.do("issue.register", PLANNER, raised.issue, category="RESOURCE", triage_unit="U-PLAN")
    stage.do(
        "plan.record_coordination", PLANNER, QUARTERLY, task,
        units=("U-OMD", "U-OPS"), measure="运营管理部协助核对替代厂商名录", due=stage.in_days(10),
    )
