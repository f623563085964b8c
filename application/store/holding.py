"""What stands beside the events in the tables of a store: what it knows of them so as not to read them all again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import psycopg

from application.store.sqlite_commands import RECEIPTS, UPTO
from application.store.sqlite_recorder import connect
from application.store.values import ADDRESSES, Claim, KeptReceipt, Unavailable

CLAIMS = "SELECT name, key, stream FROM {}claims"
SNAPSHOTS = "SELECT stream, version FROM {}snapshots"
ON_POSTGRES = ("SELECT command_id, digest, answer FROM {}receipts", "SELECT 0")
ON_SQLITE = (RECEIPTS, UPTO)

T = TypeVar("T")


class Held(NamedTuple):
    """Every claim, the version of each snapshot by its stream, every receipt by its command, and the last event whose
    command is said to be in the index of commands, where there is one.
    """

    claims: set[Claim]
    snapshots: dict[str, int]
    receipts: dict[str, KeptReceipt]
    indexed: object


def held(target: str, schema: str = "ledger") -> Held:
    """All of it, as it stands. Raises Unavailable, also for a table that is not there."""
    return reading(target, schema, read)


def claims_held(target: str, schema: str = "ledger") -> set[Claim]:
    """Every claim. Raises Unavailable, as `held`."""
    return reading(target, schema, lambda rows, place, _: claimed(rows, place))


def reading(target: str, schema: str, read: Callable[[Any, str, tuple[str, str]], T]) -> T:
    try:
        if target.startswith(ADDRESSES):
            with psycopg.connect(target) as server:
                return read(lambda sql: iter(server.execute(sql.encode())), f'"{schema}".', ON_POSTGRES)
        with closing(connect(str(Path(target) / f"{schema}.db"))) as file:
            return read(file.execute, "", ON_SQLITE)
    except (psycopg.Error, sqlite3.Error) as wrong:
        raise Unavailable(str(wrong)) from wrong


def claimed(rows: Any, place: str) -> set[Claim]:
    return {Claim(*row) for row in rows(CLAIMS.format(place))}


def read(rows: Any, place: str, of_commands: tuple[str, str]) -> Held:
    answered, upto = of_commands
    told: Iterator[Any] = rows(answered.format(place))
    receipts = {command: KeptReceipt(command, digest, bytes_of(answer)) for command, digest, answer in told}
    return Held(claimed(rows, place), dict(rows(SNAPSHOTS.format(place))), receipts, *next(rows(upto)))


def bytes_of(kept: Any) -> bytes:
    """What is kept, where bytes belong; of anything else nothing."""
    return kept if isinstance(kept, bytes) else b""
