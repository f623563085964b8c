"""Whether the database itself can be relied on: what it may lose in a power cut."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg

from application.store.sqlite_recorder import connect
from application.store.values import ADDRESSES, Unavailable

SAFE = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_write", "remote_apply")}
"""Settings of a PostgreSQL server that keeps what it has confirmed."""


def weaknesses(target: str) -> list[str]:
    """What is wrong with the database of an existing store, in words; nothing when it is sound. Raises Unavailable."""
    try:
        if target.startswith(ADDRESSES):
            with psycopg.connect(target) as server:
                return list(unsafe_settings(server))
        with closing(connect(str(Path(target) / "ledger.db"))) as file:
            (mode,) = file.execute("PRAGMA journal_mode").fetchone()
            return [] if mode == "wal" else [f"journal_mode is {mode}"]
    except (psycopg.OperationalError, sqlite3.Error) as error:
        raise Unavailable(str(error)) from error


def unsafe_settings(server: psycopg.Connection) -> Iterator[str]:
    for name, safe in SAFE.items():
        found = server.execute("SELECT current_setting(%s)", (name,)).fetchone()
        if found and found[0] not in safe:
            yield f"{name} is {found[0]}"
