"""Who sees which rows: a condition on each table, made from the readers that its room names (API-07)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.shared.term import Role
from projections.filters import EVERYTHING, NOTHING, And, Compare, Filter, Not, Op, Or, Through
from projections.tables import Table


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who reads: the person, the roles held, and the rooms to which the token is narrowed (all when none)."""

    person: str
    roles: frozenset[Role]
    scopes: frozenset[str] = frozenset()


SEE_ALL = frozenset({Role.SYSTEM, Role.AUD})
SYSTEM = Viewer("system", frozenset({Role.SYSTEM}))
"""The product itself, which sees everything."""


def visible(table: Table, viewer: Viewer, tables: Mapping[str, Table]) -> Filter:
    """The condition under which the viewer may see a row of the table.

    The system and auditors see everything, integrators the rooms of their scope, nobody without a role anything.
    Everybody else sees what `Room.readers` says; a part as its record, and rows about all rooms as their records.
    A narrowed token shows no other rooms to anybody.
    """
    if viewer.roles & SEE_ALL and not viewer.scopes:
        return EVERYTHING
    if not viewer.roles:
        return NOTHING
    if table.room:
        record = of_record(tables[table.room.name], viewer)
        if table.owner is None or record in (EVERYTHING, NOTHING):
            return record
        return Through(table.owner, table.room.name, record)
    return of_any_room([each for each in tables.values() if each.room and not each.part], viewer)


def of_record(table: Table, viewer: Viewer) -> Filter:
    """Whole records: open to the viewer's roles, or to the person whom a readers' column names."""
    room = table.room
    assert room is not None
    if (viewer.scopes or Role.INT in viewer.roles) and room.name not in viewer.scopes:
        return NOTHING
    if room.readers is None or viewer.roles & {*SEE_ALL, Role.INT} or viewer.roles.intersection(room.readers):
        return EVERYTHING
    columns = [reader for reader in room.readers if not isinstance(reader, Role)]
    return Or(tuple(Compare(column, Op.EQ, viewer.person) for column in columns))


def of_any_room(records: Iterable[Table], viewer: Viewer) -> Filter:
    """Rows that name a room and a record: open rooms at once, the others through their records."""
    closed = [(table.name, where) for table in records if (where := of_record(table, viewer)) != EVERYTHING]
    if not closed:
        return EVERYTHING
    some = ((name, where) for name, where in closed if where != NOTHING)
    through = (And((Compare("room", Op.EQ, name), Through("record", name, where))) for name, where in some)
    return Or((Not(Compare("room", Op.IN, tuple(name for name, _ in closed))), *through))
