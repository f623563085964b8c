"""Durable consumers: programs that are given every event, at their own pace, by pulling or by webhook (API-05)."""

from domain.consumer import acts
from domain.consumer.claims import NAME, NAME_TAKEN, claims
from domain.consumer.events import ConsumerEvent
from domain.consumer.relations import relations
from domain.consumer.state import LIFECYCLE, Consumer, evolve
from domain.shared.act import acts_in
from domain.shared.ids import ConsumerId
from domain.shared.room import Room
from domain.shared.term import Role

ROOM = Room(
    name="consumer",
    zh="事件订阅",
    id=ConsumerId,
    state=Consumer,
    events=ConsumerEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("consumer", acts),
    relations=relations,
    claims=claims,
    unique={NAME: NAME_TAKEN},
    readers=(Role.ADM, Role.AUD, "owner"),
)
