"""The file of a backup: how it is written, and what it says it is."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec
from msgspec import Struct

from application.integrity import open_tiles
from application.store import ADDRESSES
from application.store.copying import Copies, postgres_copies, sqlite_copies
from application.store.keys import SUFFIX

FORMAT = "opsledger-backup-1"
MANIFEST = "manifest.json"
PARTS = ("deliveries", "reads", "ledger")
"""The ledger comes last: what follows it may be behind it, never before it."""
KEYS = {"sqlite": "keys", "postgresql": f"ledger{SUFFIX}"}


class NotABackup(Exception):
    """The file is none of these backups, or cannot be put there; says why."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup is of: `content` `ledger` or `keys`, of a `database` `sqlite` or `postgresql`.

    `checkpoint` is the newest signed head of the log when the backup began, `keys` the notes that name who signs.
    """

    format: str
    content: str
    database: str
    made_at: datetime
    checkpoint: str | None = None
    keys: list[str] = []


def back_up(target: str, file: Path, at: datetime) -> Manifest:
    """Write all but the keys of people to a file that is not there yet. Raises OSError, Unavailable."""
    with closing(open_tiles(target)) as tiles:
        checkpoint, keys = tiles.checkpoint(), tiles.keys()
    manifest = Manifest(
        format=FORMAT, content="ledger", database=kind(target), made_at=at, checkpoint=checkpoint, keys=keys
    )
    return written(file, manifest, copies(target, PARTS))


def back_up_keys(target: str, file: Path, at: datetime) -> Manifest:
    """Write the keys of people, from where they are kept, to a file of their own. Raises as `back_up`."""
    manifest = Manifest(format=FORMAT, content="keys", database=kind(target), made_at=at)
    return written(file, manifest, copies(target, (KEYS[manifest.database],)))


def kind(target: str) -> str:
    return "postgresql" if target.startswith(ADDRESSES) else "sqlite"


def copies(target: str, parts: tuple[str, ...]) -> Copies:
    return postgres_copies(target, parts) if kind(target) == "postgresql" else sqlite_copies(Path(target), parts)


def written(file: Path, manifest: Manifest, members: Copies) -> Manifest:
    """Write the archive under another name, readable by its owner only, and rename it when it is whole."""
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    try:
        with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
            for name, content in members:
                with archive.open(name, "w", force_zip64=True) as member:
                    for chunk in content:
                        member.write(chunk)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def opened(file: Path, content: str, target: str) -> Iterator[tuple[ZipFile, Manifest]]:
    """A backup to read. Raises NotABackup for a file that is none, or one of something else than the target takes."""
    try:
        with ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if (manifest.format, manifest.content) != (FORMAT, content):
                raise NotABackup(f"{file} is a backup of {manifest.content} ({manifest.format}), not of {content}")
            if manifest.database != kind(target):
                raise NotABackup(f"{file} is of {manifest.database}; it cannot be restored to {kind(target)}")
            if broken := archive.testzip():
                raise NotABackup(f"{file} is damaged at {broken}")
            yield archive, manifest
    except (BadZipFile, KeyError, msgspec.MsgspecError) as wrong:
        raise NotABackup(f"{file} is no backup: {wrong}") from None
