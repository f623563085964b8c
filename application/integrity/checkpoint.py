"""Checkpoints (c2sp.org/tlog-checkpoint): signed notes that say how large the log is and what is in it."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import NamedTuple, Self

from application.integrity.note import ED25519, BadNote, Note, Signer, Verifier, parse
from application.integrity.tree import HASH

BOOKS = ("refusals", "reads")
"""What is signed beside the log, each under the name of the log and this one."""
LARGEST = 2**63 - 1
"""How many events a database can number."""


class Tampered(Exception):
    """The log is not what was signed."""


class Checkpoint(NamedTuple):
    """The head of a log: whose, of how many events, with which root; and the note that says so."""

    origin: str
    size: int
    root: bytes
    note: Note

    @classmethod
    def signed(cls, size: int, root: bytes, signer: Signer, book: str = "") -> Self:
        """The head of the log that the signer's key is named after, or of a book beside it."""
        origin = f"{signer.verifier.name}/{book}" if book else signer.verifier.name
        text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
        return cls(origin, size, root, Note(text, (signer.sign(text),)))

    @classmethod
    def parse(cls, told: str) -> Self:
        """The checkpoint that the note says; no signature is checked yet. Raises BadNote."""
        note = parse(told)
        try:
            origin, number, encoded, *_ = note.text.split("\n")
            size, root = int(number), b64decode(encoded, validate=True)
        except ValueError:
            raise BadNote("the note is no checkpoint: it lacks an origin, a size or a root") from None
        if not origin or number != str(size) or not 0 <= size <= LARGEST or len(root) != HASH:
            raise BadNote("the note is no checkpoint: its origin, its size or its root is none")
        return cls(origin, size, root, note)

    def __str__(self) -> str:
        return str(self.note)

    def is_signed_by_the_log(self, signers: Iterable[Verifier]) -> bool:
        """Whether one of those who signed is the log itself, whose keys are named after it."""
        log = self.origin.removesuffix(f"/{self.book}") if self.book else self.origin
        return any((each.name, each.kind) == (log, ED25519) for each in signers)

    @property
    def book(self) -> str:
        """The name of the book that it is of; empty for the log."""
        last = self.origin.rpartition("/")[2]
        return last if last in BOOKS else ""

    def signers(self, known: Iterable[Verifier]) -> list[Verifier]:
        """Those of the known keys that have signed it. Raises BadNote for a false signature."""
        return [verifier for verifier in known if verifier.holds(self.note)]
