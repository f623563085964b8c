"""What can have happened to an API token."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said


class TokenIssued(Struct, frozen=True, kw_only=True, tag="token.issued"):
    """A person, or a program in a person's name, may call with a secret of which only the hash is known."""

    person: PersonId
    """In whose name calls with it are made."""
    label: str
    """What it is called."""
    hash: str
    """SHA-256 of the secret, in hex."""
    scopes: tuple[str, ...]
    """The rooms that an integrator may read."""
    expires_on: date
    """The last day on which it is good."""


class TokenRevoked(Struct, frozen=True, kw_only=True, tag="token.revoked"):
    """The token was taken back: from here on no call with it is answered (API-07)."""

    reason: Said


TokenEvent: TypeAlias = TokenIssued | TokenRevoked
