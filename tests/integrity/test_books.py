"""What was refused and what auditors have read is signed beside the log, and what is done to it is found."""

from contextlib import closing
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from application.integrity import open_tiles
from application.integrity.books import Book, Read, Refusals
from application.integrity.checkpoint import Checkpoint
from application.integrity.notary import Notary
from application.integrity.verify import Finding
from application.reading import Reads, open_reads
from application.reading.reads import Read as Line
from application.store import Refusal, Unavailable
from tests.integrity.place import Place, altered

FACTS = b'{"act":"plan.approve"}'


@pytest.fixture
def refusals(place: Place) -> Book:
    """The book of nine refusals, signed."""
    for number in range(9):
        at = f"2026-11-20T01:00:0{number}+00:00"
        place.store.refuse(Refusal(at, "ana", None, "plan.approve", "plan-1", "authority.own_matter", FACTS, None))
    return signed(place, Book("refusals", Refusals(place.store), open_tiles(place.target, place.tree)))


def signed(place: Place, book: Book) -> Book:
    book = book._replace(tiles=open_tiles(place.target, f"{place.tree}_{book.name}"[-60:]))
    notary(place, book).catch_up()
    return book


def notary(place: Place, book: Book) -> Notary:
    return Notary(place.store, place.tiles, lambda: place.signer, [book])


def found(place: Place, book: Book, **kept: Checkpoint) -> dict[str, Finding]:
    return {each.what: each for each in book.verify(place.tiles, kept, ())}


@pytest.mark.parametrize(
    ("tampering", "number"),
    [
        ("UPDATE refusals SET actor = 'ben' WHERE id = 4", 4),
        ("UPDATE refusals SET facts = {spoilt} WHERE id = 5", 5),
        ("DELETE FROM refusals WHERE id = 3", 3),
        ("DELETE FROM refusals WHERE id > 7", 8),
        ("UPDATE refusals SET id = -id WHERE id = 2", -2),
    ],
)
def test_a_refusal_that_was_altered_is_named_by_its_number(
    place: Place, refusals: Book, tampering: str, number: int
) -> None:
    assert all(each.well for each in found(place, refusals).values())
    place.tamper(tampering.replace("{spoilt}", place.blob(b"{}")))
    tree = found(place, refusals)["refusals: tree"]
    assert not tree.well and tree.position == number
    refusals.tiles.close()


def test_a_checkpoint_of_a_book_that_was_kept_finds_what_was_signed_anew(place: Place, refusals: Book) -> None:
    note = refusals.tiles.checkpoint()
    assert note is not None
    kept = Checkpoint.parse(note)
    assert kept.book == "refusals" and kept.size == 9
    place.tamper("UPDATE refusals SET code = 'plan.late' WHERE id = 1")
    anew = signed(place, refusals._replace(name="reads"))
    assert found(place, anew)["reads: tree"].well
    assert not found(place, anew._replace(name="refusals"), kept=kept)["refusals: kept, 9 lines"].well
    refusals.tiles.close()
    anew.tiles.close()


def test_a_book_that_lost_a_line_stops_being_signed_and_the_log_does_not(place: Place, refusals: Book) -> None:
    place.tamper("DELETE FROM refusals WHERE id = 9")
    place.record(5)
    notary(place, refusals).catch_up()
    assert place.log.checkpoint().size == 5
    note = refusals.tiles.checkpoint()
    assert note is not None and Checkpoint.parse(note).size == 9
    refusals.tiles.close()


def test_what_an_auditor_has_read_cannot_be_altered_either(place: Place, tmp_path: Path) -> None:
    reads: Reads = open_reads(str(tmp_path / "apart"))
    for number in range(3):
        at = f"2026-11-20T01:00:00.00000{number}Z"
        reads.note(Line(at, "audrey", ("AUD",), "Plans", ("plans",), (), "0" * 64, "0" * 64, 7, False))
    book = signed(place, Book("reads", Read(reads), place.tiles))
    assert all(each.well for each in found(place, book).values())
    path = tmp_path / "apart" / "reads.db"
    altered(path, "UPDATE reads SET fields = '[\"issues\"]' WHERE id = 2")
    assert found(place, book)["reads: tree"].position == 2
    altered(path, "UPDATE reads SET fields = 'none' WHERE id = 1")
    assert found(place, book)["reads: tree"].position == 1
    reads.close()
    book.tiles.close()


@pytest.mark.parametrize(
    "spelling",
    [
        "past = ''",
        "past = 2",
        "roles = '[ \"AUD\"]'",
        "fields = '[\"\\u0070lans\"]'",
        "fields = '{\"plans\":1}'",
        "fields = CAST(fields AS BLOB)",
        f"fields = '{'[' * 9_999}'",
    ],
)
def test_what_an_auditor_has_read_is_kept_as_it_was_noted(tmp_path: Path, spelling: str) -> None:
    with closing(open_reads(str(tmp_path))) as reads:
        reads.note(Line("2026-11-20T01:00:00Z", "audrey", ("AUD",), "Plans", ("plans",), (), "0", "0", 7, False))
        assert len(Read(reads).log(0, 2)) == 1
        altered(tmp_path / "reads.db", f"UPDATE reads SET {spelling}")
        with pytest.raises(Unavailable, match="a line that is none"):
            Read(reads).log(0, 2)


def test_what_an_auditor_has_read_is_a_list_on_postgres_too(postgres_dsn: str) -> None:
    schema = f"reads_{token_hex(6)}"
    with closing(open_reads(postgres_dsn, schema)) as reads, psycopg.connect(postgres_dsn, autocommit=True) as server:
        reads.note(Line("2026-11-20T01:00:00Z", "audrey", ("AUD",), "Plans", ("plans",), (), "0", "0", 7, False))
        assert len(Read(reads).log(0, 2)) == 1
        server.execute("SET session_replication_role = replica")
        server.execute(f"""UPDATE {schema}.reads SET fields = '{{"plans": 1}}'""".encode())
        with pytest.raises(Unavailable, match="a line that is none"):
            Read(reads).log(0, 2)
        server.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def test_a_book_in_which_nothing_stands_is_not_told_of(place: Place) -> None:
    assert found(place, Book("refusals", Refusals(place.store), place.tiles)) == {}
