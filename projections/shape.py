"""Reading the columns of a table off a state, compiled once per table; what has not changed is not encoded again."""

from collections.abc import Callable, Iterable
from itertools import compress
from operator import attrgetter, is_not
from typing import Any, NamedTuple

from projections.dialect import Dialect
from projections.tables import Column


class Fields(NamedTuple):
    """The values of a state's columns, and their stored forms."""

    values: tuple[Any, ...]
    stored: list[Any]


class Shape:
    """How states of one class become the stored forms of these columns."""

    def __init__(self, columns: Iterable[Column], dialect: Dialect) -> None:
        pairs = [(column.name, stored.encode) for column in columns for stored in dialect.stored(column)]
        self._read = reading([name for name, _ in pairs])
        self._encoders = [encode for _, encode in pairs]
        self._indexes = range(len(pairs))
        self._absent = dialect.absent

    def fields(self, state: Any, before: Fields | None = None) -> Fields:
        """The fields of the state; those that are the same objects as before keep their stored forms."""
        values = self._read(state)
        if before is None:
            return Fields(values, list(map(self._stored, values, self._encoders)))
        stored = before.stored.copy()
        for index in compress(self._indexes, map(is_not, values, before.values)):
            stored[index] = self._stored(values[index], self._encoders[index])
        return Fields(values, stored)

    def _stored(self, value: Any, encode: Any) -> Any:
        if value is None:
            return self._absent
        return value if encode is None else encode(value)


def reading(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads these attributes at once, always as a tuple."""
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda state: (read(state),)
