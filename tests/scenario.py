"""Given these events, when somebody acts, then these events, or this refusal: rules tested without any store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self

import msgspec
import pytest

from domain.authority.warrant import Attempt, warrant
from domain.shared.act import Context, Past
from domain.shared.ids import PersonId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason, Refused
from domain.shared.room import Room
from domain.shared.term import Role

MONDAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai on the first Monday of 2026."""


@dataclass
class Facts:
    """The rest of the world, as records by kind and id, and claims by name and key."""

    records: dict[tuple[type[Any], str], Any] = field(default_factory=dict)
    claims: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def get(self, kind: type[Any], id: str) -> Any:
        return self.records.get((kind, id))

    def find(self, claim: str, key: str) -> list[str]:
        return self.claims.get((claim, key), [])


@dataclass
class Scenario:
    """One record of a room in the world given. Each `do` acts on what the events so far have left."""

    room: Room
    world: Facts = field(default_factory=Facts)
    id: str = "it"
    now: datetime = MONDAY
    state: Any = None
    events: list[Any] = field(default_factory=list)
    numbers: Iterable[int] = field(default_factory=lambda: count(1))
    ids: Any = field(default_factory=lambda: count(1))
    drawn: dict[str, int] = field(default_factory=dict)

    def given(self, *events: Any, by: str = "ana", role: Role = Role.EMP) -> Self:
        """These events have happened already."""
        for event in events:
            self.record(event, PersonId(by), role, None)
        return self

    def at(self, now: datetime) -> Self:
        """The clock stands at this moment from here on."""
        self.now = now
        return self

    def do(
        self,
        verb: str,
        by: str,
        *,
        part: str | None = None,
        role: Role | None = None,
        for_: str | None = None,
        **inputs: Any,
    ) -> list[Any]:
        """Do the act as the ledger would; the events that it records. Raises Refused."""
        act = self.room.acts[verb]
        held = self.part(act.part, part) if act.part else None
        given = msgspec.convert(as_plain(inputs), act.input)
        right = warrant(
            Attempt(
                room=self.room, act=act, person=PersonId(by), now=self.now, record=self.state, part=held,
                inputs=given, acting_role=role, on_behalf_of=PersonId(for_) if for_ else None,
            ),
            self.world,
        )
        self.room.require(act, self.state, held)
        context = Context(
            actor=PersonId(by), role=right.role, now=self.now, world=self.world, on_behalf_of=right.on_behalf_of,
            new_id=lambda word: f"{word}-{next(self.ids)}", draw=self.draw,
        )
        subjects = [s for s in (self.state, held) if s is not None] if not act.creates else []
        decided = list(act.decide(*subjects, context, **{f: getattr(given, f) for f in given.__struct_fields__}))
        for event in decided:
            self.room.admit(act, self.state, event.event if isinstance(event, Past) else event)
            self.record(event, context.actor, context.role, context.on_behalf_of)
        return decided

    def refused(self, reason: Reason, verb: str, by: str, /, **rest: Any) -> Refused:
        """The act is refused for exactly this reason, and nothing has changed."""
        before = self.state
        with pytest.raises(Refused) as raised:
            self.do(verb, by, **rest)
        no = raised.value
        assert no.reason.code == reason.code, f"refused, but by {no}"
        assert no.message and no.message_zh
        assert self.state is before
        return no

    def part(self, name: str, id: str | None) -> Any:
        return getattr(self.state, self.room.part(name).inside)[id]

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        at = self.now
        if isinstance(event, Past):
            event, at = event.event, event.occurred_at
        stamp = Stamp(record=self.id, actor=actor, role=role, at=at, on_behalf_of=principal)
        self.state = self.room.apply(self.state, event, stamp)
        self.events.append(event)

    def draw(self, series: str) -> int:
        self.drawn[series] = self.drawn.get(series, 0) + 1
        return self.drawn[series]

    def branch(self) -> "Scenario":
        """A copy to try another ending on."""
        return replace(self, events=list(self.events), drawn=dict(self.drawn))


def as_plain(inputs: Mapping[str, Any]) -> Any:
    """Inputs as they arrive over the wire."""
    return msgspec.to_builtins(inputs)
