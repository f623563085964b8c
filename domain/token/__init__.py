"""Tokens, by which people and programs call the API."""

from domain.shared.act import acts_in
from domain.shared.ids import TokenId
from domain.shared.room import Room
from domain.shared.term import Role
from domain.token import acts
from domain.token.claims import HASH, HASH_TAKEN, claims
from domain.token.events import TokenEvent
from domain.token.relations import relations
from domain.token.state import LIFECYCLE, Token, evolve

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
    unique={HASH: HASH_TAKEN},
    readers=(Role.ADM, Role.AUD, "person"),
)
