"""The subscription `changes`: the log itself, from any position and on as it grows."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry

from application.feeds.events import Events, Wanted
from graphql_api.context import RequestContext
from graphql_api.feed.streams import Batch
from graphql_api.live.cloud_events import cloud_events
from graphql_api.live.following import Source, Subscribed, standing
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, listed, object_type, optional

AFTER = argument("after", optional(LogPosition), "After this place in the log. From now on when it is left out.")
DOC = "The log: every event that the caller may see, once, in order; first what was missed, then what happens."


def standings() -> dict[str, Field]:
    """How a stream stands: fields of whatever a subscription is told."""
    return {
        "position": Field(LogPosition, "How far this goes. Subscribe again after it, and nothing is missed."),
        "caught_up": Field(bool, "Whether with this everything that had been missed is told; from here on it is live."),
        "lagging": Field(bool, "Whether the client has come behind; what it misses follows, out of the log."),
    }


def changes(cloud_event: type) -> Subscribed:
    """The field."""
    events = cloud_events(cloud_event, "What happened, in order; none in a sign of life.")
    made = object_type(type("Changes", (), {}), "The next events.", {**standings(), "events": events})
    types = argument("types", optional(listed(str)), "Only events of these types; `plan.*` is all that begin so.")
    subjects = argument("subjects", optional(listed(strawberry.ID)), "Only events of these records.")
    return Subscribed(made, DOC, follow, [AFTER, types, subjects])


@dataclass(frozen=True, slots=True)
class Log:
    """Follows the log."""

    after: int | None
    wanted: Wanted
    reads_views = False

    def common(self, batch: Batch) -> Hashable:
        """Whoever is shown the same events is told the same."""
        return (*(each.position for each in batch.items), batch.position, batch.caught_up, batch.lagging)

    async def told(self, batch: Batch, _context: RequestContext) -> Source:
        """The events, and how things stand."""
        return {**standing(batch), "items": batch.items}

    def is_news(self, source: Source) -> bool:
        """Whether something has happened."""
        return bool(source["items"])


def follow(given: Mapping[str, Any], _context: RequestContext, events: Events) -> Log:
    """What the arguments mean. Refuses TYPE_UNKNOWN."""
    return Log(given.get("after"), events.wanted(given.get("types") or (), given.get("subjects") or ()))
