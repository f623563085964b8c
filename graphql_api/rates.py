"""How often, and how much at the same time, one credential may ask (API-09)."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import Gauge

from application.measures import REGISTRY
from graphql_api.documents import refusal

SUBSCRIBERS = Gauge(
    "opsledger_subscribers", "Subscriptions and streams that are open", registry=REGISTRY, multiprocess_mode="livesum"
)
MOST = 10_000
"""Credentials that are remembered; those that have asked little are forgotten first."""


class Rate:
    """A bucket of tokens for each credential: so many requests a second, and as many again twice over in a burst.

    Kept in this process alone: with several processes each gives so many.
    """

    def __init__(self, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`a_second` is the number of requests; 0 for any number."""
        self._a_second, self._burst, self._clock = a_second, 2 * a_second, clock
        self._empty: dict[str, float] = {}
        """When each credential's bucket has been, or would have been, empty."""

    def take(self, credential: str) -> None:
        """Count a request. Raises NotAnswered (429), with the seconds to wait, when it is one too many."""
        if not self._a_second:
            return
        now = self._clock()
        empty = max(self._empty.get(credential, 0.0), now - self._burst / self._a_second)
        if (wait := empty + 1 / self._a_second - now) > 0:
            text = f"More than {self._a_second:g} requests a second; wait {wait:.3g} seconds."
            raise refusal(429, text, "RATE_LIMITED", Retry_After=str(int(wait) + 1))
        self._empty[credential] = empty + 1 / self._a_second
        if len(self._empty) > MOST:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop full buckets; they are as good as new ones. Then the fullest half, where that was not enough."""
        full = now - self._burst / self._a_second
        self._empty = {name: empty for name, empty in self._empty.items() if empty > full}
        if len(self._empty) > MOST:
            latest = sorted(self._empty.items(), key=lambda each: -each[1])
            self._empty = dict(latest[: MOST // 2])


class Held:
    """What is held open at the same time by each credential: subscriptions, streams, long polls."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    def take(self, credential: str) -> None:
        """Hold one more. Raises NotAnswered (429) when it is one too many."""
        if self._held[credential] >= self._most:
            text = f"{self._most} subscriptions are open for this credential; close one first."
            raise refusal(429, text, "TOO_MANY_SUBSCRIPTIONS", Retry_After="5")
        self._held[credential] += 1
        SUBSCRIBERS.inc()

    def give_back(self, credential: str) -> None:
        """One less."""
        self._held[credential] -= 1
        SUBSCRIBERS.dec()
        if not self._held[credential]:
            del self._held[credential]

    @contextmanager
    def one(self, credential: str) -> Iterator[None]:
        """One held until the end of the block. Raises NotAnswered (429)."""
        self.take(credential)
        try:
            yield
        finally:
            self.give_back(credential)
