"""The keys of people, by which personal texts are encrypted. They are kept apart from the log."""

from hashlib import blake2b
from secrets import token_bytes, token_hex
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.store.values import Unavailable

SUFFIX = "_keys"
"""After the ledger's schema in PostgreSQL, the name of that of the keys."""
SIZE = 32
NONCE = 12
TAG = 16
SNAPSHOTS = "*snapshots"
"""Whose key encrypts the states that are kept for speed: nobody's. It goes with whatever key is destroyed."""

BEFORE_KEYS = ""
"""The suffix of a name that stands for what was recorded in the clear. There is no such key; it can be destroyed."""


class Key(NamedTuple):
    """256 bits, and the name under which a stored event says that it needs them: the owner's, and a suffix."""

    id: str
    owner: str
    secret: bytes


class NoSuchKey(Exception):
    """An event needs a key that was never here: the keys are not those of this log, or some are lost."""


class WrongSecret(Unavailable):
    """The keys are encrypted, and not by the secret that was given."""


class Keys(Protocol):
    """Keys, for any number of processes. Safe for threads. Every method raises Unavailable."""

    def current(self, owner: str) -> Key:
        """The owner's key, the same for everybody who asks; made durably when there is none."""
        ...

    def get(self, id: str) -> Key | None:
        """The key of that name; None once it was destroyed. Raises NoSuchKey."""
        ...

    def destroy(self, owner: str) -> list[str]:
        """Destroy all keys of the owner for good, and that of snapshots; the names of all that were ever destroyed.

        BEFORE_KEYS is among them: it stands for what was recorded before there were keys.
        """
        ...

    def bury(self, id: str) -> None:
        """Have the key of that name destroyed, whether it is here or not, and that of snapshots."""
        ...

    def erased(self) -> set[str]:
        """All owners whose keys have been destroyed, whether they have another one since or not."""
        ...

    def destroyed(self) -> int:
        """How many keys have ever been destroyed: what was read before the number grew may have to be forgotten."""
        ...

    def owners(self) -> dict[str, str]:
        """Whose key each is kept as, by its name, those that were destroyed too."""
        ...

    def held(self) -> int:
        """How many keys there are that open something."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def owner_of(id: str) -> str:
    """Whose key it is, by its name."""
    return id.rpartition(".")[0]


class Wrapping:
    """How keys are kept: as they are, or encrypted by a secret that is kept elsewhere."""

    def __init__(self, secret: str | None) -> None:
        made = blake2b(secret.encode(), digest_size=SIZE, person=b"opsledger-keys").digest() if secret else None
        self._cipher = AESGCM(made) if made else None

    def new(self, owner: str) -> tuple[str, str, bytes]:
        """The row of a fresh key for the owner: its name, the owner, and how the key is kept."""
        id, secret = f"{owner}.{token_hex(4)}", token_bytes(SIZE)
        if self._cipher is None:
            return id, owner, secret
        nonce = token_bytes(NONCE)
        return id, owner, nonce + self._cipher.encrypt(nonce, secret, id.encode())

    def key(self, id: str, owner: str, secret: bytes) -> Key:
        """The key of a row. Raises WrongSecret."""
        if isinstance(secret, str):
            raise WrongSecret(f"the key {id} is not kept as bytes")
        kept = bytes(secret)
        if len(kept) == SIZE:
            return Key(id, owner, kept)
        if len(kept) != NONCE + SIZE + TAG:
            raise WrongSecret(f"the key {id} is not as long as any key")
        if self._cipher is None:
            raise WrongSecret("the keys are encrypted: OPSLEDGER_KEYS_SECRET must be what they were made with")
        try:
            return Key(id, owner, self._cipher.decrypt(kept[:NONCE], kept[NONCE:], id.encode()))
        except InvalidTag:
            raise WrongSecret("OPSLEDGER_KEYS_SECRET is not what the keys were made with") from None
