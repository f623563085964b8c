"""Two months of appraisals: one brought to its end, and the last one, in which everybody has come another way."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Answer, ImprovementStatus
from opsledger.demo.appraisal_steps import (
    agree_on_objectives,
    appraised,
    assess,
    draft,
    evaluate,
    hear_colleague,
    inside,
    interview,
    measure,
    of,
    opened,
    reward,
    score,
)
from opsledger.demo.people import (
    ABSENT,
    ANALYST,
    LEAVER,
    MANAGER,
    OFFICE,
    OPERATOR,
    OPERATOR_2,
    PEOPLE_OFFICE,
    PLANNER,
    PLANNER_2,
    PRESIDENT,
    SALES,
)
from opsledger.demo.stage import Stage, Story, morning
from opsledger.demo.steps import A_DAY

OLD_SCHEME, SCHEME, NEXT_SCHEME = "scheme-before", "scheme-staff", "scheme-finance"
OF_DEPARTMENTS = "scheme-departments"
SLOWEST, APPELLANT = OPERATOR, PLANNER_2


def appraisals(stage: Stage) -> Iterator[Story]:
    """A story for the schemes, and one for each month."""
    this_month = stage.today.replace(day=1)
    last = (this_month - A_DAY).replace(day=1)
    before = appraised(stage)
    yield schemes(stage, before)
    yield finished(stage, before, last)
    yield running(stage, last, this_month)


def schemes(stage: Stage, first: date) -> Story:
    """People of planning and marketing are appraised by one scheme, after another, the two departments by a third; that
    of finance waits for its approval."""
    yield morning(first - 60 * A_DAY)
    draft(stage, OLD_SCHEME, "员工绩效考核试行方案", "U-PLANOPS", "U-MKT")
    stage.do("appraisal_scheme.submit", PEOPLE_OFFICE, OLD_SCHEME)
    stage.do("appraisal_scheme.approve", PRESIDENT, OLD_SCHEME)
    yield morning(first - 14 * A_DAY)
    stage.do("appraisal_scheme.retire", PRESIDENT, OLD_SCHEME, reason="由正式方案取代")
    yield morning(first - 12 * A_DAY)
    draft(stage, SCHEME, "员工月度绩效考核方案", "U-PLANOPS", "U-MKT")
    draft(stage, OF_DEPARTMENTS, "部门月度绩效考核方案", "U-PLANOPS", "U-MKT", subjects=SubjectKind.DEPARTMENT)
    for id in (SCHEME, OF_DEPARTMENTS):
        stage.do("appraisal_scheme.submit", PEOPLE_OFFICE, id)
    yield morning(first - 9 * A_DAY)
    for id in (SCHEME, OF_DEPARTMENTS):
        stage.do("appraisal_scheme.approve", PRESIDENT, id)
    yield stage.ago(3)
    draft(stage, NEXT_SCHEME, "财务部月度绩效考核方案", "U-FIN")
    stage.do("appraisal_scheme.submit", PEOPLE_OFFICE, NEXT_SCHEME)


def finished(stage: Stage, month: date, after: date) -> Story:
    """Everybody is appraised, hears of it, and it becomes final; human resources review the month."""
    yield morning(month)
    cycle = opened(stage, month)
    agree_on_objectives(stage, cycle)
    yield morning(after)
    for id, each in inside(stage, cycle):
        hear_colleague(stage, id, each.subject)
        if each.subject == ABSENT:
            measure(stage, id)
        else:
            assess(stage, id)
    stage.do("peer_evaluation.invite", PEOPLE_OFFICE, appraisal=of(stage, cycle, ANALYST), person=OFFICE)
    yield morning(after + 5 * A_DAY)
    away = of(stage, cycle, ABSENT)
    form = stage.get(Appraisal, away).form.id
    stage.do("appraisal.waive_self_assessment", PEOPLE_OFFICE, away, form, reason="休假期间无法填写")
    for id, _ in inside(stage, cycle):
        evaluate(stage, id)
        score(stage, id)
    yield morning(after + 7 * A_DAY)
    for id, _ in inside(stage, cycle):
        interview(stage, id)
    yield morning(after + 16 * A_DAY)
    for id, _ in inside(stage, cycle):
        stage.do("appraisal.finalise", PEOPLE_OFFICE, id)
        reward(stage, id)
    stage.do(
        "appraisal.correct_score", PEOPLE_OFFICE, of(stage, cycle, PLANNER), score=Decimal("88.50"),
        reason="计划完成率误计了已取消的任务",
    )  # fmt: skip
    stage.do(
        "appraisal_cycle.complete", PEOPLE_OFFICE, cycle,
        findings="全员按期完成，工作业绩普遍达标。", actions=("组织数据分析培训", "跟踪改进事项"),
    )  # fmt: skip


def running(stage: Stage, month: date, after: date) -> Story:
    """The last month: one has not said anything yet, one appeals, the others have their result."""
    yield morning(month + 2 * A_DAY)
    cycle = opened(stage, month)
    yield stage.between(after, 0.1)
    for id, each in inside(stage, cycle):
        hear_colleague(stage, id, each.subject)
        if each.subject != SLOWEST:
            assess(stage, id)
    yield stage.between(after, 0.2)
    for id, each in inside(stage, cycle):
        if each.subject not in (SLOWEST, OPERATOR_2):
            evaluate(stage, id)
            score(stage, id)
    yield stage.between(after, 0.3)
    stage.do(
        "appraisal.acknowledge", APPELLANT, of(stage, cycle, APPELLANT),
        answer=Answer.DISAGREE, comment="计划完成率的统计口径有误",
    )  # fmt: skip
    stage.do(
        "appraisal.lodge_appeal", APPELLANT, of(stage, cycle, APPELLANT), reason="两项任务因调整取消，不应计入未完成"
    )
    interview(stage, of(stage, cycle, SALES))
    carried = stage.get(Appraisal, of(stage, cycle, APPELLANT)).improvements
    for improvement, became in zip(carried, (ImprovementStatus.ACHIEVED, ImprovementStatus.NOT_ACHIEVED), strict=True):
        stage.do(
            "appraisal.assess_improvement", MANAGER, of(stage, cycle, APPELLANT), improvement,
            status=became, comment="按周报和培训记录核对",
        )  # fmt: skip
    yield stage.between(after, 0.6)
    stage.do("appraisal.void", PEOPLE_OFFICE, of(stage, cycle, LEAVER), reason="员工已离职")
