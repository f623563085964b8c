"""Access: the tokens by which people and programs call."""

from domain.access import acts
from domain.access.acts import HASH_TAKEN, claims, relations
from domain.access.events import TokenEvent
from domain.access.state import LIFECYCLE, Token, evolve
from domain.shared.act import acts_in
from domain.shared.ids import TokenId
from domain.shared.room import Room
from domain.shared.term import Role

ROOM = Room(
    name="token",
    zh="访问令牌",
    id=TokenId,
    state=Token,
    events=TokenEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("token", acts),
    relations=relations,
    claims=claims,
    unique={"token.hash": HASH_TAKEN},
    readers=(Role.ADM, Role.AUD, "person"),
)
