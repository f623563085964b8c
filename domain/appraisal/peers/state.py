"""An evaluation by a colleague as its events leave it.

It is a record of its own, not part of the appraisal: the subject never learns who said what, nor when, while the
appraisal shows the averages to whoever may read it (APPR-04, APPR-29).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.appraisal.peers.events import (
    PeerEvaluationClosed,
    PeerEvaluationEvent,
    PeerEvaluationInvited,
    PeerEvaluationRecorded,
    PeerScore,
)
from domain.appraisal.peers.terms import Status
from domain.appraisal.scheme.content import Indicator
from domain.shared.act import World
from domain.shared.ids import AppraisalId, PeerEvaluationId, PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.room import Obligation, Rule, Work
from domain.shared.term import Role
from domain.shared.values import end_of

RECORDED_FOR = "peer_evaluation.recorded"
"""The appraisal for which a colleague has evaluated."""
INVITED_FOR = "peer_evaluation.invited"
"""The appraisal for which a colleague is still asked."""
ASKED = "peer_evaluation.asked"
"""The appraisal and the colleague, as `appraisal/colleague`: nobody is asked twice."""
ASKED_TWICE = Reason(
    "peer_evaluation.asked_twice", "This colleague was asked already, in {holder}.", "该同事已被邀请（{holder}）。"
)

EVALUATION = Rule(
    "peer_evaluation.evaluation", "同事评价", "Evaluate a colleague.", "APPR-04", ("peer_evaluation.record",)
)


class PeerEvaluation(Struct, frozen=True, kw_only=True):
    """What a colleague says of somebody who is appraised (同事评价)."""

    id: PeerEvaluationId
    status: Status = Status.INVITED
    since: datetime
    appraisal: AppraisalId
    evaluator: PersonId
    subject: PersonId
    line: tuple[PersonId, ...]
    """The superiors of the subject, the nearest first."""
    indicators: tuple[Indicator, ...]
    """What the colleague is asked about."""
    due: date
    scores: tuple[PeerScore, ...] = ()


LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        PeerEvaluationInvited: move(UNBORN, to=Status.INVITED),
        PeerEvaluationRecorded: move(Status.INVITED, Status.RECORDED, to=Status.RECORDED),
        PeerEvaluationClosed: move(Status.INVITED, to=Status.CLOSED),
    },
    final=frozenset({Status.CLOSED}),
)


def evolve(evaluation: PeerEvaluation | None, event: PeerEvaluationEvent, stamp: Stamp) -> PeerEvaluation:
    """The evaluation after the event."""
    if isinstance(event, PeerEvaluationInvited):
        return PeerEvaluation(
            id=PeerEvaluationId(stamp.record),
            since=stamp.at,
            appraisal=event.appraisal,
            evaluator=event.to[0],
            subject=event.subject,
            line=event.line,
            indicators=event.indicators,
            due=event.due,
        )
    assert evaluation is not None
    match event:
        case PeerEvaluationRecorded(scores=scores):
            return replace(evaluation, scores=scores, since=stamp.at)
        case PeerEvaluationClosed():
            return replace(evaluation, since=stamp.at)
        case _:
            assert_never(event)


def relations(evaluation: PeerEvaluation, _: Any, __: World) -> Mapping[Role, Iterable[PersonId]]:
    """The evaluation is the colleague's own."""
    return {Role.OWNER: [evaluation.evaluator]}


def interested(evaluation: PeerEvaluation | None, _: Any, __: World) -> Iterable[PersonId | None]:
    """Nobody decides who is heard about themselves (ORG-09)."""
    return (evaluation.subject,) if evaluation else ()


def claims(evaluation: PeerEvaluation) -> Iterator[tuple[str, str]]:
    """The appraisal that it is for, and who was asked."""
    if evaluation.status is Status.RECORDED:
        yield RECORDED_FOR, evaluation.appraisal
    elif evaluation.status is Status.INVITED:
        yield INVITED_FOR, evaluation.appraisal
    if evaluation.status is not Status.CLOSED:
        yield ASKED, f"{evaluation.appraisal}/{evaluation.evaluator}"


def work(evaluation: PeerEvaluation) -> Iterator[Work]:
    """It waits for the colleague."""
    if evaluation.status is Status.INVITED:
        yield Work(
            act="peer_evaluation.record",
            title="、".join(each.name for each in evaluation.indicators),
            person=evaluation.evaluator,
            since=evaluation.since,
            due=end_of(evaluation.due),
        )


def obligations(evaluation: PeerEvaluation) -> Iterator[Obligation]:
    """The colleague owes it by a day, until the superior has evaluated."""
    if evaluation.status is Status.INVITED:
        title = "、".join(each.name for each in evaluation.indicators)
        yield Obligation(rule=EVALUATION, title=title, person=evaluation.evaluator, due=evaluation.due)
