"""Reading the whole log again: every leaf hash recomputed, compared with the one that was kept, and hashed upwards."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import NamedTuple

from application.integrity.growth import Lines
from application.integrity.leaf import Unhashable, leaf
from application.integrity.tiles import Missing, Tiles
from application.integrity.tree import EMPTY, HASH, HEIGHT, Edge
from application.store import Stored, Unavailable

PAGE = 2_000
LOST = 10_000
"""After so many places in a row at which nothing can be read one stops looking for what comes after."""
WIDE = 1_000_000
"""Behind a gap of more positions one does not look for what comes after, whatever size is said to have been signed."""
BEFORE_ALL = -(2**63)
"""Below every position that a database can hold."""


class Difference(NamedTuple):
    """A position where something else is found than was signed, or nothing; hashes are those of leaves."""

    position: int
    expected: bytes | None
    found: bytes | None
    event: str


class Page(NamedTuple):
    """Leaf hashes of successive positions; None where there is no event, or none that can be read."""

    leaves: list[bytes | None]
    rows: Sequence[Stored]
    problems: dict[int, str]
    """By position."""
    doubled: Sequence[Stored] = ()
    """Rows at positions at which there are others too."""


class Scan:
    """What the log says, compared with the tree of `size` events that was kept; `marks` are sizes to know roots of."""

    def __init__(self, tiles: Tiles, size: int, marks: Iterable[int]) -> None:
        self._tiles = tiles
        self._size = size
        self._marks = sorted(set(marks))
        self._edge = Edge()
        self.roots: dict[int, bytes] = {}
        self.counted = 0
        self.compared = 0
        self.nodes = 0
        self.differing = 0
        self.first: Difference | None = None
        self.broken_node: tuple[int, int] | None = None
        self.lost: str | None = None

    @property
    def last(self) -> int:
        """The last position that was come to."""
        return self._edge.size

    def read(self, lines: Lines, tell: Callable[[int], None] = lambda _: None) -> None:
        """Read the log from its first row to its last. Raises Unavailable when the database cannot be used at all."""
        self._mark()
        if early := before_the_first(lines):
            self._differ(early)
        for page in pages(lines, self._size):
            self._take(page)
            tell(self.last)
        if self.last < self._size:
            self._cut()

    def _take(self, page: Page) -> None:
        begin = self._edge.size
        self.counted += sum(leaf is not None for leaf in page.leaves) if page.problems else len(page.leaves)
        hashes = [leaf or EMPTY for leaf in page.leaves]
        self._compare(begin, hashes, page)
        done = 0
        for mark in [*(each - begin for each in self._marks if begin < each <= begin + len(hashes)), len(hashes)]:
            self._extend(hashes[done:mark])
            done = mark

    def _extend(self, hashes: Sequence[bytes]) -> None:
        before = self._edge.size
        for level, added in enumerate(self._edge.extend(hashes)):
            if level and self.differing == 0 and self.broken_node is None:
                self._compare_nodes(level, before >> HEIGHT * level, added)
        self._mark()

    def _mark(self) -> None:
        if self._edge.size in self._marks:
            self.roots[self._edge.size] = self._edge.root()

    def _compare(self, begin: int, hashes: Sequence[bytes], page: Page) -> None:
        for row in page.doubled:
            self._differ(Difference(row.position, None, None, f"a second event, {row.type!r} of {row.stream!r}"))
        end = min(begin + len(hashes), self._size)
        kept = self._kept(begin, end) if begin < end else b""
        end = begin + len(kept) // HASH
        for position, problem in page.problems.items():
            if position > end:
                self._differ(Difference(position, None, None, problem))
        self.compared += end - begin
        if b"".join(hashes[: end - begin]) == kept:
            return
        for index in range(end - begin):
            expected = kept[index * HASH : (index + 1) * HASH]
            if hashes[index] != expected:
                self._differ(difference(begin + index + 1, expected, page.leaves[index], page))

    def _kept(self, begin: int, end: int) -> bytes:
        """The hashes of leaves that were kept, as far as they are there."""
        try:
            return self._tiles.hashes(0, begin, end)
        except Missing as missing:
            self.lost = self.lost or str(missing)
        if end - begin == 1:
            return b""
        middle = (begin + end) // 2
        first = self._kept(begin, middle)
        return first + self._kept(middle, end) if len(first) == (middle - begin) * HASH else first

    def _compare_nodes(self, level: int, begin: int, added: Sequence[bytes]) -> None:
        end = min(begin + len(added), self._size >> HEIGHT * level)
        with suppress(Missing):
            kept = self._tiles.hashes(level, begin, max(begin, end))
            self.nodes += len(kept) // HASH
            for index in range(len(kept) // HASH):
                if kept[index * HASH : (index + 1) * HASH] != added[index]:
                    self.broken_node = (level, begin + index)
                    return
            return
        self.broken_node = (level, begin)

    def _cut(self) -> None:
        """The log ends too early: every position beyond its end is missing."""
        expected = None
        with suppress(Missing):
            expected = self._tiles.hashes(0, self.last, self.last + 1)
        self._differ(Difference(self.last + 1, expected, None, f"nothing: the log ends at position {self.last:,}"))
        self.differing += self._size - self.last - 1

    def _differ(self, difference: Difference) -> None:
        self.differing += 1
        if self.first is None or difference.position < self.first.position:
            self.first = difference


def difference(position: int, expected: bytes, found: bytes | None, page: Page) -> Difference:
    event = next((row for row in page.rows if row.position == position), None)
    told = f"{event.type!r} of {event.stream!r}, version {event.version!r}" if event else ""
    return Difference(position, expected, found, page.problems.get(position) or told)


def before_the_first(lines: Lines) -> Difference | None:
    """A row at a position below 1, which this program never writes."""
    try:
        rows = lines.log(BEFORE_ALL, 1)
    except Unavailable as unreadable:
        with suppress(Unavailable):
            lines.log(0, 1)
            return Difference(0, None, None, f"a row before the first that cannot be read: {unreadable}")
        return None
    if rows and rows[0].position < 1:
        return Difference(rows[0].position, None, None, "a row before the first")
    return None


def pages(lines: Lines, size: int) -> Iterator[Page]:
    """The log in pages; gaps up to the size that was signed are filled, so that each leaf stands at its place."""
    after = 0
    for rows in readable(lines):
        if isinstance(rows, str):
            after += 1
            yield Page([None], (), {after: rows})
            continue
        page = paged(rows, after, size)
        yield page
        after += len(page.leaves)
        if after < rows[-1].position:  # a gap that nothing fills: what comes after it has no place in the tree
            return


def readable(lines: Lines) -> Iterator[list[Stored] | str]:
    """Rows page by page; where one cannot be read, why. Raises Unavailable when no row can.

    The next page is read while the last one is looked at: neither waits for the other.
    """
    after, limit, lost = 0, PAGE, 0
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(lines.log, after, limit)
        while True:
            try:
                rows = coming.result()
            except Unavailable as unreadable:
                if lines.head() <= after:
                    raise
                if limit == 1:
                    yield f"a row that cannot be read: {unreadable}"
                    after += 1
                    lost += 1
                if lost == LOST:
                    return
                limit = 1 if limit > 1 else PAGE
                coming = ahead.submit(lines.log, after, limit)
                continue
            if not rows:
                return
            after, lost = rows[-1].position, 0
            coming = ahead.submit(lines.log, after, limit)
            yield rows


def paged(rows: Sequence[Stored], after: int, size: int) -> Page:
    """The leaves of the rows, which follow the position."""
    if rows[0].position == after + 1 and rows[-1].position == after + len(rows):
        with suppress(Unhashable):
            return Page(list(map(leaf, rows)), rows, {})
    leaves: list[bytes | None] = []
    problems: dict[int, str] = {}
    doubled: list[Stored] = []
    for row in rows:
        place = after + len(leaves) + 1
        if row.position < place:
            doubled.append(row)
            continue
        if row.position > place:
            problems[place] = f"nothing: the next position after {place - 1:,} is {row.position:,}"
            if row.position > size or row.position - place > WIDE:
                leaves.append(None)
                break
            leaves += [None] * (row.position - place)
        try:
            leaves.append(leaf(row))
        except Unhashable as wrong:
            leaves.append(None)
            problems[row.position] = str(wrong)
    return Page(leaves, rows, problems, doubled)
