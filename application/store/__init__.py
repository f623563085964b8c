"""The store: the append-only log, and what is recorded in the same transaction. Alone in knowing `eventsourcing`."""

from pathlib import Path

from application.store.contract import Store
from application.store.keys import Key, Keys, NoSuchKey, WrongSecret
from application.store.postgres_keys import SUFFIX as KEYS_SCHEMA
from application.store.postgres_keys import PostgresKeys
from application.store.postgres_store import PostgresStore
from application.store.sqlite_keys import FILE as KEYS_FILE
from application.store.sqlite_keys import SQLiteKeys
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

ADDRESSES = ("postgresql://", "postgres://")

__all__ = [
    "Claim",
    "Entry",
    "KeptReceipt",
    "Key",
    "Keys",
    "Lookup",
    "NoSuchKey",
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
    "WrongSecret",
    "open_keys",
    "open_store",
]


def open_store(target: str, schema: str = "ledger", keys: Keys | None = None) -> Store:
    """The store in a folder (on SQLite), or behind a `postgresql://` address, in that schema.

    `keys` are those of its people; kept beside it if not given.

    Made when it is not there yet. Raises UnknownLayout, Unavailable.
    """
    return PostgresStore(target, schema, keys) if target.startswith(ADDRESSES) else SQLiteStore(Path(target), keys)


def open_keys(target: str, schema: str = "ledger", secret: str | None = None) -> Keys:
    """The keys of people, for the ledger in that schema: in a folder, or behind a `postgresql://` address.

    `secret` encrypts those that are made from now on, and opens those that it has encrypted.
    """
    if target.startswith(ADDRESSES):
        return PostgresKeys(target, f"{schema}{KEYS_SCHEMA}", secret)
    return SQLiteKeys(Path(target) / KEYS_FILE, secret)
