"""Who may see a row, as the requirement has it (API-07), asked of one row at a time."""

from dataclasses import dataclass

from domain.shared.room import Part, Room
from domain.shared.term import Role
from tests.compiled.history import Row, Rows
from tests.compiled.kinds import Kinds


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads: the person, the roles held today, and the rooms to which the token is narrowed, if any.

    `in_place_of`: the rooms in which somebody's acts are delegated to the person, each with that somebody.
    """

    person: str
    roles: frozenset[Role]
    scopes: frozenset[str]
    in_place_of: frozenset[tuple[str, str]] = frozenset()


def may_see(viewer: Viewer, row: Row, rows: Rows, kinds: Kinds) -> bool:
    """Whether the viewer may see the row, when these rows are all that there is."""
    if not viewer.roles:
        return False
    if viewer.scopes and row.room not in viewer.scopes:
        return False
    if viewer.roles & {Role.SYSTEM, Role.AUD}:
        return True
    if Role.INT in viewer.roles and row.room not in viewer.scopes:
        return False
    guard, about = guarded(row, rows, kinds)
    if any(holds(viewer, each, about) for each in guard.kept_from):
        return False
    program = Role.INT in viewer.roles and not kinds.rooms[row.room].for_integrators
    if guard.readers is None or program:
        return True
    places = {(row.room, about.value(each)) for each in guard.read_for}
    return bool(places & viewer.in_place_of) or any(holds(viewer, each, about) for each in guard.readers)


def guarded(row: Row, rows: Rows, kinds: Kinds) -> tuple[Room | Part, Row]:
    """Who says who sees the row, and of which row: a part with readers of its own, else the record.

    Rows about all rooms are seen as what they are about.
    """
    room, kind = kinds.rooms[row.room], kinds.by_name[row.kind]
    parts = [kind.part] if kind.part else room.parts if not kind.room else ()
    id = row.id if kind.room else row.value("part")
    for part in parts:
        found = rows[kinds.of_part[room.name, part.name]].get(id)
        if part.readers is not None and found is not None:
            return part, found
    record = row.value(room.name) if kind.part else row.id if kind.room else row.value("record")
    return room, rows[kinds.of_room[room.name]][record]


def holds(viewer: Viewer, reader: Role | str, row: Row) -> bool:
    """Whether the viewer holds the role, or is the person (one of the people) whom the row names in that column."""
    if isinstance(reader, Role):
        return reader in viewer.roles
    named = row.value(reader)
    return viewer.person in (named if isinstance(named, tuple) else (named,))
