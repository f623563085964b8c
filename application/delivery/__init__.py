"""Giving events to durable consumers: what is handed out to whom, until when, and what came of it (API-05)."""

from pathlib import Path
from pkgutil import resolve_name

from application.delivery.database import Database
from application.delivery.deliveries import Deliveries
from application.delivery.sqlite import SqliteDatabase
from application.store.values import ADDRESSES


def open_deliveries(target: str, name: str = "deliveries") -> Deliveries:
    """The deliveries beside the ledger: a file in its folder, or a schema behind its `postgresql://` address.

    Raises Unavailable.
    """
    return Deliveries(database(target, name))


def database(target: str, name: str) -> Database:
    """Where they are kept."""
    if target.startswith(ADDRESSES):
        behind: Database = resolve_name("application.delivery.postgres:PostgresDatabase")(target, name)
        return behind
    return SqliteDatabase(Path(target) / f"{name}.db")
