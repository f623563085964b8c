"""Tables as a database declares them: columns, indexes, and the mark by which an outdated layout is recognised."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import domain
import projections
from projections import reports
from projections.dialect import Dialect, Stored, quoted
from projections.tables import Column, Kind, Table

SORTED = {"status", "type", "position", "created_position", "updated_at", "occurred_at", "recorded_at", "due"}
"""Columns that lists are sorted or narrowed by, whatever their kind."""
UNTIL = '"until_position"'
"""The last column of a past row: the position at which it ceased to hold."""
PROGRESS = """CREATE TABLE "progress" (
  "position" bigint NOT NULL,
  "layout" text NOT NULL
)"""
"""One row: the position of the last event in the tables, and the layout that they have."""


def stored(table: Table, dialect: Dialect) -> tuple[Stored, ...]:
    """The columns of a table as they are kept, in order."""
    return tuple(each for column in table.columns.values() for each in dialect.stored(column))


def declarations(tables: Mapping[str, Table], dialect: Dialect) -> Iterator[str]:
    """The statements that make the empty tables, without their indexes, and the views of reports on them."""
    yield PROGRESS
    for table in tables.values():
        columns = [definition(table, each) for each in stored(table, dialect)]
        yield create(table.name, [*columns, 'PRIMARY KEY ("id")'])
        if not table.grows:
            yield create(f"{table.name}_past", [*columns, f"{UNTIL} bigint NOT NULL"])
    yield from reports.views(tables)


def create(name: str, lines: Iterable[str]) -> str:
    return f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"


def definition(table: Table, column: Stored) -> str:
    described = table.columns.get(column.name)
    needed = " NOT NULL" if described and not described.nullable else ""
    return f"{quoted(column.name)} {column.type}{needed}"


def indexes(tables: Mapping[str, Table], dialect: Dialect) -> Iterator[str]:
    """The statements that make the indexes: relations and what one sorts by, and for the past each row's versions."""
    for table in tables.values():
        for column in table.columns.values():
            if searched(column) and (index := dialect.index(column)):
                name = f"{table.name}_by_{column.name}"
                yield f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} {index}{known(column)}"
        if not table.grows:
            past = f"{table.name}_past"
            yield f'CREATE INDEX {quoted(f"{past}_by_id")} ON {quoted(past)} ("id", {quoted(table.begins)}, {UNTIL})'
            yield f"CREATE INDEX {quoted(f'{past}_by_until')} ON {quoted(past)} ({UNTIL})"
            if table.owner:
                yield f"CREATE INDEX {quoted(f'{past}_by_owner')} ON {quoted(past)} ({quoted(table.owner)}, {UNTIL})"


def searched(column: Column) -> bool:
    """Whether rows are found or sorted by the column: relations, lists of such, days, states, the order of coming."""
    if column.name in {"id", "updated_position", "created_by", "updated_by"}:
        return False
    return column.kind in {Kind.ID, Kind.DATE} or (column.many and column.refers is not None) or column.name in SORTED


def known(column: Column) -> str:
    """A relation that leads nowhere is never looked for, so it need not be in the index."""
    return f" WHERE {quoted(column.name)} IS NOT NULL" if column.kind is Kind.ID and column.nullable else ""


def label(fingerprint: str, edition: int) -> str:
    """What views are labelled with: what made them, and of which edition of the log."""
    return f"{fingerprint}/{edition}"


def fingerprint(tables: Mapping[str, Table], dialect: Dialect) -> str:
    """A digest of the layout and of the code that fills it: other code may fill the same tables differently."""
    digest = sha256()
    for statement in (*declarations(tables, dialect), *indexes(tables, dialect)):
        digest.update(statement.encode())
    for package in (domain, projections):
        for folder in package.__path__:
            for source in sorted(Path(folder).rglob("*.py")):
                digest.update(source.read_bytes())
    return digest.hexdigest()
