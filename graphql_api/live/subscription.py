"""The type Subscription."""

from graphql_api.live.changes import changes
from graphql_api.live.cloud_events import cloud_event_type
from graphql_api.live.records import live
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import by_name, object_type

DOC = (
    "What happens from now on, or after a position: over graphql-transport-ws, or graphql-sse. Whatever is told says "
    "how far it goes: whoever comes again after that position misses nothing. What the caller may see is decided anew "
    "for each event."
)


def subscription(types: ObjectTypes) -> type:
    """The type."""
    cloud_event = cloud_event_type()
    fields = by_name((("changes", changes(cloud_event)), *live(types, cloud_event)))
    return object_type(type("Subscription", (), {}), DOC, fields)
