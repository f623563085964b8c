"""What can have happened to an API token."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said


class TokenIssued(Struct, frozen=True, kw_only=True, tag="token.issued"):
    """A person, or a program in a person's name, may call with a secret of which only the hash is known."""

    person: PersonId
    label: str
    hash: str
    """SHA-256 of the secret, in hex."""
    scopes: tuple[str, ...]
    expires_on: date


class TokenRevoked(Struct, frozen=True, kw_only=True, tag="token.revoked"):
    reason: Said


TokenEvent: TypeAlias = TokenIssued | TokenRevoked
