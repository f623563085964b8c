"""A bundle made by a forger: people read nothing in it that was not looked at, and nothing in it is a fault of ours."""

import json
import tracemalloc
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from application.integrity import bundle as bundles
from application.integrity.bundle import FORMAT, Bundle, Event, NotABundle, Selection
from application.integrity.checking import check
from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succession
from application.integrity.leaf import leaf
from application.integrity.note import Signer
from application.integrity.tree import node_hash
from application.store import Stored
from opsledger.commands.answer import Exit
from opsledger.commands.program import run

SIGNER = Signer.made("log.example/forged")
EVER = Selection(since=date(2020, 1, 1))
DEEP = "[" * 100_000 + "]" * 100_000


def forged(stored: str, read: Any = None, selection: Selection = EVER, book: str = "") -> Bundle:
    """A log of one event under a key of the forger's own: its proof is empty, and holds."""
    row = Stored(1, "plan-1", 1, "plan.drafted", stored.encode())
    head = Checkpoint.signed(1, leaf(row), SIGNER, book)
    return Bundle(
        format=FORMAT,
        made_at="2026-11-21T08:00:00+00:00",
        made_by="a forger",
        selection=selection,
        checkpoint=bundles.lines(str(head)),
        keys=(bundles.lines(str(succession(SIGNER, SIGNER.verifier))),),
        events=(Event(1, "plan-1", 1, "plan.drafted", read, stored, ()),),
        types={"plan.drafted": {}},
    )


def file_of(bundle: Bundle) -> bytes:
    return b"".join(bundles.written(bundle))


def problems(content: bytes) -> list[str]:
    return [finding.what for finding in check(bundles.read(content)) if not finding.well]


NUMBERS = '{"count":1,"share":0.5,"yes":true}'
HONEST = file_of(forged(NUMBERS, bundles.JSON.decode(NUMBERS)))


def changed(change: Callable[[Any], object]) -> bytes:
    content = json.loads(HONEST)
    change(content)
    return json.dumps(content).encode()


def test_what_a_forger_has_signed_agrees_with_itself_at_most() -> None:
    assert problems(HONEST) == []


@pytest.mark.parametrize(
    ("told", "instead"),
    [("count", "true"), ("count", "1.0"), ("share", "0.50000000000000000001"), ("yes", "1"), ("share", '"0.5"')],
)
def test_a_number_reads_as_it_is_stored(told: str, instead: str) -> None:
    field = b'"%s": ' % told.encode()
    before, _, after = HONEST.partition(field)
    assert problems(before + field + instead.encode() + after[after.index(b"\n") - (told != "yes") :]) == ["events"]


@pytest.mark.parametrize(
    "selection",
    [
        {}, {"records": []}, {"records": ["plan-1"], "since": "2020-01-01"}, {"since": "yesterday"}, {"until": "0"},
        {"since": None},
    ],
)
def test_what_was_asked_for_are_either_records_or_days(selection: object) -> None:
    with pytest.raises(NotABundle):
        bundles.read(changed(lambda content: content.update(selection=selection)))


@pytest.mark.parametrize("name", ["types", "events", "selection", "keys"])
def test_no_part_of_a_file_is_missing(name: str) -> None:
    with pytest.raises(NotABundle, match=name):
        bundles.read(changed(lambda content: content.pop(name)))


def test_growth_is_proved_also_to_those_who_have_kept_nothing() -> None:
    older = Checkpoint.signed(1, bytes(32), SIGNER)
    growth = {"since": bundles.lines(str(older)), "proof": []}
    assert problems(changed(lambda content: content.update(growth=growth))) == ["growth"]
    other = Checkpoint.signed(1, leaf(Stored(1, "plan-1", 1, "plan.drafted", NUMBERS.encode())), Signer.made("other"))
    growth["since"] = bundles.lines(str(other))
    assert problems(changed(lambda content: content.update(growth=growth))) == ["growth"]


