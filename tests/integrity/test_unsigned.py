"""What is written after the newest signature is told with its times, and what should have been signed is named."""

from datetime import UTC, datetime, timedelta

import pytest

from application.integrity import open_tiles
from application.integrity.books import Book, Refusals
from application.integrity.notary import Notary
from application.integrity.unsigned import unsigned
from application.integrity.verify import Finding
from application.store import Entry, Refusal, Unit
from tests.integrity.place import Place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def book(place: Place) -> Book:
    """The book of refusals, with one of noon; an event of noon, and both signed."""
    refuse(place, NOON)
    happen(place, 1, NOON)
    book = Book("refusals", Refusals(place.store), open_tiles(place.target, f"{place.tree}_book"))
    Notary(place.store, place.tiles, lambda: place.signer, [book]).catch_up()
    return book


def refuse(place: Place, at: datetime) -> None:
    place.store.refuse(Refusal(at.isoformat(), "ana", None, "plan.approve", "plan-1", "authority.own", b"{}", None))


def happen(place: Place, version: int, at: datetime) -> None:
    data = f'{{"recorded_at":"{at.isoformat()}"}}'.encode()
    place.store.append(Unit((Entry("plan-1", version, "plan.revised", data),)))


def found(place: Place, book: Book, now: datetime = NOON, signing: bool = False) -> dict[str, Finding]:
    places = [("", place.store, place.tiles), (book.name, book.lines, book.tiles)]
    found = {each.what: each for each in unsigned(places, now, signing)}
    book.tiles.close()
    return found


def test_of_what_is_signed_nothing_is_told(place: Place, book: Book) -> None:
    assert found(place, book, NOON + timedelta(days=1), signing=True) == {}


def test_lines_after_the_newest_signature_are_told_with_their_times(place: Place, book: Book) -> None:
    later = NOON + timedelta(minutes=5)
    refuse(place, NOON)
    refuse(place, later)
    told = found(place, book)
    assert list(told) == ["refusals: not signed yet"]
    seen = told["refusals: not signed yet"].seen
    assert told["refusals: not signed yet"].well
    assert seen.startswith(f"the last 2, after position 1, written from {NOON} to {later}: nothing proves them")


def test_a_line_older_than_what_is_signed_is_named(place: Place, book: Book) -> None:
    refuse(place, NOON)
    refuse(place, NOON - timedelta(hours=1))
    happen(place, 2, NOON + timedelta(hours=1))
    told = found(place, book)
    assert told["not signed yet"].well
    late = told["refusals: not signed yet"]
    assert (late.well, late.position) == (False, 3) and "what was written later is signed" in late.seen


def test_what_is_not_signed_long_after_it_was_written_is_named_while_a_server_signs(place: Place, book: Book) -> None:
    happen(place, 2, NOON)
    assert found(place, book, NOON + timedelta(seconds=1), signing=True)["not signed yet"].well
    assert found(place, book, NOON + timedelta(hours=1))["not signed yet"].well, "no server has run since"
    late = found(place, book, NOON + timedelta(hours=1), signing=True)["not signed yet"]
    assert (late.well, late.position) == (False, 2) and "a server signs" in late.seen


def test_no_time_is_too_early_to_be_compared(place: Place, book: Book) -> None:
    happen(place, 2, datetime(1, 1, 1, tzinfo=UTC))
    Notary(place.store, place.tiles, lambda: place.signer).catch_up()
    place.tamper("DELETE FROM refusals")
    happen(place, 3, datetime(1, 1, 1, tzinfo=UTC))
    assert found(place, book)["not signed yet"].well


def test_a_line_that_says_nothing_of_when_it_was_written_is_counted(place: Place, book: Book) -> None:
    place.record(1)
    assert found(place, book)["not signed yet"].seen.startswith("the last 1, after position 1: nothing proves")
