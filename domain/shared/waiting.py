"""Writing an entry of a work list, the same way for records of every room (API-08)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from domain.shared.ids import PersonId, UnitId
from domain.shared.room import Work
from domain.shared.term import Role
from domain.shared.values import end_of


class Titled(Protocol):
    """A record with a title."""

    @property
    def title(self) -> str: ...


def entry(
    room: str,
    record: Titled,
    verb: str,
    since: datetime,
    *,
    title: str | None = None,
    part: str | None = None,
    person: PersonId | None = None,
    role: Role | None = None,
    unit: UnitId | None = None,
    due: date | None = None,
    barred: Iterable[PersonId | None] = (),
) -> Work:
    """What would settle it, for a person or a role, by the end of a day; under the title of the record or another."""
    return Work(
        act=f"{room}.{verb}",
        title=title or record.title,
        part=part,
        person=person,
        role=role,
        unit=unit,
        since=since,
        due=end_of(due) if due else None,
        barred=tuple(dict.fromkeys(each for each in barred if each is not None)),
    )
