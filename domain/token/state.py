"""An API token as its events leave it."""

from datetime import date, datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.ids import PersonId, TokenId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.term import Term
from domain.shared.values import civil
from domain.token.events import TokenEvent, TokenIssued, TokenRevoked


class TokenStatus(Term):
    """Whether a token was taken back."""

    ISSUED = "ISSUED", "已签发"
    REVOKED = "REVOKED", "已吊销"


class Token(Struct, frozen=True, kw_only=True):
    """The right to call the API in a person's name; the secret itself is nowhere (API-07)."""

    id: TokenId
    person: PersonId
    label: str
    hash: str
    scopes: tuple[str, ...]
    """The rooms that an integrator may read."""
    expires_on: date
    """The last day on which it is good."""
    status: TokenStatus = TokenStatus.ISSUED
    revocation: str = ""

    def valid(self, now: datetime) -> bool:
        """Whether the token is good at that moment."""
        return self.status is TokenStatus.ISSUED and civil(now) <= self.expires_on


LIFECYCLE: Lifecycle[TokenStatus] = Lifecycle(
    {
        TokenIssued: move(UNBORN, to=TokenStatus.ISSUED),
        TokenRevoked: move(TokenStatus.ISSUED, to=TokenStatus.REVOKED),
    },
    final=frozenset({TokenStatus.REVOKED}),
)


def evolve(token: Token | None, event: TokenEvent, stamp: Stamp) -> Token:
    """The token after the event."""
    if isinstance(event, TokenIssued):
        return Token(
            id=TokenId(stamp.record),
            person=event.person,
            label=event.label,
            hash=event.hash,
            scopes=event.scopes,
            expires_on=event.expires_on,
        )
    assert token is not None
    match event:
        case TokenRevoked(reason=reason):
            return replace(token, revocation=reason)
        case _:
            assert_never(event)
