"""What a refusal may tell: whoever may not see a record is told that there is none (APPR-29)."""

from collections.abc import Iterator
from typing import Any

from application import refusals
from application.deciding import Aim
from application.mapper import stored_name
from application.transaction import Transaction
from domain.authority.state import AUTHORITY, Authority
from domain.authority.warrant import Attempt, delegated, roles_held
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Part, Room
from domain.shared.term import Role


def discreet(no: Refused, aim: Aim, world: Transaction) -> Refused:
    """The refusal as it may be told to whoever gave the command.

    A refusal tells that there is a record, and by its facts what became of it. So the room's readers hold for refusals
    too, and those of a part, where the act is about one that has its own: these are not told of the record's events.
    """
    room, part = aim.room, aim.room.part(aim.act.part) if aim.act.part else None
    if room.readers is None or aim.act.creates or no.reason is refusals.REUSED:
        return no
    state = world.get(room.state, aim.record)
    people = tuple(behind(aim, state, world))
    if state is None or SYSTEM in people or any(sees(person, aim, room, state, world) for person in people):
        return no
    rows = getattr(state, part.inside).values() if part and part.readers is not None else ()
    if not (part and any(sees(person, aim, part, row, world) for person in people for row in rows)):
        return refusals.NO_SUCH_RECORD(kind=room.label, id=aim.record)
    if no.reason is refusals.CONFLICT:
        own = {stored_name(event) for event in part.lifecycle.moves}
        return refusals.CONFLICT(**{**no.facts, "events": [each for each in no.facts["events"] if each in own]})
    return no


def behind(aim: Aim, state: Any, world: Transaction) -> Iterator[PersonId]:
    """Whoever gave the command, and the person in whose place, where that has really been delegated."""
    yield aim.command.actor
    authority = world.get(Authority, AUTHORITY)
    if aim.command.on_behalf_of and authority and delegated(attempted(aim, state, world), authority):
        yield aim.command.on_behalf_of


def sees(person: PersonId, aim: Aim, guard: Room | Part, row: Any, world: Transaction) -> bool:
    """Whether the person may see the record, or that part of it, by what its guard says of readers."""
    attempt = attempted(aim, None, world)
    roles = roles_held(attempt, person, world.get(Organisation, ORGANISATION), world)
    if Role.AUD in roles:
        return True
    if roles.intersection(guard.kept_from) or person in named(guard.kept_from, row):
        return False
    return bool(roles.intersection(guard.readers or ())) or person in named(guard.readers or (), row)


def named(readers: tuple[Role | str, ...], row: Any) -> Iterator[str]:
    """Those who are named in the columns among the readers."""
    for column in readers:
        if not isinstance(column, Role) and (value := getattr(row, column)):
            yield from (value,) if isinstance(value, str) else value


def attempted(aim: Aim, record: Any, world: Transaction) -> Attempt:
    """The command as an attempt on the whole record."""
    command = aim.command
    return Attempt(
        room=aim.room, act=aim.act, person=command.actor, now=world.now, record=record, inputs=aim.inputs,
        on_behalf_of=command.on_behalf_of,
    )
