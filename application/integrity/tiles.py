"""Where the hashes of the tree are kept, with the log's keys and checkpoints: beside the ledger, never in it."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from application.integrity.checkpoint import Checkpoint
from application.integrity.tree import HASH, HEIGHT


class Overtaken(Exception):
    """Somebody else has made the tree grow in the meantime; nothing was written."""


class Missing(Exception):
    """Hashes that must be there are not: they were lost, or taken away."""


class Tiles(Protocol):
    """The hashes of every level of tiles, in order, and what was signed. Safe for threads; one at a time writes.

    The newest checkpoint says how many of the hashes count: there may be more, of a growth that was not finished.
    Methods raise OSError or Unavailable when the place cannot be used.
    """

    def hashes(self, level: int, begin: int, end: int) -> bytes:
        """The hashes of a level from one index up to another, 32 bytes each. Raises Missing."""
        ...

    def checkpoint(self) -> str | None:
        """The newest checkpoint."""
        ...

    def grow(self, before: Checkpoint | None, added: Sequence[Sequence[bytes]], after: Checkpoint) -> None:
        """Add hashes to the levels and take the new checkpoint for the old one, durably. Raises Overtaken."""
        ...

    def keys(self) -> list[str]:
        """The notes that name the log's keys, oldest first."""
        ...

    def add_key(self, note: str) -> None:
        """Add the note that names the next key."""
        ...

    def cosigned(self) -> str | None:
        """The newest checkpoint that witnesses have cosigned."""
        ...

    def keep_cosigned(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint with its cosignatures, in place of one of the same size."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class FileTiles:
    """Tiles in a folder: a file for each level, in which tile follows tile, and a file for each note."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hashes(self, level: int, begin: int, end: int) -> bytes:
        if begin == end:
            return b""
        with suppress(FileNotFoundError), self._level(level).open("rb") as file:
            file.seek(begin * HASH)
            found = file.read((end - begin) * HASH)
            if len(found) == (end - begin) * HASH:
                return found
        raise Missing(f"{self._level(level)} lacks hashes between {begin:,} and {end:,}")

    def checkpoint(self) -> str | None:
        return text(self._folder / "checkpoint")

    def grow(self, before: Checkpoint | None, added: Sequence[Sequence[bytes]], after: Checkpoint) -> None:
        if self.checkpoint() != (str(before) if before else None):
            raise Overtaken("the tree has another checkpoint")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for level, hashes in enumerate(added):
            handle = os.open(self._level(level), os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(handle, b"".join(hashes), ((before.size if before else 0) >> HEIGHT * level) * HASH)
                os.fsync(handle)
            finally:
                os.close(handle)
        self._keep("checkpoint", str(after))

    def keys(self) -> list[str]:
        return list(self._numbered("key").values())

    def add_key(self, note: str) -> None:
        self._keep(f"key-{len(self.keys()) + 1}", note)

    def cosigned(self) -> str | None:
        kept = self._numbered("cosigned")
        return kept[max(kept)] if kept else None

    def keep_cosigned(self, checkpoint: Checkpoint) -> None:
        self._keep(f"cosigned-{checkpoint.size}", str(checkpoint))

    def close(self) -> None:
        """Nothing is held."""

    def _level(self, level: int) -> Path:
        return self._folder / f"level-{level}"

    def _numbered(self, kind: str) -> Mapping[int, str]:
        """The notes of a kind, by number and in its order."""
        found = {path.name.rpartition("-")[2]: path for path in self._folder.glob(f"{kind}-*")}
        return {int(number): text(found[number]) or "" for number in sorted(filter(str.isdecimal, found), key=int)}

    def _keep(self, name: str, note: str) -> None:
        """Keep the note, durably: others find the old one or the new one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._folder / f".{name}"
        with beside.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / name)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def text(path: Path) -> str | None:
    """What a file says to the letter, if there is one; of what is no text nothing can be believed."""
    with suppress(FileNotFoundError):
        return path.read_bytes().decode("utf-8", errors="replace")
    return None
