"""What held at a position, found by an ordinary index among everything that ever held: an interval tree.

Every version of a row held for a span of positions. The *fork* of a span is the one of its positions that the highest
power of two divides. Whatever held at a position has its fork on that position's way from the root of the binary tree
of all numbers: some thirty numbers. Of one row at most one version has its fork there at each, so an index by fork and
column leads past all the other versions, however many there are.
"""

from functools import lru_cache

LEVELS = 32
"""The height of the tree: it has room for four thousand million events."""


def fork(since: int, until: int) -> int:
    """The fork of a version that held from one position on until just before the other."""
    last = until - 1
    steps = max((since ^ last).bit_length() - 1, 0)
    return last >> steps << steps if since != last else since


@lru_cache(256)
def forks(position: int) -> tuple[int, ...]:
    """The forks that a version which held at the position can have, each of them once, in order."""
    found = {position, *((position >> level + 1 << level + 1) + (1 << level) for level in range(LEVELS))}
    return tuple(sorted(found))
