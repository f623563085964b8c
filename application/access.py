"""Who is calling: a person, by a token of ours or by one of an identity provider (API-07). Nobody calls unknown."""

from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from application.ledger import Ledger
from application.placing import Placing
from domain.authority.state import AUTHORITY, Authority
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId, TokenId
from domain.shared.term import Role
from domain.shared.values import civil
from domain.token.claims import HASH
from domain.token.state import Token

if TYPE_CHECKING:
    from application.issuer import Issuer


@dataclass(frozen=True, slots=True)
class Caller:
    """A known person, the roles that the person holds by position, and for a program the rooms that it may see."""

    person: PersonId
    roles: frozenset[Role]
    scopes: frozenset[str] = frozenset()
    token: TokenId | None = field(default=None, compare=False)
    """The token by which they came, where it was one of ours."""
    in_place_of: frozenset[tuple[str, PersonId]] = frozenset()
    """Rooms, each with somebody who has delegated acts of it to the person and is in office today."""

    def covers(self, room: str) -> bool:
        """Whether the scopes let anything be seen of the room: where there are some, and to programs at all."""
        return room in self.scopes or not (self.scopes or Role.INT in self.roles)


OPERATOR = Caller(SYSTEM, frozenset({Role.SYSTEM}))
"""Whoever stands at the machine itself, and sees what lies there."""


class Access:
    """Knows callers by the bearer token that they send."""

    def __init__(self, ledger: Ledger, admin_token: str | None = None, issuer: "Issuer | None" = None) -> None:
        self._ledger = ledger
        self._admin_token = admin_token
        self._issuer = issuer
        self._placing = Placing(ledger.rooms.values())

    def authenticate(self, bearer: str) -> Caller | None:
        """Who sends the token: the administrator by the token of the settings, others by a JWT or by a token of ours.

        None when nobody is known by it, or when whoever is has no role (any more).
        """
        if self._admin_token and compare_digest(bearer.encode(), self._admin_token.encode()):
            return Caller(ADMINISTRATOR, frozenset({Role.ADM}))
        caller = self._by_token(bearer) or (self._issuer and self._by_jwt(self._issuer.subject(bearer)))
        return caller if caller and caller.roles else None

    def of(self, person: PersonId, token: TokenId | None) -> Caller | None:
        """Somebody in whose name something is done though nobody calls: by the rights of the token, or by their own.

        None when the token is not valid (any more), or when whoever it is has no role (any more).
        """
        if person == ADMINISTRATOR:
            return Caller(person, frozenset({Role.ADM}))
        found = self._ledger.world().get(Token, token) if token else None
        if token and not (found and found.person == person and found.valid(self._ledger.clock())):
            return None
        caller = self._known(person, found)
        return caller if caller.roles else None

    def _by_jwt(self, subject: str | None) -> Caller | None:
        return self._known(PersonId(subject)) if subject else None

    def _by_token(self, bearer: str) -> Caller | None:
        world = self._ledger.world()
        for id in world.find(HASH, sha256(bearer.encode()).hexdigest()):
            token = world.get(Token, id)
            if token and token.valid(self._ledger.clock()):
                return self._known(token.person, token)
        return None

    def _known(self, person: PersonId, token: Token | None = None) -> Caller:
        world, today = self._ledger.world(), civil(self._ledger.clock())
        organisation = world.get(Organisation, ORGANISATION)
        if organisation is None:
            return Caller(person, frozenset())
        places = self._placing.places(person, world.get(Authority, AUTHORITY), organisation, today)
        scopes, id = (frozenset(token.scopes), token.id) if token else (frozenset[str](), None)
        return Caller(person, organisation.roles(person, today), scopes, id, places)
