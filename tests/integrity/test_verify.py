"""Verifying finds whatever was done to the log behind the program's back, and names where it begins."""

import random
from pathlib import Path

import pytest

from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succession
from application.integrity.note import COSIGNATURE, Signer
from tests.integrity.place import Place, with_signature

SIZE = 700
SWAPPED = (
    "UPDATE stored_events SET {position} = -1 WHERE {position} = 300",
    "UPDATE stored_events SET {position} = 300 WHERE {position} = 301",
    "UPDATE stored_events SET {position} = 301 WHERE {position} = -1",
)
MADE_ROOM = (
    "UPDATE stored_events SET {position} = -{position} WHERE {position} >= 300",
    "UPDATE stored_events SET {position} = 1 - {position} WHERE {position} < 0",
)
INSERT = "INSERT INTO stored_events (originator_id, originator_version, topic, state, {position}) VALUES "


@pytest.fixture
def signed(place: Place) -> Place:
    """A ledger of which everything is signed and in order."""
    place.recorded(SIZE)
    found = place.findings(kept={"kept": place.log.checkpoint()})
    assert all(finding.well for finding in found.values()), found
    return place


def test_it_says_what_it_counted_expected_and_found(signed: Place) -> None:
    found = signed.findings()
    root = signed.log.checkpoint().note.text.splitlines()[2]
    assert found["log"].seen.startswith("700 events read up to position 700, ")
    assert found["tree"].seen == "700 hashes of events and 2 above them, all as recomputed"
    assert found["newest, 700 events"].seen == f"root {root}, as recomputed"
    assert found["newest, signed by"].seen == f"log.example/test (key {signed.signer.verifier.id.hex()})"


@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        (("UPDATE stored_events SET state = {changed} WHERE {{position}} = 333",), 333),
        (("UPDATE stored_events SET topic = 'plan.approved' WHERE {{position}} = 1",), 1),
        (("UPDATE stored_events SET originator_id = 'plan-9' WHERE {{position}} = 700",), 700),
        (("UPDATE stored_events SET originator_version = 777 WHERE {{position}} = 256",), 256),
        (tuple(each.replace("{position}", "{{position}}") for each in SWAPPED), 300),
        (("DELETE FROM stored_events WHERE {{position}} = 299",), 299),
        (("DELETE FROM stored_events WHERE {{position}} BETWEEN 1 AND 290",), 1),
        (("DELETE FROM stored_events WHERE {{position}} > 650",), 651),
        (("DELETE FROM stored_events",), 1),
    ],
)
def test_what_was_changed_is_found_at_its_first_position(
    signed: Place, tampering: tuple[str, ...], position: int
) -> None:
    signed.tamper(*(each.format(changed=signed.blob(b'{"act":"plan.revise"}')) for each in tampering))
    found = signed.findings()
    assert not found["tree"].well and found["tree"].position == position
    assert found["tree"].seen.startswith(f"position {position} differs: expected ")
    assert not found["newest, 700 events"].well


@pytest.mark.parametrize(("at", "position"), [(0, 0), (-5, -5), (300, 300), (705, 701)])
def test_an_event_that_was_inserted_is_found(signed: Place, at: int, position: int) -> None:
    if at == 300:
        signed.tamper(*MADE_ROOM)
    signed.tamper(INSERT + f"('plan-x', 1, 'plan.approved', {signed.blob(b'{}')}, {at})")
    found = signed.findings()["tree"]
    assert not found.well and found.position == position


def test_a_second_event_at_a_position_is_found(signed: Place) -> None:
    if not signed.on_postgres:
        pytest.skip("there the position is the key of the table")
    signed.tamper(
        "DROP INDEX stored_events_notification_id_idx",
        "INSERT INTO stored_events SELECT 'plan-x', 1, topic, state, 700 FROM stored_events WHERE {position} = 1",
    )
    found = signed.findings()["tree"]
    assert not found.well and found.position == 700 and "a second event" in found.seen


def test_a_cut_tail_is_found_by_a_checkpoint_that_was_kept_when_all_else_was_cut_too(signed: Place) -> None:
    kept = signed.log.checkpoint()
    rewrite(signed, "DELETE FROM stored_events WHERE {position} > 650")
    assert all(finding.well for finding in signed.findings().values())
    found = signed.findings(kept={"kept": kept})
    assert found["kept, 700 events"].seen == "the log ends at position 650: the rest is missing"
    assert not found["kept, 700 events"].well and found["kept, 700 events"].position == 651


def test_a_newest_checkpoint_that_was_put_back_is_found_by_a_later_one(place: Place) -> None:
    place.recorded(200)
    early = str(place.log.checkpoint())
    place.recorded(50)
    late = place.log.checkpoint()
    if place.on_postgres:
        place.tamper(f"UPDATE notes SET note = '{early}' WHERE kind = 'checkpoint'")
    else:
        (Path(place.target) / place.tree / "checkpoint").write_text(early, "utf-8")
    assert all(finding.well for finding in place.findings().values())
    found = place.findings(kept={"late": late})
    assert found["late, 250 events"].well and not found["newest, put back"].well
    assert found["newest, put back"].seen == "it is of 200 events, and the log has signed 250"


def test_a_log_that_was_rewritten_as_a_whole_is_found_by_checkpoints_that_were_kept(place: Place) -> None:
    place.recorded(200)
    early = place.log.checkpoint()
    place.recorded(500)
    late = place.log.checkpoint()
    rewrite(place, "UPDATE stored_events SET topic = 'plan.approved' WHERE {position} = 250")
    assert all(finding.well for finding in place.findings().values())
    found = place.findings(kept={"early": early, "late": late})
    assert found["early, 200 events"].well and not found["late, 700 events"].well
    assert found["late, 700 events"].seen.endswith("the difference lies after position 200, up to 700")


