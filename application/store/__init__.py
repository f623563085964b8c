"""The store: the append-only log, and what is recorded in the same transaction. Alone in knowing `eventsourcing`.

What PostgreSQL needs is loaded by whoever names a database there: its driver takes longer to load than all else here.
"""

from pathlib import Path
from pkgutil import resolve_name

from application.store.contract import Store
from application.store.keys import SUFFIX, Key, Keys, NoSuchKey, WrongSecret
from application.store.sqlite_keys import FILE as KEYS_FILE
from application.store.sqlite_keys import SQLiteKeys
from application.store.sqlite_store import SQLiteStore
from application.store.values import (
    ADDRESSES,
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
    "ADDRESSES",
    "Claim",
    "Entry",
    "KeptReceipt",
    "Key",
    "Keys",
    "Lookup",
    "NoSuchKey",
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
    if target.startswith(ADDRESSES):
        behind: Store = resolve_name("application.store.postgres_store:PostgresStore")(target, schema, keys)
        return behind
    return SQLiteStore(Path(target), keys)


def open_keys(target: str, schema: str = "ledger", secret: str | None = None) -> Keys:
    """The keys of people, for the ledger in that schema: in a folder, or behind a `postgresql://` address.

    `secret` encrypts those that are made from now on, and opens those that it has encrypted.
    """
    if target.startswith(ADDRESSES):
        opened = resolve_name("application.store.postgres_keys:PostgresKeys")
        behind: Keys = opened(target, f"{schema}{SUFFIX}", secret)
        return behind
    return SQLiteKeys(Path(target) / KEYS_FILE, secret)
