"""Copies of whole databases as they stand at one moment, while others write; and databases filled from such copies.

A part is what is kept together: a file of a folder on SQLite, a schema on PostgreSQL. On SQLite its copy is the file;
on PostgreSQL one text for each table, as COPY writes it, below a line that names the columns.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeAlias

import psycopg
from psycopg import IsolationLevel
from psycopg.sql import SQL, Identifier

from application.store.values import Unavailable

Copies: TypeAlias = Iterator[tuple[str, Iterator[bytes]]]
CHUNK = 1 << 20
TABLES = """
SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND n.nspname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY 1, 2 ORDER BY 1, 2
"""
SERIALS = """
SELECT pg_get_serial_sequence(quote_ident(%(schema)s) || '.' || quote_ident(%(table)s), attname), attname::text
FROM pg_attribute WHERE attrelid = (quote_ident(%(schema)s) || '.' || quote_ident(%(table)s))::regclass
AND attnum > 0 AND NOT attisdropped
"""


class Occupied(Exception):
    """There is something already where a copy is to be put."""


def sqlite_copies(folder: Path, parts: Sequence[str]) -> Copies:
    """The files of those parts that there are, one after the other, each as it stands. Writers go on meanwhile."""
    with TemporaryDirectory(prefix="opsledger-backup-") as beside:
        for part in parts:
            file, copy = folder / f"{part}.db", Path(beside) / f"{part}.db"
            if not file.is_file():
                continue
            try:
                with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
                    target.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.Error as wrong:
                raise Unavailable(f"{file.name}: {wrong}") from wrong
            yield file.name, chunks(copy)
            copy.unlink()


def chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        while chunk := reading.read(CHUNK):
            yield chunk


def postgres_copies(dsn: str, schemas: Sequence[str]) -> Copies:
    """The tables of those schemas, all as they stand at one moment. Writers go on meanwhile. Raises Unavailable."""
    try:
        with psycopg.connect(dsn) as connection:
            connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
            for schema, table, columns in connection.execute(TABLES, [list(schemas)]).fetchall():
                yield f"{schema}/{table}", rows(connection, schema, table, columns)
    except psycopg.Error as wrong:
        raise Unavailable(str(wrong)) from wrong


def rows(connection: "psycopg.Connection[Any]", schema: str, table: str, columns: Sequence[str]) -> Iterator[bytes]:
    yield json.dumps(columns).encode() + b"\n"
    with connection.cursor() as cursor, cursor.copy(copying("COPY {} ({}) TO STDOUT", schema, table, columns)) as copy:
        for data in copy:
            yield bytes(data)


def copying(statement: str, schema: str, table: str, columns: Iterable[str]) -> Any:
    names = SQL(", ").join(map(Identifier, columns))
    return SQL(statement).format(Identifier(schema, table), names)


def fill_sqlite(folder: Path, copies: Mapping[str, IO[bytes]]) -> None:
    """Put files where there are none. Raises Occupied."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if there := [name for name in copies if (folder / name).exists()]:
        raise Occupied(f"{', '.join(there)} in {folder}")
    for name, copy in copies.items():
        with (folder / name).open("xb") as writing:
            (folder / name).chmod(0o600)
            while chunk := copy.read(CHUNK):
                writing.write(chunk)


def fill_postgres(dsn: str, copies: Mapping[str, IO[bytes]]) -> None:
    """Fill tables that have been laid out and are empty, in one transaction. Raises Occupied, Unavailable."""
    try:
        with psycopg.connect(dsn) as connection:
            for name, copy in copies.items():
                schema, _, table = name.partition("/")
                fill_table(connection, schema, table, copy)
    except psycopg.errors.RestrictViolation as wrong:
        raise Occupied(str(wrong)) from wrong
    except psycopg.Error as wrong:
        raise Unavailable(str(wrong)) from wrong


def fill_table(connection: "psycopg.Connection[Any]", schema: str, table: str, copy: IO[bytes]) -> None:
    named = {"schema": schema, "table": table}
    columns = json.loads(copy.readline())
    if connection.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(schema, table))).fetchone():
        # What a layout brings itself. Where there is a business already, a trigger says no.
        connection.execute(SQL("DELETE FROM {}").format(Identifier(schema, table)))
    statement = copying("COPY {} ({}) FROM STDIN", schema, table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        while chunk := copy.read(CHUNK):
            target.write(chunk)
    for sequence, column in connection.execute(SERIALS, named).fetchall():
        if sequence:
            highest = SQL("SELECT max({}) FROM {}").format(Identifier(column), Identifier(schema, table))
            connection.execute(SQL("SELECT setval(%s, coalesce(({}), 1))").format(highest), [sequence])
