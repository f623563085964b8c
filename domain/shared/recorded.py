"""An event as it is recorded: what happened, and by whom, when, in which role, by which command and cause."""

from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said
from domain.shared.term import Role


class Stamp(Struct, frozen=True, kw_only=True):
    """What replay may know of an event beside the event itself."""

    record: str
    actor: PersonId
    role: Role
    at: datetime
    on_behalf_of: PersonId | None = None

    @property
    def principal(self) -> PersonId:
        """Whose act it was: the actor's own, or that of whoever had delegated it to the actor."""
        return self.on_behalf_of or self.actor


class Sealed(Struct, frozen=True):
    """Texts of an event that are encrypted under a key of the person to whom they belong.

    `at` are JSON pointers to their places in the envelope, `data` the nonce and what AES-256-GCM makes of their texts;
    docs/personal-data.md says how to open it.
    """

    key: str
    at: tuple[str, ...]
    data: bytes


class Envelope(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stored bytes of one event (AUDIT-02). Position, stream and version are columns beside them.

    `occurred_at` is when it happened, `recorded_at` when it was written down, `backdated` the reason when these differ.
    `cause` is the id of the event that made the system act, `correlation` the command at the root of such a chain.
    `matrix` is the version of the authority matrix that allowed it. `digest` is that of what was asked for under a
    command id of the caller's own; the command's receipt keeps the same. `migrated` marks history brought in from
    another system, which is exempt from the rule on backdating (AUDIT-12). `private` are the personal texts of stored
    bytes, in whose places SEALED stands; once read they are back where they belong.
    """

    id: str
    schema: int = 1
    occurred_at: datetime
    recorded_at: datetime
    actor: PersonId
    role: Role
    on_behalf_of: PersonId | None = None
    act: str
    command: str
    cause: str | None = None
    correlation: str
    matrix: int
    digest: str | None = None
    backdated: Said = ""
    migrated: bool = False
    event: Any
    private: tuple[Sealed, ...] = ()

    def stamp(self, record: str) -> Stamp:
        """The part that replay may read."""
        return Stamp(
            record=record, actor=self.actor, role=self.role, at=self.occurred_at, on_behalf_of=self.on_behalf_of
        )


class Recorded(NamedTuple):
    """An event with its place in the one order of everything, and in its record's stream."""

    position: int
    record: str
    version: int
    type: str
    envelope: Envelope
