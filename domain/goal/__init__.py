"""Goals: what the company wants to reach, from strategy down to plans (STRAT-02)."""

from domain.goal import acts, timers
from domain.goal.claims import claims
from domain.goal.events import GoalEvent
from domain.goal.relations import interested, relations
from domain.goal.state import LIFECYCLE, Goal, evolve
from domain.goal.timers import wakes
from domain.goal.worklist import obligations, work
from domain.shared.act import acts_in
from domain.shared.ids import GoalId
from domain.shared.room import Room

ROOM = Room(
    name="goal",
    zh="目标",
    id=GoalId,
    state=Goal,
    events=GoalEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("goal", acts, timers),
    relations=relations,
    interested=interested,
    claims=claims,
    wakes=wakes,
    work=work,
    obligations=obligations,
)
