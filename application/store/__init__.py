"""The store: the append-only log, and what is recorded in the same transaction. Alone in knowing `eventsourcing`."""

from pathlib import Path

from application.store.contract import Store
from application.store.postgres_store import PostgresStore
from application.store.sqlite_store import SQLiteStore
from application.store.values import (
    Claim,
    Entry,
    KeptReceipt,
    Lookup,
    Refusal,
    Repeated,
    Snapshot,
    Stale,
    Stored,
    Taken,
    Unavailable,
    Unit,
    UnknownLayout,
)

__all__ = [
    "Claim",
    "Entry",
    "KeptReceipt",
    "Lookup",
    "PostgresStore",
    "Refusal",
    "Repeated",
    "SQLiteStore",
    "Snapshot",
    "Stale",
    "Store",
    "Stored",
    "Taken",
    "Unavailable",
    "Unit",
    "UnknownLayout",
    "open_store",
]


def open_store(target: str, schema: str = "ledger") -> Store:
    """The store in a folder (on SQLite), or behind a `postgresql://` address, in that schema.

    Made when it is not there yet. Raises UnknownLayout, Unavailable.
    """
    if target.startswith(("postgresql://", "postgres://")):
        return PostgresStore(target, schema)
    return SQLiteStore(Path(target))