def test_a_kept_checkpoint_by_another_key_or_of_another_log_is_told(signed: Place) -> None:
    stranger, newest = Signer.made("log.example/test"), signed.log.checkpoint()
    forged = Checkpoint.signed(newest.size, newest.root, stranger)
    other = Checkpoint.signed(newest.size, newest.root, Signer.made("log.example/other"))
    found = signed.findings(kept={"forged": forged, "other": other})
    assert found["forged, signed by"].seen == "nobody whose key is known" and not found["forged, signed by"].well
    assert found["other, signed by"].seen.startswith("it is of the log log.example/other")
    assert not found["other, signed by"].well
    assert not signed.findings(given=[stranger.verifier])["newest, signed by"].well
    assert signed.findings(given=[signed.signer.verifier])["newest, signed by"].well


def test_keys_follow_those_that_are_trusted(signed: Place) -> None:
    old = signed.signer
    signed.signer = Signer.made(old.verifier.name)
    signed.tiles.add_key(str(succession(old, signed.signer.verifier)))
    signed.recorded(5)
    found = signed.findings(given=[old.verifier])
    assert found["newest, signed by"].seen.endswith(f"(key {signed.signer.verifier.id.hex()})")


def test_cosigned_checkpoints_are_held_against_the_log_too(signed: Place) -> None:
    witness, newest = Signer.made("witness.example/w1", COSIGNATURE), signed.log.checkpoint()
    note = with_signature(newest.note, witness.cosign(newest.note.text, 1_800_000_000))
    signed.tiles.keep_cosigned(Checkpoint.parse(str(note)))
    signed.recorded(5)
    found = signed.findings(given=[signed.signer.verifier, witness.verifier])
    assert "witness.example/w1" in found["cosigned, signed by"].seen and found["cosigned, 700 events"].well


def test_events_that_are_not_signed_yet_are_no_problem(signed: Place) -> None:
    signed.record(3)
    assert all(finding.well for finding in signed.findings().values())


def test_a_log_of_which_nothing_is_signed_is_a_problem_unless_it_is_empty(place: Place) -> None:
    assert all(finding.well for finding in place.findings().values())
    place.record(3)
    assert not place.findings()["checkpoint"].well


def test_damaged_hashes_are_told_from_a_changed_log(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(SIZE)
    upper, lower = tmp_path / place.tree / "level-1", tmp_path / place.tree / "level-0"
    upper.write_bytes(bytes(32) + upper.read_bytes()[32:])
    found = place.findings()
    assert not found["tree"].well and "hash 0 of level 1" in found["tree"].seen
    assert found["newest, 700 events"].well
    lower.unlink()
    found = place.findings()
    assert not found["tree"].well and "lost" in found["tree"].seen
    assert found["newest, 700 events"].well
    place.close()


@pytest.mark.parametrize("column", ["state", "originator_id", "topic", "{position}"])
def test_rows_that_cannot_be_read_are_named(tmp_path: Path, column: str) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(SIZE)
    spoilt = {"state": "NULL", "{position}": "-{position}"}.get(column, "CAST(x'ff' AS TEXT)")
    if column == "state":
        spoilt = "'text where bytes belong'"
    place.tamper(f"UPDATE stored_events SET {column} = {spoilt} WHERE {{position}} = 412")
    found = place.findings()["tree"]
    assert not found.well and found.position == (-412 if column == "{position}" else 412)
    place.close()


def test_a_checkpoint_with_other_line_ends_is_found(place: Place) -> None:
    place.recorded(5)
    if place.on_postgres:
        place.tamper(r"UPDATE notes SET note = replace(note, E'\n', E'\r\n') WHERE kind = 'checkpoint'")
    else:
        file = Path(place.target) / place.tree / "checkpoint"
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert not place.findings()["checkpoint"].well


def test_a_position_that_no_log_comes_to_is_named_whatever_is_said_to_be_signed(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(SIZE)
    place.tamper(f"UPDATE stored_events SET rowid = {10**14} WHERE rowid = 412")
    lie = Checkpoint.signed(10**15, bytes(32), place.signer)
    (tmp_path / place.tree / "checkpoint").write_text(str(lie), "utf-8")
    found = place.findings()["tree"]
    assert not found.well and found.position == 412
    place.close()


def test_every_single_byte_that_is_changed_is_found_where_it_is(place: Place) -> None:
    place.recorded(400)
    chance = random.Random(20261121)
    for _ in range(25):
        position = chance.randint(1, 400)
        (event,) = place.store.log(position - 1, 1)
        spoilt = bytearray(event.data)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        change = f"UPDATE stored_events SET state = {{}} WHERE {{{{position}}}} = {position}"
        place.tamper(change.format(place.blob(bytes(spoilt))))
        found = place.findings()
        assert found["tree"].position == position and not found["newest, 400 events"].well
        place.tamper(change.format(place.blob(event.data)))
    assert all(finding.well for finding in place.findings().values())


def rewrite(place: Place, *statements: str) -> None:
    """Change the log and have all that is kept beside it agree, as somebody can who holds the machine and the key."""
    place.tamper(*statements)
    if place.on_postgres:
        place.tamper("DELETE FROM tiles", "DELETE FROM notes WHERE kind = 'checkpoint'")
    else:
        for file in (Path(place.target) / place.tree).glob("[!k]*"):
            file.unlink()
    place.notary.catch_up()
