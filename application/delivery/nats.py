"""Relays the log to a stream of NATS JetStream: each event once, in order, going on where the stream ends.

The place in the log is kept in the stream itself, as the sequence of its last message, so that both can never differ.
Each message says after which message it belongs: two relays, or one that comes back after its messages were believed
lost, cannot put anything in twice.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
import nats
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import APIError, NotFoundError

from application.access import Caller
from application.feeds.events import Events, Item

BATCH = 500
NAP = 0.5
"""Seconds after which is looked whether this relay is the one that relays, and before it connects again."""
PATIENCE = 10.0
"""Seconds within which the broker must confirm what was sent."""
PREFIX = "opsledger"
MEDIA = "application/cloudevents+json"

logger = logging.getLogger(__name__)


class NotOurs(Exception):
    """It cannot be told from the stream where to go on."""


class End(NamedTuple):
    """The last message of the stream, and the position of the event that it carries."""

    sequence: int
    position: int


class Carried(msgspec.Struct):
    """What is looked at of a message."""

    id: str
    type: str
    sequence: str


class Relay:
    """Relays what a caller may see to one stream. `caller` gives whoever it is, as long as they are known."""

    def __init__(self, events: Events, caller: Callable[[], Caller], stream: str) -> None:
        self._events, self._caller, self._stream = events, caller, stream
        self._store = events.store

    async def run(self, url: str, after: int | None, once: bool) -> int:
        """Relay for ever, or `once` everything that is recorded; the position it has come to.

        A stream that is new begins after position `after`, 0 when none is given. Raises NotOurs, and what `caller`
        raises. A broker that is away is waited for.
        """
        while True:
            try:
                connection = await nats.connect(url, allow_reconnect=False, connect_timeout=2)
                try:
                    return await self._relay(connection.jetstream(), after, once)
                finally:
                    await connection.close()
            except (Error, APIError, OSError, TimeoutError) as wrong:
                logger.warning("the broker cannot be used: %s. Trying again.", wrong)
                await asyncio.sleep(NAP)

    async def _relay(self, broker: JetStreamContext, after: int | None, once: bool) -> int:
        end = await self._end(broker, after)
        position = end.position
        while True:
            while not await asyncio.to_thread(self._store.leads, f"relay-nats-{self._stream.lower()}"):
                await asyncio.sleep(NAP)
                end = await self._end(broker, after)
                position = end.position
            items, shown = await asyncio.to_thread(self._next, position)
            if items:
                end = await self._send(broker, end, shown)
                position = items[-1].position
            elif once:
                return position
            else:
                await asyncio.to_thread(self._store.wait, position, NAP)

    def _next(self, position: int) -> tuple[Sequence[Item], Sequence[Item]]:
        """The next events of the log, and those of them that are relayed."""
        items = self._events.read(position, BATCH)
        caller = self._caller()  # after reading: nothing is relayed by a right that had ended before
        return items, [each for each in items if self._events.sight.may_see(caller, each.stored)]

    async def _send(self, broker: JetStreamContext, end: End, items: Sequence[Item]) -> End:
        """Put the events behind the end of the stream; the end after that, once the broker has confirmed it."""
        confirmed = []
        for expected, item in enumerate(items, end.sequence):
            told = msgspec.json.decode(item.event, type=Carried)
            headers = {
                Header.MSG_ID: told.id,
                Header.EXPECTED_LAST_SEQUENCE: str(expected),
                "Content-Type": MEDIA,
            }
            confirmed.append(await broker.publish_async(told.type, item.event, PATIENCE, self._stream, headers))
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*confirmed)
        return End(end.sequence + len(items), items[-1].position) if items else end

    async def _end(self, broker: JetStreamContext, after: int | None) -> End:
        """Where the stream ends; it is made when there is none. Raises NotOurs."""
        try:
            state = (await broker.stream_info(self._stream)).state
        except NotFoundError:
            await broker.add_stream(name=self._stream, subjects=[f"{PREFIX}.>"])
            return End(0, after or 0)
        if not state.messages:
            if state.last_seq and after is None:
                raise NotOurs(f"the stream {self._stream} was emptied: say with --after at which position to go on")
            return End(state.last_seq, after or 0)
        last = await broker.get_msg(self._stream, seq=state.last_seq)
        try:
            return End(state.last_seq, int(msgspec.json.decode(last.data or b"", type=Carried).sequence))
        except (msgspec.DecodeError, ValueError):
            raise NotOurs(f"the last message of the stream {self._stream} is none of ours") from None
