"""A command: what somebody asks to be done, before anything is known about whether it may be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.shared.ids import PersonId, TokenId
from domain.shared.term import Role


class Command(Struct, frozen=True, kw_only=True):
    """One act to do, with its inputs as plain JSON-like values (AUDIT-02, AUDIT-03).

    `command_id` is the idempotency key: the same id with the same content is answered with the first result for ever.
    `expected_version` is the version of the record that the caller has seen. `occurred_at` backdates (AUDIT-12).
    """

    act: str
    actor: PersonId
    record: str | None = None
    part: str | None = None
    inputs: Mapping[str, Any] = {}
    command_id: str | None = None
    expected_version: int | None = None
    acting_role: Role | None = None
    on_behalf_of: PersonId | None = None
    occurred_at: datetime | None = None
    backdating_reason: str = ""
    scopes: frozenset[str] = frozenset()
    """The rooms to which the caller's token is narrowed; all of them when empty."""
    credential: TokenId | None = None
    """The token by which the caller came, where it was one of ours."""


class Receipt(Struct, frozen=True, kw_only=True):
    """What was recorded: the record, its version afterwards, the position of its last event, and the events' names.

    `position` is what a reader waits for to see the effect. A command that had nothing to do has no events.
    """

    record: str
    version: int
    position: int
    part: str | None = None
    events: tuple[str, ...] = ()
