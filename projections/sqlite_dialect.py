"""The views' SQL as SQLite understands it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from projections.decimals import rank
from projections.dialect import Sql, Stored, quoted
from projections.tables import Column, Kind

JSON = msgspec.json.Encoder(order="deterministic")


@lru_cache(512)
def moment(value: datetime) -> str:
    """UTC with microseconds, always of one width, so that it sorts."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def plain(value: Decimal) -> str:
    """All digits and no exponent, nor a sign before zero."""
    return f"{value or abs(value):f}"


def json_text(value: Any) -> str:
    return JSON.encode(value).decode()


TYPES: Mapping[Kind, str] = {Kind.INTEGER: "INTEGER", Kind.BOOLEAN: "INTEGER"}
ENCODERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DATE: date.isoformat,
    Kind.MOMENT: moment,
    Kind.DECIMAL: plain,
    Kind.JSON: json_text,
}
DECODERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: bool,
    Kind.DATE: date.fromisoformat,
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DECIMAL: Decimal,
    Kind.JSON: msgspec.json.decode,
}


class SqliteDialect:
    """Decimals are exact text, with a second column that sorts as they do; moments are text of one width."""

    mark = "?"
    absent = None
    passing = "+"
    place_of_row: str | None = "rowid"

    def stored(self, column: Column) -> tuple[Stored, ...]:
        kept = Stored(column.name, TYPES.get(column.kind, "TEXT"), ENCODERS.get(column.kind))
        if column.kind is Kind.DECIMAL:
            return kept, Stored(f"{column.name}_rank", "TEXT", rank)
        return (kept,)

    def exact(self, name: str) -> str:
        return quoted(name)

    def bound(self, column: Column, value: Any) -> Any:
        encode = self.stored(column)[-1].encode
        return value if encode is None or value is None else encode(value)

    def decoder(self, column: Column) -> Callable[[Any], Any] | None:
        return column.type if column.kind is Kind.TERM else DECODERS.get(column.kind)

    def any_of(self, column: Column, name: str, values: Sequence[Any]) -> Sql:
        listed = json_text([self.bound(column, value) for value in values])
        return Sql(f"{name} IN (SELECT value FROM json_each(?))", (listed,))

    def among(self, name: str, numbers: tuple[int, ...]) -> Sql:
        return Sql(f"{name} IN (SELECT value FROM json_each(?))", (json_text(numbers),))

    def limited(self, rows: Sql, order: str, size: int) -> Sql:
        return Sql(f"{rows.text}{order} LIMIT ?", (*rows.values, size))

    def merged(self, rows: Sql, order: str, size: int) -> Sql:  # noqa: ARG002
        return rows  # it reads both sides so by itself

    def apart(self, rows: Sql) -> Sql:
        return rows

    def holds(self, name: str, value: Any) -> Sql:
        return Sql(f"EXISTS (SELECT 1 FROM json_each({name}) WHERE value = ?)", (value,))

    def place(self, name: str) -> str:
        return f"instr(lower({name}), lower(?))"

    def index(self, column: Column, then: Sequence[str]) -> str | None:
        return None if column.many else f"({', '.join((quoted(column.name), *then))})"
