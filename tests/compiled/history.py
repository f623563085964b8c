"""The rows that the recorded events leave, at every position of the log, worked out in the plainest way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any, get_args

from msgspec import Struct

from domain.shared.approval import Request, Signature
from domain.shared.ids import SYSTEM
from domain.shared.recorded import Recorded
from domain.shared.room import Room
from domain.shared.values import civil
from projections.across import ObligationStatus
from tests.compiled.kinds import Kinds

Rows = Mapping[str, Mapping[str, "Row"]]
"""Rows by their kind and id."""


@dataclass(frozen=True, eq=False)
class Row:
    """A row: of which kind and room, its own values, and the record, part, or plain values that it shows."""

    kind: str
    room: str
    id: str
    own: Mapping[str, Any]
    shows: Any = None

    def value(self, name: str) -> Any:
        """The value of that name; None where there is none."""
        return self.own[name] if name in self.own else getattr(self.shows, name)


@dataclass
class Held:
    """A row with the positions since which, and until just before which, it held."""

    row: Row
    since: int
    until: float = inf


@dataclass
class Record:
    """A record as the events so far have left it: its state, and its present rows by kind and id."""

    state: Any = None
    owes: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, Held]] = field(default_factory=lambda: defaultdict(dict))


class History:
    """The rows at any position of a log."""

    def __init__(self, kinds: Kinds, log: Iterable[Recorded]) -> None:
        self._kinds = kinds
        self._room = {event: room for room in kinds.rooms.values() for event in get_args(room.events) or (room.events,)}
        self._records: dict[str, Record] = defaultdict(Record)
        self._held: list[Held] = []
        self._recorded_at: list[tuple[int, datetime]] = []
        self.head = 0
        for recorded in log:
            self._take(recorded)
            self.head = recorded.position
        self._known: dict[int, Rows] = {}

    def at(self, position: int) -> Rows:
        """The rows as they stood when the event at that position had happened."""
        if position not in self._known:
            rows: dict[str, dict[str, Row]] = {name: {} for name in self._kinds.by_name}
            for held in self._held:
                if held.since <= position < held.until:
                    rows[held.row.kind][held.row.id] = held.row
            self._known[position] = rows
        return self._known[position]

    def position_at(self, moment: datetime) -> int:
        """The position of the last event that was recorded by that moment; 0 when there was none."""
        return max((position for position, at in self._recorded_at if at <= moment), default=0)

    def recorded_at(self, position: int) -> datetime:
        """When the event at that position was recorded."""
        return next(at for each, at in self._recorded_at if each == position)

    def _take(self, recorded: Recorded) -> None:
        envelope, record = recorded.envelope, self._records[recorded.record]
        room = self._room[type(envelope.event)]
        record.state = room.apply(record.state, envelope.event, envelope.stamp(recorded.record))
        whole = self._kinds.of_room[room.name]
        self._becomes(record, recorded, self._changed(record, recorded, whole, room, recorded.record, record.state))
        touched = list(self._take_parts(record, recorded, room))
        self._take_work(record, recorded, room)
        self._take_obligations(record, recorded, room)
        self._happened(recorded, room, touched)
        self._recorded_at.append((recorded.position, envelope.recorded_at))

    def _take_parts(self, record: Record, recorded: Recorded, room: Room) -> Iterator[str]:
        for part in room.parts:
            kind, after = self._kinds.of_part[room.name, part.name], getattr(record.state, part.inside)
            for id, state in after.items():
                known = record.rows[kind].get(id)
                if known is None or known.row.shows != state:
                    row = self._changed(record, recorded, kind, room, id, state)
                    self._becomes(record, recorded, row)
                    yield id
            for id in [id for id in record.rows[kind] if id not in after]:
                self._ends(record, recorded, kind, id)
                yield id

    def _changed(self, record: Record, recorded: Recorded, kind: str, room: Room, id: str, state: Any) -> Row:
        """A record or a part as the event leaves it."""
        envelope, known = recorded.envelope, record.rows[kind].get(id)
        came = {
            "created_position": recorded.position,
            "created_at": envelope.occurred_at,
            "created_by": envelope.actor,
        }
        own = {
            "id": id,
            "version": recorded.version,
            "updated_position": recorded.position,
            "updated_at": envelope.occurred_at,
            "updated_by": envelope.actor,
            **({name: known.row.own[name] for name in came} if known else came),
        }
        if self._kinds.by_name[kind].part:
            own[room.name] = recorded.record
        return Row(kind, room.name, id, own, state)

    def _take_work(self, record: Record, recorded: Recorded, room: Room) -> None:
        """An entry keeps its row while it stays as it is."""
        waiting: dict[str, Any] = {}
        for entry in room.work(record.state):
            told = (recorded.record, entry.part, entry.act, entry.person, entry.role, entry.unit)
            key = ":".join(str(each) for each in told if each is not None)
            while key in waiting:
                key += "+"
            waiting[key] = entry
        for key in [key for key in record.rows["WorkItem"] if key not in waiting]:
            self._ends(record, recorded, "WorkItem", key)
        for key, entry in waiting.items():
            known = record.rows["WorkItem"].get(key)
            if known is None or known.row.shows != entry:
                own = {
                    "id": key, "updated_position": recorded.position, "record": recorded.record, "room": room.name,
                    "part": entry.part or None, "waiting_since": entry.since,
                }  # fmt: skip
                self._becomes(record, recorded, Row("WorkItem", room.name, key, own, entry))

    def _take_obligations(self, record: Record, recorded: Recorded, room: Room) -> None:
        """What is owed no longer was fulfilled by one of its acts, or else lapsed. Its row stays.

        What the system notes is settled by whoever made it do so.
        """
        envelope = recorded.envelope
        owes = {
            ":".join(filter(None, (recorded.record, each.rule.name, each.part, str(each.nth)))): each
            for each in room.obligations(record.state)
        }
        for key, each in {**record.owes, **owes}.items():
            if owes.get(key) == record.owes.get(key):
                continue
            known = record.rows["Obligation"].get(key)
            own = {
                "id": key, "updated_position": recorded.position, "record": recorded.record,
                "room": room.name, "part": each.part, "rule": each.rule.name, "rule_zh": each.rule.zh,
                "requirement": each.rule.requirement,
                "owed_since": known.row.own["owed_since"] if known and key in record.owes else envelope.occurred_at,
                "status": ObligationStatus.OPEN, "settled_at": None, "settled_by": None, "settled_position": None,
                "on_time": None,
            }  # fmt: skip
            if key not in owes:
                done, by_system = envelope.act in each.rule.acts, envelope.actor == SYSTEM
                own |= {
                    "status": ObligationStatus.FULFILLED if done else ObligationStatus.LAPSED,
                    "settled_at": envelope.occurred_at,
                    "settled_by": envelope.on_behalf_of if by_system and envelope.on_behalf_of else envelope.actor,
                    "settled_position": recorded.position,
                    "on_time": civil(envelope.occurred_at) <= each.due if done else None,
                }  # fmt: skip
            self._becomes(record, recorded, Row("Obligation", room.name, key, own, each))
        record.owes = owes

    def _happened(self, recorded: Recorded, room: Room, touched: list[str]) -> None:
        """The rows of the event itself and of the signatures in it, which stay for ever."""
        envelope, event = recorded.envelope, recorded.envelope.event
        about = {"position": recorded.position, "record": recorded.record, "room": room.name}
        own = {
            **about, "id": envelope.id, "parts": tuple(touched), "type": recorded.type, "version": recorded.version,
            "part": room.part_id(event), "comment": said(event), "told": told(event), "payload": event,
        }  # fmt: skip
        self._stays(recorded, Row("Event", room.name, envelope.id, own, envelope))
        for number, found in enumerate(signed(event), 1):
            id = f"{envelope.id}.{number}"
            own = {**about, "id": id, "part": room.part_id(event)}
            if isinstance(found, Request):
                own |= {
                    "verdict": None, "signer": envelope.actor, "role": envelope.role, "matrix": envelope.matrix,
                    "on_behalf_of": envelope.on_behalf_of, "at": found.asked_at, "comment": said(event),
                }  # fmt: skip
            else:
                own["changes"] = ()
            self._stays(recorded, Row("Signature", room.name, id, own, found))

    def _becomes(self, record: Record, recorded: Recorded, row: Row) -> None:
        self._ends(record, recorded, row.kind, row.id)
        record.rows[row.kind][row.id] = self._stays(recorded, row)

    def _stays(self, recorded: Recorded, row: Row) -> Held:
        self._held.append(Held(row, recorded.position))
        return self._held[-1]

    def _ends(self, record: Record, recorded: Recorded, kind: str, id: str) -> None:
        if known := record.rows[kind].pop(id, None):
            known.until = recorded.position


def signed(value: Any) -> Iterator[Signature | Request]:
    """The signatures, and the askings for them, anywhere inside a value."""
    if isinstance(value, Signature | Request):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from signed(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from signed(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from signed(each)


def said(event: Any) -> str:
    """What somebody said with the event: as a comment, as a reason, or with a signature."""
    for name in ("comment", "reason", "signature"):
        value = getattr(event, name, None)
        words = value.comment if isinstance(value, Signature) else value
        if isinstance(words, str) and words:
            return words
    return ""


def told(event: Any) -> tuple[str, ...]:
    """Whom the event tells: those it is addressed to."""
    for name in ("to", "recipients"):
        if name in event.__struct_fields__:
            found: tuple[str, ...] = getattr(event, name)
            return found
    return ()
