"""Evaluations by colleagues, which stay between them, the superiors, human resources and auditors (APPR-04)."""

from domain.appraisal.peers import acts
from domain.appraisal.peers.events import PeerEvaluationEvent
from domain.appraisal.peers.state import (
    ASKED,
    ASKED_TWICE,
    LIFECYCLE,
    PeerEvaluation,
    claims,
    evolve,
    interested,
    obligations,
    relations,
    work,
)
from domain.shared.act import acts_in
from domain.shared.ids import PeerEvaluationId
from domain.shared.room import Room
from domain.shared.term import Role

ROOM = Room(
    name="peer_evaluation",
    zh="同事评价",
    id=PeerEvaluationId,
    state=PeerEvaluation,
    events=PeerEvaluationEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("peer_evaluation", acts),
    relations=relations,
    interested=interested,
    claims=claims,
    unique={ASKED: ASKED_TWICE},
    work=work,
    obligations=obligations,
    readers=(Role.HR, "evaluator", "line"),
    kept_from=(Role.INT, "subject"),
    about="subject",
)
