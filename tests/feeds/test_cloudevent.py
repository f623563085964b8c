"""An event as others get it: a CloudEvent whose data are the very bytes that were recorded."""

from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import orjson
import pytest

from application.feeds.cloudevent import CloudEvents, kind_of
from application.mapper import Mapper, UnknownEvent
from application.store import Stored, open_keys
from domain.issue.events import IssueCommented
from domain.plan.task_events import PlanTaskAcknowledged
from domain.rooms import ROOMS
from domain.shared.ids import PersonId, TaskId
from domain.shared.recorded import Envelope
from domain.shared.term import Role
from graphql_api.registry import TypeRegistry
from projections.tables import tables

FOLDER = TemporaryDirectory()
MAPPER = Mapper(ROOMS, open_keys(FOLDER.name))
THEN = datetime(2026, 8, 17, 8, 52, tzinfo=UTC)


def stored(event: Any, **more: Any) -> Stored:
    envelope = Envelope(
        id="event-1",
        occurred_at=THEN,
        recorded_at=THEN,
        actor=PersonId("pia"),
        role=Role.EMP,
        act="issue.comment",
        command="command-1",
        correlation="command-0",
        matrix=2,
        event=event,
        **more,
    )
    type_, data = MAPPER.encode(envelope, None)
    return Stored(42, "issue-packing", 3, type_, data)


EVENTS = CloudEvents(ROOMS, MAPPER, lambda: stored(IssueCommented(text="the first"))._replace(position=1))


def shown(event: Stored) -> Any:
    return orjson.loads(EVENTS.encode(event))


def test_an_event_has_every_attribute_of_the_specification_and_says_where_it_stands_in_the_log() -> None:
    assert shown(stored(IssueCommented(text="计划也受影响"))) == {
        "specversion": "1.0",
        "id": "event-1",
        "source": "/opsledger/1",
        "type": "opsledger.issue.commented",
        "subject": "Issue:issue-packing",
        "time": "2026-08-17T08:52:00Z",
        "recordedtime": "2026-08-17T08:52:00Z",
        "sequence": "0000000000000000042",
        "record": "issue-packing",
        "recordversion": 3,
        "act": "issue.comment",
        "actor": "pia",
        "role": "EMP",
        "command": "command-1",
        "correlationid": "command-0",
        "matrix": 2,
        "datacontenttype": "application/json",
        "data": {"type": "issue.commented", "text": "计划也受影响"},
    }


def test_what_applies_to_some_events_only_is_told_of_these() -> None:
    more = {"cause": "event-0", "on_behalf_of": PersonId("leo"), "backdated": "after the weekend", "migrated": True}
    event = shown(stored(PlanTaskAcknowledged(task=TaskId("task-7")), **more))
    some = {"part", "causationid", "onbehalfof", "backdated", "migrated"}
    assert {name: event[name] for name in some} == {
        "part": "task-7",
        "causationid": "event-0",
        "onbehalfof": "leo",
        "backdated": "after the weekend",
        "migrated": True,
    }


def test_the_data_are_the_recorded_bytes() -> None:
    event = stored(IssueCommented(text="“quoted”, 引号 and \u2028 too"))
    assert msgspec.json.encode(IssueCommented(text="“quoted”, 引号 and \u2028 too")) in EVENTS.encode(event)


def test_a_subject_is_the_opaque_id_that_the_api_gives_the_record() -> None:
    registry = TypeRegistry(tables(ROOMS))
    assert [kind_of(room) for room in ROOMS] == [registry.kind_of(room.name) for room in ROOMS]


def test_an_event_that_this_version_does_not_know_is_not_passed_on() -> None:
    with pytest.raises(UnknownEvent, match="position 42"):
        EVENTS.encode(stored(IssueCommented(text="x"))._replace(type="issue.commented.9"))
