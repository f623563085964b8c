"""Records as they stood at any position of the log, read once and kept while something is looked into."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, TypeVar

from application.audit.steps import History, Step

T = TypeVar("T")


class Past:
    """The states that records have passed through, up to a position. Not for threads."""

    def __init__(self, history: History, upto: int) -> None:
        self._history = history
        self._upto = upto
        self._known: dict[str, tuple[list[int], list[Any]]] = {}

    def state(self, record: str, position: int) -> Any:
        """The record as the events up to that position had left it; None when it was not there yet."""
        if record not in self._known:
            steps = list(self._history.steps(record, self._upto))
            self._known[record] = [each.recorded.position for each in steps], [each.after for each in steps]
        positions, states = self._known[record]
        place = bisect_right(positions, position)
        return states[place - 1] if place else None


class Onward:
    """Records at positions that never decrease: of each, one state is kept."""

    def __init__(self, history: History, upto: int) -> None:
        self._history, self._upto = history, upto
        self._ahead: dict[str, tuple[Iterator[Step], Step | None]] = {}
        self._states: dict[str, Any] = {}

    def state(self, record: str, position: int) -> Any:
        """The record as the events up to that position had left it; None when it was not there yet."""
        steps, ahead = self._ahead.get(record) or self._begun(record)
        while ahead and ahead.recorded.position <= position:
            self._states[record] = ahead.after
            ahead = next(steps, None)
        self._ahead[record] = steps, ahead
        return self._states.get(record)

    def _begun(self, record: str) -> tuple[Iterator[Step], Step | None]:
        steps = self._history.steps(record, self._upto)
        return steps, next(steps, None)


class Then:
    """The facts that an act decided after that position would have found, for asking who might have decided it."""

    def __init__(self, past: Past | Onward, position: int) -> None:
        self._past = past
        self._position = position

    def get(self, kind: type[T], id: str) -> T | None:
        """The record of that kind as it stood."""
        state = self._past.state(id, self._position)
        return state if isinstance(state, kind) else None

    def find(self, claim: str, key: str) -> list[str]:
        """Raises LookupError: lookups are kept for the present only, and no rule on who may decide needs one."""
        raise LookupError(f"nobody knows who held {claim} {key} at position {self._position}")
