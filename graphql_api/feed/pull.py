"""`GET /feed`: the log page by page, as CloudEvents, from any position; an answer may be awaited (API-05)."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlencode

from application.access import Caller
from application.feeds.events import Item, Wanted
from graphql_api.answers import Answer, answer
from graphql_api.callers import Callers
from graphql_api.documents import refusal
from graphql_api.feed.asked import Asked
from graphql_api.feed.streams import NOT_YET, Streams
from graphql_api.media import JSON, preferred
from graphql_api.threads import Threads

BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
NEWLINES = "application/ndjson"
SCAN = 500
"""Events that are read from the log at once."""
COURTESY = 0.0002
"""Seconds of pause after each such reading: so those who follow live are not kept waiting by whoever catches up."""
LARGE = 16_000_000
"""Bytes of stored events on one page; more only by what was read together."""
PATIENCE = 1.0
"""Seconds for which is searched in one go; what has been passed by then counts."""


class Page(NamedTuple):
    """Events in order, how far they were looked for, and whether that is the end of the log."""

    items: Sequence[Item]
    position: int
    caught_up: bool


class Pull:
    """Answers requests for pages."""

    def __init__(self, streams: Streams, threads: Threads, callers: Callers) -> None:
        self._streams, self._events, self._threads, self._callers = streams, streams.events, threads, callers

    async def answer(
        self, asked: Asked, caller: Caller, token: str, accept: str | None, fields: dict[str, str]
    ) -> Answer:
        """The page that was asked for, as whoever sends the token may see it then. Raises NotAnswered (401, 406);
        refuses NOT_YET.
        """
        media = preferred(accept, (BATCH, LINES, NEWLINES, JSON))
        if media is None:
            raise refusal(406, f"Answers are {BATCH} or {LINES}.", "NOT_ACCEPTABLE")
        page = await self._awaited(asked, caller, token)
        following = urlencode({**fields, "after": page.position})
        headers = {
            "Link": f'</feed?{following}>; rel="next"',
            "Feed-Position": str(page.position),
            "Feed-Caught-Up": str(page.caught_up).lower(),
        }
        return await self._threads.work(written, page, media, headers)

    async def _awaited(self, asked: Asked, caller: Caller, token: str) -> Page:
        """A page with something in it, unless there is nothing until the wait is over.

        Who asks may have become another meanwhile, or nobody: that is looked at before the page is given.
        """
        newest = await self._threads.work(self._events.store.head)
        after = newest if asked.after is None else asked.after
        if after > newest:
            raise NOT_YET(position=after, newest=newest)
        deadline = time.monotonic() + asked.wait
        async with self._streams.pulse.attended():
            while True:
                beat = self._streams.pulse.next()
                page = await self._threads.work(self._page, asked.wanted, caller, after, asked.limit)
                left = deadline - time.monotonic()
                if page.items or left <= 0 or self._streams.closing:
                    now = await self._threads.work(self._callers.require_anew, token)
                    if now == caller:
                        return page
                    caller = now
                    continue
                if page.caught_up:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(beat.wait(), left)
                after = page.position

    def _page(self, wanted: Wanted, caller: Caller, after: int, limit: int) -> Page:
        """The next events that the caller wants and may see, so many of them as there is time and room for."""
        found: list[Item] = []
        size, deadline = 0, time.monotonic() + PATIENCE
        while size < LARGE and time.monotonic() < deadline:
            items = self._events.read(after, SCAN)
            shown = self._events.shown(items, wanted, caller)[: limit - len(found)]
            found += shown
            for each in shown:
                each.event  # noqa: B018 (written here and there, rather than all at once)
            time.sleep(COURTESY)
            if len(found) == limit:
                return Page(found, found[-1].position, False)
            if not items:
                return Page(found, after, True)
            after, size = items[-1].position, size + sum(len(each.stored.data) for each in shown)
        return Page(found, after, False)


def written(page: Page, media: str, headers: dict[str, str]) -> Answer:
    """The page in that media type."""
    events = [each.event for each in page.items]
    if media in (LINES, NEWLINES):
        return answer(b"".join(each + b"\n" for each in events), 200, media, headers)
    return answer(b"[" + b",\n".join(events) + b"]", 200, media, headers)
