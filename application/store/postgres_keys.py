"""Keys in a schema of a PostgreSQL database: that of the ledger, or better another."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from application.store.keys import BEFORE_KEYS, SNAPSHOTS, Key, NoSuchKey, Wrapping, owner_of
from application.store.postgres_recorder import connect
from application.store.values import Unavailable

T = TypeVar("T")
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LAID_OUT = "SELECT to_regclass(%s) IS NOT NULL AS done"
LAYOUT = """
CREATE SCHEMA IF NOT EXISTS {schema};
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
CREATE TABLE {schema}.keys (id text COLLATE "C" PRIMARY KEY, owner text COLLATE "C" NOT NULL, secret bytea);
CREATE UNIQUE INDEX keys_held ON {schema}.keys (owner) WHERE secret IS NOT NULL;
"""
CURRENT = "SELECT id, owner, secret FROM {schema}.keys WHERE owner = %s AND secret IS NOT NULL"
MAKE = "INSERT INTO {schema}.keys VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id"
GET = "SELECT id, owner, secret FROM {schema}.keys WHERE id = %s"
DESTROY = "UPDATE {schema}.keys SET secret = NULL WHERE owner = %s AND secret IS NOT NULL"
MARK = "INSERT INTO {schema}.keys VALUES (%s, %s, NULL) ON CONFLICT DO NOTHING"
OWNERS = "SELECT id, owner FROM {schema}.keys"
ERASED = "SELECT owner FROM {schema}.keys WHERE secret IS NULL"
BURY = "INSERT INTO {schema}.keys VALUES (%s, %s, NULL) ON CONFLICT (id) DO UPDATE SET secret = NULL"
GONE = "SELECT id FROM {schema}.keys WHERE owner = %s AND secret IS NULL ORDER BY id"
OVERWRITE = "VACUUM FULL {schema}.keys"  # an ordinary one leaves the bytes where they were
COUNT = "SELECT count(*) AS count FROM {schema}.keys WHERE (secret IS NULL) = %s"


class PostgresKeys:
    """Keys in a schema, which is made when it is first used. See Keys for what each method promises."""

    def __init__(self, dsn: str, schema: str, secret: str | None = None) -> None:
        self._dsn = dsn
        self._schema = Identifier(schema)
        self._wrapping = Wrapping(secret)
        self._mutex = Lock()
        self._connection: Connection[Any] | None = None
        self._closed = False

    def current(self, owner: str) -> Key:
        while True:
            for row in self._rows(CURRENT, owner):
                return self._wrapping.key(**row)
            self._rows(MAKE, *self._wrapping.new(owner))

    def get(self, id: str) -> Key | None:
        for row in self._rows(GET, id):
            return None if row["secret"] is None else self._wrapping.key(**row)
        raise NoSuchKey(f"there is no key {id} in the schema of the keys; `opsledger keys status` tells more")

    def destroy(self, owner: str) -> list[str]:
        self._do(lambda connection: self._destroy(connection, MARK, f"{owner}.{BEFORE_KEYS}", owner))
        self._do(lambda connection: self._destroy(connection, DESTROY, owner))
        return [row["id"] for row in self._rows(GONE, owner)]

    def bury(self, id: str) -> None:
        self._do(lambda connection: self._destroy(connection, BURY, id, owner_of(id)))

    def erased(self) -> set[str]:
        return {row["owner"] for row in self._rows(ERASED)}

    def owners(self) -> dict[str, str]:
        return {row["id"]: row["owner"] for row in self._rows(OWNERS)}

    def destroyed(self) -> int:
        return int(self._rows(COUNT, True)[0]["count"])

    def held(self) -> int:
        return int(self._rows(COUNT, False)[0]["count"])

    def close(self) -> None:
        with self._mutex:
            self._closed = True
            if self._connection:
                self._connection.close()

    def _destroy(self, connection: Connection[Any], statement: str, *values: str) -> None:
        with connection.transaction():
            found = connection.execute(self._sql(statement), values).rowcount
            if found:
                connection.execute(self._sql(DESTROY), (SNAPSHOTS,))
        if found:
            connection.execute(self._sql(OVERWRITE))

    def _rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        return self._do(lambda connection: connection.execute(self._sql(statement), values, binary=True).fetchall())

    def _do(self, work: Callable[[Connection[Any]], T]) -> T:
        """Work on the connection. One that was lost while it lay idle says so when it is used: then by another."""
        with self._mutex:
            try:
                used = self._connection is not None
                try:
                    return work(self._connected())
                except psycopg.OperationalError:
                    if not used:
                        raise
                    return work(self._connected())
            except psycopg.Error as wrong:
                raise Unavailable(str(wrong)) from wrong

    def _connected(self) -> Connection[Any]:
        if self._closed:
            raise Unavailable("the store is closed")
        if self._connection is None or self._connection.broken:
            self._connection = connect(self._dsn)
            self._lay_out(self._connection)
        return self._connection

    def _lay_out(self, connection: Connection[Any]) -> None:
        """Make what is missing, one process at a time: two that did so at once would collide."""
        keys = SQL("{}.keys").format(self._schema).as_string(None)
        with connection.transaction():
            connection.execute(LOCK, [keys])
            row = connection.execute(LAID_OUT, [keys]).fetchone()
            if not (row and row["done"]):
                connection.execute(self._sql(LAYOUT))

    def _sql(self, statement: str) -> Composed:
        return SQL(statement).format(schema=self._schema)
