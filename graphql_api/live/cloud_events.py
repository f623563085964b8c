"""CloudEvents in GraphQL: each attribute is a field of the same name, so that a selection of all is a CloudEvent."""

from collections.abc import Iterable
from typing import Any

import msgspec
import orjson
import strawberry
from graphql import GraphQLObjectType, get_named_type
from orjson import Fragment

from application.feeds.cloudevent import CloudEvent
from application.feeds.events import Item
from graphql_api.asking import Asking
from graphql_api.scalars import Json
from graphql_api.strawberry_types import Field, listed, object_type, optional

DOCS = {
    "specversion": "The version of CloudEvents.",
    "id": "The event's id; the same however often it is sent.",
    "source": "Where it comes from.",
    "type": "What happened: the name under which it is stored, after `opsledger.`.",
    "subject": "The opaque id of the record.",
    "time": "When it happened.",
    "sequence": "Its position, with zeros before it: as a text it sorts as the number does.",
    "recordedtime": "When it was written down.",
    "record": "The key of the record.",
    "recordversion": "Its place among the events of its record.",
    "act": "What was done.",
    "actor": "Who did it: a key.",
    "role": "In which role.",
    "command": "The command that recorded it.",
    "correlationid": "The command at the root of the chain of causes.",
    "matrix": "The version of the authority matrix that allowed it.",
    "datacontenttype": "The media type of data.",
    "data": "The event as it was recorded.",
    "part": "The key of the part of the record that it is about.",
    "causationid": "The event that made the system act.",
    "onbehalfof": "Who had delegated it to the actor: a key.",
    "backdated": "Why it was recorded later than it happened.",
    "migrated": "Whether it was brought in from another system.",
}
KINDS: dict[str, Any] = {"id": strawberry.ID, "recordversion": int, "matrix": int, "data": Json, "migrated": bool}


def cloud_event_type() -> type:
    """The type CloudEvent."""
    required = {each.name for each in msgspec.structs.fields(CloudEvent) if each.required} | {"specversion"}
    fields = {}
    for name, doc in DOCS.items():
        kind = KINDS.get(name, str)
        fields[name] = Field(kind if name in required else optional(kind), doc)
    return object_type(type("CloudEvent", (), {}), "An event of the log, as CloudEvents 1.0 says it.", fields)


def cloud_events(kind: type, doc: str) -> Field:
    """A list of events out of a source that has them under `items`."""
    return Field(listed(kind), doc, lambda source, info: chosen(source["items"], info._raw_info))


def chosen(items: Iterable[Item], info: Any) -> Fragment:
    """The attributes that are asked for, of each event, as JSON."""
    asking = Asking(info.schema, info.fragments, info.variable_values)
    kind = get_named_type(info.return_type)
    assert isinstance(kind, GraphQLObjectType)
    names = [(shown, nodes[0].name.value) for shown, nodes in asking.collected(kind, info.field_nodes).items()]
    events = map(orjson.loads, (each.event for each in items))
    made = [
        {shown: kind.name if name == "__typename" else event.get(name) for shown, name in names} for event in events
    ]
    return Fragment(orjson.dumps(made))
