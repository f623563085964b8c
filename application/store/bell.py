"""Wakes those who wait for the log to grow."""

import threading
import time
from collections.abc import Callable


class Bell:
    """Rung with the head whenever it is known to have moved."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._rung = threading.Condition(self._lock)
        self._head = 0
        self._woken = 0
        self._asleep = 0
        self._closed = False

    def ring(self, head: int) -> None:
        """The log reaches at least to this position."""
        with self._lock:
            if head > self._head:
                self._head = head
                if self._asleep:
                    self._rung.notify_all()

    def wake(self) -> None:
        """Have everybody who waits go on, though nothing may have happened."""
        with self._rung:
            self._woken += 1
            self._rung.notify_all()

    def wait(self, after: int, timeout: float, look: Callable[[], int], every: float | None = None) -> bool:
        """Sleep until the head is after that position, or until woken, `timeout` seconds at most; whether it is.

        `look` reads the head where others may have moved it unheard: once at first and at the end, and `every` so
        many seconds between.
        """
        if self._head > after:
            return True
        deadline, woken = time.monotonic() + timeout, self._woken
        while True:
            self.ring(look())
            with self._rung:
                left = deadline - time.monotonic()
                if not self._settled(after, woken) and left > 0:
                    self._sleep(left if every is None else min(every, left))
                if self._settled(after, woken) or left <= 0:
                    return self._head > after

    def _sleep(self, seconds: float) -> None:
        self._asleep += 1
        try:
            self._rung.wait(seconds)
        finally:
            self._asleep -= 1

    def _settled(self, after: int, woken: int) -> bool:
        return self._closed or self._woken != woken or self._head > after

    def close(self) -> None:
        """Wake everybody for good."""
        with self._rung:
            self._closed = True
            self._rung.notify_all()
