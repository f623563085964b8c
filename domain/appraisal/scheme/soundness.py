"""What must be true of a scheme before anybody is appraised by it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.appraisal.scheme.content import KPIS, Band, BonusStep, Indicator, SchemeContent
from domain.appraisal.scheme.terms import Area, Evidence, Family, Grade, Preset, Scope, SubjectKind
from domain.goal.state import Goal
from domain.organisation.rules import employed_on, is_program, position_open, unit_on
from domain.organisation.state import Organisation, company
from domain.organisation.terms import UnitType
from domain.organisation.unit import Unit
from domain.shared.act import Context
from domain.shared.ids import PersonId
from domain.shared.refusal import Labelled, Reason
from domain.shared.values import not_negative, percent, repeats

WHOLE = Decimal(100)
CORE = {Preset.CUSTOMER_SERVICE: "K-22"}
"""The figure that must weigh most in schemes made from a preset (APPR-24)."""

LIMIT = Labelled("limits", "The largest share of a grade", "等级比例上限")
COEFFICIENT = Labelled("bonus", "The bonus coefficient", "奖金系数")

WEIGHTS = Reason(
    "appraisal_scheme.weights",
    "The weights of the indicators sum to {sum}; they must sum to exactly 100.",
    "指标权重之和为{sum}，必须恰好等于100。",
)
WEIGHTLESS = Reason(
    "appraisal_scheme.weight",
    "The indicators {indicators} have no weight above zero.",
    "指标{indicators}的权重须大于零。",
)
REPEATED = Reason(
    "appraisal_scheme.indicator_repeated", "The indicators {indicators} are there twice.", "指标{indicators}重复。"
)
NOT_QUANTIFIED = Reason(
    "appraisal_scheme.not_quantified",
    "Performance indicators need a unit, a target, and a formula or source; {indicators} lack some.",
    "工作业绩指标须有计量单位、目标值以及公式或数据来源；{indicators}不完整。",
)
NOBODY = Reason(
    "appraisal_scheme.nobody",
    "The scheme names nobody that it would appraise as {subjects}.",
    "方案未指明以{subjects}为考核对象的人员或单元。",
)
NOT_APPRAISED = Reason(
    "appraisal_scheme.not_appraised",
    "Nobody appraises {people}: a program, or whoever reports to nobody.",
    "{people}不能作为考核对象：系程序，或没有上级主管。",
)
ONLY_UNITS = Reason(
    "appraisal_scheme.only_units",
    "A scheme that appraises units names units, not people or positions.",
    "以组织单元为考核对象的方案只能指定单元，不能指定人员或岗位。",
)
OTHER_UNITS = Reason(
    "appraisal_scheme.other_units",
    "The scheme appraises a {subjects}, which {units} are not.",
    "方案的考核对象为{subjects}，{units}不属于该类。",
)
OUTSIDE_TEAM = Reason(
    "appraisal_scheme.outside_team",
    "{people} do not report to {person}; a team's scheme is for its members by name.",
    "{people}不是{person}的下属；团队方案只适用于点名的团队成员。",
)
BANDS = Reason(
    "appraisal_scheme.bands",
    "The grade bands must name each of {grades} once, from the best down, with falling scores from at most 100 to 0.",
    "等级区间须按{grades}的顺序各列一次，分数线自100以内逐级降低，最低为0。",
)
BONUS = Reason(
    "appraisal_scheme.bonus",
    "The bonus table must begin at score 0 and never fall as the score rises.",
    "奖金系数表须自0分起，且不得随分数上升而降低。",
)
BONUS_FLAT = Reason(
    "appraisal_scheme.bonus_between_grades",
    "At score {score}, where {grade} begins, the bonus must be higher than below it.",
    "{grade}自{score}分起，其奖金系数须高于下一等级。",
)
ALPHA = Reason(
    "appraisal_scheme.alpha",
    "The share of the self-assessment is {alpha}; it must be at least 0 and below 1.",
    "自评占比为{alpha}，须大于等于0且小于1。",
)
PEERS = Reason(
    "appraisal_scheme.peers",
    "Indicators judged by colleagues take at least one peer evaluation, not {peers}.",
    "含同事评价的方案至少须有一份同事评价，不能为{peers}。",
)
NO_PEERS = Reason(
    "appraisal_scheme.nothing_for_peers",
    "The scheme waits for {peers} evaluations by colleagues, but asks them about no indicator.",
    "方案要求{peers}份同事评价，但没有以同事评价为依据的指标。",
)
LIMITED_TWICE = Reason(
    "appraisal_scheme.limited_twice",
    "There are several limits for the same grade: {grades}.",
    "以下等级的比例限制重复：{grades}。",
)
AREAS = Reason(
    "appraisal_scheme.areas",
    "The scheme of an operations supervisor covers six areas; it lacks {areas}.",
    "运营主管方案须覆盖六类指标，缺少{areas}。",
)
NOT_CORE = Reason(
    "appraisal_scheme.core",
    "The indicator bound to {kpi} is the core of this scheme, so its weight must be the largest.",
    "{kpi}是本方案的核心指标，权重须为最大。",
)
NO_SUCH_KPI = Reason(
    "appraisal_scheme.no_such_kpi",
    "There are no figures with the numbers {kpis}; they go from {first} to {last}.",
    "不存在编号为{kpis}的指标数据；编号范围为{first}至{last}。",
)
GOAL = Reason("appraisal_scheme.goal", "The goals {goals} are not in force.", "目标{goals}未在执行。")


def sound(content: SchemeContent, scope: Scope, preset: Preset | None, context: Context) -> None:
    """Refuse a scheme that would appraise nobody, or unfairly, or by what cannot be measured."""
    organisation = company(context.world)
    populated(content, scope, organisation, context)
    weighed(content.indicators)
    if not 0 <= content.alpha < 1:
        raise ALPHA(alpha=content.alpha)
    by_colleagues = any(Evidence.PEER_EVALUATION in each.evidence for each in content.indicators)
    if content.peers < by_colleagues:
        raise PEERS(peers=content.peers)
    if content.peers and not by_colleagues:
        raise NO_PEERS(peers=content.peers)
    banded(content.bands)
    if content.bonus:
        rewarding(content.bonus, content.bands)
    for limit in content.limits:
        percent(limit.at_most, LIMIT)
    if twice := repeats(each.grade for each in content.limits):
        raise LIMITED_TWICE(grades=twice)
    true_to(preset, content.indicators)
    if unknown := [each.kpi for each in content.indicators if each.kpi is not None and each.kpi not in KPIS]:
        raise NO_SUCH_KPI(kpis=unknown, first=min(KPIS), last=max(KPIS))
    linked = (each.goal for each in content.indicators if each.goal is not None)
    if lost := [id for id in linked if (goal := context.world.get(Goal, id)) is None or not goal.in_force]:
        raise GOAL(goals=lost)


def populated(content: SchemeContent, scope: Scope, organisation: Organisation, context: Context) -> None:
    population = content.population
    if not any(population.places):
        raise NOBODY(subjects=population.subjects)
    if population.subjects is not SubjectKind.PERSON and (population.people or population.positions):
        raise ONLY_UNITS()
    for person in population.people:
        employed_on(organisation, person, context.today)
    if beyond := [person for person in population.people if not appraisable(person, organisation, context.today)]:
        raise NOT_APPRAISED(people=beyond)
    for position in population.positions:
        position_open(organisation, position)
    units = [unit_on(organisation, unit, context.today) for unit in population.units]
    kind = population.subjects
    if kind is not SubjectKind.PERSON and (other := [unit.id for unit in units if kind_of(unit) is not kind]):
        raise OTHER_UNITS(subjects=kind, units=other)
    if scope is Scope.TEAM:
        author = context.principal
        strange = [each for each in population.people if organisation.superior(each, context.today) != author]
        if places := [*strange, *population.positions, *population.units]:
            raise OUTSIDE_TEAM(people=places, person=author)


def appraisable(person: PersonId, organisation: Organisation, day: date) -> bool:
    """Whether somebody is a human being and has somebody above, who evaluates."""
    return not is_program(organisation, person, day) and organisation.superior(person, day) is not None


def kind_of(unit: Unit) -> SubjectKind:
    """As what a unit is appraised (APPR-27)."""
    return SubjectKind.DEPARTMENT if unit.type is UnitType.DEPARTMENT else SubjectKind.TEAM


def weighed(indicators: Sequence[Indicator]) -> None:
    if twice := repeats(each.key for each in indicators):
        raise REPEATED(indicators=twice)
    if weightless := [each.key for each in indicators if not each.weight > 0]:
        raise WEIGHTLESS(indicators=weightless)
    if (total := sum(each.weight for each in indicators)) != WHOLE:
        raise WEIGHTS(sum=total)
    vague = [each.key for each in indicators if each.family is Family.PERFORMANCE and not each.quantified]
    if vague:
        raise NOT_QUANTIFIED(indicators=vague)


def banded(bands: Sequence[Band]) -> None:
    scores = [band.starts for band in bands]
    falling = all(higher > lower for higher, lower in pairwise(scores))
    if [band.grade for band in bands] != list(Grade) or not falling or scores[0] > WHOLE or scores[-1] != 0:
        raise BANDS(grades=list(Grade))


def rewarding(steps: Sequence[BonusStep], bands: Sequence[Band]) -> None:
    """The more, the more (APPR-17): never less for a higher score, and strictly more for a better grade."""
    for step in steps:
        not_negative(step.coefficient, COEFFICIENT)
    rising = all(a.starts < b.starts and a.coefficient <= b.coefficient for a, b in pairwise(steps))
    if steps[0].starts != 0 or not rising:
        raise BONUS()
    for band in bands[:-1]:
        below = [step.coefficient for step in steps if step.starts < band.starts]
        upwards = [step.coefficient for step in steps if step.starts <= band.starts]
        if not upwards[-1] > below[-1]:
            raise BONUS_FLAT(score=band.starts, grade=band.grade)


def true_to(preset: Preset | None, indicators: Sequence[Indicator]) -> None:
    """What makes a preset what it is stays in what is made of it (APPR-22, APPR-24)."""
    if preset is Preset.OPERATIONS_SUPERVISOR:
        covered = {each.area for each in indicators}
        if lacking := [area for area in Area if area not in covered]:
            raise AREAS(areas=lacking)
    if preset in CORE:
        kpi = CORE[preset]
        core = max((each.weight for each in indicators if each.kpi == kpi), default=Decimal(0))
        if any(each.weight >= core for each in indicators if each.kpi != kpi):
            raise NOT_CORE(kpi=kpi)
