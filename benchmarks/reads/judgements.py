"""What is written in the appraisals of the company: objectives, points of both sides, scores, improvements."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.reads.company import person
from domain.appraisal.scheme.content import Population, SchemeContent
from domain.appraisal.scheme.presets import content_of
from domain.appraisal.scheme.terms import Preset
from domain.appraisal.scoring import weighted
from domain.appraisal.values import (
    Actual,
    Component,
    Composite,
    ImprovementMade,
    Objective,
    Objectives,
    Score,
    Standing,
)
from domain.shared.ids import ImprovementId, PositionId
from domain.shared.values import Period

BASES = (52, 64, 68, 72, 74, 76, 78, 81, 83, 84, 86, 88, 91, 94)
"""About how many points people get."""
TERMS: SchemeContent = content_of(
    Preset.GENERAL, "通用考核方案", Population(positions=(PositionId("clerk"), PositionId("hr")))
)


def objectives(number: int) -> Objectives:
    """One for each indicator that is measured."""
    measured = [each for each in TERMS.indicators if each.kpi]
    return Objectives(
        objectives=tuple(
            Objective(text=f"本月{each.name}不低于目标值（第{number}号岗位）", indicator=each.key, target=each.target)
            for each in measured
        )
    )


def actuals(number: int) -> tuple[Actual, ...]:
    """What the product measured at the period's end."""
    return tuple(
        Actual(
            indicator=each.key,
            value=Decimal(80 + number % 20),
            numerator=Decimal(80 + number % 20),
            denominator=Decimal(100),
            inputs=("plan-00001", "plan-00002"),
            position=1,
            formula=each.kpi or "",
            scope=person(number),
            records=2,
        )
        for each in TERMS.indicators
        if each.kpi
    )


def scores(number: int, month: int, more: int) -> tuple[Score, ...]:
    return tuple(
        Score(indicator=each.key, score=Decimal(points(number, month, place) + more), comment="有数据支持，见月报。")
        for place, each in enumerate(TERMS.indicators)
    )


def points(number: int, month: int, place: int) -> int:
    return BASES[(number * 5 + month) % len(BASES)] + place % 3


def composite(number: int, month: int) -> Composite:
    """The score of both forms, by the product's own formula."""
    components = tuple(
        Component(
            indicator=each.key,
            weight=each.weight,
            self_score=Decimal(points(number, month, place) + 3),
            superior_score=Decimal(points(number, month, place)),
        )
        for place, each in enumerate(TERMS.indicators)
    )
    score = weighted(components, Decimal(0), TERMS.alpha)
    assert score is not None
    grade = TERMS.grade(score)
    return Composite(
        components=components, alpha=TERMS.alpha, adjustment=Decimal(0), reason="", score=score, grade=grade
    )


def improvements(id: str, period: Period) -> tuple[ImprovementMade, ...]:
    due = period.ends + timedelta(days=60)
    return tuple(
        ImprovementMade(id=ImprovementId(f"{id}-improvement-{each}"), what=what, due=due, support="部门内训")
        for each, what in enumerate(("提高月报的数据准确性", "主动与上下游部门沟通"))
    )


def standing(number: int, month: int, streak: int) -> Standing:
    """How the score stands; a streak of none is the present one."""
    return Standing(streak=streak, previous=composite(number, month - 1).score if month else None)


def period_of(month: int) -> Period:
    """The first month is January 2024."""
    year, number = 2024 + month // 12, 1 + month % 12
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))
