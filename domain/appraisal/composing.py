"""Human resources make the score of both forms, and hand the result over (APPR-10 to APPR-12)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.appraisal.assessing import alone
from domain.appraisal.claims import GRADED
from domain.appraisal.events import AppraisalResultAcknowledged, AppraisalResultDelivered, AppraisalScored
from domain.appraisal.peers.averages import averages
from domain.appraisal.scheme.terms import Grade
from domain.appraisal.scoring import weighted
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Answer
from domain.appraisal.values import Component, Composite, Score
from domain.shared.act import Context, World, act
from domain.shared.approval import Verdict, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role

FURTHEST = Decimal(5)
"""By how many points human resources may adjust a score (APPR-10)."""

ADJUSTED_TOO_FAR = Reason(
    "appraisal.adjusted_too_far",
    "An adjustment of {adjustment} points lies outside ±{most}.",
    "调整{adjustment}分超出±{most}分的范围。",
)
ADJUSTED_SILENTLY = Reason("appraisal.adjusted_silently", "Give a reason for the adjustment.", "调整分数须说明原因。")
OUT_OF_BOUNDS = Reason(
    "appraisal.score_out_of_bounds",
    "With the adjustment the score would not lie between 0 and 100.",
    "调整后得分不在0到100之间。",
)
NOTHING_SCORED = Reason(
    "appraisal.nothing_scored", "No indicator has points, so there is no score.", "没有任何指标评分，无法得出分数。"
)
TOO_MANY = Reason(
    "appraisal.grade_limit",
    "The scheme lets at most {at_most} % of those appraised be {grade}; this would be one too many.",
    "方案规定{grade}不超过{at_most}%，本次将超出。",
)
DISAGREES_SILENTLY = Reason(
    "appraisal.disagrees_silently", "Whoever disagrees says with what.", "不同意考核结果须说明意见。"
)
ANSWERED = Reason("appraisal.answered", "The result was acknowledged already.", "考核结果已经确认。")


@act("确定考核得分", Role.HR, decides=True)
def fix_composite(
    appraisal: Appraisal, context: Context, *, adjustment: Decimal = Decimal(0), reason: str = "", comment: str = ""
) -> Iterator[AppraisalScored]:
    """Merge both forms into the score and the grade, adjusting by at most 5 points with a reason (APPR-10, APPR-11).

    score = Σ wᵢ·(α·selfᵢ + (1−α)·superiorᵢ) ÷ Σ wᵢ + adjustment, rounded half up to the hundredth.
    """
    assert appraisal.request is not None and appraisal.evaluation is not None
    composite = composed(appraisal, appraisal.evaluation.scores, adjustment, reason, context.world)
    signature = sign(appraisal.request, appraisal.evaluation, context, Verdict.APPROVED, comment)
    yield AppraisalScored(composite=composite, signature=signature)


@act("反馈考核结果", Role.HR, decides=True)
def deliver(appraisal: Appraisal, context: Context) -> Iterator[AppraisalResultDelivered]:
    """Hand the result to the subject, who may see the appraisal from then on (APPR-12)."""
    yield AppraisalResultDelivered(to=(appraisal.subject,))


@act("确认考核结果", Role.SUBJECT)
def acknowledge(
    appraisal: Appraisal, context: Context, *, answer: Answer, comment: str = ""
) -> Iterator[AppraisalResultAcknowledged]:
    """Agree with the result, or disagree and say with what (APPR-12)."""
    alone(appraisal, context)
    if answer is Answer.DISAGREE and not comment.strip():
        raise DISAGREES_SILENTLY()
    if appraisal.acknowledgement is not None:
        raise ANSWERED()
    yield AppraisalResultAcknowledged(answer=answer, comment=comment)


def composed(
    appraisal: Appraisal, superior: Sequence[Score], adjustment: Decimal, reason: str, world: World
) -> Composite:
    """The score of these evaluations, with everything that it was computed from.

    Refuses ADJUSTED_TOO_FAR, ADJUSTED_SILENTLY, NOTHING_SCORED, OUT_OF_BOUNDS, TOO_MANY.
    """
    if not abs(adjustment) <= FURTHEST:
        raise ADJUSTED_TOO_FAR(adjustment=adjustment, most=FURTHEST)
    if adjustment and not reason.strip():
        raise ADJUSTED_SILENTLY()
    components = merged(appraisal, superior)
    score = weighted(components, adjustment, appraisal.terms.alpha)
    if score is None:
        raise NOTHING_SCORED()
    if not 0 <= score <= 100:
        raise OUT_OF_BOUNDS()
    grade = appraisal.terms.grade(score)
    within_limit(appraisal, grade, world)
    return Composite(
        components=components,
        alpha=appraisal.terms.alpha,
        adjustment=adjustment,
        reason=reason,
        score=score,
        grade=grade,
        peers=averages(appraisal.id, world),
    )


def merged(appraisal: Appraisal, superior: Sequence[Score]) -> tuple[Component, ...]:
    """Both sides' points for each indicator of the scheme."""
    assessment = appraisal.form.assessment
    own = {each.indicator: each.score for each in assessment.scores} if assessment else {}
    given = {each.indicator: each.score for each in superior}
    return tuple(
        Component(
            indicator=each.key,
            weight=each.weight,
            self_score=own.get(each.key),
            superior_score=given.get(each.key),
        )
        for each in appraisal.terms.indicators
    )


def within_limit(appraisal: Appraisal, grade: Grade, world: World) -> None:
    """Where the scheme forces a distribution, the grade is not given to more than its share (APPR-11)."""
    limit = next((each for each in appraisal.terms.limits if each.grade is grade), None)
    if limit is None or grade is appraisal.grade:
        return
    of_scheme = f"{appraisal.cycle}/{appraisal.scheme}"
    holders = {each: len(world.find(GRADED, f"{of_scheme}/{each}")) for each in ("", *Grade)}
    if 100 * (holders[grade] + 1) > limit.at_most * sum(holders.values()):
        raise TOO_MANY(grade=grade, at_most=limit.at_most)
