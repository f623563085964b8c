"""What a refusal may tell: whoever may not see a record is told that there is none (APPR-29)."""

from collections.abc import Iterator
from typing import Any

from application import refusals
from application.aim import Aim
from application.mapper import stored_name
from application.placing import Placing
from application.transaction import Transaction
from domain.authority.state import AUTHORITY, Authority
from domain.authority.warrant import Attempt, delegated, roles_held
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Part, Room
from domain.shared.term import Role
from domain.shared.values import civil


def discreet(no: Refused, aim: Aim, world: Transaction) -> Refused:
    """The refusal as it may be told to whoever gave the command.

    A refusal tells that there is a record, and by its facts what became of it. So the room's readers hold for refusals
    too, and those of a part, where the act is about one that has its own: these are not told of the record's events.
    """
    if no.reason is refusals.REUSED:
        return no
    if is_hidden(aim, world):
        return refusals.NO_SUCH_RECORD(kind=aim.room.label, id=aim.record)
    part = guarded_part(aim)
    if no.reason is refusals.CONFLICT and part and is_kept(aim, world):
        own = {stored_name(event) for event in part.lifecycle.moves}
        return refusals.CONFLICT(**{**no.facts, "events": [each for each in no.facts["events"] if each in own]})
    return no


def is_hidden(aim: Aim, world: Transaction) -> bool:
    """Whether whoever gives the command may know neither of the record nor of the part of it that it is about."""
    part = guarded_part(aim)
    state = world.get(aim.room.state, aim.record)
    rows = getattr(state, part.inside).values() if state and part else ()
    return is_kept(aim, world) and not (part and any(sees(aim, part, row, world) for row in rows))


def is_kept(aim: Aim, world: Transaction) -> bool:
    """Whether there is the record, and whoever gives the command may not see it as a whole."""
    room = aim.room
    if room.readers is None or aim.act.creates or aim.command.actor == SYSTEM:
        return False
    state = world.get(room.state, aim.record)
    return state is not None and not sees(aim, room, state, world)


def guarded_part(aim: Aim) -> Part | None:
    """The kind of part that the act is about, if it has readers of its own."""
    part = aim.room.part(aim.act.part) if aim.act.part else None
    return part if part and part.readers is not None else None


def sees(aim: Aim, guard: Room | Part, row: Any, world: Transaction) -> bool:
    """Whether whoever gave the command may see the record, or that part of it, by what its guard says of readers."""
    actor = aim.command.actor
    roles = roles_held(attempted(aim, None, world), actor, world.get(Organisation, ORGANISATION), world)
    if Role.AUD in roles:
        return True
    if roles.intersection(guard.kept_from) or actor in named(guard.kept_from, row):
        return False
    if roles.intersection(guard.readers or ()) or actor in named(guard.readers or (), row):
        return True
    return not set(principals(aim, row, world)).isdisjoint(named(guard.read_for, row))


def principals(aim: Aim, row: Any, world: Transaction) -> Iterator[PersonId]:
    """In whose place they may see something in the room, and for whom they really act."""
    authority, organisation = world.get(Authority, AUTHORITY), world.get(Organisation, ORGANISATION)
    if authority and organisation:
        places = Placing([aim.room]).places(aim.command.actor, authority, organisation, civil(world.now))
        yield from (person for _, person in places)
        if aim.command.on_behalf_of and delegated(attempted(aim, row, world), authority):
            yield aim.command.on_behalf_of


def named(readers: tuple[Role | str, ...], row: Any) -> Iterator[str]:
    """Those who are named in the columns among the readers."""
    for column in readers:
        if not isinstance(column, Role) and (value := getattr(row, column)):
            yield from (value,) if isinstance(value, str) else value


def attempted(aim: Aim, record: Any, world: Transaction) -> Attempt:
    """The command as an attempt on the record."""
    command = aim.command
    return Attempt(
        room=aim.room, act=aim.act, person=command.actor, now=world.now, record=record, inputs=aim.inputs,
        on_behalf_of=command.on_behalf_of,
    )
