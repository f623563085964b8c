"""The notary follows the log: it signs what was committed, goes on where it stopped, and never signs a changed past."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from application.integrity.checkpoint import Checkpoint, Tampered
from application.integrity.growth import Growth
from application.integrity.keys import succession
from application.integrity.leaf import leaf
from application.integrity.notary import Notary
from application.integrity.note import BadNote, Signer
from application.integrity.tiles import FileTiles, Missing, Overtaken
from application.integrity.tree import Edge
from application.store import open_store
from tests.integrity.place import Place


def root_of(place: Place, size: int) -> bytes:
    """The root by the log alone."""
    edge = Edge()
    edge.extend([leaf(event) for event in place.store.log(0, size)])
    return edge.root()


def test_what_is_recorded_is_signed_within_a_second(place: Place) -> None:
    notary = place.notary
    notary.start()
    try:
        for count in (3, 300):
            place.record(count)
            begun = time.monotonic()
            assert notary.wait(place.store.head(), 5)
            assert time.monotonic() - begun < 1
    finally:
        notary.stop()
    newest = place.log.checkpoint()
    assert (newest.size, newest.root) == (303, root_of(place, 303))
    assert newest.signers(place.log.verifiers()) == [place.signer.verifier]
    assert notary.status().leading and not notary.status().error


def test_it_goes_on_where_it_stopped(place: Place) -> None:
    for count in (1, 254, 1, 1, 300, 2_500):
        place.record(count)
        place.notary.catch_up()
        newest, head = place.log.checkpoint(), place.store.head()
        assert (newest.size, newest.root) == (head, root_of(place, head))
    assert place.log.root(257) == root_of(place, 257)


def test_nothing_new_needs_no_new_signature(place: Place) -> None:
    place.recorded(5)
    first = place.tiles.checkpoint()
    place.notary.catch_up()
    assert place.tiles.checkpoint() == first


def test_only_one_process_signs(place: Place) -> None:
    place.recorded(5)
    place.record(5)
    with closing(open_store(place.target, place.schema)) as elsewhere:
        found = Notary(elsewhere, place.tiles, lambda: place.signer).catch_up()
    assert found and found.size == 5


@pytest.mark.parametrize("further", [0, 5, 20])
def test_it_does_not_go_on_from_a_log_whose_tail_was_cut(place: Place, further: int) -> None:
    place.recorded(300)
    place.tamper("DELETE FROM stored_events WHERE {position} > 290")
    place.record(further, of="goal")
    signed = place.tiles.checkpoint()
    with pytest.raises(Tampered, match="position 300 "):
        place.notary.catch_up()
    assert place.tiles.checkpoint() == signed


def test_a_tail_that_is_cut_while_it_follows_stops_it(place: Place) -> None:
    place.recorded(10)
    notary = place.notary
    notary.start()
    try:
        assert notary.wait(10, 5)
        place.tamper("DELETE FROM stored_events WHERE {position} > 8")
        place.record(1, of="goal")
        assert not notary.wait(11, 5) and isinstance(notary.status().error, Tampered)
    finally:
        notary.stop()


def test_it_signs_no_log_with_gaps(place: Place) -> None:
    place.record(20)
    place.tamper("DELETE FROM stored_events WHERE {position} = 7")
    with pytest.raises(Tampered, match="gaps"):
        place.notary.catch_up()


def test_what_came_of_a_growth_that_was_not_finished_is_overwritten(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(10)
    with (tmp_path / place.tree / "level-0").open("ab") as file:
        file.write(b"half a ha")
    place.recorded(10)
    assert place.log.checkpoint().root == root_of(place, 20) == place.log.root(20)
    place.close()


def test_hashes_that_are_not_those_signed_stop_it(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(10)
    level = tmp_path / place.tree / "level-0"
    level.write_bytes(bytes(32) + level.read_bytes()[32:])
    with pytest.raises(Missing, match="not those that were signed"):
        place.notary.catch_up()
    level.unlink()
    with pytest.raises(Missing, match="lacks hashes"):
        place.notary.catch_up()
    place.close()


def test_whoever_was_overtaken_writes_nothing(place: Place) -> None:
    place.recorded(5)
    late = Growth(place.store, place.tiles, lambda: place.signer)
    place.recorded(5)
    with pytest.raises(Overtaken):
        late.grow()
    assert place.log.checkpoint().size == 10


def test_a_key_that_is_not_the_logs_signs_nothing(place: Place) -> None:
    place.recorded(5)
    place.record(5)
    stranger = Signer.made(place.signer.verifier.name)
    with pytest.raises(BadNote, match="signed by another key"):
        Notary(place.store, place.tiles, lambda: stranger).catch_up()
    assert place.log.checkpoint().size == 5


def test_after_a_change_of_key_old_checkpoints_still_hold(place: Place) -> None:
    place.recorded(5)
    old, before = place.signer, place.log.checkpoint()
    place.signer = Signer.made(old.verifier.name)
    place.tiles.add_key(str(succession(old, place.signer.verifier)))
    place.recorded(5)
    after, keys = place.log.checkpoint(), place.log.verifiers()
    assert keys == [old.verifier, place.signer.verifier]
    assert before.signers(keys) == [old.verifier] and after.signers(keys) == [place.signer.verifier]


def test_the_files_of_a_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    tiles = FileTiles(tmp_path / "tree")
    signer = Signer.made("log.example/1")
    tiles.grow(None, [[bytes(32)]], Checkpoint.signed(1, bytes(32), signer))
    assert (tmp_path / "tree").stat().st_mode & 0o077 == 0
