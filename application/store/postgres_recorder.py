"""The library's PostgreSQL recorder on our layout: gapless positions in the order of commits, no table lock."""

from collections.abc import Callable, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import ConnectionPool, PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Composed, Identifier, Literal

from application.store.postgres_layout import (
    APPEND_ONLY,
    APPEND_ONLY_TRIGGER,
    FUNCTIONS,
    LAYOUT,
    TABLES,
    channel,
    lock_number,
)
from application.store.values import UnknownLayout

READERS = 16
PATIENCE = 30
READERS_PATIENCE = 10
"""Seconds to wait for a connection to read by: then whoever asks is told that the database is away."""
# An administrator may ask for more than a local flush, never for less; and what the functions see depends on the level.
SESSION = f"""
SELECT set_config('default_transaction_isolation', 'read committed', false),
    set_config('lock_timeout', '{PATIENCE}s', false),
    set_config('idle_in_transaction_session_timeout', '{PATIENCE}s', false),
    set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
"""


def connect(dsn: str) -> Connection[DictRow]:
    """A connection of its own, in autocommit mode, whose commits survive a power cut."""
    connection = Connection.connect(keepalives_from(dsn), autocommit=True, row_factory=dict_row)
    connection.execute(SESSION)
    return connection


def keepalives_from(dsn: str) -> str:
    """The same target, told to notice within half a minute that the other side is gone."""
    return make_conninfo(
        dsn, keepalives_idle=15, keepalives_interval=5, keepalives_count=3, tcp_user_timeout=PATIENCE * 1000
    )


class PostgresLedgerDatastore(PostgresDatastore):
    """The library's datastore reached by a connection string, with text ids and durable commits."""

    def __init__(self, dsn: str, schema: str) -> None:
        super().__init__("", "", "", "", "", schema=schema, originator_id_type="text")
        self.dsn = dsn
        self.pool = ConnectionPool(
            keepalives_from(dsn),
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=READERS,
            open=False,
            configure=self.after_connect_func(),
            timeout=READERS_PATIENCE,
        )

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        """Prepares each new connection."""

        def prepare(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(SESSION)

        return prepare


class PostgresLedgerRecorder(PostgresApplicationRecorder):
    """Records and selects events as the library does, under an advisory lock, with positions counted under it."""

    datastore: PostgresLedgerDatastore

    def __init__(self, datastore: PostgresLedgerDatastore) -> None:
        super().__init__(datastore)
        self.lock = lock_number(datastore.schema, "append")
        self.channel_name = channel(datastore.schema)
        self.lock_table_statements = [SQL("SELECT pg_advisory_xact_lock({})").format(Literal(self.lock))]
        self.insert_events_statement = SQL(
            "INSERT INTO {schema}.{table} (originator_id, originator_version, topic, state, notification_id)"
            " SELECT originator_id, originator_version, topic, state,"
            " nth + (SELECT coalesce(max(notification_id), 0) FROM {schema}.{table})"
            " FROM unnest(%s::{schema}.{type}[])"
            " WITH ORDINALITY AS e (originator_id, originator_version, topic, state, nth)"
            " RETURNING notification_id"
        ).format(**self._names())

    def create_table(self) -> None:
        """Lay out a new schema at once, or check that of an old one. Raises UnknownLayout."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self.lock_table_statements[0])
            found = self._layout(cursor)
            if found is None:
                cursor.execute(self.new_layout())
        if found is not None and found > LAYOUT:
            raise UnknownLayout(found, LAYOUT)
        self.datastore.register_type_adapters()

    def _notify_channel(self, curs: Cursor[DictRow]) -> None:
        """Nothing: an announcement tells the new head, which the library's insert does not know yet."""

    def _fetch_ids_after_insert_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        positions = super()._fetch_ids_after_insert_events(curs, stored_events, **kwargs)
        curs.execute("SELECT pg_notify(%s, %s)", (self.channel_name, str(positions[-1]) if positions else "0"))
        return positions

    def _layout(self, cursor: Cursor[DictRow]) -> int | None:
        table = SQL("{}.layout").format(Identifier(self.datastore.schema)).as_string(None)
        found = cursor.execute("SELECT to_regclass(%s) AS layout", (table,)).fetchone()
        if not found or found["layout"] is None:
            return None
        newest = SQL("SELECT coalesce(max(version), 0) AS version FROM {schema}.layout").format(**self._names())
        row = cursor.execute(newest).fetchone()
        return int(row["version"]) if row else 0

    def new_layout(self) -> Composed:
        """The statements that lay out the schema."""
        named = self._names()
        statements = [
            SQL("CREATE SCHEMA IF NOT EXISTS {schema};").format(**named),
            SQL(TABLES).format(**named),
            SQL(FUNCTIONS).format(**named, lock=Literal(self.lock), channel=Literal(self.channel_name)),
            *(SQL(APPEND_ONLY_TRIGGER).format(**{**named, "table": Identifier(table)}) for table in APPEND_ONLY),
            SQL(
                "CREATE TYPE {schema}.{type} AS"
                " (originator_id text, originator_version bigint, topic text, state bytea);"
            ).format(**named),
            SQL("INSERT INTO {schema}.layout VALUES ({version});").format(**named, version=Literal(LAYOUT)),
        ]
        return SQL("").join(statements)

    def _names(self) -> dict[str, Identifier]:
        return {
            "schema": Identifier(self.datastore.schema),
            "table": Identifier(self.events_table_name),
            "type": Identifier(self.stored_event_type_name),
        }
