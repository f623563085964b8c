"""What can have happened on the way to the erasure of somebody's personal texts."""

from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said


class PersonErasureRequested(Struct, frozen=True, kw_only=True, tag="organisation.person.erasure_requested"):
    """It was asked that everything personal of somebody who has left be erased (INFO-08)."""

    person: PersonId
    reason: Said
    """Why; nobody is to be named in it, for it stays."""


class PersonErasureDeclined(Struct, frozen=True, kw_only=True, tag="organisation.person.erasure_declined"):
    """It was decided to keep what is personal of somebody, for a reason such as a case in court (INFO-08)."""

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
