"""The two forms: the subject's self-assessment, and the superior's evaluation."""

from collections.abc import Iterator, Sequence

from domain.appraisal.collecting import ended
from domain.appraisal.events import SuperiorEvaluationReturned, SuperiorEvaluationSubmitted
from domain.appraisal.form import Form
from domain.appraisal.form_events import SelfAssessmentReturned, SelfAssessmentSubmitted, SelfAssessmentWaived
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.peers.state import RECORDED_FOR
from domain.appraisal.scheme.terms import Missing
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Evaluation, Score, SelfAssessment
from domain.shared.act import Context, act
from domain.shared.approval import Verdict, ask, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, percent, repeats

SUBJECT_ALONE = Reason(
    "appraisal.subject_alone",
    "Only {subject} may do this, and nobody in their place.",
    "只能由{subject}本人办理，不得代办。",
)
SCORES_MISSING = Reason(
    "appraisal.scores_missing",
    "Points are missing for {indicators}; what is missing is never a zero.",
    "指标{indicators}缺少评分；缺项不按零分计。",
)
SCORES_TWICE = Reason(
    "appraisal.scores_twice", "There are points for {indicators} twice.", "指标{indicators}重复评分。"
)
NOT_DUE = Reason(
    "appraisal.self_assessment_not_overdue",
    "The self-assessment may be handed in until {due}; it is not waived before.",
    "自评截止日为{due}，此前不得免除。",
)
ACTUALS_MISSING = Reason(
    "appraisal.actuals_missing",
    "The scheme withholds the score until {indicators} are measured.",
    "方案规定缺项不评分；指标{indicators}尚无实际值。",
)
PEERS_MISSING = Reason(
    "appraisal.peers_missing",
    "The scheme takes {needed} evaluations by colleagues; there are {known}.",
    "方案要求{needed}份同事评价，现有{known}份。",
)


@act("提交自评", Role.SUBJECT)
def submit_self_assessment(
    appraisal: Appraisal, form: Form, context: Context, *, scores: tuple[Score, ...], summary: Text
) -> Iterator[SelfAssessmentSubmitted]:
    """Hand in one's own form: points and a comment for each indicator (APPR-08). Nobody does it for another."""
    alone(appraisal, context)
    ended(appraisal, context)
    complete(scores, appraisal)
    assessment = SelfAssessment(scores=scores, summary=summary)
    request = ask(assessment, context, form.request, form.assessment)
    yield SelfAssessmentSubmitted(form=form.id, assessment=assessment, request=request)


@act("免除自评", Role.HR, decides=True)
def waive_self_assessment(
    appraisal: Appraisal, form: Form, context: Context, *, reason: Text
) -> Iterator[SelfAssessmentWaived]:
    """Go on without a self-assessment that is overdue; the superior's evaluation then counts alone (APPR-08)."""
    if context.today <= form.due:
        raise NOT_DUE(due=form.due)
    yield SelfAssessmentWaived(form=form.id, reason=reason)


@act("退回自评", Role.SUP, decides=True)
def return_self_assessment(
    appraisal: Appraisal, form: Form, context: Context, *, comment: Text
) -> Iterator[SelfAssessmentReturned]:
    """Send the form back to the subject, saying what is wrong with it."""
    assert form.request is not None and form.assessment is not None
    signature = sign(form.request, form.assessment, context, Verdict.RETURNED, comment)
    yield SelfAssessmentReturned(form=form.id, signature=signature)


@act("提交上级评价", Role.SUP, decides=True)
def submit_superior_evaluation(
    appraisal: Appraisal, context: Context, *, scores: tuple[Score, ...], summary: Text
) -> Iterator[SuperiorEvaluationSubmitted]:
    """Evaluate the subject after the self-assessment: points and a comment for each indicator (APPR-09).

    An indicator without an actual value is left out where the scheme scales the other weights, and else holds up the
    evaluation; so does a lack of evaluations by colleagues (APPR-04).
    """
    if appraisal.terms.missing is Missing.WITHHOLD and appraisal.unmeasured:
        raise ACTUALS_MISSING(indicators=sorted(appraisal.unmeasured))
    if (known := len(context.world.find(RECORDED_FOR, appraisal.id))) < appraisal.terms.peers:
        raise PEERS_MISSING(needed=appraisal.terms.peers, known=known)
    complete(scores, appraisal)
    evaluation = Evaluation(scores=scores, summary=summary, by=context.principal)
    request = ask(evaluation, context, appraisal.request, appraisal.evaluation)
    yield SuperiorEvaluationSubmitted(evaluation=evaluation, request=request)


@act("退回上级评价", Role.HR, decides=True)
def return_evaluation(appraisal: Appraisal, context: Context, *, comment: Text) -> Iterator[SuperiorEvaluationReturned]:
    """Send the evaluation back to the superior, saying what is wrong with it."""
    assert appraisal.request is not None and appraisal.evaluation is not None
    signature = sign(appraisal.request, appraisal.evaluation, context, Verdict.RETURNED, comment)
    yield SuperiorEvaluationReturned(signature=signature)


def alone(appraisal: Appraisal, context: Context) -> None:
    """Refuse SUBJECT_ALONE to whoever acts in the subject's place."""
    if context.actor != appraisal.subject:
        raise SUBJECT_ALONE(subject=appraisal.subject)


def complete(scores: Sequence[Score], appraisal: Appraisal) -> None:
    """Points from 0 to 100 for every indicator, once; but for those that could not be measured and may be left out."""
    keys = {each.key for each in appraisal.terms.indicators}
    if unknown := [each.indicator for each in scores if each.indicator not in keys]:
        raise INDICATOR_UNKNOWN(indicators=unknown)
    if twice := repeats(each.indicator for each in scores):
        raise SCORES_TWICE(indicators=twice)
    for each in scores:
        if each.score is not None:
            percent(each.score, each.indicator)
    optional = appraisal.unmeasured if appraisal.terms.missing is Missing.REWEIGH else frozenset()
    given = {each.indicator for each in scores if each.score is not None}
    if missing := sorted(keys - given - optional):
        raise SCORES_MISSING(indicators=missing)
