"""Two months of appraisals: one brought to its end, and the last one, in which everybody has come another way."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.appraisal.claims import IN_CYCLE
from domain.appraisal.scheme.content import Population
from domain.appraisal.scheme.terms import CycleKind, Grade, Preset, Scope
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Answer, ConsequenceKind
from domain.appraisal.values import Actual, ImprovementDraft, Objective, Score
from domain.shared.ids import PersonId, UnitId
from opsledger.demo.people import (
    ANALYST,
    DEPUTY,
    IMPROVER,
    MANAGER,
    MARKETING,
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

SCHEME, NEXT_SCHEME = "scheme-staff", "scheme-finance"
POINTS: Mapping[str, tuple[int, int]] = {
    MANAGER: (88, 90),
    DEPUTY: (85, 86),
    PLANNER: (92, 93),
    PLANNER_2: (85, 74),
    OPERATOR: (86, 84),
    OPERATOR_2: (80, 78),
    ANALYST: (90, 91),
    MARKETING: (84, 82),
    SALES: (95, 94),
}
"""What each gives themselves, and gets from their superior."""
FIGURES = {"attainment": "101", "reports": "92"}
"""What the product cannot compute yet, as human resources fill it in."""
SLOWEST, APPELLANT = OPERATOR, PLANNER_2


def appraisals(stage: Stage) -> Iterator[Story]:
    """A story for the schemes, and one for each month."""
    this_month = stage.today.replace(day=1)
    last = (this_month - A_DAY).replace(day=1)
    before = (last - A_DAY).replace(day=1)
    yield schemes(stage, before)
    yield finished(stage, before, last)
    yield running(stage, last, this_month)


def schemes(stage: Stage, first: date) -> Story:
    """Planning and marketing are appraised by one scheme; that of finance waits for its approval."""
    yield morning(first - 12 * A_DAY)
    draft(stage, SCHEME, "员工月度绩效考核方案", "U-PLANOPS", "U-MKT")
    stage.do("appraisal_scheme.submit", PEOPLE_OFFICE, SCHEME)
    yield morning(first - 9 * A_DAY)
    stage.do("appraisal_scheme.approve", PRESIDENT, SCHEME)
    yield stage.ago(3)
    draft(stage, NEXT_SCHEME, "财务部月度绩效考核方案", "U-FIN")
    stage.do("appraisal_scheme.submit", PEOPLE_OFFICE, NEXT_SCHEME)


def draft(stage: Stage, id: str, title: str, *units: str) -> None:
    population = Population(units=tuple(map(UnitId, units)))
    stage.do(
        "appraisal_scheme.draft_preset", PEOPLE_OFFICE, id,
        scope=Scope.COMPANY, preset=Preset.GENERAL, title=title, population=population,
    )  # fmt: skip


def finished(stage: Stage, month: date, after: date) -> Story:
    """Everybody is appraised, hears of it, and it becomes final; human resources review the month."""
    yield morning(month)
    cycle = opened(stage, month)
    agree_on_objectives(stage, cycle)
    yield morning(after)
    for id, each in inside(stage, cycle):
        hear_colleague(stage, id, each.subject)
        assess(stage, id)
    yield morning(after + 2 * A_DAY)
    for id, _ in inside(stage, cycle):
        evaluate(stage, id)
        score(stage, id)
    yield morning(after + 4 * A_DAY)
    for id, _ in inside(stage, cycle):
        interview(stage, id)
    yield morning(after + 16 * A_DAY)
    for id, _ in inside(stage, cycle):
        stage.do("appraisal.finalise", PEOPLE_OFFICE, id)
        reward(stage, id)
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


def opened(stage: Stage, month: date) -> str:
    """The cycle of that month."""
    id = f"cycle-{month:%Y-%m}"
    stage.do("appraisal_cycle.open", PEOPLE_OFFICE, id, kind=CycleKind.MONTHLY, year=month.year, month=month.month)
    return id


def inside(stage: Stage, cycle: str) -> list[tuple[str, Appraisal]]:
    """The appraisals of the cycle, by id."""
    return [(id, stage.get(Appraisal, id)) for id in sorted(stage.find(IN_CYCLE, cycle))]


def of(stage: Stage, cycle: str, person: str) -> str:
    """Somebody's appraisal in the cycle."""
    return next(id for id, each in inside(stage, cycle) if each.subject == person)


