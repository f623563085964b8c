"""What can be done to an API token."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta

from domain.organisation.rules import employed_on
from domain.organisation.state import company
from domain.shared.act import EVERY_ACT, Context, act
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text
from domain.token.events import TokenIssued, TokenRevoked
from domain.token.state import Token

EXPIRED = Reason("token.expired", "The token would expire on {day}, before {today}.", "令牌到期日{day}早于{today}。")
SCOPE_UNKNOWN = Reason(
    "token.scope_unknown", "There is nothing called {scopes} to read.", "不存在可读取的范围{scopes}。"
)

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


@act("签发令牌", Role.ADM)
def issue(
    context: Context, *, person: PersonId, label: Line, hash: Sha256, expires_on: date, scopes: tuple[Line, ...] = ()
) -> Iterator[TokenIssued]:
    """Let a person, or a program in that person's name, call the API by a secret of which only the hash is known here
    (API-07). `hash` is its SHA-256, as 64 hexadecimal digits."""
    employed_on(company(context.world), person, context.today)
    if expires_on < context.today:
        raise EXPIRED(day=expires_on, today=context.today)
    if strange := sorted({*scopes} - {each.room for each in EVERY_ACT.values()}):
        raise SCOPE_UNKNOWN(scopes=strange)
    yield TokenIssued(person=person, label=label, hash=hash, scopes=scopes, expires_on=expires_on)


@act("吊销令牌", Role.ADM, Role.OWNER)
def revoke(token: Token, context: Context, *, reason: Text) -> Iterator[TokenRevoked]:
    """Take a token back at once (API-07)."""
    yield TokenRevoked(reason=reason)
