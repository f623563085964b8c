"""What can be done to an evaluation by a colleague."""

from collections import Counter
from collections.abc import Iterator

from domain.appraisal.peers.events import (
    PeerEvaluationClosed,
    PeerEvaluationInvited,
    PeerEvaluationRecorded,
    PeerScore,
)
from domain.appraisal.peers.state import PeerEvaluation
from domain.appraisal.scheme.terms import Evidence
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.organisation.rules import acting_on
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.ids import AppraisalId, PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import percent

NOT_COLLECTING = Reason(
    "peer_evaluation.not_collecting",
    "The appraisal {appraisal} takes no evaluations by colleagues now.",
    "考核{appraisal}当前不接受同事评价。",
)
NOT_A_PEER = Reason(
    "peer_evaluation.not_a_peer",
    "{person} is the subject or stands above them, so is no colleague to ask.",
    "{person}是被考核人或其上级，不能作为同事评价。",
)
NOT_ASKED = Reason(
    "peer_evaluation.not_asked",
    "The scheme asks colleagues about nothing.",
    "本方案没有以同事评价为依据的指标。",
)
SCORES = Reason(
    "peer_evaluation.scores",
    "Give points once for each of {indicators}, and for nothing else.",
    "请对{indicators}逐项评分，每项一次，不得增减。",
)


@act("邀请同事评价", Role.HR)
def invite(context: Context, *, appraisal: AppraisalId, person: PersonId) -> Iterator[PeerEvaluationInvited]:
    """Ask a colleague to evaluate somebody who is appraised; the subject does not learn of it (APPR-04)."""
    of = collecting(appraisal, context)
    refuse_parties(of, person)
    acting_on(company(context.world), person, context.today)
    asked = tuple(each for each in of.terms.indicators if Evidence.PEER_EVALUATION in each.evidence)
    if not asked:
        raise NOT_ASKED()
    yield PeerEvaluationInvited(
        appraisal=appraisal,
        subject=of.subject,
        line=of.line,
        to=(person,),
        indicators=asked,
        due=of.form.due,
    )


@act("填写同事评价", Role.OWNER)
def record(
    evaluation: PeerEvaluation, context: Context, *, scores: tuple[PeerScore, ...]
) -> Iterator[PeerEvaluationRecorded]:
    """Evaluate a colleague: points and a comment for each indicator asked about, until the superior has (APPR-04).

    Only superiors, human resources and auditors see who said what.
    """
    of = collecting(evaluation.appraisal, context)
    refuse_parties(of, context.actor)
    refuse_parties(of, context.principal)
    keys = [each.key for each in evaluation.indicators]
    if Counter(each.indicator for each in scores) != Counter(keys):
        raise SCORES(indicators=keys)
    for each in scores:
        percent(each.score, each.indicator)
    yield PeerEvaluationRecorded(scores=scores)


@act("关闭同事评价", Role.HR, Role.SYSTEM, decides=True)
def close(evaluation: PeerEvaluation, context: Context) -> Iterator[PeerEvaluationClosed]:
    """Wait for the colleague no longer, who was asked by mistake or is not there any more; another may be asked.

    The system does so once the superior has evaluated (APPR-04).
    """
    yield PeerEvaluationClosed()


def collecting(id: AppraisalId, context: Context) -> Appraisal:
    """The appraisal, while colleagues may still be heard. Refuses NOT_COLLECTING."""
    appraisal = context.world.get(Appraisal, id)
    if appraisal is None or appraisal.status not in (Status.OPENED, Status.SELF_ASSESSED):
        raise NOT_COLLECTING(appraisal=id)
    return appraisal


def refuse_parties(appraisal: Appraisal, person: PersonId) -> None:
    """Refuse NOT_A_PEER for the subject and for everybody in the line above."""
    if person == appraisal.subject or person in appraisal.line:
        raise NOT_A_PEER(person=person)
