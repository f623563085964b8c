"""Schemes to draft from, by the company's own words: general, operations supervisor, sales, customer service."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct

from domain.appraisal.scheme.content import Indicator, Population, SchemeContent
from domain.appraisal.scheme.terms import Area, CycleKind, Evidence, Family, Missing, Preset

PEERS = (Evidence.DAILY_NOTES, Evidence.PEER_EVALUATION)
SKILL = (Evidence.TRAINING, Evidence.EXAM, Evidence.PROJECT_PRACTICE)


class Pattern(Struct, frozen=True, kw_only=True):
    """What a preset gives; title and population are the author's."""

    cycle: CycleKind
    method: str
    indicators: tuple[Indicator, ...]
    daily: bool = False


def figure(key: str, name: str, weight: int, kpi: str, target: int, area: Area | None = None) -> Indicator:
    """A performance indicator that a figure of the product gives, in percent."""
    return Indicator(
        key=key, name=name, family=Family.PERFORMANCE, weight=Decimal(weight), unit_of_measure="%",
        target=Decimal(target), kpi=kpi, area=area, evidence=(Evidence.KPI,),
    )  # fmt: skip


def judged(key: str, name: str, weight: int, family: Family) -> Indicator:
    evidence = SKILL if family is Family.ABILITY else PEERS
    return Indicator(key=key, name=name, family=family, weight=Decimal(weight), evidence=evidence)


def behaviour() -> Iterator[Indicator]:
    """工作能力 20 % and 工作态度 10 %, as every scheme has them by default (APPR-01, APPR-03, APPR-04)."""
    yield judged("knowledge", "专业知识", 5, Family.ABILITY)
    yield judged("skill", "技能水平", 5, Family.ABILITY)
    yield judged("communication", "沟通能力", 5, Family.ABILITY)
    yield judged("teamwork", "团队协作能力", 5, Family.ABILITY)
    yield judged("responsibility", "工作责任心", 4, Family.ATTITUDE)
    yield judged("initiative", "工作积极性", 3, Family.ATTITUDE)
    yield judged("discipline", "工作纪律性", 3, Family.ATTITUDE)


def supervisor() -> Iterator[Indicator]:
    """The six families of an operations supervisor (APPR-22)."""
    yield figure("business", "业务收入、利润、市场份额、用户增长", 25, "K-21", 100, Area.BUSINESS_RESULTS)
    yield figure("cohesion", "团队凝聚力、员工满意度", 10, "K-17", 80, Area.TEAM_MANAGEMENT)
    yield figure("team-gain", "团队成员绩效提升", 5, "K-19", 0, Area.TEAM_MANAGEMENT)
    yield figure("optimisation", "流程优化的效果", 10, "K-10", 80, Area.PROCESS_OPTIMISATION)
    yield figure("efficiency", "对运营效率的提升程度", 5, "K-11", 5, Area.PROCESS_OPTIMISATION)
    yield figure("accuracy", "数据分析的准确性", 8, "K-13", 98, Area.DATA_AND_DECISION)
    yield figure("timeliness", "数据分析的及时性", 7, "K-14", 95, Area.DATA_AND_DECISION)
    yield figure("utilisation", "资源利用效率", 5, "K-16", 85, Area.RESOURCE_COORDINATION)
    yield figure("coordination", "资源协调的效果", 5, "K-20", 90, Area.RESOURCE_COORDINATION)
    yield figure("on-time", "项目按时完成率", 10, "K-05", 90, Area.PROJECT_MANAGEMENT)
    yield figure("quality", "项目质量达标", 5, "K-06", 95, Area.PROJECT_MANAGEMENT)
    yield figure("cost", "项目成本控制", 5, "K-07", 100, Area.PROJECT_MANAGEMENT)


PATTERNS: Final[Mapping[Preset, Pattern]] = {
    Preset.GENERAL: Pattern(
        cycle=CycleKind.MONTHLY,
        method="员工自评、上级评价、人力资源部综合评价",
        indicators=(
            figure("completion", "计划完成率", 30, "K-01", 95),
            figure("attainment", "运营指标达成情况", 25, "K-03", 100),
            figure("reports", "数据分析报告质量", 15, "K-04", 90),
            *behaviour(),
        ),
    ),
    Preset.OPERATIONS_SUPERVISOR: Pattern(
        cycle=CycleKind.ANNUAL,
        method="年度考核与日常考核相结合",
        indicators=tuple(supervisor()),
        daily=True,
    ),
    Preset.SALES: Pattern(
        cycle=CycleKind.MONTHLY,
        method="以销售任务完成情况为主，结合自评与上级评价",
        indicators=(
            figure("sales", "完成销售任务", 50, "K-25", 100),
            figure("collection", "回款", 20, "K-26", 95),
            *behaviour(),
        ),
    ),
    Preset.CUSTOMER_SERVICE: Pattern(
        cycle=CycleKind.MONTHLY,
        method="以客户满意度为核心指标，结合自评与上级评价",
        indicators=(
            figure("satisfaction", "客户满意度", 45, "K-22", 90),
            figure("handling", "投诉及时、有效处理", 25, "K-23", 95),
            *behaviour(),
        ),
    ),
}


def content_of(preset: Preset, title: str, population: Population) -> SchemeContent:
    """The content that the preset makes for that population."""
    pattern = PATTERNS[preset]
    judged_by_colleagues = any(Evidence.PEER_EVALUATION in each.evidence for each in pattern.indicators)
    return SchemeContent(
        title=title,
        cycle=pattern.cycle,
        method=pattern.method,
        population=population,
        indicators=pattern.indicators,
        peers=int(judged_by_colleagues),
        daily=pattern.daily,
        missing=Missing.REWEIGH,
    )
