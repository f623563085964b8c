"""The Merkle tree of RFC 6962 over SHA-256: how it grows, and how what is in it is proved.

A tree is cut into tiles of 256 hashes, as in c2sp.org/tlog-tiles: level 0 has the hashes of the leaves, and each hash
of a level above stands for a full tile of the level below.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias

HASH = 32
"""Bytes of a hash."""
WIDTH = 256
"""Hashes of a full tile."""
HEIGHT = 8
"""How many levels of a binary tree one level of tiles spans."""
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""

Perfect: TypeAlias = Callable[[int, int], bytes]
"""Gives by its height and index the root of a perfect subtree: of the leaves from index << height, 1 << height many."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node by those of its children."""
    return sha256(b"\x01" + left + right).digest()


def level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """The parents of an even number of hashes."""
    pairs = iter(hashes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root of a perfect tree with these leaf hashes, a power of two of them."""
    while len(hashes) > 1:
        hashes = level_above(hashes)
    return hashes[0]


class Edge:
    """The right edge of a growing tree: at each level of tiles the hashes that fill no tile yet."""

    def __init__(self, size: int = 0, levels: Sequence[Sequence[bytes]] = ()) -> None:
        self.size = size
        self._levels = [list(level) for level in levels]

    def extend(self, leaves: Sequence[bytes]) -> list[list[bytes]]:
        """Add leaf hashes; the hashes that came to each level, the leaves themselves first."""
        self.size += len(leaves)
        added, level = [list(leaves)], 0
        while added[level]:
            if level == len(self._levels):
                self._levels.append([])
            known = self._levels[level] + added[level]
            full = len(known) // WIDTH * WIDTH
            added.append([folded(known[begin : begin + WIDTH]) for begin in range(0, full, WIDTH)])
            self._levels[level] = known[full:]
            level += 1
        return added[:level]

    def root(self) -> bytes:
        """The root of the whole tree."""
        return rolled([peak for level in reversed(self._levels) for peak in peaks(level)])


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the fewest perfect trees, the largest first, that have these leaf hashes together."""
    found, begin = [], 0
    for height in reversed(range(len(hashes).bit_length())):
        if len(hashes) >> height & 1:
            found.append(folded(hashes[begin : begin + (1 << height)]))
            begin += 1 << height
    return found


def rolled(roots: Sequence[bytes]) -> bytes:
    """The root of a tree made of these perfect trees, each smaller than the one before."""
    if not roots:
        return EMPTY
    root = roots[-1]
    for larger in reversed(roots[:-1]):
        root = node_hash(larger, root)
    return root


def span(begin: int, end: int, perfect: Perfect) -> bytes:
    """MTH(D[begin:end]) of RFC 6962, 2.1, for a range that is a subtree of some tree."""
    size = end - begin
    if size == 0:
        return EMPTY
    height = size.bit_length() - 1
    if size == 1 << height:
        return perfect(height, begin >> height)
    middle = begin + (1 << height)
    return node_hash(span(begin, middle, perfect), span(middle, end, perfect))


def inclusion(index: int, size: int, perfect: Perfect) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962, 2.1.1: the siblings on the way up from the leaf, `index` counted from 0.

    ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            path.append(span(middle, end, perfect))
            end = middle
        else:
            path.append(span(begin, middle, perfect))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, perfect: Perfect) -> list[bytes]:
    """PROOF(old, D[0:new]) of RFC 6962, 2.1.2: that the first `old` leaves of a tree are those of an older one.

    Nothing needs a proof when the older one is empty or as large. ValueError when it is larger.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves has not grown from {old}")
    if old in (0, new):
        return []
    path, begin, end = [], 0, new
    while old < end:
        middle = begin + split(end - begin)
        if old <= middle:
            path.append(span(middle, end, perfect))
            end = middle
        else:
            path.append(span(begin, middle, perfect))
            begin = middle
    if begin:  # else the old tree is itself one of the subtrees, and whoever verifies knows its root
        path.append(span(begin, end, perfect))
    return path[::-1]


def split(size: int) -> int:
    """The largest power of two below a size of two or more: how many leaves are on the left of the root."""
    return 1 << (size - 1).bit_length() - 1


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the tree with that size and root has this leaf hash at that index (RFC 9162)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree with the new size and root begins with the old one (RFC 9162)."""
    if old == 0 or old == new:
        return not path and old_root == (new_root if old else EMPTY)
    if not 0 < old < new:
        return False
    begun = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not begun:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = now = begun[0]
    for sibling in begun[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, now = node_hash(sibling, before), node_hash(sibling, now)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and now == new_root
