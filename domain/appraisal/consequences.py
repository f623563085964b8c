"""What follows from a final result: bonus, raise, promotion, training, commendation, penalty (APPR-17 to APPR-21)."""

from collections.abc import Iterator
from decimal import Decimal

from domain.appraisal.consequence import PROPOSED, Consequence
from domain.appraisal.following_events import (
    AppraisalConsequenceProposed,
    AppraisalConsequenceReissued,
    AppraisalConsequenceWithdrawn,
)
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.scheme.content import Indicator
from domain.appraisal.scheme.terms import Direction, Grade, SubjectKind
from domain.appraisal.scoring import blended
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ConsequenceKind, LeadsTo, Status
from domain.appraisal.values import Link
from domain.shared.act import Context, act
from domain.shared.ids import AppraisalId, ConsequenceId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text, amount, hundredths

WEAK = Decimal(70)
"""Below as many points an indicator is weak (APPR-19)."""
LEADS_TO = {
    ConsequenceKind.BONUS: LeadsTo.REWARD_CASE,
    ConsequenceKind.COMMENDATION: LeadsTo.REWARD_CASE,
    ConsequenceKind.PENALTY: LeadsTo.REWARD_CASE,
    ConsequenceKind.RAISE: LeadsTo.PERSONNEL_CHANGE,
    ConsequenceKind.PROMOTION: LeadsTo.PERSONNEL_CHANGE,
    ConsequenceKind.TRAINING: LeadsTo.TRAINING_NEED,
}
PERSONAL = (ConsequenceKind.RAISE, ConsequenceKind.PROMOTION)
ON_EXCELLENCE = (ConsequenceKind.COMMENDATION, ConsequenceKind.PROMOTION)
"""What rests on the grade, so that it falls with it."""

BASE = Labelled("base", "The base", "计发基数")
NO_BASE = Reason("appraisal.no_base", "A bonus needs its base in CNY.", "奖金须有计发基数。")
NO_BONUS = Reason("appraisal.no_bonus", "The scheme has no bonus table.", "本方案没有奖金系数表。")
NOT_EXCELLENT = Reason(
    "appraisal.not_excellent",
    "A {kind} takes the grade {needed}, which this result is not.",
    "{kind}须考核结果为{needed}，本次未达到。",
)
NOT_CITED = Reason(
    "appraisal.not_cited",
    "A promotion cites final, excellent appraisals of the same subject; {cited} are not.",
    "晋升须引用同一人员已确定且优秀的考核结果；{cited}不符合。",
)
NOT_PERSONAL = Reason(
    "appraisal.not_personal", "A {kind} is for a person, not for a unit.", "{kind}只适用于个人，不适用于组织单元。"
)


@act("提出考核结果应用", Role.HR, Role.SUP, decides=True)
def propose_consequence(
    appraisal: Appraisal,
    context: Context,
    *,
    kind: ConsequenceKind,
    text: Text,
    base: Decimal | None = None,
    indicators: tuple[Line, ...] = (),
    cited: tuple[AppraisalId, ...] = (),
) -> Iterator[AppraisalConsequenceProposed]:
    """Propose what is to follow from the result; it becomes a record with an approval of its own (APPR-21).

    A bonus is its base times the coefficient of the score (APPR-17). A commendation and a promotion take the grade
    EXCELLENT; a promotion cites the appraisals that it rests on (APPR-18, APPR-20).
    """
    if appraisal.subjects is not SubjectKind.PERSON and kind in PERSONAL:
        raise NOT_PERSONAL(kind=kind)
    if kind in ON_EXCELLENCE and appraisal.grade is not Grade.EXCELLENT:
        raise NOT_EXCELLENT(kind=kind, needed=Grade.EXCELLENT)
    if unknown := [key for key in indicators if appraisal.terms.indicator(key) is None]:
        raise INDICATOR_UNKNOWN(indicators=unknown)
    if kind is ConsequenceKind.PROMOTION:
        cite(appraisal, cited, context)
    yield proposed(appraisal, context, kind, text, base, indicators, cited)


@act("撤回考核结果应用", Role.HR, Role.SUP, decides=True)
def withdraw_consequence(
    appraisal: Appraisal, consequence: Consequence, context: Context, *, reason: Text
) -> Iterator[AppraisalConsequenceWithdrawn]:
    """Take back what was proposed by mistake, or is not to follow after all; it stays in the log (APPR-16, APPR-21)."""
    yield AppraisalConsequenceWithdrawn(consequence=consequence.id, reason=reason)


