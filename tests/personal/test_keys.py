"""Keys: one for each person whoever asks first, kept apart, encrypted if one likes, gone once destroyed."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.erasing import carry_out, carry_out_again, give_up, lost, returned
from application.integrity.derived import derived
from application.mapper import UnknownEvent
from application.store import Keys, NoSuchKey, Snapshot, WrongSecret, open_keys
from application.store.keys import SNAPSHOTS
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.personal import ERASED
from opsledger.commands.program import run
from tests.personal.place import Place, decide_erasure, leave, played
from tests.stories.company import Company

SECRET = "an operator's secret of some length"


@pytest.fixture
def keys(place: Place) -> Iterator[Keys]:
    with closing(open_keys(place.target, place.schema)) as it:
        yield it


def test_everybody_who_asks_first_at_once_gets_the_same_key(place: Place) -> None:
    opened = [open_keys(place.target, place.schema) for _ in range(4)]
    begin, found = threading.Barrier(len(opened)), []

    def ask(keys: Keys) -> None:
        begin.wait()
        found.append(keys.current("pia"))

    threads = [threading.Thread(target=ask, args=(each,)) for each in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1
    for keys in opened:
        keys.close()


def test_a_destroyed_key_is_known_to_be_and_another_one_follows(keys: Keys) -> None:
    first, other = keys.current("pia"), keys.current("ron")
    keys.current(SNAPSHOTS)
    assert keys.destroy("pia") == ["pia.", first.id], "what was recorded before there were keys counts as one"
    assert keys.get(first.id) is None and keys.get(other.id) == other
    assert keys.destroyed() == 3, "that of snapshots goes with it"
    assert keys.erased() == {"pia", SNAPSHOTS}
    second = keys.current("pia")
    assert second.id != first.id and second.secret != first.secret
    assert keys.destroy("pia") == sorted(["pia.", first.id, second.id])
    assert keys.held() == 1


def test_destroying_what_is_not_there_twice_changes_nothing(keys: Keys) -> None:
    assert keys.destroy("pia") == keys.destroy("pia") == ["pia."]
    assert keys.destroyed() == 1
    with pytest.raises(NoSuchKey):
        keys.get("pia.00000000")


def test_keys_are_encrypted_by_a_secret_if_there_is_one(place: Place) -> None:
    with closing(open_keys(place.target, place.schema)) as plain:
        before = plain.current("ron")
    with closing(open_keys(place.target, place.schema, SECRET)) as keys:
        key = keys.current("pia")
        assert keys.get(before.id) == before
    if not place.on_postgres:
        kept = (Path(place.target) / "keys.db").read_bytes()
        assert key.secret not in kept and before.secret in kept
    with closing(open_keys(place.target, place.schema, SECRET)) as keys:
        assert keys.get(key.id) == key
    for secret in (None, "another one"):
        with closing(open_keys(place.target, place.schema, secret)) as keys, pytest.raises(WrongSecret):
            keys.get(key.id)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_only_their_owner_can_read_the_file(place: Place, keys: Keys) -> None:
    keys.current("pia")
    assert (Path(place.target) / "keys.db").stat().st_mode & 0o777 == 0o600


def erased(place: Place) -> tuple[Company, bytes]:
    """Ron was erased; with the keys as a backup of the day before has them."""
    company = place.process()
    played(company)
    backup = (Path(place.target) / "keys.db").read_bytes()
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    return company, backup


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_key_that_comes_back_from_a_backup_is_known_and_destroyed_again(place: Place) -> None:
    company, backup = erased(place)
    company.store.close()
    (Path(place.target) / "keys.db").write_bytes(backup)
    again = place.process()
    clear, key = returned(again.ledger)
    assert clear == "ron." and key.startswith("ron.")
    assert wrong_with_keys(again, place) == [f"keys: {key} was destroyed, and is there again"]
    assert carry_out_again(again.ledger) == [clear, key] and not wrong_with_keys(again, place)
    assert returned(again.ledger) == [] and again.store.keys.get(key) is None
    assert carry_out_again(again.ledger) == []


def wrong_with_keys(company: Company, place: Place) -> list[str]:
    return [each for each in derived(company.ledger, place.target) if each.startswith("keys: ")]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_key_destroyed_before_the_erasure_was_decided_is_named(place: Place) -> None:
    company, _ = erased(place)
    assert wrong_with_keys(company, place) == []
    leave(company, "rita")
    company.do("organisation.request_erasure", "hugo", part="rita", reason="It was asked for")
    company.store.keys.destroy("rita")
    assert wrong_with_keys(company, place) == ["keys: that of rita was destroyed, and no erasure is recorded"]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_key_that_no_erasure_would_destroy_and_a_snapshot_that_was_altered_are_named(place: Place) -> None:
    company, _ = erased(place)
    key = company.store.keys.current(SNAPSHOTS)
    company.store.keep(Snapshot(ORGANISATION, 3, f"shape/{key.id}", bytes(40)))
    told = f"snapshots: that of {ORGANISATION} is none that its key can open"
    assert derived(company.ledger, place.target) == [told]
    with closing(sqlite3.connect(Path(place.target) / "keys.db")) as keys, keys:
        keys.execute("UPDATE keys SET owner = 'nobody' WHERE id = ?", [key.id])
    assert wrong_with_keys(company, place) == [f"keys: {key.id} is kept as a key of 'nobody'"]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_lost_keys_stop_the_reading_until_they_are_given_up(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    company, _ = erased(place)
    company.store.close()
    (Path(place.target) / "keys.db").unlink()
    after = place.process()
    with pytest.raises(UnknownEvent, match="`opsledger keys status` tells more"):
        after.get(Organisation, ORGANISATION)
    after.store.close()
    environment = {"OPSLEDGER_DATA": place.target}
    assert run(["keys", "status"], environment) == 1 and "lost      ron." in capsys.readouterr().out
    assert run(["doctor"], environment) == 1 and "keys status" in capsys.readouterr().out
    assert run(["keys", "give-up"], environment) == 0 and "keys given up: " in capsys.readouterr().out
    assert run(["keys", "status"], environment) == 0
    given_up = place.process()
    assert wrong_with_keys(given_up, place) == [], "that they were given up is recorded"
    given_up.store.keys.destroy("pia")
    assert wrong_with_keys(given_up, place) == ["keys: that of pia was destroyed, and no erasure is recorded"]
    given_up.store.close()
    assert {person.name for person in place.process().get(Organisation, ORGANISATION).people.values()} == {ERASED}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_whoever_was_interrupted_while_giving_up_records_it_the_next_time(place: Place) -> None:
    company, _ = erased(place)
    company.store.close()
    (Path(place.target) / "keys.db").unlink()
    interrupted = place.process()
    for name in lost(interrupted.store):
        interrupted.store.keys.bury(name)
    assert wrong_with_keys(interrupted, place) != []
    assert give_up(interrupted.ledger) == []
    assert wrong_with_keys(interrupted, place) == []
