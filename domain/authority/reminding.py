"""Reminders that climb: what has waited too long is told to those asked, then one rung higher each time (ORG-11)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from domain.authority.warrant import heir
from domain.organisation.escalation import department_head, group_head, management
from domain.organisation.state import Organisation
from domain.shared.ids import PersonId
from domain.shared.term import Role, Term
from domain.shared.values import civil

M = TypeVar("M", bound=Term)

THOSE_ASKED, GROUPS, DEPARTMENTS, MANAGEMENT = RUNGS = range(4)
"""Those asked, the managers of their groups, of their departments, then company management."""


@dataclass(frozen=True, slots=True)
class Wait(Generic[M]):
    """Something that a record waits for: since when that is too long, and of whom it is asked, by name and by role.

    Those who are barred from it as `parties` are passed over for whoever stands above them. Only what `climbs` is told
    to anybody but those asked.
    """

    matter: M
    subject: str
    overdue_at: datetime
    people: tuple[PersonId, ...] = ()
    role: Role | None = None
    parties: tuple[PersonId, ...] = ()
    climbs: bool = True

    @property
    def key(self) -> str:
        """The name under which the record remembers how far up this has gone."""
        return reminder_key(self.matter, self.subject, civil(self.overdue_at))


def reminder_key(matter: Term, subject: str, due: date) -> str:
    """One wait of a record: what for, on what account, expected by which day."""
    return f"{matter}/{subject}/{due}"


def come(
    waits: Iterable[Wait[M]], reached: Mapping[str, int], organisation: Organisation, now: datetime
) -> Iterator[tuple[Wait[M], int]]:
    """The waits with the rungs to which they have come and that they had not reached; `reached` says by key."""
    for wait in waits:
        yield from ((wait, rung) for rung, moment in ahead(wait, reached, organisation) if moment <= now)


def next_reminder(waits: Iterable[Wait[M]], reached: Mapping[str, int], organisation: Organisation) -> datetime | None:
    """When the next of them comes to a rung."""
    moments = (moment for wait in waits for _, moment in ahead(wait, reached, organisation))
    return min(moments, default=None)


def ahead(wait: Wait[Any], reached: Mapping[str, int], organisation: Organisation) -> Iterator[tuple[int, datetime]]:
    """The rungs that this has not reached yet, each with its moment. A group without a manager is passed over."""
    rungs = list(RUNGS) if wait.climbs else [THOSE_ASKED]
    if wait.climbs and not told(wait, GROUPS, organisation, organisation.day):
        rungs.remove(GROUPS)
    for nth, rung in enumerate(rungs):
        if rung > reached.get(wait.key, -1):
            yield rung, organisation.calendar.after(wait.overdue_at, nth * organisation.settings.escalation_days)


def told(wait: Wait[Any], rung: int, organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Who hears of it on that rung."""
    if rung == THOSE_ASKED:
        return asked(wait, organisation, today) or management(organisation, today)
    if rung == GROUPS:
        return above(wait, group_head, organisation, today)
    if rung == DEPARTMENTS:
        return above(wait, department_head, organisation, today) or management(organisation, today)
    return management(organisation, today)


def asked(wait: Wait[Any], organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Those who can settle it: in place of who is barred from that, the first above who is not (ORG-09)."""
    holders = organisation.holders(wait.role, today) if wait.role else ()
    able = (heir(person, set(wait.parties), organisation, today) for person in (*wait.people, *holders))
    return tuple(dict.fromkeys(person for person in able if person is not None))


def above(
    wait: Wait[Any],
    head: Callable[[PersonId, Organisation, date], PersonId | None],
    organisation: Organisation,
    today: date,
) -> tuple[PersonId, ...]:
    heads = (head(person, organisation, today) for person in asked(wait, organisation, today))
    return tuple(sorted({each for each in heads if each is not None}))
