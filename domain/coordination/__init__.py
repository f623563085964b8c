"""Coordination between units: asked for, answered by each unit, agreed on or decided above (ORG-14)."""

from domain.coordination import coordinating, requesting, timers
from domain.coordination.answer import ANSWER_LIFECYCLE, Answer, evolve_answer
from domain.coordination.claims import claims
from domain.coordination.events import CoordinationEvent
from domain.coordination.relations import interested, relations
from domain.coordination.state import LIFECYCLE, Coordination, evolve
from domain.coordination.timers import wakes
from domain.coordination.worklist import obligations, work
from domain.shared.act import acts_in
from domain.shared.ids import AnswerId, CoordinationId
from domain.shared.room import Part, Room

ROOM = Room(
    name="coordination",
    zh="部门协调",
    id=CoordinationId,
    state=Coordination,
    events=CoordinationEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("coordination", requesting, coordinating, timers),
    parts=(Part("answer", "部门答复", AnswerId, Answer, "answers", ANSWER_LIFECYCLE, evolve_answer),),
    relations=relations,
    interested=interested,
    claims=claims,
    wakes=wakes,
    work=work,
    obligations=obligations,
)
