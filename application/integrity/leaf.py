"""What is hashed of an event: an entry that covers every stored column, so framed that no two events share one."""

from hashlib import sha256
from struct import Struct

from application.integrity.tree import leaf_hash
from application.store import Stored

FORMAT = 1
HEAD = Struct(">Bqq32sH")
"""The format, the position, the version, the SHA-256 of the stored bytes, the length of the type; all big-endian."""


class Unhashable(Exception):
    """A row holds something that this program never writes, such as text where bytes belong."""


def entry(event: Stored) -> bytes:
    """The entry of an event: the head, its type, and to the end its stream (both UTF-8).

    The stored bytes are in it by their digest: entries stay small, and show outsiders no content. Raises Unhashable.
    """
    try:
        position, stream, version, type_, data = event
        name = type_.encode()
        return HEAD.pack(FORMAT, position, version, sha256(data).digest(), len(name)) + name + stream.encode()
    except Exception as wrong:
        raise Unhashable(f"position {event[0]} holds what no event holds: {wrong}") from wrong


def leaf(event: Stored) -> bytes:
    """The leaf hash of an event. Raises Unhashable."""
    return leaf_hash(entry(event))
