"""What auditors have read (AUDIT-09): a log of its own, beside the ledger. No business data is in it.

A read is on the disk before its answer is given. So whatever an auditor was told is in this log, also after a crash;
what cannot be logged is not answered.
"""

from pathlib import Path

from application.reading.postgres_reads import PostgresReads
from application.reading.reads import EVERY_LINE, Looked, Read, Reads
from application.reading.sqlite_reads import SqliteReads

__all__ = ["EVERY_LINE", "Looked", "Read", "Reads", "open_reads"]


def open_reads(target: str, schema: str = "reads") -> Reads:
    """The log in a folder, or behind a `postgresql://` address. It is made when it is first written."""
    if target.startswith(("postgresql://", "postgres://")):
        return PostgresReads(target, schema)
    return SqliteReads(Path(target) / f"{schema}.db")
