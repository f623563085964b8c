"""The log of reads in a schema of a PostgreSQL database, for the processes of any number of machines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool, PoolTimeout

from application.reading.reads import EVERY_LINE, Looked, Read
from application.store import Unavailable
from application.store.turns import Turns

CONNECTIONS = 2
PATIENCE = 10
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LAID_OUT = "SELECT to_regclass(%s) IS NOT NULL"
LAYOUT = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE {schema}.reads (
    id bigint PRIMARY KEY, at text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, roles jsonb NOT NULL,
    operation text NOT NULL, fields jsonb NOT NULL, records jsonb NOT NULL, document text NOT NULL,
    variables text NOT NULL, position bigint NOT NULL, past boolean NOT NULL, moment text COLLATE "C"
);
CREATE INDEX reads_by_actor ON {schema}.reads (actor, id);
CREATE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.reads
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse_change();
"""
FORMER = """SELECT to_regclass(%s) IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'moment')"""
FIRST = 'ALTER TABLE {schema}.reads ADD COLUMN moment text COLLATE "C"'
"""In the first layout no line had a moment."""
ADD = """INSERT INTO {schema}.reads
    SELECT coalesce(max(id), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM {schema}.reads"""
LINES = "SELECT * FROM {schema}.reads WHERE id > %s AND {where} ORDER BY id LIMIT %s"
AMONG = "{} ? %s"
LISTS = ("roles", "fields", "records")


class PostgresReads:
    """The schema, made when it is first used. See Reads for what each method promises."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._name, self._schema = schema, Identifier(schema)
        self._pool = ConnectionPool(dsn, min_size=0, max_size=CONNECTIONS, timeout=PATIENCE, open=False)
        self._opening, self._laid_out = Lock(), False
        self._turns: Turns[Read] = Turns(self._write)

    def note(self, read: Read) -> None:
        self._turns.do(read)

    def lines(self, after: int, limit: int, looked: Looked = EVERY_LINE) -> list[tuple[int, Read]]:
        wanted = list(looked.conditions("%s", AMONG))
        where = SQL(" AND ".join(["TRUE", *(condition for condition, _ in wanted)]))
        values = (after, *(value for _, value in wanted), limit)
        with self._connected() as connection:
            rows = connection.execute(SQL(LINES).format(schema=self._schema, where=where), values).fetchall()
        return [(number, read(line)) for number, *line in rows]

    def close(self) -> None:
        self._pool.close()

    def _write(self, reads: Sequence[Read]) -> list[int | BaseException]:
        """All of them in one transaction; writers take turns, so that the numbers have no gaps."""
        with self._connected() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute(LOCK, [self._name])
            cursor.executemany(SQL(ADD).format(schema=self._schema), [line(each) for each in reads])
        return [0] * len(reads)

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            self._open()
            with self._pool.connection() as connection:
                yield connection
        except (psycopg.Error, PoolTimeout) as wrong:
            raise Unavailable(str(wrong)) from wrong

    def _open(self) -> None:
        with self._opening:
            if self._laid_out:
                return
            if self._pool.closed:
                self._pool.open()
            with self._pool.connection() as connection, connection.transaction():
                connection.execute(LOCK, [self._name])
                if connection.execute(LAID_OUT, [f'"{self._name}".reads']).fetchone() != (True,):
                    connection.execute(SQL(LAYOUT).format(schema=self._schema))
                renew(connection, self._name)
            self._laid_out = True


def renewed(dsn: str, schema: str) -> None:
    """Bring a log that an earlier program has laid out up to date. Nothing else is laid out."""
    try:
        with psycopg.connect(dsn) as connection:
            connection.execute(LOCK, [schema])
            renew(connection, schema)
    except psycopg.Error as wrong:
        raise Unavailable(str(wrong)) from wrong


def renew(connection: psycopg.Connection[Any], schema: str) -> None:
    """Within a transaction that holds the lock."""
    table = f'"{schema}".reads'
    if connection.execute(FORMER, [table, table]).fetchone() == (True,):
        connection.execute(SQL(FIRST).format(schema=Identifier(schema)))


def line(read: Read) -> list[Any]:
    return [Jsonb(value) if name in LISTS else value for name, value in zip(Read._fields, read, strict=True)]


def read(line: Sequence[Any]) -> Read:
    """The line as it was noted. Raises ValueError for one that this program never wrote."""
    kept = list(zip(Read._fields, line, strict=True))
    if not all(isinstance(value, list) for name, value in kept if name in LISTS):
        raise ValueError("a list is kept as something else")
    return Read._make(tuple(value) if name in LISTS else value for name, value in kept)
