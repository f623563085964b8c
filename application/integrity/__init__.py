"""Tamper evidence (AUDIT-04): a Merkle tree that follows the log, signed checkpoints of it, proofs, and their checks.

docs/audit.md tells an auditor how to use it, docs/audit-formats.md what exactly is hashed and signed.
"""

from pathlib import Path
from pkgutil import resolve_name

from application.integrity.tiles import FileTiles, Tiles
from application.store.values import ADDRESSES

__all__ = ["Tiles", "open_tiles"]


def open_tiles(target: str, schema: str = "integrity") -> Tiles:
    """The tiles of the ledger in a folder, or behind a `postgresql://` address. They are made when first written."""
    if target.startswith(ADDRESSES):
        behind: Tiles = resolve_name("application.integrity.postgres_tiles:PostgresTiles")(target, schema)
        return behind
    return FileTiles(Path(target) / schema)
