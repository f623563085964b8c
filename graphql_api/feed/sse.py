"""`GET /feed/stream`: the log as server-sent events, each with its position as `id`, so that any client resumes."""

import time
from contextlib import aclosing
from functools import partial
from typing import NamedTuple

import orjson

from application.mapper import UnknownEvent
from graphql_api.answers import Send, hidden
from graphql_api.feed.streams import Batch, Ended, Follower, Streams

MEDIA = "text/event-stream"
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store, no-transform"),
        (b"vary", b"Accept, Authorization"),
        (b"x-accel-buffering", b"no"),
    ],
}
RETRY = b"retry: 1000\n\n"


class Stream(NamedTuple):
    """One answer without end."""

    streams: Streams
    follower: Follower

    async def send(self, send: Send) -> None:
        """Send events as they come, until whoever follows may not or the server stops."""
        await send(START)
        await self._send(send, RETRY)
        try:
            async with aclosing(self.streams.follow(self.follower)) as batches:
                async for batch in batches:
                    text = self.streams.pulse.common((batch.key, MEDIA), partial(written, batch))
                    await self._send(send, text)
                    self.follower.told = time.monotonic()
        except Ended as end:
            await self._send(send, told(end))
        except UnknownEvent as bug:
            await self._send(send, event("end", None, hidden(bug).formatted))
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, send: Send, text: bytes) -> None:
        await self.streams.sent(send({"type": "http.response.body", "body": text, "more_body": True}))


def written(batch: Batch) -> bytes:
    """The batch: its events, then how things stand; a comment where there is nothing to say but that one lives."""
    parts = [b"id: %d\ndata: %b\n\n" % (each.position, each.event) for each in batch.items]
    if batch.caught_up or batch.lagging:
        parts.append(event("caught-up" if batch.caught_up else "lagging", batch.position, {"position": batch.position}))
    elif not batch.items:
        parts.append(b": alive\n" + event("position", batch.position, {"position": batch.position}))
    return b"".join(parts)


def told(end: Ended) -> bytes:
    """Why the stream ends, and where to go on."""
    content = {"code": end.code, "message": end.message, "position": end.position}
    return event("resume" if end.resumable else "end", end.position, content)


def event(name: str, position: int | None, content: object) -> bytes:
    """A server-sent event under a name of its own: no message, so nobody takes it for one of the log."""
    id = b"" if position is None else b"id: %d\n" % position
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), id, orjson.dumps(content))