def agree_on_objectives(stage: Stage, cycle: str) -> None:
    id = of(stage, cycle, PLANNER)
    form = stage.get(Appraisal, id).form.id
    objective = Objective(text="月度计划完成率不低于97%", indicator="completion", target=Decimal(97))
    stage.do("appraisal.set_objectives", MANAGER, id, form, objectives=(objective,))
    stage.do("appraisal.confirm_objectives", PLANNER, id, form)


def hear_colleague(stage: Stage, id: str, subject: PersonId) -> None:
    """Somebody of another department evaluates; the subject does not learn who."""
    peer = f"peer-{id}"
    stage.do("peer_evaluation.invite", PEOPLE_OFFICE, peer, appraisal=id, person=IMPROVER)
    given = [
        {"indicator": key, "score": Decimal(POINTS[subject][1] - 2), "comment": "协作主动，响应及时"}
        for key in ("responsibility", "initiative", "discipline")
    ]
    stage.do("peer_evaluation.record", IMPROVER, peer, scores=given)


def assess(stage: Stage, id: str) -> None:
    """The actual values of the month, then the self-assessment."""
    appraisal = stage.get(Appraisal, id)
    actuals = tuple(
        Actual(indicator=key, value=Decimal(value), overridden="按月度经营分析报告填报")
        for key, value in FIGURES.items()
    )
    stage.do("appraisal.capture_indicators", PEOPLE_OFFICE, id, actuals=actuals)
    own, _ = POINTS[appraisal.subject]
    stage.do(
        "appraisal.submit_self_assessment", appraisal.subject, id, appraisal.form.id,
        scores=points(appraisal, own, "按计划完成"), summary="本月工作按计划完成，重点任务达到预期。",
    )  # fmt: skip


def evaluate(stage: Stage, id: str) -> None:
    appraisal = stage.get(Appraisal, id)
    _, given = POINTS[appraisal.subject]
    stage.do(
        "appraisal.submit_superior_evaluation", appraisal.superior, id,
        scores=points(appraisal, given, "与实际表现相符"), summary="工作扎实，建议加强跨部门沟通。",
    )  # fmt: skip


def score(stage: Stage, id: str) -> None:
    adjustment: dict[str, Any] = {}
    if stage.get(Appraisal, id).subject == ANALYST:
        adjustment = {"adjustment": Decimal(1), "reason": "承担了看板口径统一的额外工作"}
    stage.do("appraisal.fix_composite", PEOPLE_OFFICE, id, **adjustment)
    stage.do("appraisal.deliver", PEOPLE_OFFICE, id)


def interview(stage: Stage, id: str) -> None:
    appraisal = stage.get(Appraisal, id)
    agreed = ImprovementDraft(what="提高周报的及时性", due=stage.in_days(60), support="由计划组提供模板")
    stage.do(
        "appraisal.hold_interview", appraisal.superior, id, on=stage.day,
        participants=(appraisal.subject, appraisal.superior),
        performance="完成情况良好", suggestions="加强沟通与总结", employee_view="认可评价，愿意改进",
        improvements=(agreed,) if appraisal.subject == PLANNER_2 else (),
    )  # fmt: skip


def reward(stage: Stage, id: str) -> None:
    """Whoever was excellent gets a bonus, and the best is commended."""
    appraisal = stage.get(Appraisal, id)
    if appraisal.grade is Grade.EXCELLENT:
        stage.do(
            "appraisal.propose_consequence", PEOPLE_OFFICE, id,
            kind=ConsequenceKind.BONUS, text="月度绩效奖金", base=Decimal(3000),
        )  # fmt: skip
    if appraisal.subject == SALES:
        stage.do(
            "appraisal.propose_consequence", appraisal.superior, id,
            kind=ConsequenceKind.COMMENDATION, text="月度优秀员工，公开表彰并颁发荣誉证书",
        )  # fmt: skip


def points(appraisal: Appraisal, given: int, comment: str) -> tuple[Score, ...]:
    """The same points for every indicator."""
    return tuple(
        Score(indicator=each.key, score=Decimal(given), comment=comment) for each in appraisal.terms.indicators
    )
