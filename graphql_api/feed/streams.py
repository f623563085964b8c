"""Following the log: from any position to its end, then live, for as long as whoever follows may see it (API-04)."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from application.access import Access, Caller
from application.feeds.events import Events, Item, Wanted
from application.feeds.hub import Hub
from application.ledger import Ledger
from application.store import Unavailable
from domain.shared.refusal import Reason
from graphql_api.feed.pulse import Pulse
from graphql_api.threads import Threads

PAGE = 1_000
"""Events that are read from the log at once."""
AT_ONCE = 500
"""Events that are taken out of memory at once."""
HEARTBEAT = 15.0
"""Seconds of silence after which a sign of life is sent."""
KNOWN = 5.0
"""Seconds for which a caller stays known: a token may end by the time alone. What is recorded is noticed at once."""
STUCK = 60.0
"""Seconds after which whoever takes nothing of what was sent is cut off."""
NOT_YET = Reason(
    "feed.not_yet",
    "Position {position} is not recorded yet; the newest is {newest}.",
    "位置{position}尚未记录；最新位置为{newest}。",
)


class Ended(Exception):
    """The stream ends here; whoever followed may resume after `position` if it is `resumable`."""

    def __init__(self, code: str, message: str, position: int, resumable: bool) -> None:
        super().__init__(message)
        self.code, self.message, self.position, self.resumable = code, message, position, resumable


class Batch(NamedTuple):
    """The next events for one who follows, in order; none in a sign of life. `position` is how far they have come."""

    items: tuple[Item, ...]
    after: int
    """How far they had come before."""
    position: int
    caught_up: bool
    """Whether, with this, everything that was recorded has been sent, after something had been missing."""
    lagging: bool
    """Whether, from here on, something is missing that must be read from the log."""
    due: bool
    """Whether a sign of life is due, though there may be nothing to tell."""
    key: Hashable
    """The same for all who are sent the same."""


@dataclass(slots=True)
class Follower:
    """One who follows: by which token, known as whom, wanting what, and how far they have come."""

    token: str
    caller: Caller
    wanted: Wanted
    position: int
    blind: bool = False
    """Whether also what the caller may not see is handed on, by whoever looks for themselves at what may be told."""
    most: int = PAGE
    """Events that are handed on at once, at most."""
    told: float = field(default_factory=time.monotonic)
    """When something was last told; whoever tells sets it."""
    live: bool = False
    checked: float = field(default_factory=time.monotonic)
    rights: int = 0
    """How often rights had changed when the caller was last looked at."""

    @property
    def key(self) -> Hashable:
        """The same for all who want and may see the same, and have come as far."""
        return self.wanted, self.caller, self.blind, self.most, self.position


class Streams:
    """Everybody who follows, in one process."""

    def __init__(self, ledger: Ledger, access: Access, threads: Threads) -> None:
        self.events = Events(ledger)
        self.hub = Hub(self.events)
        self.pulse = Pulse(self.hub, self._cut_off)
        self._access = access
        self._threads = threads
        self.closing = False
        """Whether all shall end."""
        self._sending: dict[asyncio.Task[object], float] = {}

    def close(self) -> None:
        """End all streams, each with the word where to resume; whoever comes from now on is told so at once."""
        self.closing = True
        self.pulse.hasten()

    async def begin(self, token: str, caller: Caller, wanted: Wanted, after: int | None) -> Follower:
        """Somebody who will follow, after that position or from now on. Refuses NOT_YET."""
        newest = await self._threads.work(self.events.store.head)
        if after is not None and after > newest:
            raise NOT_YET(position=after, newest=newest)
        return Follower(token, caller, wanted, newest if after is None else after)

    async def follow(self, follower: Follower) -> AsyncGenerator[Batch, None]:
        """All that the follower wants and may see, batch by batch, without end. Raises Ended, UnknownEvent."""
        async with self.pulse.attended():
            while True:
                beat = self.pulse.next()
                if self.closing:
                    raise Ended("CLOSING", "The server stops; resume at this position.", follower.position, True)
                try:
                    batch, nothing_left = await self._next(follower)
                except Unavailable:
                    raise Ended("UNAVAILABLE", "The ledger cannot be used just now.", follower.position, True) from None
                if batch.items or batch.caught_up or batch.lagging or batch.due:
                    yield batch
                if nothing_left:
                    await beat.wait()

    async def sent(self, sending: Awaitable[None]) -> None:
        """Send something; whoever does not take it in time is cut off: then the task is cancelled."""
        task = asyncio.current_task()
        assert task is not None
        self._sending[task] = time.monotonic()
        try:
            await sending
        finally:
            del self._sending[task]

    def _cut_off(self) -> None:
        for task, since in self._sending.items():
            if time.monotonic() - since > STUCK:
                task.cancel()

    async def _next(self, follower: Follower) -> tuple[Batch, bool]:
        """What comes next, and the follower there; and whether there is nothing more for now. Raises Ended.

        Who the caller is, is known after the events were taken, so that none is told by a right that had ended before.
        """
        after, was_live = follower.position, follower.live
        items = self.hub.recent(after, min(follower.most, AT_ONCE))
        if items is not None:
            await self._require_right(follower)
            shown, follower.position = self.pulse.common((follower.key, "shown"), lambda: self._shown(items, follower))
            follower.live = was_live or self._is_newest(follower.position)
        else:
            shown, follower.position = await self._threads.work(self._read, follower)
            follower.live = self._is_newest(follower.position)
        # What was found in common may be older than what the hub knows: then the next beat tells it.
        nothing_left = follower.position == after or self._is_newest(follower.position)
        became = (follower.live and not was_live, was_live and not follower.live)
        due = time.monotonic() - follower.told >= HEARTBEAT
        return Batch(shown, after, follower.position, *became, due, (follower.key, after)), nothing_left

    def _shown(self, items: Sequence[Item], follower: Follower) -> tuple[tuple[Item, ...], int]:
        position = items[-1].position if items else follower.position
        if follower.blind:
            return tuple(each for each in items if follower.wanted.takes(each.stored)), position
        return tuple(self.events.shown(items, follower.wanted, follower.caller)), position

    def _is_newest(self, position: int) -> bool:
        """Whether the hub, so far as it has looked, knows of nothing after the position."""
        return self.hub.head is not None and position >= self.hub.head

    def _read(self, follower: Follower) -> tuple[tuple[Item, ...], int]:
        """The next page of the log, and how far it goes. Raises Ended."""
        items = self.events.read(follower.position, min(follower.most, PAGE))
        follower.caller = self._certain(self._access.authenticate(follower.token), follower)
        shown, position = self._shown(items, follower)
        for each in shown:
            each.event  # noqa: B018 (written here rather than in the event loop)
        return shown, position

    async def _require_right(self, follower: Follower) -> None:
        """Know the caller anew where that may have changed. Raises Ended."""
        rights, now = self.hub.rights, time.monotonic()
        if follower.rights == rights and now - follower.checked < KNOWN:
            return
        follower.caller = self._certain(await self._known(follower.token, rights), follower)
        follower.checked, follower.rights = now, rights

    async def _known(self, token: str, rights: int) -> Caller | None:
        """Who sends the token. Asked once for all who come by it at the same time, while rights are what they are."""

        def ask() -> asyncio.Future[Caller | None]:
            return asyncio.ensure_future(self._threads.work(self._access.authenticate, token))

        return await asyncio.shield(self.pulse.common(("caller", token, rights), ask))

    def _certain(self, caller: Caller | None, follower: Follower) -> Caller:
        """The caller, if there is one. Raises Ended."""
        if caller is None:
            raise Ended("UNAUTHENTICATED", "The token is not valid any more.", follower.position, False)
        return caller
