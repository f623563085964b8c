"""Following the log: each event becomes a row of its own, its signatures too, and changes the rows of its record."""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol, get_args

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.recorded import Recorded
from domain.shared.room import Room
from projections import across, reports
from projections.database import Changes
from projections.dialect import Dialect
from projections.fold import Batch, Fold, Record
from projections.reports.findings import Findings
from projections.shape import Shape
from projections.signing import said, signatures
from projections.tables import Table
from projections.watermarks import EVERY, WATERMARK, Watermark, watermark

BATCH = 2_000
"""How many events are taken in one transaction, at most."""
TOLD = ("to", "recipients")
"""The fields in which events name whom they tell."""
HELD = 200_000
"""How many rows of records, those changed last, are kept in memory, about two kilobytes each."""


class Feed(Protocol):
    """The log, as the views need it."""

    def log(self, after: int, limit: int) -> list[Recorded]:
        """At most `limit` events with positions above `after`, in order."""

    def stream(self, record: str, upto: int) -> list[Recorded]:
        """The record's events up to that version, in order."""

    def wait(self, after: int, timeout: float) -> bool:
        """Sleep until there is an event after that position, `timeout` seconds at most; whether there is one."""

    def wake(self) -> None:
        """Have whoever waits look around at once."""

    def leads(self, name: str) -> bool:
        """Whether this process is the one that does that task."""

    def edition(self) -> int:
        """Another number once events read otherwise than they did, since something in them was erased."""


class Unfoldable(Exception):
    """An event cannot be shown. The views stop before it: they leave nothing out."""


class Following:
    """The records that have changed lately, and what further events make of the views."""

    def __init__(
        self,
        rooms: Iterable[Room],
        tables: Mapping[str, Table],
        dialect: Dialect,
        feed: Feed,
        latest: datetime | None = None,
    ) -> None:
        """`latest` is when the latest of all events in the views happened, if there are any."""
        self._feed = feed
        self._latest = latest
        rooms = tuple(rooms)
        folds = [Fold(room, tables, dialect) for room in rooms]
        self._folds = {event: fold for fold in folds for event in get_args(fold.room.events) or (fold.room.events,)}
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._rows = 0
        self._findings = Findings(rooms)
        grows: dict[type[Struct], Table] = {
            across.Event: tables["event"],
            across.Signature: tables["signature"],
            Watermark: WATERMARK,
        }
        self._grows = {
            row: (table, Shape(row, list(table.columns.values()), 0, dialect))
            for row, table in {**grows, **reports.kept(tables)}.items()
            if table.grows
        }

    def changes(self, events: Iterable[Recorded]) -> Batch:
        """What these events, the next in the log, change.

        Raises Unfoldable, and what the feed raises; after that it must be made anew.
        """
        batch: Batch = defaultdict(Changes)
        for recorded in events:
            earlier = self._earlier(recorded)  # a log that cannot be reached is no fault of the event
            try:
                self._take(recorded, earlier, batch)
            except Exception as error:
                what = f"{recorded.type} of {recorded.record}, position {recorded.position}"
                raise Unfoldable(f"{what}: {error}") from error
        return batch

    def _earlier(self, recorded: Recorded) -> list[Recorded]:
        """What happened to the record before, where that is not in memory."""
        if recorded.version == 1 or recorded.record in self._records:
            return []
        return self._feed.stream(recorded.record, recorded.version - 1)

    def _take(self, recorded: Recorded, earlier: list[Recorded], batch: Batch) -> None:
        fold = self._folds[type(recorded.envelope.event)]
        record = self._record(fold, recorded, earlier)
        before = len(record)
        parts = fold.take(record, recorded, batch)
        for row in (*self._told(record, fold.room, recorded, parts), *self._marked(recorded)):
            table, shape = self._grows[type(row)]
            batch[table].now[row.id] = shape.row(row, ()).line
        self._rows += len(record) - before
        while self._rows > HELD and len(self._records) > 1:
            _, oldest = self._records.popitem(last=False)
            self._rows -= len(oldest)

    def _told(self, record: Record, room: Room, recorded: Recorded, parts: list[str]) -> Iterator[Any]:
        """The rows that the event adds for good: itself, what is signed or asked in it, and what is found by it."""
        part = room.part_id(recorded.envelope.event)
        happened = event(recorded, room.name, part, parts)
        signed = tuple(signatures(recorded, room.name, part))
        yield happened
        yield from signed
        yield from self._findings.take(record.trail, happened, signed)

    def _marked(self, recorded: Recorded) -> Iterator[Watermark]:
        """The watermark, where one is kept."""
        at = recorded.envelope.occurred_at
        self._latest = max(self._latest or at, at)
        if recorded.position % EVERY == 0:
            yield watermark(recorded.position, self._latest)

    def _record(self, fold: Fold, recorded: Recorded, earlier: list[Recorded]) -> Record:
        """The record as it was before the event, out of memory or out of its history."""
        record = self._records.get(recorded.record)
        if record is None:
            record = fold.blank()
            for each in earlier:
                parts = fold.take(record, each, defaultdict(Changes))
                deque(self._told(record, fold.room, each, parts), maxlen=0)
            self._records[recorded.record] = record
            self._rows += len(record)
        else:
            self._records.move_to_end(recorded.record)
        if record.version != recorded.version - 1:
            raise ValueError(f"version {recorded.version} follows version {record.version}")
        return record


def event(recorded: Recorded, room: str, part: str | None, parts: list[str]) -> across.Event:
    """The row of an event."""
    envelope = recorded.envelope
    return across.Event(
        id=across.RowId(envelope.id),
        position=recorded.position,
        record=across.RecordId(recorded.record),
        room=room,
        part=across.AnyPartId(part) if part else None,
        parts=tuple(map(across.AnyPartId, parts)),
        type=recorded.type,
        version=recorded.version,
        occurred_at=envelope.occurred_at,
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        role=envelope.role,
        on_behalf_of=envelope.on_behalf_of,
        act=envelope.act,
        command=envelope.command,
        cause=envelope.cause,
        correlation=envelope.correlation,
        matrix=envelope.matrix,
        migrated=envelope.migrated,
        backdated=envelope.backdated,
        comment=said(envelope.event),
        told=told(envelope.event),
        payload=envelope.event,
    )


def told(event: Any) -> tuple[PersonId, ...]:
    """Whom the event tells."""
    return next((getattr(event, name) for name in TOLD if name in event.__struct_fields__), ())
