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
    """A colleague was asked to evaluate the subject, whose superiors (`line`) may read the answer (APPR-04)."""

    appraisal: AppraisalId
    subject: PersonId
    line: tuple[PersonId, ...]
    """The superiors of the subject, who may read the answer."""
    to: tuple[PersonId, ...]
    """The colleague who is asked."""
    indicators: tuple[Indicator, ...]
    due: date
    """The last day for the answer."""


class PeerEvaluationRecorded(Struct, frozen=True, kw_only=True, tag="peer_evaluation.recorded"):
    """The colleague gave points and a comment for each indicator asked about (APPR-04)."""

    scores: tuple[PeerScore, ...]


class PeerEvaluationClosed(Struct, frozen=True, kw_only=True, tag="peer_evaluation.closed"):
    """It is not waited for any more: the superior has evaluated, or the appraisal is void."""


PeerEvaluationEvent: TypeAlias = PeerEvaluationInvited | PeerEvaluationRecorded | PeerEvaluationClosed
