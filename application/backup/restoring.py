"""Restoring a backup where there is nothing yet, and proving that it is what was signed."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZipFile

from application.backup.archive import MANIFEST, Manifest, kind, opened
from application.delivery import open_deliveries
from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succeeded
from application.integrity.leaf import Unhashable, leaf
from application.integrity.tree import Edge
from application.reading import open_reads
from application.store import Store, open_keys, open_store
from application.store.copying import Occupied, fill_postgres, fill_sqlite

STAGE = "restoring"
PAGE = 2_000


class Damaged(Exception):
    """What was restored is not what was recorded; says where."""


class Proof(NamedTuple):
    """What is known of a restored ledger: positions 1 to `events` are all there; the first `signed` are as signed."""

    events: int
    signed: int
    root: bytes


def restore(target: str, file: Path) -> Proof:
    """Put a backup where there is no ledger yet. Raises NotABackup, Occupied, Damaged, Unavailable."""
    with opened(file, "ledger", target) as (archive, manifest):
        if kind(target) == "postgresql":
            return restore_to_postgres(target, archive, manifest)
        return restore_to_folder(Path(target), archive, manifest)


def restore_keys(target: str, file: Path) -> None:
    """Put keys of people where there are none. Raises NotABackup, Occupied, Unavailable."""
    with opened(file, "keys", target) as (archive, _), members(archive) as copies:
        if kind(target) == "sqlite":
            fill_sqlite(Path(target), copies)
            return
        with closing(open_keys(target)) as keys:
            if keys.held() or keys.destroyed():
                raise Occupied("There are keys already.")
        fill_postgres(target, copies)


def restore_to_folder(folder: Path, archive: ZipFile, manifest: Manifest) -> Proof:
    """What is not proven never comes to lie where a server would take it for the ledger."""
    if there := [name for name in archive.namelist() if (folder / name).exists()]:
        raise Occupied(f"There is {', '.join(there)} in {folder} already.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stage = folder / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        with members(archive) as copies:
            fill_sqlite(stage, copies)
        with closing(open_store(str(stage))) as store:
            proof = proven(store, manifest)
        for each in stage.glob("*.db"):
            each.rename(folder / each.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return proof


def restore_to_postgres(dsn: str, archive: ZipFile, manifest: Manifest) -> Proof:
    """The layout is the program's own; the rows are those of the backup, all in one transaction."""
    with closing(open_store(dsn)) as store, closing(open_reads(dsn)) as reads, closing(open_deliveries(dsn)) as given:
        reads.lines(0, 1)
        given.place("")
        if store.head():
            raise Occupied("There is a ledger already.")
        with members(archive) as copies:
            fill_postgres(dsn, copies)
        return proven(store, manifest)


@contextmanager
def members(archive: ZipFile) -> Iterator[Mapping[str, IO[bytes]]]:
    """The copies in an archive, to be read."""
    with ExitStack() as ends:
        yield {name: ends.enter_context(archive.open(name)) for name in archive.namelist() if name != MANIFEST}


def proven(store: Store, manifest: Manifest) -> Proof:
    """Read the whole log: no gap, and the tree of hashes that was signed. Raises Damaged."""
    signed = Checkpoint.parse(manifest.checkpoint) if manifest.checkpoint else None
    if signed and not signed.is_signed_by_the_log(signed.signers(succeeded(manifest.keys))):
        raise Damaged("the checkpoint in the backup is not signed by the log's key")
    edge, position = Edge(), 0
    while page := store.log(position, min(PAGE, signed.size - position) if signed and position < signed.size else PAGE):
        if [each.position for each in page] != list(range(position + 1, position + 1 + len(page))):
            raise Damaged(f"events are missing after position {position}")
        try:
            edge.extend([leaf(each) for each in page])
        except Unhashable as wrong:
            raise Damaged(str(wrong)) from None
        position += len(page)
        if signed and position == signed.size and edge.root() != signed.root:
            raise Damaged(f"the first {position} events are not those that were signed")
    if signed and position < signed.size:
        raise Damaged(f"{signed.size} events were signed, and {position} are there")
    return Proof(position, signed.size if signed else 0, edge.root())
