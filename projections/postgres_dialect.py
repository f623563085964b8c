"""The views' SQL as PostgreSQL understands it. Rows are written as the text of COPY."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from projections.dialect import Sql, Stored, about, quoted
from projections.tables import Column, Kind

JSON = msgspec.json.Encoder(order="deterministic")
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
TEXT = 'text COLLATE "C"'


def text(value: str) -> str:
    """A text as a field of COPY. Raises ValueError for NUL, which PostgreSQL cannot keep."""
    if value.isprintable() and "\\" not in value:
        return value
    if "\0" in value:
        raise ValueError("PostgreSQL keeps no text with a NUL character")
    return value.translate(ESCAPES)


@lru_cache(512)
def moment(value: datetime) -> str:
    return value.isoformat()


def json_text(value: Any) -> str:
    return text(JSON.encode(value).decode())


def boolean(value: bool) -> str:
    return "t" if value else "f"


TYPES: Mapping[Kind, str] = {
    Kind.INTEGER: "bigint",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamptz",
    Kind.DECIMAL: "numeric",
    Kind.JSON: "json",
}
ENCODERS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.INTEGER: str,
    Kind.BOOLEAN: boolean,
    Kind.DATE: date.isoformat,
    Kind.MOMENT: moment,
    Kind.DECIMAL: str,
    Kind.JSON: json_text,
}


class PostgresDialect:
    """Text sorts by its bytes; lists are `jsonb` so that they can be indexed, other JSON keeps its text."""

    mark = "%s"
    absent = r"\N"
    passing = ""
    place_of_row: str | None = None

    def stored(self, column: Column) -> tuple[Stored, ...]:
        type_ = "jsonb" if column.many else TYPES.get(column.kind, TEXT)
        return (Stored(column.name, type_, ENCODERS.get(column.kind, text)),)

    def exact(self, name: str) -> str:
        return f"{quoted(name)}::text"

    def bound(self, column: Column, value: Any) -> Any:
        return str(value) if column.kind is Kind.TERM and value is not None else value

    def decoder(self, column: Column) -> Callable[[Any], Any] | None:
        decoder: Callable[[Any], Any] | None = column.type if column.kind is Kind.TERM else None
        return decoder

    def any_of(self, column: Column, name: str, values: Sequence[Any]) -> Sql:
        return Sql(f"{name} = ANY(%s)", ([self.bound(column, value) for value in values],))

    def among(self, name: str, numbers: tuple[int, ...]) -> Sql:
        return Sql(f"{name} = ANY(%s::bigint[])", (f"{{{','.join(map(str, numbers))}}}",))

    def limited(self, rows: Sql, order: str, size: int) -> Sql:
        # To keep a plan, PostgreSQL has to know of about how many rows: a bound size could be a tenth of them all.
        few = f"SELECT * FROM ({rows.text}{order} LIMIT {about(size)}) AS few LIMIT %s"
        return Sql(few, (*rows.values, size))

    def merged(self, rows: Sql, order: str, size: int) -> Sql:
        return Sql(f"SELECT * FROM ({rows.text}{order} LIMIT {about(size)}) AS part", rows.values)

    def apart(self, rows: Sql) -> Sql:
        # Whoever does not know how many are wanted takes them for a tenth, and walks through all in their order.
        return Sql(f"SELECT * FROM ({rows.text} OFFSET 0) AS own", rows.values)

    def holds(self, name: str, value: Any) -> Sql:
        return Sql(f"{name} @> %s::jsonb", (msgspec.json.encode(value).decode(),))

    def place(self, name: str) -> str:
        return f'strpos(lower({name}), lower(%s::text COLLATE "C"))'

    def index(self, column: Column, then: Sequence[str]) -> str | None:
        name = quoted(column.name)
        return f"USING gin ({name} jsonb_path_ops)" if column.many else f"({', '.join((name, *then))})"
