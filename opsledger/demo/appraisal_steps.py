"""Steps that the stories of appraisals take."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.appraisal.claims import IN_CYCLE
from domain.appraisal.scheme.content import Population
from domain.appraisal.scheme.terms import CycleKind, Family, Grade, Preset, Scope, SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ConsequenceKind
from domain.appraisal.values import Actual, ImprovementDraft, Objective, Score
from domain.shared.ids import PersonId, UnitId
from opsledger.demo.people import (
    ABSENT,
    ANALYST,
    DEPUTY,
    IMPROVER,
    LEAVER,
    MANAGER,
    MARKETING,
    OPERATOR,
    OPERATOR_2,
    PEOPLE_OFFICE,
    PLANNER,
    PLANNER_2,
    SALES,
)
from opsledger.demo.stage import Stage
from opsledger.demo.steps import A_DAY

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
    ABSENT: (75, 75),
    LEAVER: (70, 72),
}
"""What each gives themselves, and gets from their superior, on the average."""
SPREAD = (0, 2, -2, 1, -3, 3, -1, 1, 0, -1)
"""By how much points for single indicators differ from that, another way for everybody and every month."""
OWN = {
    Family.PERFORMANCE: "按计划完成，数据见月报", Family.ABILITY: "能独立处理日常工作，仍在学习",
    Family.ATTITUDE: "按时到岗，主动承担临时任务",
}
GIVEN = {
    Family.PERFORMANCE: "与系统数据相符", Family.ABILITY: "能胜任本岗位，方法可再总结",
    Family.ATTITUDE: "认真负责，协作主动",
}
"""What is said about indicators of each family."""
SUMMARIES = {
    90: "超额完成重点任务，可带动组内其他同事。", 80: "工作扎实，建议加强跨部门沟通。",
    0: "基本完成任务，报送及时性有待提高。",
}
"""What superiors say on the whole, from how many points on."""
FIGURES = {"attainment": "101", "reports": "92"}
"""What the product cannot compute yet, as human resources fill it in."""


def appraised(stage: Stage) -> date:
    """The first day of the month of which everybody's appraisal is final: the one before the last."""
    last = (stage.today.replace(day=1) - A_DAY).replace(day=1)
    return (last - A_DAY).replace(day=1)


def draft(stage: Stage, id: str, title: str, *units: str, subjects: SubjectKind = SubjectKind.PERSON) -> None:
    population = Population(subjects=subjects, units=tuple(map(UnitId, units)))
    stage.do(
        "appraisal_scheme.draft_preset", PEOPLE_OFFICE, id,
        scope=Scope.COMPANY, preset=Preset.GENERAL, title=title, population=population,
    )  # fmt: skip


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
    measure(stage, id)
    appraisal = stage.get(Appraisal, id)
    own, _ = POINTS[appraisal.subject]
    stage.do(
        "appraisal.submit_self_assessment", appraisal.subject, id, appraisal.form.id,
        scores=points(appraisal, own, OWN), summary="本月工作按计划完成，重点任务达到预期。",
    )  # fmt: skip


def measure(stage: Stage, id: str) -> None:
    actuals = tuple(
        Actual(indicator=key, value=Decimal(value), overridden="按月度经营分析报告填报")
        for key, value in FIGURES.items()
    )
    stage.do("appraisal.capture_indicators", PEOPLE_OFFICE, id, actuals=actuals)


def evaluate(stage: Stage, id: str) -> None:
    appraisal = stage.get(Appraisal, id)
    _, given = POINTS[appraisal.subject]
    stage.do(
        "appraisal.submit_superior_evaluation", appraisal.superior, id,
        scores=points(appraisal, given, GIVEN),
        summary=next(text for least, text in SUMMARIES.items() if given >= least),
    )  # fmt: skip


def score(stage: Stage, id: str) -> None:
    adjustment: dict[str, Any] = {}
    if stage.get(Appraisal, id).subject == ANALYST:
        adjustment = {"adjustment": Decimal(1), "reason": "承担了看板口径统一的额外工作"}
    stage.do("appraisal.fix_composite", PEOPLE_OFFICE, id, **adjustment)
    stage.do("appraisal.deliver", PEOPLE_OFFICE, id)


def interview(stage: Stage, id: str) -> None:
    appraisal = stage.get(Appraisal, id)
    agreed = (
        ImprovementDraft(what="提高周报的及时性", due=stage.in_days(60), support="由计划组提供模板"),
        ImprovementDraft(what="完成数据分析培训", due=stage.in_days(40), support="由数据分析组安排"),
    )
    stage.do(
        "appraisal.hold_interview", appraisal.superior, id, on=stage.day,
        participants=(appraisal.subject, appraisal.superior),
        performance="完成情况良好", suggestions="加强沟通与总结", employee_view="认可评价，愿意改进",
        improvements=agreed if appraisal.subject == PLANNER_2 else (),
    )  # fmt: skip


def reward(stage: Stage, id: str) -> None:
    """Whoever was excellent gets a bonus, and the two best are commended; one of them, as it turned out, wrongly."""
    appraisal = stage.get(Appraisal, id)
    if appraisal.grade is Grade.EXCELLENT:
        stage.do(
            "appraisal.propose_consequence", PEOPLE_OFFICE, id,
            kind=ConsequenceKind.BONUS, text="月度绩效奖金", base=Decimal(3000),
        )  # fmt: skip
    if appraisal.subject in (SALES, PLANNER):
        stage.do(
            "appraisal.propose_consequence", appraisal.superior, id,
            kind=ConsequenceKind.COMMENDATION, text="月度优秀员工，公开表彰并颁发荣誉证书",
        )  # fmt: skip


def points(appraisal: Appraisal, given: int, comments: Mapping[Family, str]) -> tuple[Score, ...]:
    """Points for every indicator, about as many as given."""
    first = appraisal.ends.month + len(appraisal.unit or appraisal.subject)
    return tuple(
        Score(
            indicator=each.key, score=Decimal(given + SPREAD[(first + n) % len(SPREAD)]), comment=comments[each.family]
        )
        for n, each in enumerate(appraisal.terms.indicators)
    )
