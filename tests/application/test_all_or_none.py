"""Several commands as one: all are recorded, or none, and every refusal is told."""

from collections.abc import Callable

import pytest

from application.command import Command
from application.ledger import AllRefused, Ledger
from domain import authority, organisation
from domain.shared import series
from domain.shared.ids import ADMINISTRATOR
from domain.shared.refusal import Reason
from tests.application import notes
from tests.application.notes import SAME, SUBJECT_TAKEN, Note
from tests.store.conftest import Opening

ROOMS = (notes.ROOM, series.ROOM, organisation.ROOM, authority.ROOM)


@pytest.fixture
def opened(opening: Opening) -> Callable[[], Ledger]:
    """Opens ledgers on one store, as several processes would."""
    return lambda: Ledger(ROOMS, opening())


@pytest.fixture
def ledger(opened: Callable[[], Ledger]) -> Ledger:
    return opened()


def write(id: str, subject: str, text: str = "") -> Command:
    inputs = {"subject": subject, "text": text}
    return Command(act="note.write", actor=ADMINISTRATOR, record=id, inputs=inputs, command_id=f"write {id}")


def amend(id: str, text: str) -> Command:
    return Command(act="note.amend", actor=ADMINISTRATOR, record=id, inputs={"text": text})


def refused(ledger: Ledger, *commands: Command) -> dict[int, Reason]:
    before = ledger.store.head()
    with pytest.raises(AllRefused) as raised:
        ledger.do_all(commands)
    assert ledger.store.head() == before
    return {number: no.reason for number, no in raised.value.refused.items()}


def test_later_commands_see_what_earlier_ones_did(ledger: Ledger) -> None:
    position = ledger.do_all([write("a", "tea"), amend("a", "green"), write("b", "salt")])
    assert position == ledger.store.head()
    note = ledger.world().get(Note, "a")
    other = ledger.world().get(Note, "b")
    assert note and other and (note.text, note.number, other.number) == ("green", 1, 2)


def test_every_refusal_is_told_and_logged_and_nothing_recorded(ledger: Ledger) -> None:
    ledger.do_all([write("a", "tea", "green")])
    reasons = refused(ledger, amend("a", "green"), write("b", "salt"), amend("c", "x"))
    assert (reasons[0], reasons[2].code, len(reasons)) == (SAME, "ledger.no_such_record", 2)
    logged = [refusal.code for _, refusal in ledger.store.refusals(0, 10)]
    assert logged == [SAME.code, "ledger.no_such_record"]


def test_a_key_that_is_taken_is_told_of_the_command_that_wanted_it(ledger: Ledger) -> None:
    ledger.do_all([write("a", "tea")])
    assert refused(ledger, write("b", "salt"), write("c", "tea")) == {1: SUBJECT_TAKEN}
    assert refused(ledger, write("b", "salt"), write("c", "salt")) == {1: SUBJECT_TAKEN}


def test_the_command_that_began_a_record_stands_in_its_first_event(ledger: Ledger) -> None:
    ledger.do_all([write("a", "tea"), amend("a", "green")])
    first, second = ledger.store.stream("a")
    assert ledger.mapper.decode(first).envelope.command == "write a"
    assert ledger.mapper.decode(second).envelope.command != "write a"


def test_it_is_decided_anew_when_others_were_quicker(opened: Callable[[], Ledger]) -> None:
    ours, theirs = opened(), opened()
    ours.do_all([write("a", "tea")])
    theirs.do_all([amend("a", "green")])
    assert refused(ours, amend("a", "green")) == {0: SAME}
    ours.do_all([amend("a", "black")])
    note = theirs.world().get(Note, "a")
    assert note and note.text == "black"


def test_nothing_to_do_is_done_at_once(ledger: Ledger) -> None:
    assert ledger.do_all([]) == 0
