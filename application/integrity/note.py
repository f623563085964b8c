"""Signed notes (c2sp.org/signed-note): text with signature lines, and the Ed25519 keys that make and check them."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
"""The type of a log's own signatures."""
COSIGNATURE = 0x04
"""The type of cosignatures by witnesses (c2sp.org/tlog-cosignature)."""
SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")
NAME = re.compile(r"[^\s+]+")
MOST = 100
"""Signatures of a note that are looked at."""


class BadNote(Exception):
    """A text is no signed note, a key is none, or a signature of a known key does not hold."""


class Signature(NamedTuple):
    """A line below a note: who signed, by the name and the id of the key."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.id + self.value).decode()}"


class Note(NamedTuple):
    """A text that ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)


@dataclass(frozen=True)
class Verifier:
    """The public half of a key: a verifier key ("vkey"), as it is handed to those who check."""

    name: str
    kind: int
    key: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written as `name+id+base64`. Raises BadNote."""
        try:
            name, id, encoded = text.strip().split("+", 2)
            kind, *_ = key = b64decode(encoded, validate=True)
            verifier = cls(name, kind, key[1:])
        except ValueError as wrong:
            raise BadNote(f"{text!r} is no verifier key: {wrong}") from None
        if not NAME.fullmatch(name) or kind not in (ED25519, COSIGNATURE) or len(verifier.key) != 32:
            raise BadNote(f"{text!r} is no verifier key of a kind that is known here")
        if verifier.id.hex() != id:
            raise BadNote(f"{text!r} is not the key that its id says")
        return verifier

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"

    @property
    def id(self) -> bytes:
        """Four bytes by which signatures say whose they are."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:4]

    def holds(self, note: Note) -> bool:
        """Whether the note has a signature by this key. Raises BadNote when it has one that is false."""
        mine = [each for each in note.signatures if (each.name, each.id) == (self.name, self.id)]
        for signature in mine:
            try:
                Ed25519PublicKey.from_public_bytes(self.key).verify(*self._signed(signature.value, note.text))
            except InvalidSignature:
                raise BadNote(f"the signature by {self.name} ({self.id.hex()}) does not hold") from None
        return bool(mine)

    def _signed(self, value: bytes, text: str) -> tuple[bytes, bytes]:
        """The bare signature, and what it is of."""
        if self.kind == ED25519:
            return value, text.encode()
        return value[8:], cosigned(int.from_bytes(value[:8]), text)


@dataclass(frozen=True)
class Signer:
    """The private half of a key."""

    verifier: Verifier
    _private: Ed25519PrivateKey

    @classmethod
    def made(cls, name: str, kind: int = ED25519) -> Self:
        """A new key by that name."""
        return cls._of(name, kind, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written as `PRIVATE+KEY+name+id+base64`. Raises BadNote, which does not repeat it."""
        try:
            private, key, name, id, encoded = text.strip().split("+", 4)
            kind, *_ = secret = b64decode(encoded, validate=True)
            signer = cls._of(name, kind, Ed25519PrivateKey.from_private_bytes(secret[1:]))
        except ValueError:
            raise BadNote("the signing key is not written as PRIVATE+KEY+name+id+base64") from None
        if (private, key, id) != ("PRIVATE", "KEY", signer.verifier.id.hex()):
            raise BadNote("the signing key is not the one that its id says")
        return signer

    @classmethod
    def _of(cls, name: str, kind: int, private: Ed25519PrivateKey) -> Self:
        return cls(Verifier(name, kind, private.public_key().public_bytes_raw()), private)

    def secret(self) -> str:
        """The key as it is kept, and as `parse` reads it."""
        secret = bytes([self.verifier.kind]) + self._private.private_bytes_raw()
        return f"PRIVATE+KEY+{self.verifier.name}+{self.verifier.id.hex()}+{b64encode(secret).decode()}"

    def sign(self, text: str) -> Signature:
        """The signature of a note with this text, which must end with a newline."""
        return Signature(self.verifier.name, self.verifier.id, self._private.sign(text.encode()))

    def cosign(self, text: str, at: int) -> Signature:
        """A witness's signature of the text of a checkpoint, saying when (POSIX seconds) the log was seen so."""
        value = at.to_bytes(8) + self._private.sign(cosigned(at, text))
        return Signature(self.verifier.name, self.verifier.id, value)


def cosigned(at: int, text: str) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def parse(told: str) -> Note:
    """The note. Raises BadNote."""
    text, blank, below = told.rpartition("\n\n")
    lines = below.splitlines()
    if not blank or not lines or not below.endswith("\n") or len(lines) > MOST:
        raise BadNote("this is no signed note: it has no signatures")
    return Note(text + "\n", tuple(map(signature, lines)))


def signature(line: str) -> Signature:
    """A signature line. Raises BadNote."""
    found = SIGNATURE.fullmatch(line)
    try:
        value = b64decode(found[2], validate=True) if found else b""
    except ValueError:
        value = b""
    if not found or len(value) <= 4:
        raise BadNote(f"{line!r} is no signature line")
    return Signature(found[1], value[:4], value[4:])
