"""Verifying the log: what was counted, what was expected, what was found, and the first position that differs."""

import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from application.integrity.checkpoint import Checkpoint
from application.integrity.growth import Lines
from application.integrity.keys import succeeded, trusted
from application.integrity.note import BadNote, Verifier
from application.integrity.scan import Difference, Scan
from application.integrity.tiles import Tiles


class Finding(NamedTuple):
    """What was looked at, what was seen, whether it is well, and the first position that differs, if any is known."""

    what: str
    seen: str
    well: bool = True
    position: int | None = None


def verify(
    store: Lines,
    tiles: Tiles,
    kept: Mapping[str, Checkpoint] = {},
    given: Sequence[Verifier] = (),
    tell: Callable[[int], None] = lambda _: None,
    keys: Tiles | None = None,
) -> Iterator[Finding]:
    """Read the whole log and recompute everything that was ever said of it (AUDIT-04).

    `kept` are checkpoints that somebody kept elsewhere, by the names they go by; `given` keys that somebody trusts, and
    without any the keys of the log are believed. `tell` hears of the positions come to. `keys` are the tiles that name
    the keys of the log, where what is verified is a book beside it. Raises Unavailable, OSError.
    """
    cosigned, spoilt = read(tiles.cosigned())
    newest, problem = read(tiles.checkpoint())  # last: while a server signs, no other is of more events
    size = newest.size if newest else 0
    checkpoints = {"newest": newest, "cosigned": cosigned, **kept}
    signed = {name: checkpoint for name, checkpoint in checkpoints.items() if checkpoint}
    scan = Scan(tiles, size, [each.size for each in signed.values()])
    begun = time.perf_counter()
    scan.read(store, tell)
    yield counted(scan, time.perf_counter() - begun)
    yield tree(scan, size)
    if newest is None:
        yield Finding("checkpoint", problem or "nothing of this log has been signed yet", scan.last == 0)
    if spoilt:
        yield Finding("cosigned", spoilt, well=False)
    try:
        notes = (keys or tiles).keys()
        known = trusted(notes, given) if given else succeeded(notes)
    except BadNote as wrong:
        yield Finding("keys", str(wrong), well=False)
        known = list(given)
    origin = newest.origin if newest else None
    for name, checkpoint in signed.items():
        yield Finding(f"{name}, signed by", *signatures(checkpoint, origin, known))
        yield head(name, checkpoint, scan, signed)
    if newest:
        yield from put_back(newest, signed.values(), known)


def read(note: str | None) -> tuple[Checkpoint | None, str]:
    """The checkpoint of a note that was kept, or what is wrong with it."""
    try:
        return (None, "") if note is None else (Checkpoint.parse(note), "")
    except BadNote as wrong:
        return None, str(wrong)


def counted(scan: Scan, seconds: float) -> Finding:
    rate = f"{scan.counted / seconds:,.0f} a second" if seconds else ""
    well = scan.counted == scan.last
    return Finding("log", f"{scan.counted:,} events read up to position {scan.last:,}, {rate}", well)


def tree(scan: Scan, size: int) -> Finding:
    """Whether the hashes that were kept as the log grew are those of what is in it now."""
    if first := scan.first:
        return Finding("tree", told(first, scan.differing), well=False, position=first.position)
    if scan.lost:
        return Finding("tree", f"hashes were lost, so no position can be named: {scan.lost}", well=False)
    if scan.broken_node:
        level, index = scan.broken_node
        return Finding("tree", f"hash {index:,} of level {level} is not that of the hashes below it", well=False)
    return Finding("tree", f"{scan.compared:,} hashes of events and {scan.nodes:,} above them, all as recomputed")


def told(first: Difference, differing: int) -> str:
    expected = first.expected.hex() if first.expected else "nothing"
    found = " ".join(filter(None, (first.found.hex() if first.found else "", first.event))) or "nothing"
    more = f"; {differing:,} positions differ" if differing > 1 else ""
    return f"position {first.position:,} differs: expected {expected}, found {found}{more}"


def signatures(checkpoint: Checkpoint, origin: str | None, keys: Sequence[Verifier]) -> tuple[str, bool]:
    """Who signed it, and whether it is of this log and by a key of the log that is known."""
    if origin and checkpoint.origin != origin:
        return f"it is of the log {checkpoint.origin}, and this is {origin}", False
    try:
        signers = checkpoint.signers(keys)
    except BadNote as wrong:
        return str(wrong), False
    names = ", ".join(f"{each.name} (key {each.id.hex()})" for each in signers)
    return names or "nobody whose key is known", checkpoint.is_signed_by_the_log(signers)


def head(name: str, checkpoint: Checkpoint, scan: Scan, signed: Mapping[str, Checkpoint]) -> Finding:
    """Whether the log still begins as it was when the checkpoint was made."""
    what = f"{name}, {checkpoint.size:,} events"
    expected, found = checkpoint.root, scan.roots.get(checkpoint.size)
    if found == expected:
        return Finding(what, f"root {encoded(expected)}, as recomputed")
    if found is None:
        missing = scan.last + 1
        return Finding(what, f"the log ends at position {scan.last:,}: the rest is missing", False, missing)
    earlier = [each for each in signed.values() if each.size < checkpoint.size]
    agreed = max((each.size for each in earlier if scan.roots.get(each.size) == each.root), default=0)
    where = f"the difference lies after position {agreed:,}, up to {checkpoint.size:,}"
    return Finding(what, f"root expected {encoded(expected)}, found {encoded(found)}; {where}", False, agreed + 1)


def put_back(newest: Checkpoint, signed: Iterable[Checkpoint], keys: Sequence[Verifier]) -> Iterator[Finding]:
    """Whether what is kept as the newest is older than what the log has signed: then its end seems unsigned."""
    largest = max(each.size for each in signed if signatures(each, newest.origin, keys)[1] or each is newest)
    if largest > newest.size:
        yield Finding("newest, put back", f"it is of {newest.size:,} events, and the log has signed {largest:,}", False)


def encoded(root: bytes) -> str:
    return b64encode(root).decode()
