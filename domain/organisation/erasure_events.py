"""What can have happened on the way to the erasure of somebody's personal texts."""

from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said


class PersonErasureRequested(Struct, frozen=True, kw_only=True, tag="organisation.person.erasure_requested"):
    """It was asked that everything personal of somebody be erased."""

    person: PersonId
    reason: Said


class PersonErasureDeclined(Struct, frozen=True, kw_only=True, tag="organisation.person.erasure_declined"):
    person: PersonId
    reason: Said


class PersonErased(Struct, frozen=True, kw_only=True, tag="organisation.person.erased"):
    """It was decided. All that is encrypted under the person's keys up to now can soon be read by nobody."""

    person: PersonId


class PersonKeysDestroyed(Struct, frozen=True, kw_only=True, tag="organisation.person.keys_destroyed"):
    """The decision was carried out: from here on nobody can read it. `keys` names all keys that the person has lost."""

    person: PersonId
    keys: tuple[str, ...]


ErasureEvent: TypeAlias = PersonErasureRequested | PersonErasureDeclined | PersonErased | PersonKeysDestroyed