@act("撤回晋升提议", Role.SYSTEM)
def withdraw_promotions(
    appraisal: Appraisal, context: Context, *, corrected: AppraisalId
) -> Iterator[AppraisalConsequenceWithdrawn]:
    """Take back promotions that cite another result which was excellent until it was corrected (APPR-16, APPR-18)."""
    for each in promotions_on(corrected, appraisal):
        yield AppraisalConsequenceWithdrawn(consequence=each.id, reason=f"{corrected} ≠ {worded(Grade.EXCELLENT)}")


def promotions_on(cited: AppraisalId, appraisal: Appraisal) -> tuple[Consequence, ...]:
    """What is proposed there as a promotion and rests on that other result."""
    proposed = (each for each in appraisal.consequences.values() if each.status is PROPOSED)
    return tuple(each for each in proposed if each.kind is ConsequenceKind.PROMOTION and cited in each.cited)


def proposed(
    appraisal: Appraisal,
    context: Context,
    kind: ConsequenceKind,
    text: str,
    base: Decimal | None = None,
    indicators: tuple[str, ...] = (),
    cited: tuple[AppraisalId, ...] = (),
) -> AppraisalConsequenceProposed:
    """The proposal, with its bonus, and a fresh id for the record that it becomes. Refuses NO_BASE, NO_BONUS."""
    assert appraisal.score is not None
    base = None if base is None else amount(base, BASE)
    coefficient = None
    if kind is ConsequenceKind.BONUS:
        if base is None:
            raise NO_BASE()
        if not appraisal.terms.bonus:
            raise NO_BONUS()
        coefficient = appraisal.terms.coefficient(appraisal.score)
    leads_to = LEADS_TO[kind]
    return AppraisalConsequenceProposed(
        consequence=ConsequenceId(context.new_id("consequence")),
        kind=kind,
        text=text,
        link=Link(kind=leads_to, id=context.new_id(leads_to.lower())),
        score=appraisal.score,
        base=base,
        coefficient=coefficient,
        amount=None if base is None or coefficient is None else hundredths(base * coefficient),
        indicators=indicators,
        cited=tuple(dict.fromkeys(cited)),
    )


def cite(appraisal: Appraisal, cited: tuple[AppraisalId, ...], context: Context) -> None:
    """Refuse NOT_CITED unless each is a final, excellent result of the same subject."""
    needed = (appraisal.who, Status.FINALISED, Grade.EXCELLENT)
    found = {id: appraisal if id == appraisal.id else context.world.get(Appraisal, id) for id in cited}
    wrong = [id for id, each in found.items() if each is None or (each.who, each.status, each.grade) != needed]
    if wrong or not cited:
        raise NOT_CITED(cited=wrong)


def training_need(appraisal: Appraisal, context: Context) -> AppraisalConsequenceProposed | None:
    """The need for training that weak indicators show, if any do (APPR-19)."""
    weak = [each for each in appraisal.terms.indicators if is_weak(each, appraisal)]
    if not weak:
        return None
    text, keys = "、".join(each.name for each in weak), tuple(each.key for each in weak)
    return proposed(appraisal, context, ConsequenceKind.TRAINING, text, indicators=keys)


def is_weak(indicator: Indicator, appraisal: Appraisal) -> bool:
    """Whether it has less than 70 points, or its actual value falls short of the target."""
    actual, target = appraisal.actuals.get(indicator.key), appraisal.target(indicator)
    if actual and actual.value is not None and target is not None and missed(actual.value, target, indicator.direction):
        return True
    components = appraisal.composite.components if appraisal.composite else ()
    points = (blended(each, appraisal.terms.alpha) for each in components if each.indicator == indicator.key)
    return any(each is not None and each < WEAK for each in points)


def missed(actual: Decimal, target: Decimal, direction: Direction) -> bool:
    """Whether the actual value falls short of the target."""
    return actual < target if direction is Direction.AT_LEAST else actual > target


def worded(grade: Grade) -> str:
    """A grade in a reason that the program gives, for readers of both languages."""
    return f"{grade.zh} ({grade.en})"


def reissued(
    appraisal: Appraisal, score: Decimal, grade: Grade
) -> Iterator[AppraisalConsequenceReissued | AppraisalConsequenceWithdrawn]:
    """What follows from the corrected score: bonuses computed again, and what rested on a lost grade withdrawn."""
    for each in appraisal.consequences.values():
        if each.status is not PROPOSED:
            continue
        if each.kind in ON_EXCELLENCE and grade is not Grade.EXCELLENT:
            lost = " → ".join(worded(one) for one in (appraisal.grade, grade) if one)
            yield AppraisalConsequenceWithdrawn(consequence=each.id, reason=lost)
            continue
        coefficient = None if each.coefficient is None else appraisal.terms.coefficient(score)
        total = None if each.base is None or coefficient is None else hundredths(each.base * coefficient)
        yield AppraisalConsequenceReissued(consequence=each.id, score=score, coefficient=coefficient, amount=total)
