"""What auditors have read (AUDIT-09): a log of its own, beside the ledger. No business data is in it.

A read is on the disk before its answer is given. So whatever an auditor was told is in this log, also after a crash;
what cannot be logged is not answered.
"""

from pathlib import Path
from pkgutil import resolve_name

from application.reading.reads import EVERY_LINE, Looked, Read, Reads
from application.reading.sqlite_reads import SqliteReads
from application.store.values import ADDRESSES

__all__ = ["EVERY_LINE", "Looked", "Read", "Reads", "open_reads"]


def open_reads(target: str, schema: str = "reads") -> Reads:
    """The log in a folder, or behind a `postgresql://` address. It is made when it is first written."""
    if target.startswith(ADDRESSES):
        behind: Reads = resolve_name("application.reading.postgres_reads:PostgresReads")(target, schema)
        return behind
    return SqliteReads(Path(target) / f"{schema}.db")