def joined(content: Any) -> None:
    content["checkpoint"][:3] = ["\n".join(content["checkpoint"][:3])]


def test_a_note_stands_there_by_its_lines() -> None:
    assert problems(changed(joined)) == ["checkpoint"]


def test_the_head_of_a_book_is_not_that_of_the_log() -> None:
    assert problems(file_of(forged(NUMBERS, bundles.JSON.decode(NUMBERS), book="refusals"))) == ["checkpoint"]


def test_a_period_without_an_end_goes_on_to_the_end_of_the_log() -> None:
    other = bytes(32)
    root = node_hash(leaf(Stored(1, "plan-1", 1, "plan.drafted", NUMBERS.encode())), other)

    def first_of_two(selection: dict[str, str]) -> bytes:
        def enlarge(content: Any) -> None:
            content["checkpoint"] = bundles.lines(str(Checkpoint.signed(2, root, SIGNER)))
            content["events"][0]["proof"] = [b64encode(other).decode()]
            content["selection"] = selection

        return changed(enlarge)

    assert problems(first_of_two({"until": "2026-11-21"})) == []
    assert problems(first_of_two({"since": "2020-01-01"})) == ["completeness"]
    assert problems(changed(lambda content: content["events"].clear())) == ["completeness"]


@pytest.mark.parametrize("stored", [DEEP, '{"private":' + DEEP + "}", '{"recorded_at":' + DEEP + "}"])
def test_what_is_stored_too_deep_to_be_read_is_told(stored: str) -> None:
    assert "events" in problems(file_of(forged(stored)))


@pytest.mark.parametrize("place", [b'"types": {', b'"read": {', b'"made_by": {'])
@pytest.mark.parametrize("deep", [DEEP.encode(), b'{"a":' * 100_000 + b"1" + b"}" * 100_000])
def test_what_is_nested_too_deep_is_no_bundle(place: bytes, deep: bytes) -> None:
    content = HONEST.replace(b'"a forger"', b'{"a": 1}')
    with pytest.raises(NotABundle):
        bundles.read(content.replace(place, place + b'"deep": ' + deep + b","))


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_moments_that_are_on_no_day_are_no_fault(at: str) -> None:
    told = {"recorded_at": at}
    assert problems(file_of(forged(json.dumps(told), told))) == []


def test_a_file_writes_nothing_on_the_terminal_but_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bundle.json"
    record = "x\x1b[2J\nok       events        all is well\u202e"
    file.write_bytes(file_of(forged("{}", {}, selection=Selection(records=(record,)))))
    assert run(["audit", "check", str(file)], {}) == Exit.REFUSED
    file.write_bytes(HONEST.replace(b'"format": "', b'"format": "\\u001b[2J'))
    assert run(["audit", "check", str(file)], {}) == Exit.USAGE
    said = "".join(capsys.readouterr())
    assert "\\u001b[2J" in said and all(line.isprintable() for line in said.splitlines())
    assert not any(line.startswith("ok       events        all") for line in said.splitlines())


def test_texts_that_are_kept_from_the_reader_are_missed() -> None:
    sealed = {"id": "event-1", "private": [{"key": "somebody", "at": ["/event/comment"], "data": "AAAA"}]}
    assert problems(file_of(forged(json.dumps(sealed), sealed))) == ["personal"]


def test_people_come_to_the_events_before_their_explanation() -> None:
    assert HONEST.index(b'\n  "checkpoint"') < HONEST.index(b'\n  "events"') < HONEST.index(b'\n  "types"')


def test_a_file_that_others_have_written_takes_no_more_memory_than_its_text() -> None:
    content = b'{"a":[' + b",".join([b'{"b":{"c":{"d":[]}}}'] * 20_000) + b"]}"
    tracemalloc.start()
    bundles.require_said_once(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(content)


def test_what_nothing_proves_is_said() -> None:
    (found,) = (each for each in check(bundles.read(HONEST)) if each.what == "not proved")
    assert "what was asked for" in found.seen
