"""What auditors have read (AUDIT-09): a log of its own, beside the ledger. No business data is in it.

A read is on the disk before its answer is given. So whatever an auditor was told is in this log, also after a crash;
what cannot be logged is not answered.
"""

from pathlib import Path
from pkgutil import resolve_name

from application.reading import sqlite_reads
from application.reading.reads import EVERY_LINE, Looked, Read, Reads
from application.reading.sqlite_reads import SqliteReads
from application.store.values import ADDRESSES

__all__ = ["EVERY_LINE", "Looked", "Read", "Reads", "open_reads", "renewed"]


def open_reads(target: str, schema: str = "reads") -> Reads:
    """The log in a folder, or behind a `postgresql://` address. It is made when it is first written."""
    if target.startswith(ADDRESSES):
        behind: Reads = resolve_name("application.reading.postgres_reads:PostgresReads")(target, schema)
        return behind
    return SqliteReads(Path(target) / f"{schema}.db")


def renewed(target: str, schema: str = "reads") -> None:
    """Bring a log there that an earlier program has laid out up to date, and lay out nothing else, nor what is missing.

    Raises Unavailable.
    """
    if target.startswith(ADDRESSES):
        resolve_name("application.reading.postgres_reads:renewed")(target, schema)
    else:
        sqlite_reads.renewed(Path(target) / f"{schema}.db")
