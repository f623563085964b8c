"""Positions that somebody waits for, without a thread of their own."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from threading import Lock

FEW = 100
"""Entries of those who wait no more that may be left standing."""


class Awaited:
    """Who is to be told when which position is reached; for any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count()
        self._rings: dict[int, Callable[[], None]] = {}
        self._next: list[tuple[int, int]] = []
        """A heap of positions with the numbers of those who wait for them, some of whom may do so no more."""

    def add(self, position: int, ring: Callable[[], None]) -> Callable[[], None]:
        """Have `ring` called once the position is reached, by whoever says so. The result forgets it."""
        with self._lock:
            number = next(self._numbers)
            self._rings[number] = ring
            heappush(self._next, (position, number))
        return lambda: self._forget(number)

    def reach(self, position: float) -> None:
        """Tell all who wait for this position or an earlier one."""
        rings = []
        with self._lock:
            while self._next and self._next[0][0] <= position:
                rings.append(self._rings.pop(heappop(self._next)[1], None))
        for ring in rings:
            if ring:
                ring()

    def _forget(self, number: int) -> None:
        with self._lock:
            self._rings.pop(number, None)
            if len(self._next) > 2 * len(self._rings) + FEW:
                self._next = [each for each in self._next if each[1] in self._rings]
                heapify(self._next)
