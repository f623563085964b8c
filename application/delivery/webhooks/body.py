"""What is sent of an event: the event as it was recorded, or the answer to the consumer's document in its place."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from application.access import Caller
from application.feeds.events import Item
from domain.consumer.state import Consumer


class NoBody(Exception):
    """What should be sent cannot be made, and why."""


Ask: TypeAlias = Callable[[str, Caller, Item], bytes]
"""What a GraphQL document answers to that caller as of an event's position: the JSON of its data. Raises NoBody."""


class Bodies:
    """Makes the bodies of webhooks."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def of(self, consumer: Consumer, caller: Caller, item: Item) -> bytes:
        """The body for that consumer. Raises NoBody."""
        if not consumer.document:
            return item.event
        attributes = msgspec.json.decode(item.event, type=dict[str, msgspec.Raw])
        attributes["data"] = msgspec.Raw(self._ask(consumer.document, caller, item))
        return msgspec.json.encode(attributes)


