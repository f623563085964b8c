"""How long is kept what came of each delivery: for a time, and not without end in number."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from application.delivery.deliveries import Deliveries

KEPT = timedelta(days=90)
MOST = 1_000_000
"""Attempts of one consumer that are kept, the newest ones."""
AT_ONCE = 10_000
"""Attempts of one consumer that are dropped at once."""
PAUSE = 600.0
"""Seconds after which is looked again, once there was nothing more to drop."""


class Retention:
    """Drops old attempts, a few at a time. What happened to the consumers themselves stands in the log, and stays."""

    def __init__(self, deliveries: Deliveries, clock: Callable[[], datetime]) -> None:
        self._deliveries, self._clock = deliveries, clock
        self._next = 0.0

    def tick(self) -> None:
        """Drop some, unless there was nothing to drop lately."""
        if monotonic() >= self._next:
            since = round((self._clock() - KEPT).timestamp() * 1_000)
            if not self._deliveries.prune(since, MOST, AT_ONCE):
                self._next = monotonic() + PAUSE
