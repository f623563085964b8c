"""From events to changes of rows: a record's state is folded, and what it shows is compared with what it showed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from domain.shared.recorded import Recorded
from domain.shared.room import Obligation, Room, Work, nothing
from projections import across, reports
from projections.database import Changes, Line
from projections.dialect import Dialect
from projections.forks import fork
from projections.items import ITEM, item_id, list_id
from projections.owing import keyed, owed, owed_key, settled, work_item
from projections.reports.trail import Trail
from projections.shape import Row, Shape
from projections.tables import OWN, Column, Table

Batch: TypeAlias = defaultdict[Table, Changes]
SINCE = 1
"""Where a line has `updated_position`."""
CREATED = slice(3, 6)
"""Where a line has `created_position`, `created_at` and `created_by`."""


class Head(NamedTuple):
    """What an event gives to every row that it changes, as it is stored."""

    position: Any
    version: Any
    at: Any
    by: Any


class Record:
    """A record as the events so far have left it, with its current rows."""

    __slots__ = ("counts", "owed", "owes", "parts", "state", "trail", "version", "whole", "work")

    def __init__(self, parts: int) -> None:
        self.state: Any = None
        self.version = 0
        self.whole: Row | None = None
        self.parts: list[dict[str, Row]] = [{} for _ in range(parts)]
        self.work: dict[str, tuple[Work, Row]] = {}
        self.owes: dict[str, Obligation] = {}
        """What it owes now; in `owed` is also what it has owed before."""
        self.owed: dict[str, tuple[across.Obligation, Row]] = {}
        self.counts: dict[Table, Row] = {}
        self.trail = Trail()

    def __len__(self) -> int:
        """How many rows it has, and of how many events it knows more than what they have made of it."""
        return 1 + sum(map(len, self.parts)) + len(self.work) + len(self.owed) + len(self.counts) + len(self.trail)


class Fold:
    """How the records of one room become rows."""

    def __init__(self, room: Room, tables: Mapping[str, Table], dialect: Dialect) -> None:
        self.room = room
        self._table = tables[room.name]
        self._parts = [(part, tables[f"{room.name}_{part.name}"]) for part in room.parts]
        self._work, self._obligation = tables["work_item"], tables["obligation"]
        self._counted = reports.counted(tables, room)
        described: list[tuple[Table, type[Struct], int]] = [
            (self._table, room.state, OWN),
            (self._work, across.WorkItem, 2),
            (self._obligation, across.Obligation, 2),
            *((table, part.state, OWN + 1) for part, table in self._parts),
            *((table, each.row, 2) for table, each in self._counted),
        ]
        self._shapes = {
            table: Shape(shows, list(table.columns.values()), own, dialect) for table, shows, own in described
        }
        columns = self._table.columns
        self._id = encoder(columns["id"], dialect)
        self._position = encoder(columns["updated_position"], dialect)
        self._version = encoder(columns["version"], dialect)
        self._moment = encoder(columns["updated_at"], dialect)
        self._person = encoder(columns["updated_by"], dialect)
        self._value = encoder(ITEM.columns["value"], dialect)

    def blank(self) -> Record:
        """A record of which nothing is known yet."""
        return Record(len(self._parts))

    def take(self, record: Record, recorded: Recorded, batch: Batch) -> list[str]:
        """Apply the event to the record and note what becomes of its rows; ids of the parts that it changed."""
        envelope, before = recorded.envelope, record.state
        state = self.room.apply(before, envelope.event, envelope.stamp(recorded.record))
        head = Head(
            self._position(recorded.position),
            self._version(recorded.version),
            self._moment(envelope.occurred_at),
            self._person(envelope.actor),
        )
        id = self._id(recorded.record)
        record.state, record.version = state, recorded.version
        self._add_items(recorded.record, before, state, head, batch)
        record.whole = self._changed(self._table, recorded.record, (), record.whole, state, head, batch)
        touched: list[str] = []
        for rows, (part, table) in zip(record.parts, self._parts, strict=True):
            after = getattr(state, part.inside)
            if before is None or after is not getattr(before, part.inside):
                touched += self._take_parts(rows, table, id, after, head, batch)
        if self.room.work is not nothing:
            self._take_work(record, recorded, head, batch)
        if self.room.obligations is not nothing:
            self._take_obligations(record, recorded, head, batch)
        for table, each in self._counted:
            known = record.counts.get(table)
            counts = each.after(known and known.shown, state, envelope.event)
            if counts is not None and (known is None or counts is not known.shown):
                record.counts[table] = self._put(table, counts.id, counts, known, head, batch)
        return touched

    def _add_items(self, record: str, before: Any, state: Any, head: Head, batch: Batch) -> None:
        """What was added to lists that only grow."""
        for name in self._table.lists:
            known, now = getattr(before, name, ()), getattr(state, name)
            if now is known:
                continue
            if now[: len(known)] != known:
                raise ValueError(f"{name} is a list that only grows, and something else was done to it")
            for place, value in enumerate(now[len(known) :], len(known)):
                id = item_id(record, name, place)
                batch[ITEM].now[id] = self._id(id), self._id(list_id(record, name)), head.position, self._value(value)

    def _take_parts(
        self, rows: dict[str, Row], table: Table, owner: Any, after: Mapping[str, Any], head: Head, batch: Batch
    ) -> Iterator[str]:
        for key, part in after.items():
            known = rows.get(key)
            if known is None or (known.shown is not part and known.shown != part):
                rows[key] = self._changed(table, key, (owner,), known, part, head, batch)
                yield key
        if len(rows) > len(after):
            for key in rows.keys() - after.keys():
                self._over(batch[table], key, rows.pop(key), head)
                yield key

    def _changed(
        self, table: Table, key: str, owner: Line, known: Row | None, shown: Any, head: Head, batch: Batch
    ) -> Row:
        """The row as it is from this event on; what it was becomes past."""
        changes = batch[table]
        if known is None:
            if key in changes.now:
                raise ValueError(f"{key} is a {table.name} of another record already")
            created: Line = (head.position, head.at, head.by)
        else:
            created = known.line[CREATED]
            self._over(changes, key, known, head)
        own = (self._id(key), head.position, head.version, *created, head.at, head.by, *owner)
        row = self._shapes[table].row(shown, own, known)
        changes.now[key] = row.line
        return row

    def _over(self, changes: Changes, key: str, known: Row, head: Head) -> None:
        """The row no longer holds: it is past, and not written if it came to be in this batch."""
        since, until = int(known.line[SINCE]), int(head.position)
        changes.past.append((*known.line, head.position, self._position(fork(since, until))))
        if changes.now.pop(key, None) is None:
            changes.outdated.add(key)

    def _take_work(self, record: Record, recorded: Recorded, head: Head, batch: Batch) -> None:
        """Entries that stay as they are keep their rows; others come and go."""
        entries = list(self.room.work(record.state))
        if entries == [entry for entry, _ in record.work.values()]:
            return
        waiting = keyed(recorded.record, entries)
        for key in record.work.keys() - waiting.keys():
            self._over(batch[self._work], key, record.work.pop(key)[1], head)
        for key, entry in waiting.items():
            known = record.work.get(key)
            if known is None or known[0] != entry:
                row = self._waits(key, known and known[1], entry, recorded.record, head, batch)
                record.work[key] = entry, row
        record.work = {key: record.work[key] for key in waiting}  # in this order they are known again as the same

    def _waits(self, key: str, known: Row | None, entry: Work, record: str, head: Head, batch: Batch) -> Row:
        return self._put(self._work, key, work_item(key, entry, record, self.room.name), known, head, batch)

    def _put(self, table: Table, key: str, item: Struct, known: Row | None, head: Head, batch: Batch) -> Row:
        """The row that shows this from now on; what it was becomes past."""
        changes = batch[table]
        if known:
            self._over(changes, key, known, head)
        row = self._shapes[table].row(item, (self._id(key), head.position))
        changes.now[key] = row.line
        return row

    def _take_obligations(self, record: Record, recorded: Recorded, head: Head, batch: Batch) -> None:
        """What is no longer owed was fulfilled by the event, or has lapsed with it; its row stays."""
        owes = {owed_key(recorded.record, each): each for each in self.room.obligations(record.state)}
        if owes == record.owes:
            return
        changed = {key: each for key, each in owes.items() if record.owes.get(key) != each}
        for key, each in changed.items():
            before = record.owed[key][0].owed_since if key in record.owes else recorded.envelope.occurred_at
            self._owes(record, key, owed(key, each, recorded.record, self.room.name, before), head, batch)
        for key, each in record.owes.items():
            if key not in owes:
                self._owes(record, key, settled(record.owed[key][0], each, recorded), head, batch)
        record.owes = owes

    def _owes(self, record: Record, key: str, item: across.Obligation, head: Head, batch: Batch) -> None:
        known = record.owed[key][1] if key in record.owed else None
        record.owed[key] = item, self._put(self._obligation, key, item, known, head, batch)


def encoder(column: Column, dialect: Dialect) -> Callable[[Any], Any]:
    """Makes the stored form of a value that is never absent."""
    (stored,) = dialect.stored(column)
    return stored.encode or (lambda value: value)
