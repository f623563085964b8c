"""What is kept in memory of much more that could be read again: what was used last, within bounds."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 20_000
HEAVIEST = 64_000_000
"""Bytes of all states together, as a snapshot would hold them, or the first event of those that have just begun; in
memory they take about twice as much."""


class Kept(Generic[T]):
    """Values by their ids, at most so many and so heavy; beyond that, those that were not used for longest go.

    Whoever uses it takes care that threads do not do so at the same time.
    """

    def __init__(self, weigh: Callable[[T], int], most: int = MOST, heaviest: int = HEAVIEST) -> None:
        self._weigh, self._most, self._heaviest = weigh, most, heaviest
        self._values: OrderedDict[str, T] = OrderedDict()
        self._weights: dict[str, tuple[int, int]] = {}
        self.weight = 0
        """Bytes of all that are kept, as they were when each was weighed."""

    def __len__(self) -> int:
        return len(self._values)

    def get(self, id: str) -> T | None:
        """The value, if it is still there."""
        value = self._values.get(id)
        if value is not None:
            self._values.move_to_end(id)
        return value

    def put(self, id: str, value: T, version: int, heavy: int | None = None) -> None:
        """Keep the value. It is weighed when it is new, and whenever its version has doubled: that takes time.

        `heavy` is what it weighs, where that is known.
        """
        age = version.bit_length()
        known, weight = self._weights.get(id, (-1, 0))
        if known != age:
            heavy = self._weigh(value) if heavy is None else heavy
            self.weight += heavy - weight
            self._weights[id] = age, heavy
        self._values[id] = value
        self._values.move_to_end(id)
        while len(self._values) > self._most or (self.weight > self._heaviest and len(self._values) > 1):
            oldest, _ = self._values.popitem(last=False)
            self.weight -= self._weights.pop(oldest)[1]

    def clear(self) -> None:
        """Keep none of them."""
        self._values.clear()
        self._weights.clear()
        self.weight = 0
