"""Ledgers of earlier programs are read: what no longer fits is brought up to date, its bytes stay as they are."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from application.mapper import Mapper, UnknownEvent
from application.store import Entry, Store, Stored, Unit, open_store
from domain.rooms import ROOMS

ENVELOPE = {
    "id": "event-1", "occurred_at": "2025-12-05T01:00:00Z", "recorded_at": "2025-12-05T01:00:00Z", "actor": "system",
    "role": "SYSTEM", "act": "plan.wake", "command": "command-1", "correlation": "command-1", "matrix": 0,
}  # fmt: skip
REMINDED = {
    "type": "plan.reminded", "matter": "DECISION", "subject": "2", "rung": "RESPONSIBLE",
    "people": ["chen-liqun", "lin-xiaolan"], "due": "2025-12-05",
}  # fmt: skip
EARLIER = [
    (REMINDED, ("chen-liqun", "lin-xiaolan")),
    ({"type": "issue.dismissed", "reason": "属于正常检修安排，不构成运营问题"}, ()),
    ({"type": "issue.merged", "into": "issue-spares", "reason": "与在办问题原因相同"}, ()),
    ({"type": "issue.measure.reminded", "measure": "measure-1", "due": "2026-10-29"}, ()),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(str(tmp_path))) as it:
        yield it


def recorded(store: Store, event: Any) -> Stored:
    """The event as an earlier program has left it."""
    data = msgspec.json.encode({**ENVELOPE, "event": event})
    store.append(Unit((Entry("it", 1, event["type"], data),)))
    return store.log(0, 1)[0]


@pytest.mark.parametrize(("event", "told"), EARLIER, ids=lambda each: each["type"] if isinstance(each, dict) else "")
def test_an_event_in_an_earlier_shape_is_read_in_that_of_today(
    store: Store, event: dict[str, Any], told: tuple[str, ...]
) -> None:
    stored = recorded(store, event)
    read = Mapper(ROOMS, store.keys).decode(stored).envelope.event
    assert read.to == told and type(read).__struct_config__.tag == event["type"]
    assert msgspec.json.decode(store.log(0, 1)[0].data)["event"] == event


def test_an_event_of_today_is_not_looked_at_twice(store: Store) -> None:
    stored = recorded(store, {**REMINDED, "to": ["li-jing"]})
    assert Mapper(ROOMS, store.keys).decode(stored).envelope.event.to == ("li-jing",)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "plan.reminded", "matter": "DECISION"},
        {**REMINDED, "people": 5},
        {"type": "plan.approved"},
        {"type": "plan.vanished"},
    ],
    ids=["no shape that it had", "not even then", "nothing to bring up to date", "a name never heard of"],
)
def test_what_never_had_that_shape_stops_the_reading(store: Store, event: dict[str, Any]) -> None:
    with pytest.raises(UnknownEvent, match="position 1, plan"):
        Mapper(ROOMS, store.keys).decode(recorded(store, event))
