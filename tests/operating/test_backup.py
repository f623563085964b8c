"""Backups made while others write, and what is restored from them."""

import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import copyfile

import psycopg
import pytest

from application.backup import Damaged, NotABackup, back_up, back_up_keys, restore, restore_keys
from application.command import Command
from application.integrity import open_tiles
from application.integrity.keys import succession
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.ledger import Ledger
from application.store import Store, open_keys, open_store
from application.store.copying import Occupied
from domain.shared.ids import ADMINISTRATOR
from opsledger.commands.answer import Exit
from tests.api.running import ROOMS
from tests.cli.conftest import Program

NOW = datetime(2026, 11, 1, tzinfo=UTC)
Place = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Gives a place for a ledger that is like a new one, each time it is called."""
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else ""
    numbers = iter(range(9))

    def another() -> str:
        if not dsn:
            return str(tmp_path / f"data-{next(numbers)}")
        emptied(dsn)
        return dsn

    yield another
    if dsn:
        emptied(dsn)


def emptied(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for schema in ("ledger", "ledger_keys", "integrity", "deliveries", "reads"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


def open_gardens(ledger: Ledger, number: int, first: int = 0) -> None:
    for each in range(first, first + number):
        ledger.do(
            Command(
                act="garden.open",
                actor=ADMINISTRATOR,
                inputs={"name": f"Garden {each}", "area": "5"},
                command_id=f"command-{each}",
            )
        )


@contextmanager
def writing(ledger: Ledger) -> Iterator[None]:
    """Others write until the end of the block."""
    stop = threading.Event()

    def write() -> None:
        number = 1_000
        while not stop.is_set():
            open_gardens(ledger, 1, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def signed(target: str, store: Store) -> int:
    """Sign the log; how many events are signed for."""
    signer = Signer.made("log.example")
    with closing(open_tiles(target)) as tiles:
        tiles.add_key(str(succession(signer, signer.verifier)))
        checkpoint = Notary(store, tiles, lambda: signer).catch_up()
    assert checkpoint is not None
    return checkpoint.size


def test_what_was_there_when_a_backup_began_is_there_again(place: Place, tmp_path: Path) -> None:
    target, file, keys = place(), tmp_path / "backup.zip", tmp_path / "keys.zip"
    with closing(open_store(target)) as store:
        ledger = Ledger(ROOMS, store)
        open_gardens(ledger, 20)
        before = signed(target, store)
        with closing(open_keys(target)) as held:
            key = held.current("person/wang")
        with writing(ledger):
            back_up(target, file, NOW)
            back_up_keys(target, keys, NOW)
        log, after = store.log(0, 10_000), store.head()
    assert file.stat().st_mode & 0o777 == keys.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if "keys" in name]

    restored = place()
    proof = restore(restored, file)
    assert (proof.signed, before) == (20, 20)
    assert before <= proof.events <= after
    with closing(open_store(restored)) as store:
        assert store.log(0, 10_000) == log[: proof.events]
        again = Ledger(ROOMS, store)
        open_gardens(again, 1)
        assert store.head() == proof.events, "receipts are there too"
        open_gardens(again, 1, first=500)
        assert store.head() == proof.events + 1
    restore_keys(restored, keys)
    with closing(open_keys(restored)) as held:
        assert held.current("person/wang") == key
    with pytest.raises(Occupied):
        restore(restored, file)
    with pytest.raises(Occupied):
        restore_keys(restored, keys)


def test_what_is_not_as_it_was_signed_is_not_restored(tmp_path: Path) -> None:
    target = str(tmp_path / "data")
    with closing(open_store(target)) as store:
        open_gardens(Ledger(ROOMS, store), 3)
        signed(target, store)
    back_up(target, tmp_path / "backup.zip", NOW)
    forged = tmp_path / "forged.zip"
    for sql in (
        "UPDATE stored_events SET state = CAST(replace(state, 'Garden 1', 'Garden 9') AS BLOB) WHERE rowid = 2",
        "UPDATE stored_events SET state = 'no bytes' WHERE rowid = 2",
        "DELETE FROM stored_events WHERE rowid = 3",
        "DELETE FROM stored_events WHERE rowid = 2",
    ):
        rewrite(tmp_path / "backup.zip", forged, sql)
        with pytest.raises(Damaged):
            restore(str(tmp_path / "elsewhere"), forged)
        assert not list((tmp_path / "elsewhere").glob("*.db"))
    assert restore(str(tmp_path / "elsewhere"), tmp_path / "backup.zip").events == 3


def rewrite(file: Path, forged: Path, sql: str) -> None:
    """The backup, with a ledger to which somebody has done that."""

    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    ledger = forged.with_suffix(".db")
    ledger.write_bytes(members["ledger.db"])
    with closing(sqlite3.connect(ledger)) as connection, connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(sql)
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in (members | {"ledger.db": ledger.read_bytes()}).items():
            archive.writestr(name, content)


def test_what_is_no_backup_is_told_so(tmp_path: Path) -> None:
    target = str(tmp_path / "data")
    with closing(open_store(target)) as store:
        open_gardens(Ledger(ROOMS, store), 1)
    back_up(target, tmp_path / "backup.zip", NOW)
    back_up_keys(target, tmp_path / "keys.zip", NOW)
    (tmp_path / "text.zip").write_text("no archive")
    copyfile(tmp_path / "backup.zip", cut := tmp_path / "cut.zip")
    with cut.open("r+b") as broken:
        broken.truncate(1_000)
    for name in ("text.zip", "keys.zip", "cut.zip"):
        with pytest.raises(NotABackup):
            restore(str(tmp_path / "elsewhere"), tmp_path / name)
    with pytest.raises(NotABackup):
        restore("postgresql:///nowhere", tmp_path / "backup.zip")
    with pytest.raises(FileExistsError):
        back_up(target, tmp_path / "keys.zip", NOW)


FOUND = ["organisation", "found", "--company", "Poly", "--structural-form", "直线职能制", "--headquarters", "HQ"]


def test_nothing_of_what_is_no_longer_there_is_shown_beside_a_restored_ledger(program: Program, tmp_path: Path) -> None:
    folder, backup = tmp_path / "data", tmp_path / "backup.zip"
    open_store(str(folder)).close()
    assert program(*FOUND, "--unit", "hq").exit == Exit.DONE
    assert program("backup", backup, "--keys", tmp_path / "keys.zip").exit == Exit.DONE
    assert program("organisation", "define-position", "--name", "Director", "--roles", "MGMT").exit == Exit.DONE
    assert program("projections", "rebuild").exit == Exit.DONE
    (folder / "ledger.db").rename(tmp_path / "outdated.db")
    assert program("restore", backup).exit == Exit.DONE
    told = program("projections", "status", "--json").json
    assert (told["position"], told["lag"]) == (None, 2)


def test_keys_that_come_back_with_a_backup_from_before_an_erasure_are_destroyed_again(
    program: Program, tmp_path: Path
) -> None:
    backup, keys = tmp_path / "backup.zip", tmp_path / "keys.zip"
    open_store(str(tmp_path / "data")).close()
    organisation = partial(program, "organisation")
    assert program(*FOUND, "--unit", "hq").exit == Exit.DONE
    for id, role in (("chief", "MGMT"), ("hand", "EMP")):
        assert organisation("define-position", "--position", id, "--name", id, "--roles", role).exit == Exit.DONE
    for id, position, superior in (("ann", "chief", None), ("ron", "hand", "ann")):
        above = ("--superior", superior) if superior else ()
        hired = ("--person", id, "--name", id, "--unit", "hq", "--position", position, *above)
        assert organisation("hire-person", *hired).exit == Exit.DONE
    assert organisation("end-employment", "--person", "ron", "--reason", "Moved").exit == Exit.DONE
    assert organisation("request-erasure", "--person", "ron", "--reason", "Asked for").exit == Exit.DONE
    assert program("backup", tmp_path / "before.zip", "--keys", keys).exit == Exit.DONE
    assert organisation("erase-person", "--person", "ron", "--as", "ann").exit == Exit.DONE
    assert program("backup", backup).exit == Exit.DONE
    restored = program("--data", tmp_path / "restored", "restore", backup, "--keys", keys)
    assert restored.exit == Exit.DONE and "Destroyed again, as the log has it: ron., ron." in restored.out
    assert program("--data", tmp_path / "restored", "keys", "status").exit == Exit.DONE
