"""The ledger on a real store: what is recorded, what is refused, and what holds between processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import domain
from application.ledger import Ledger
from domain.organisation.state import Organisation
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from tests.application import notes
from tests.application.doing import NOW, do, note, refused
from tests.application.notes import Note


@pytest.mark.parametrize("met_before", [False, True])
def test_the_id_of_another_kind_of_record_names_nothing(opened: Callable[[], Ledger], met_before: bool) -> None:
    do(first := opened(), "note.write", subject="rain")
    ledger = first if met_before else opened()
    refused("ledger.no_such_record", ledger, "note.close", "series-NOTE-2026")
    assert ledger.world().get(Note, "series-NOTE-2026") is None
    do(ledger, "note.write", subject="wind")


def test_an_act_is_recorded_with_who_when_and_by_which_right(ledger: Ledger) -> None:
    receipt = do(ledger, "note.write", subject="rain")
    (drawn, written) = [ledger.mapper.decode(stored) for stored in ledger.store.log(0, 10)]
    assert (written.record, written.version, written.position) == (receipt.record, 1, receipt.position)
    assert written.type == "note.written" and written.envelope.act == "note.write"
    assert (written.envelope.actor, written.envelope.role) == (ADMINISTRATOR, "ADM")
    assert written.envelope.occurred_at == written.envelope.recorded_at == NOW
    assert drawn.envelope.command == written.envelope.command == written.envelope.correlation
    assert receipt.events == ("note.written",)


def test_a_text_may_speak_of_the_character_that_it_may_not_hold(ledger: Ledger) -> None:
    do(ledger, "note.write", subject=r"what \u0000 means")


def test_numbers_are_drawn_without_gaps_and_only_when_recorded(ledger: Ledger) -> None:
    first = do(ledger, "note.write", subject="a")
    refused("note.subject_taken", ledger, "note.write", subject="a")
    second = do(ledger, "note.write", subject="b")
    assert [note(ledger, each.record).number for each in (first, second)] == [1, 2]


def test_a_unique_key_is_free_again_when_its_holder_lets_go(ledger: Ledger) -> None:
    first = do(ledger, "note.write", subject="a")
    do(ledger, "note.close", first.record)
    do(ledger, "note.write", subject="a")


def test_whoever_has_no_right_is_refused(ledger: Ledger) -> None:
    refused("authority.not_permitted", ledger, "note.write", subject="a", actor=PersonId("eve"))


def test_a_narrowed_token_acts_in_its_rooms_only(ledger: Ledger) -> None:
    refused("ledger.out_of_scope", ledger, "note.write", subject="a", scopes=frozenset({"plan"}))
    do(ledger, "note.write", subject="a", scopes=frozenset({"plan", "note"}))


@pytest.mark.parametrize(
    ("code", "act", "inputs"),
    [
        ("ledger.no_such_act", "note.burn", {}),
        ("ledger.no_such_act", "nothing", {}),
        ("input.missing", "note.write", {}),
        ("input.blank", "note.write", {"subject": "  "}),
        ("input.unknown", "note.write", {"subject": "a", "colour": "red"}),
        ("input.invalid", "note.write", {"subject": 3}),
        ("input.not_text", "note.write", {"subject": "a\0b"}),
        ("ledger.which", "note.amend", {"text": "a"}),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_own_code(
    ledger: Ledger, code: str, act: str, inputs: dict[str, Any]
) -> None:
    refused(code, ledger, act, **inputs)


def test_an_unknown_record_is_refused(ledger: Ledger) -> None:
    refused("ledger.no_such_record", ledger, "note.amend", "note-x", text="a")


def test_a_command_out_of_state_names_what_is_possible(ledger: Ledger) -> None:
    it = do(ledger, "note.write", subject="a").record
    do(ledger, "note.close", it)
    no = refused("lifecycle.invalid_state", ledger, "note.amend", it, text="b")
    assert no.facts["status"] is notes.Status.CLOSED and no.facts["allowed"] == []


def test_the_same_command_again_has_one_effect_and_the_same_answer(opened: Callable[[], Ledger]) -> None:
    here, there = opened(), opened()
    first = do(here, "note.write", subject="a", command_id="c-1")
    do(here, "note.write", subject="b")
    assert do(here, "note.write", subject="a", command_id="c-1") == first
    assert do(there, "note.write", subject="a", command_id="c-1") == first
    refused("ledger.command_reused", there, "note.write", subject="c", command_id="c-1")
    refused("ledger.command_id_too_long", there, "note.write", subject="c", command_id="c" * 201)


def test_two_at_once_with_one_command_id_have_one_effect(opened: Callable[[], Ledger]) -> None:
    ledgers = [opened(), opened()]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: do(ledgers[n % 2], "note.write", subject="a", command_id="c"), range(16)))
    assert len({(answer.record, answer.position) for answer in answers}) == 1


def test_a_seen_version_that_has_passed_conflicts_and_names_what_happened_since(ledger: Ledger) -> None:
    it = do(ledger, "note.write", subject="a").record
    do(ledger, "note.amend", it, text="b", expected_version=1)
    no = refused("ledger.conflict", ledger, "note.amend", it, text="c", expected_version=1)
    assert no.facts == {"expected": 1, "current": 2, "events": ["note.amended"]}


def test_what_another_process_did_is_seen_before_anything_is_decided_or_refused(opened: Callable[[], Ledger]) -> None:
    here, there = opened(), opened()
    it = do(here, "note.write", subject="a").record
    do(there, "note.amend", it, text="b")
    do(here, "note.amend", it, text="c")
    do(there, "note.amend", it, text="b", expected_version=3)
    refused("note.same", here, "note.amend", it, text="b")
    do(there, "note.close", it)
    refused("lifecycle.invalid_state", here, "note.amend", it, text="z")


def test_many_at_once_on_one_record_lose_nothing(opened: Callable[[], Ledger]) -> None:
    ledgers = [opened(), opened()]
    it = do(ledgers[0], "note.write", subject="a").record
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: do(ledgers[n % 2], "note.amend", it, text=str(n)), range(40)))
    assert len(ledgers[0].store.stream(it)) == 41


def test_a_reaction_is_recorded_with_its_cause_in_the_same_transaction(ledger: Ledger) -> None:
    it = do(ledger, "note.write", subject="a").record
    receipt = do(ledger, "note.close", it, follow_up="b")
    closed, _, written = [ledger.mapper.decode(stored) for stored in ledger.store.log(2, 10)]
    assert written.record == f"{it}-next" and receipt.position == written.position
    assert (written.envelope.actor, written.envelope.on_behalf_of) == (SYSTEM, ADMINISTRATOR)
    assert written.envelope.cause == closed.envelope.id
    assert written.envelope.correlation == closed.envelope.correlation


def test_what_a_reaction_may_not_do_is_logged_and_the_act_stands(ledger: Ledger) -> None:
    it = do(ledger, "note.write", subject="a").record
    do(ledger, "note.close", it, follow_up="   ")
    assert note(ledger, it).status is notes.Status.CLOSED
    assert [line.code for _, line in ledger.store.refusals(0, 10)] == ["input.blank"]


def test_a_record_is_read_from_its_snapshot_as_from_its_events(opened: Callable[[], Ledger]) -> None:
    here = opened()
    it = do(here, "note.write", subject="a").record
    for n in range(230):
        do(here, "note.amend", it, text=str(n))
    snapshot = here.store.snapshot(it)
    assert snapshot is not None and snapshot.version == 200
    assert note(opened(), it) == note(here, it)


def test_a_snapshot_by_other_rules_is_not_read(
    opened: Callable[[], Ledger], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened()
    it = do(here, "note.write", subject="a").record
    for n in range(99):
        do(here, "note.amend", it, text=str(n))
    kept = here.store.snapshot(it)
    assert kept is not None
    shape, _, key = kept.shape.partition("/")
    data = here.mapper.sealing.reopened(key, kept.data)
    assert data is not None
    key, data = here.mapper.sealing.closed(data.replace(b'"98"', b'"by the rules of then"'))
    here.store.keep(kept._replace(shape=f"{shape}/{key}", data=data))
    assert note(opened(), it).text == "by the rules of then"
    (tmp_path / "evolve.py").write_text("# decides otherwise")
    monkeypatch.setattr(domain, "__path__", [*domain.__path__, str(tmp_path)])
    assert note(opened(), it).text == "98"


def test_allowed_is_what_would_be_accepted(ledger: Ledger) -> None:
    it = do(ledger, "note.write", subject="a").record
    assert ledger.allowed(ADMINISTRATOR, notes.ROOM, it) == ["amend", "close"]
    assert ledger.allowed("eve", notes.ROOM, it) == []
    assert ledger.world().get(Organisation, "organisation") is None
