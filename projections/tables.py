"""The tables that readers see, derived from the rooms: one per room, one per part, and four about all rooms.

Every table has system time. Its current rows are in `<name>`, and every earlier version of a row in `<name>_past`: it
held from `updated_position` on, until just before `until_position`. Rows that never change (`grows`) have no past.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple, NewType, get_args, get_origin

from domain.shared.annotations import without_none
from domain.shared.ids import Key, PersonId
from domain.shared.room import Part, Room
from domain.shared.term import Term
from projections import across
from projections.fields import growing, values_of

OWN = 8
"""How many columns a row of a room has before its state's; a part has one more, its record."""


class Kind(Enum):
    """How a value is stored, compared and read."""

    ID = "id"
    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    DECIMAL = "decimal"
    TERM = "term"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One value of every row. `type` is its Python type without None."""

    name: str
    kind: Kind
    type: Any
    nullable: bool
    doc: str
    refers: str | None = None
    """The table to which the id (or each id of the list) leads, where there is one."""
    many: bool = False
    """Whether it is a list of single values; its kind is then JSON."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Rows of one kind. `room` is absent where they are about all rooms, `part` where they are about whole records."""

    name: str
    zh: str
    doc: str
    columns: Mapping[str, Column]
    room: Room | None = None
    part: Part | None = None
    lists: Mapping[str, Column] = field(default_factory=dict)
    """Lists of structures that only grow: what a row shows, and yet no columns of it (`items.py`)."""
    grows: bool = False
    """Whether rows are only ever added."""
    derived: bool = False
    """Whether the database reckons its rows from those of other tables: they are not kept."""
    sums: "Sums | None" = None
    """How it reckons them from rows of the same moment, where it does."""

    @property
    def shows(self) -> Mapping[str, Column]:
        """What can be asked of a row: its columns, and the lists that only grow."""
        return {**self.columns, **self.lists}

    @property
    def changes(self) -> bool:
        """Whether its rows are kept, and what they were before as well."""
        return not (self.grows or self.derived)

    @property
    def records(self) -> bool:
        """Whether its rows are whole records."""
        return self.room is not None and self.part is None

    @property
    def begins(self) -> str:
        """The column with the position from which the row holds."""
        return "position" if self.grows else "updated_position"

    @property
    def owner(self) -> str | None:
        """The column of a part (and the table) that leads to its record."""
        return self.room.name if self.room and self.part else None


class Sums(NamedTuple):
    """Rows that sum up those of a table, now or as of a position."""

    of: Table
    select: str
    """The SELECT, with `{rows}` where it takes them from."""


def tables(rooms: Iterable[Room]) -> Mapping[str, Table]:
    """All tables by name: `plan`, `plan_task`, …, then `event`, `signature`, `work_item` and `obligation`.

    Raises ValueError when a state has a field that is called like a column of every table.
    """
    rooms = tuple(rooms)
    reading = Reading(rooms)
    made = [table for room in rooms for table in of_room(room, reading)]
    made += [
        about_all("event", "事件", across.Event, reading, grows=True),
        about_all("signature", "签署", across.Signature, reading, grows=True),
        about_all("work_item", "待办", across.WorkItem, reading),
        about_all("obligation", "定期职责", across.Obligation, reading),
    ]
    return {table.name: table for table in made}


def of_room(room: Room, reading: "Reading") -> Iterator[Table]:
    held, grow = frozenset(part.inside for part in room.parts), growing(room.state)
    shows = named([*reading.kept(room.id), *reading.columns(room.state, held)])
    lists = {name: column for name, column in shows.items() if name in grow and not column.many}
    yield Table(
        name=room.name,
        zh=room.zh,
        doc=room.state.__doc__ or "",
        columns={name: column for name, column in shows.items() if name not in lists},
        lists=lists,
        room=room,
    )
    for part in room.parts:
        owner = Column(name=room.name, kind=Kind.ID, type=room.id, nullable=False, refers=room.name, doc="Its record.")
        yield Table(
            name=f"{room.name}_{part.name}",
            zh=part.zh,
            doc=part.state.__doc__ or "",
            columns=named([*reading.kept(part.id), owner, *reading.columns(part.state)]),
            room=room,
            part=part,
        )


def about_all(name: str, zh: str, row: type[Any], reading: "Reading", grows: bool = False) -> Table:
    begins = () if grows else (reading.updated_position(),)
    columns = named([reading.id(across.RowId), *begins, *reading.columns(row)])
    return Table(name=name, zh=zh, doc=row.__doc__ or "", columns=columns, grows=grows)


class Reading:
    """Reads columns off the classes of the domain. Relations are recognised by the type of the id."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self._leads_to: dict[Any, str] = {}
        for room in rooms:
            self._leads_to[room.id] = room.name
            self._leads_to |= {part.id: f"{room.name}_{part.name}" for part in room.parts}

    def id(self, type_: Any) -> Column:
        """The column of a row's own id."""
        return Column(name="id", kind=Kind.ID, type=type_, nullable=False, doc="Its id.")

    def updated_position(self) -> Column:
        return self.column("updated_position", int, "The position in the log since which the row is as it is.")

    def kept(self, id: Any) -> Iterator[Column]:
        """The columns that every row of a room or part begins with."""
        yield self.id(id)
        yield self.updated_position()
        yield self.column("version", int, "The version of the record when the row last changed.")
        yield self.column("created_position", int, "The position in the log at which it came to be.")
        yield self.column("created_at", datetime, "When it came to be.")
        yield self.column("created_by", PersonId, "By whom it came to be.")
        yield self.column("updated_at", datetime, "When it last changed.")
        yield self.column("updated_by", PersonId, "Who last changed it.")

    def columns(self, state: Any, left_out: frozenset[str] = frozenset()) -> Iterator[Column]:
        """The columns of what a state shows, without its id."""
        for name, type_, doc in values_of(state):
            if name not in left_out and name != "id":
                yield self.column(name, type_, doc)

    def column(self, name: str, type_: Any, doc: str) -> Column:
        """The column for a value of that type."""
        type_, nullable = without_none(type_)
        single = element(type_)
        return Column(
            name=name,
            kind=kind_of(type_),
            type=type_,
            nullable=nullable,
            doc=doc,
            refers=self._leads_to.get(type_ if single is None else single),
            many=single is not None,
        )


def named(columns: Iterable[Column]) -> Mapping[str, Column]:
    by_name: dict[str, Column] = {}
    for column in columns:
        if column.name in by_name:
            raise ValueError(f"a field may not be called {column.name}: every table has a column of that name")
        by_name[column.name] = column
    return by_name


def element(type_: Any) -> Any:
    """What a list of single values holds: X of `tuple[X, ...]`. None for everything else."""
    if get_origin(type_) in (tuple, frozenset) and get_args(type_):
        held = get_args(type_)[0]
        return held if kind_of(held) is not Kind.JSON else None
    return None


def kind_of(type_: Any) -> Kind:
    """How values of a type (that is not None) are kept."""
    if isinstance(type_, NewType):
        return Kind.ID if type_.__supertype__ in (str, Key) else kind_of(type_.__supertype__)
    if isinstance(type_, type) and issubclass(type_, Term):
        return Kind.TERM
    return PLAIN.get(type_, Kind.JSON)


PLAIN: Mapping[Any, Kind] = {
    str: Kind.TEXT,
    int: Kind.INTEGER,
    bool: Kind.BOOLEAN,
    date: Kind.DATE,
    datetime: Kind.MOMENT,
    Decimal: Kind.DECIMAL,
}
