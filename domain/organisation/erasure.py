"""The erasure of somebody's personal texts: asked for, decided by somebody else, carried out."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.erasure_events import (
    ErasureEvent,
    PersonErased,
    PersonErasureDeclined,
    PersonErasureRequested,
    PersonKeysDestroyed,
)
from domain.shared.ids import PersonId
from domain.shared.recorded import Stamp


class Erasure(Struct, frozen=True, kw_only=True):
    """Who asked when and why, who decided when, and since when nothing of it can be read any more."""

    requested_by: PersonId
    requested_through: PersonId | None = None
    """The delegate who asked in their place."""
    requested_at: datetime
    reason: str
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    carried_out_at: datetime | None = None
    keys: tuple[str, ...] = ()
    """The names of the keys that were destroyed."""

    @property
    def under_way(self) -> bool:
        """Whether it was decided and is still to be carried out."""
        return self.decided_at is not None and self.carried_out_at is None

    @property
    def askers(self) -> tuple[PersonId | None, ...]:
        """Everybody behind the request: none of them may decide on it (ORG-09)."""
        return self.requested_by, self.requested_through


def evolve_erasure(erasure: Erasure | None, event: ErasureEvent, stamp: Stamp) -> Erasure | None:
    """The erasure after the event; none once it was declined."""
    if isinstance(event, PersonErasureRequested):
        through = stamp.actor if stamp.on_behalf_of else None
        return Erasure(
            requested_by=stamp.principal, requested_through=through, requested_at=stamp.at, reason=event.reason
        )
    assert erasure is not None
    match event:
        case PersonErasureDeclined():
            return None
        case PersonErased():
            return replace(erasure, decided_by=stamp.principal, decided_at=stamp.at)
        case PersonKeysDestroyed(keys=keys):
            return replace(erasure, carried_out_at=stamp.at, keys=keys)
        case _:
            assert_never(event)
