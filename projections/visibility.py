"""Who sees which rows: a condition on each table, made from the readers that its room names (API-07)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.shared.room import Part, Room
from domain.shared.term import Role
from projections.filters import EVERYTHING, NOTHING, And, Compare, Filter, Not, Op, Or, Through
from projections.tables import Table


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who reads: the person, the roles held, and the rooms to which the token is narrowed (all when none).

    `in_place_of` are rooms, each with a person who has delegated acts of it to the one who reads.
    """

    person: str
    roles: frozenset[Role]
    scopes: frozenset[str] = frozenset()
    in_place_of: frozenset[tuple[str, str]] = frozenset()


SEE_ALL = frozenset({Role.SYSTEM, Role.AUD})
SYSTEM = Viewer("system", frozenset({Role.SYSTEM}))
"""The product itself, which sees everything."""


def visible(table: Table, viewer: Viewer, tables: Mapping[str, Table], room: str | None = None) -> Filter:
    """The condition under which the viewer may see a row of the table; of rows about all rooms, those of one `room`.

    The system and auditors see everything, integrators the rooms of their scope (of rooms made for them what anybody
    sees), nobody without a role anything.
    Everybody else sees what `readers` and `kept_from` say, and a delegate what `read_for` does: a part, unless it has
    its own, as its record; rows about all rooms as the part or the record that they are about. A narrowed token shows
    no other rooms to anybody.
    """
    if viewer.roles & SEE_ALL and not viewer.scopes:
        return EVERYTHING
    if not viewer.roles:
        return NOTHING
    if table.room is None:
        return of_room(room, viewer, tables) if room else of_any_room(viewer, tables)
    if table.part is None or table.part.readers is not None:
        return guarded(table, table.part or table.room, viewer)
    return through(table.room.name, tables[table.room.name], viewer)


def guarded(table: Table, guard: Room | Part, viewer: Viewer) -> Filter:
    """What those whom the guard lets see of the table: all rows, those that name the viewer in a column, or none."""
    room = table.room
    assert room is not None
    decided = by_role(room, guard, viewer)
    if decided is False:
        return NOTHING
    if viewer.roles & SEE_ALL:
        return EVERYTHING
    barred = tuple(naming(viewer, table, guard.kept_from))
    if decided:
        return Not(Or(barred)) if barred else EVERYTHING
    assert guard.readers is not None
    let = Or((*naming(viewer, table, guard.readers), *standing_in(viewer, guard, room)))
    return And((let, Not(Or(barred)))) if barred else let


def by_role(room: Room, guard: Room | Part, viewer: Viewer) -> bool | None:
    """Whether the roles and the token of somebody let see what the guard guards; None where that is a matter of rows.

    A row that names somebody from whom it is kept is kept from them all the same.
    """
    if (viewer.scopes or Role.INT in viewer.roles) and room.name not in viewer.scopes:
        return False
    if viewer.roles & SEE_ALL:
        return True
    if viewer.roles.intersection(guard.kept_from):
        return False
    program = Role.INT in viewer.roles and not room.for_integrators
    return True if guard.readers is None or program or viewer.roles.intersection(guard.readers) else None


def naming(viewer: Viewer, table: Table, readers: tuple[Role | str, ...]) -> Iterator[Filter]:
    """For each of the columns among the readers: that the viewer is the person, or one of the people, in it."""
    for reader in readers:
        if not isinstance(reader, Role):
            yield Compare(reader, Op.CONTAINS if table.columns[reader].many else Op.EQ, viewer.person)


def standing_in(viewer: Viewer, guard: Room | Part, room: Room) -> Iterator[Filter]:
    """For each person in whose place the viewer acts in the room: that the row is one that this lets see (ORG-08)."""
    for name, person in sorted(viewer.in_place_of):
        if name == room.name:
            yield from (Compare(column, Op.EQ, person) for column in guard.read_for)


def through(column: str, table: Table, viewer: Viewer) -> Filter:
    """That the column names a record which the viewer may see."""
    assert table.room is not None
    seen = guarded(table, table.room, viewer)
    return seen if seen in (EVERYTHING, NOTHING) else Through(column, table.name, seen)


def of_room(room: str, viewer: Viewer, tables: Mapping[str, Table]) -> Filter:
    """Rows that name this room: as what they name."""
    named, seen = Compare("room", Op.EQ, room), about(tables[room], viewer, tables)
    if seen == NOTHING:
        return NOTHING
    return named if seen == EVERYTHING else And((named, seen))


def of_any_room(viewer: Viewer, tables: Mapping[str, Table]) -> Filter:
    """Rows that name a room, a record and perhaps a part: of open rooms at once, of the others as what they name."""
    records = [table for table in tables.values() if table.room and not table.part]
    closed = [(table.name, where) for table in records if (where := about(table, viewer, tables)) != EVERYTHING]
    if not closed:
        return EVERYTHING
    some = (of_room(name, viewer, tables) for name, where in closed if where != NOTHING)
    return Or((Not(Compare("room", Op.IN, tuple(name for name, _ in closed))), *some))


def about(table: Table, viewer: Viewer, tables: Mapping[str, Table]) -> Filter:
    """Rows about the records of a room: those about a part with readers of its own are for these alone."""
    assert table.room is not None
    record = through("record", table, viewer)
    apart = {f"{table.name}_{part.name}": part for part in table.room.parts if part.readers is not None}
    seen = {name: guarded(tables[name], part, viewer) for name, part in apart.items()}
    if not apart or {record, *seen.values()} in ({EVERYTHING}, {NOTHING}):
        return record
    whole = And((record, *(Not(Through("part", name, EVERYTHING)) for name in apart)))
    return Or((whole, *(Through("part", name, where) for name, where in seen.items())))
