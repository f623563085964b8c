"""Reading the columns of a table off a state, compiled once per table; what has not changed is not encoded again."""

from collections.abc import Iterable
from itertools import compress
from operator import attrgetter, is_not, itemgetter
from typing import Any, NamedTuple

from projections.dialect import Dialect
from projections.tables import Column


class Fields(NamedTuple):
    """The values of a state's columns, and their stored forms."""

    values: tuple[Any, ...]
    stored: list[Any]


class Shape:
    """How states of one class become the stored forms of these columns, of which there are two or more."""

    def __init__(self, columns: Iterable[Column], dialect: Dialect) -> None:
        columns = list(columns)
        kept = [(index, stored) for index, column in enumerate(columns) for stored in dialect.stored(column)]
        self._read = attrgetter(*(column.name for column in columns))
        self._spread = itemgetter(*(index for index, _ in kept))
        self._encoders = [stored.encode for _, stored in kept]
        self._encoded = [(index, encode) for index, encode in enumerate(self._encoders) if encode]
        self._indexes = range(len(kept))
        self._absent = dialect.absent

    def fields(self, state: Any, before: Fields | None = None) -> Fields:
        """The fields of the state; those that are the same objects as before keep their stored forms."""
        values, absent = self._spread(self._read(state)), self._absent
        if before is None:
            stored = list(values)
            for index, encode in self._encoded:
                value = values[index]
                stored[index] = absent if value is None else encode(value)
            return Fields(values, stored)
        stored = before.stored.copy()
        for index in compress(self._indexes, map(is_not, values, before.values)):
            value, coded = values[index], self._encoders[index]
            stored[index] = absent if value is None else value if coded is None else coded(value)
        return Fields(values, stored)
