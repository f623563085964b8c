"""Tables as a database declares them: columns, indexes, and the mark by which an outdated layout is recognised."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import domain
import projections
from projections import reports
from projections.dialect import Dialect, Stored, quoted
from projections.items import ITEM
from projections.tables import Column, Kind, Table
from projections.watermarks import WATERMARK

SORTED = {"status", "type", "position", "created_position", "updated_at", "occurred_at", "recorded_at", "due"}
"""Columns that lists are sorted or narrowed by, whatever their kind."""
UNTIL = '"until_position"'
"""A column of past rows alone: the position at which the row ceased to hold."""
FORK = '"fork"'
"""The last column of a past row: where it is found among all that held at some position (`forks.py`)."""
DUE = "due"
COMING = "created_position"
UPDATED = "updated_at"
WALKED = {COMING, DUE, UPDATED}
"""Columns along which pages of whole records of the past are read, as the present has them; of parts, by due date."""
NARROWING = {Kind.TERM, Kind.INTEGER, Kind.BOOLEAN}
"""Kinds of which many rows have the same value, and the place where a page begins."""
CROWDED = {"status"}
"""Words that so many rows have that what else is asked of them stands in their index, and that records which had such a
word are found in their order of coming too."""
COUNTED = {"organisation_unit"}
"""Tables to whose rows so many lead that what leads there is narrowed, and counted, in the index."""
PROGRESS = """CREATE TABLE "progress" (
  "position" bigint NOT NULL,
  "layout" text NOT NULL
)"""
"""One row: the position of the last event in the tables, and the layout that they have."""


def stored(table: Table, dialect: Dialect) -> tuple[Stored, ...]:
    """The columns of a table as they are kept, in order."""
    return tuple(each for column in table.columns.values() for each in dialect.stored(column))


def written(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """Every table that has rows of its own, by name: these, those of findings kept of them, of items, of watermarks."""
    return {table.name: table for table in (*tables.values(), *reports.kept(tables).values(), ITEM, WATERMARK)}


def pasts(tables: Mapping[str, Table]) -> Iterator[str]:
    """The names of the tables of the past, as SQL writes them."""
    return (quoted(f"{table.name}_past") for table in written(tables).values() if not table.grows)


def declarations(tables: Mapping[str, Table], dialect: Dialect) -> Iterator[str]:
    """The statements that make the empty tables, without their indexes, and the views of reports on them."""
    yield PROGRESS
    for table in written(tables).values():
        columns = [definition(table, each) for each in stored(table, dialect)]
        yield create(table.name, [*columns, 'PRIMARY KEY ("id")'])
        if not table.grows:
            yield create(f"{table.name}_past", [*columns, f"{UNTIL} bigint NOT NULL", f"{FORK} bigint NOT NULL"])
    yield from reports.views(tables)


def create(name: str, lines: Iterable[str]) -> str:
    return f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"


def definition(table: Table, column: Stored) -> str:
    described = table.columns.get(column.name)
    needed = " NOT NULL" if described and not described.nullable else ""
    return f"{quoted(column.name)} {column.type}{needed}"


def indexes(tables: Mapping[str, Table], dialect: Dialect) -> Iterator[str]:
    """The statements that make the indexes: relations and what one sorts by, now and in the past."""
    for table in written(tables).values():
        for column in table.columns.values():
            if searched(column) and (index := dialect.index(column, then(table, column))):
                name = f"{table.name}_by_{column.name}"
                yield f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} {index}{known(column)}"
        if "status" in table.columns and not table.records:  # unless another order is asked for, by id
            yield f'CREATE INDEX {quoted(f"{table.name}_by_status_and_id")} ON {quoted(table.name)} ("status", "id")'
        if not table.grows:
            yield from indexes_of_past(table)


def indexes_of_past(table: Table) -> Iterator[str]:
    """The versions of a row, what held at a position, what a relation or a word led to, and the order of some pages."""
    past, span = f"{table.name}_past", (UNTIL, quoted(table.begins))
    wanted: dict[str, tuple[Iterable[str], str]] = {"id": (('"id"', *span), ""), "fork": ((FORK, *span), "")}
    for column in table.columns.values():
        name = quoted(column.name)
        if column.name == table.owner or (column.name != "id" and walked(table, column.name)):
            same = () if column.name in (table.owner, COMING) else ('"id"',)
            wanted[column.name] = (name, *same, *span), ""
        elif leads(table, column):
            more = tuple(narrowing(table)) if column.kind is Kind.TERM or column.refers in COUNTED else ()
            wanted[column.name] = (FORK, name, *span, *more), known(column)
            if column.name in CROWDED and table.room:
                wanted[f"{column.name}_and_coming"] = (FORK, name, quoted(COMING), *span, *more), ""
    for by, (names, where) in wanted.items():
        columns = ", ".join(dict.fromkeys(names))
        yield f"CREATE INDEX {quoted(f'{past}_by_{by}')} ON {quoted(past)} ({columns}){where}"


def narrowing(table: Table) -> Iterator[str]:
    """What lists of records in a state are narrowed by besides: looked at in the index, before the row is."""
    for column in table.columns.values():
        if column.kind in NARROWING and column.name != "version":
            yield quoted(column.name)


def walked(table: Table, column: str) -> bool:
    """Whether there is an index along which a page of the past can be read in that order."""
    return column in ("id", DUE) or (column in WALKED and table.part is None)


def leads(table: Table, column: Column) -> bool:
    """Whether what held is found by a value of the column: a relation, or a word where these are whole records."""
    by_word = column.kind is Kind.TERM and table.part is None
    return searched(column) and (column.kind is Kind.ID or by_word)


def then(table: Table, column: Column) -> tuple[str, ...]:
    """What comes after the column in its index: the order, and since when the row holds, to be asked as of before."""
    # Many rows have the same word: one wants those in their order of coming, and of a crowd what else is asked of them.
    led = column.kind is Kind.TERM and COMING in table.columns
    coming = (quoted(COMING),) if led or (column.kind is Kind.ID and table.records) else ()
    more = narrowing(table) if column.name in CROWDED else ()
    return tuple(dict.fromkeys((*coming, '"id"', quoted(table.begins), *more)))


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
