"""Tiles, entries and proofs are what C2SP says: code that is not ours reads them and comes to the same conclusions."""

from base64 import b64decode

import pytest
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

from application.integrity.leaf import Unhashable, entry
from application.integrity.log import NoCheckpoint, TransparencyLog
from application.store import Stored
from tests.integrity.place import Place

SIZE = 70_000


class Served:
    """The log behind the paths of c2sp.org/tlog-tiles, as a web server would have it."""

    def __init__(self, log: TransparencyLog) -> None:
        self._log = log

    def get(self, *path: str) -> bytes | None:
        if path == ("checkpoint",):
            return str(self._log.checkpoint()).encode()
        _, level, *rest = path
        width = int(rest.pop()) if rest[-2:-1] and rest[-2].endswith(".p") else 256
        index = int("".join(part.removeprefix("x").removesuffix(".p") for part in rest))
        try:
            if level == "entries":
                return self._log.entries(index, width)
            return self._log.tile(int(level), index, width)
        except LookupError:
            return None


def test_code_that_is_not_ours_reads_the_log_and_comes_to_its_root(place: Place) -> None:
    place.recorded(700)
    reader = TilesReader(Served(place.log))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(str(place.signer.verifier)))
    assert (checkpoint.origin, checkpoint.size) == ("log.example/test", 700)
    assert reader.mth(0, 700) == checkpoint.root_hash
    for position in (1, 256, 257, 512, 513, 699, 700):
        bundle, offset = divmod(position - 1, 256)
        entries = reader._get_tile(-1, bundle, 700 - bundle * 256 if bundle == 2 else 0)
        assert entries and entries[offset] == entry(place.store.log(position - 1, 1)[0])


def test_code_that_is_not_ours_accepts_our_proofs(place: Place) -> None:
    place.recorded(700)
    log = place.log
    root = Checkpoint.from_text(str(log.checkpoint())).root_hash
    for position in range(1, 701, 13):
        leaf = leaf_hash(entry(place.store.log(position - 1, 1)[0]))
        InclusionProof(position - 1, 700, log.inclusion(position, 700)).check(leaf, root)
        ConsistencyProof(position, 700, log.consistency(position, 700)).check(log.root(position), root)


def test_a_tree_of_70_000_has_the_tiles_of_the_specification(place: Place) -> None:
    place.recorded(SIZE)
    log = place.log
    assert len(log.tile(0, 272)) == len(log.tile(1, 0)) == 8192
    assert len(log.tile(0, 273, 112)) == 112 * 32 and len(log.tile(1, 1, 17)) == 17 * 32
    assert len(log.tile(2, 0, 1)) == 32
    for level, index, width in [(0, 273, 113), (1, 1, 18), (2, 0, 2), (3, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]:
        with pytest.raises(LookupError):
            log.tile(level, index, width)
    root = b64decode(str(log.checkpoint()).splitlines()[2])
    InclusionProof(66_000, SIZE, log.inclusion(66_001, SIZE)).check(
        leaf_hash(entry(place.store.log(66_000, 1)[0])), root
    )


def test_proofs_can_be_had_for_every_size_that_was_passed(place: Place) -> None:
    place.recorded(300)
    place.recorded(300)
    log = place.log
    root = log.root(257)
    InclusionProof(99, 257, log.inclusion(100, 257)).check(leaf_hash(entry(place.store.log(99, 1)[0])), root)
    ConsistencyProof(100, 257, log.consistency(100, 257)).check(log.root(100), root)


def test_what_is_not_there_is_said_to_be_absent(place: Place) -> None:
    with pytest.raises(NoCheckpoint):
        place.log.checkpoint()
    place.recorded(5)
    for position, size in [(0, 5), (6, 5), (1, 6)]:
        with pytest.raises(LookupError):
            place.log.inclusion(position, size)
    for old, new in [(3, 6), (4, 3), (-1, 3)]:
        with pytest.raises(LookupError):
            place.log.consistency(old, new)


def test_no_two_events_share_an_entry() -> None:
    one = Stored(1, "plan-1", 1, "plan.drafted", b"{}")
    others = [
        one._replace(position=2), one._replace(stream="plan-2"), one._replace(version=2),
        one._replace(type="plan.draft", stream="edplan-1"), one._replace(data=b"{ }"),
    ]
    assert len({entry(each) for each in (one, *others)}) == 6


@pytest.mark.parametrize("spoilt", [{"data": "{}"}, {"type": None}, {"version": "1"}, {"position": 2**63}])
def test_a_row_that_no_program_of_ours_writes_has_no_entry(spoilt: dict[str, object]) -> None:
    with pytest.raises(Unhashable, match="holds what no event holds"):
        entry(Stored(1, "plan-1", 1, "plan.drafted", b"{}")._replace(**spoilt))  # type: ignore[arg-type]
