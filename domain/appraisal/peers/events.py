"""What can have happened to an evaluation by a colleague."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.scheme.content import Indicator
from domain.shared.ids import AppraisalId, PersonId
from domain.shared.personal import AboutText
from domain.shared.values import Line


class PeerScore(Struct, frozen=True, kw_only=True):
    """Points from 0 to 100 for an indicator, and what they rest on."""

    indicator: Line
    score: Decimal
    comment: AboutText


class PeerEvaluationInvited(Struct, frozen=True, kw_only=True, tag="peer_evaluation.invited"):
    """`to` is the colleague who is asked; `line` are the superiors of the subject, who may read the answer."""

    appraisal: AppraisalId
    subject: PersonId
    line: tuple[PersonId, ...]
    to: tuple[PersonId, ...]
    indicators: tuple[Indicator, ...]
    due: date


class PeerEvaluationRecorded(Struct, frozen=True, kw_only=True, tag="peer_evaluation.recorded"):
    scores: tuple[PeerScore, ...]


class PeerEvaluationClosed(Struct, frozen=True, kw_only=True, tag="peer_evaluation.closed"):
    """It is not waited for any more: the superior has evaluated, or the appraisal is void."""


PeerEvaluationEvent: TypeAlias = PeerEvaluationInvited | PeerEvaluationRecorded | PeerEvaluationClosed
