"""A company whose people do whatever their records permit, with inputs out of a hat: many more histories than stories.

Most of what they try is refused; what is not refused is a legal history.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from application.command import Command
from application.ledger import Ledger
from domain.shared.act import Act
from domain.shared.annotations import without_constraints, without_none
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Room
from domain.shared.term import Term
from domain.shared.values import civil
from tests.compiled.strange import STRANGE

SPARED = "caller"
"""Nobody meddles with people and positions whose ids begin so."""
AMOUNTS = ("0", "1", "12.50", "12.5", "33.333", "100", "100.00", "1000000", "0.001", "-1")


class Mischief:
    """Draws acts and their inputs. What it draws from depends on the ledger and on the seed alone."""

    def __init__(self, ledger: Ledger, records: Mapping[str, list[str]], people: list[str], seed: int = 1) -> None:
        self.ledger = ledger
        self.records = records
        self.people = [*people, ADMINISTRATOR]
        self.random = Random(seed)
        self._ids: dict[Any, list[str]] = {}
        for room in ledger.rooms.values():
            self._ids[room.id] = self.records[room.name]
            for record in self.records[room.name]:
                state = ledger.world().get(room.state, record)
                for part in room.parts:
                    self._ids.setdefault(part.id, []).extend(self._unspared(getattr(state, part.inside)))

    def attempt(self) -> None:
        """Somebody tries to do something to some record, until somebody may or there is a reason why nobody can."""
        rooms = [room for room in self.ledger.rooms.values() if self.records[room.name]]
        (room,) = self.random.choices(rooms, [len(room.acts) ** 0.5 for room in rooms])
        record = self.random.choice([*self.records[room.name], None])
        state = record and self.ledger.world().get(room.state, record)
        if not (possible := list(self._possible(room, state))):
            return
        act, part = self.random.choice(possible)
        inputs = {each.name: self.value(each.type) for each in fields(act.input) if self._given(each.default)}
        for person in self.random.sample(self.people, len(self.people)):
            command = Command(act=act.name, actor=PersonId(person), record=record, part=part, inputs=inputs)
            try:
                self.ledger.do(command)
            except Refused as no:
                if not no.reason.code.startswith("authority."):
                    return
            else:
                return

    def _possible(self, room: Room, state: Any) -> Iterator[tuple[Act, str | None]]:
        for act in room.acts.values():
            if not act.open_to_people or act.creates != (state is None):
                continue
            held: Mapping[str, Any] = getattr(state, room.part(act.part).inside) if act.part else {"": None}
            for id in self._unspared(held):
                if room.possible(act, state, held[id]) and (not self._ends(room, act) or self.random.random() < 0.05):
                    yield act, id or None

    def _ends(self, room: Room, act: Act) -> bool:
        """Whether the act leaves nothing to be done to the record."""
        return any(room.lifecycle.moves[event].to in room.lifecycle.final for event in act.events)

    def _unspared(self, ids: Iterable[str]) -> list[str]:
        return [id for id in ids if not id.startswith(SPARED)]

    def _given(self, default: Any) -> bool:
        return default is NODEFAULT or self.random.random() < 0.7

    def value(self, annotation: Any) -> Any:
        """Something of that type, as plain data."""
        inner, nullable = without_none(without_constraints(annotation))
        inner = without_constraints(inner)
        if nullable and self.random.random() < 0.3:
            return None
        if inner in self._ids:
            return self.random.choice(self._ids[inner] or ["nowhere"])
        if get_origin(inner) in (tuple, frozenset):
            return [self.value(get_args(inner)[0]) for _ in range(self.random.randint(0, 2))]
        if get_origin(inner) is not None and issubclass(get_origin(inner), Mapping):
            key, value = get_args(inner)
            return {self.value(key): self.value(value) for _ in range(self.random.randint(0, 2))}
        return self._single(inner)

    def _single(self, inner: Any) -> Any:
        today = civil(self.ledger.clock())
        if isinstance(inner, type) and issubclass(inner, Term):
            return str(self.random.choice(list(inner)))
        if isinstance(inner, type) and issubclass(inner, Struct):
            return {each.name: self.value(each.type) for each in fields(inner)}
        if inner is date:
            return (today + timedelta(days=self.random.randint(-20, 90))).isoformat()
        if inner is datetime:
            return (self.ledger.clock() - timedelta(hours=self.random.randint(0, 100))).isoformat()
        plain = {
            bool: self.random.random() < 0.5, int: self.random.randint(0, 5),
            Decimal: str(Decimal(self.random.choice(AMOUNTS))),
        }  # fmt: skip
        return plain[inner] if inner in plain else f"{self.random.choice(STRANGE)} {self.random.choice(STRANGE)}"
