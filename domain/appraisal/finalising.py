"""Making a result final, and correcting it afterwards (APPR-13, APPR-16, APPR-18, APPR-19)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, TypeAlias

from domain.appraisal.appealing import last_day
from domain.appraisal.consequences import reissued, training_need
from domain.appraisal.events import AppraisalFinalised
from domain.appraisal.following_events import (
    AppraisalConsequenceProposed,
    AppraisalConsequenceReissued,
    AppraisalConsequenceWithdrawn,
    AppraisalStandingCounted,
    ScoreCorrected,
)
from domain.appraisal.scheme.terms import Grade
from domain.appraisal.siblings import earlier
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Standing
from domain.organisation.state import company
from domain.shared.act import EFFECT, Context, World, act
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Text, hundredths, percent

APPEAL_POSSIBLE = Reason(
    "appraisal.appeal_possible",
    "The result can be appealed until {until}; from the day after it can be made final.",
    "考核结果在{until}之前（含当日）可以申诉，次日起方可确定。",
)
Reissue: TypeAlias = AppraisalConsequenceReissued | AppraisalConsequenceWithdrawn
"""What a corrected score does to what followed from the old one."""

TOO_FINE = Reason(
    "appraisal.score_too_fine", "The score {score} is finer than a hundredth.", "得分{score}最多保留两位小数。"
)
SCORE = Labelled("score", "The score", "得分")
SAME_SCORE = Reason("appraisal.same_score", "That is the score already.", "得分与现有得分相同。")


@act("确定考核结果", Role.HR, decides=True)
def finalise(
    appraisal: Appraisal, context: Context
) -> Iterator[AppraisalFinalised | Annotated[AppraisalConsequenceProposed, EFFECT]]:
    """Make the result final once the days for an appeal are over (APPR-13). Weak indicators become a need for training
    at the same moment (APPR-19)."""
    until = last_day(appraisal, company(context.world))
    if appraisal.appeal is None and context.today <= until:
        raise APPEAL_POSSIBLE(until=until)
    assert appraisal.score is not None
    standing = counted(appraisal, appraisal.score, context.world)
    yield AppraisalFinalised(in_time=context.today <= appraisal.limit, standing=standing)
    if need := training_need(appraisal, context):
        yield need


@act("更正考核得分", Role.HEAD, decides=True)
def correct_score(
    appraisal: Appraisal, context: Context, *, score: Decimal, reason: Text
) -> Iterator[ScoreCorrected | Annotated[Reissue | AppraisalStandingCounted, EFFECT]]:
    """Put another score in place of a final one that was wrong, and compute anew what follows from it (APPR-16)."""
    percent(score, SCORE)
    if score != hundredths(score):
        raise TOO_FINE(score=score)
    old = appraisal.score
    assert old is not None
    if score == old:
        raise SAME_SCORE()
    grade = appraisal.terms.grade(score)
    yield ScoreCorrected(old=old, new=score, grade=grade, reason=reason)
    if (standing := counted(appraisal, score, context.world)) != appraisal.standing:
        yield AppraisalStandingCounted(standing=standing)
    yield from reissued(appraisal, score, grade)


@act("重新统计连续优秀次数", Role.SYSTEM)
def count_standing(appraisal: Appraisal, context: Context) -> Iterator[AppraisalStandingCounted]:
    """Count anew how many results in a row were excellent, when an earlier one became final or was corrected."""
    assert appraisal.score is not None
    if (standing := counted(appraisal, appraisal.score, context.world)) != appraisal.standing:
        yield AppraisalStandingCounted(standing=standing)


def counted(appraisal: Appraisal, score: Decimal, world: World) -> Standing:
    """The score's place after the latest final result of the subject before it."""
    before = earlier(appraisal, world)
    excellent = appraisal.terms.grade(score) is Grade.EXCELLENT
    so_far = before.standing.streak if before and before.standing else 0
    return Standing(streak=so_far + 1 if excellent else 0, previous=before.score if before else None)
