"""A bundle proves itself: to us, and to code that is not ours; and whatever is changed in it is found."""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from struct import pack
from typing import Any

import msgspec
import pytest
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import ConsistencyProof, InclusionProof

from application.integrity import bundle as bundles
from application.integrity.bundle import FORMAT, Bundle, NotABundle, Selection
from application.integrity.checking import check
from application.integrity.checkpoint import Tampered
from application.integrity.keys import succession
from application.integrity.note import Note, Signer
from application.sealing import Sealing
from application.store import Entry, Unit
from opsledger.commands.answer import Exit
from opsledger.commands.program import run
from tests.integrity.place import Place

DAY = date(2026, 11, 21)


def bundle_of(place: Place, *records: str) -> Bundle:
    """A bundle of these records, or of the last hundred positions."""
    checkpoint = place.log.checkpoint()
    events = place.store.log(checkpoint.size - 100, 100)
    if records:
        events = [event for record in records for event in place.store.stream(record)]
    return Bundle(
        format=FORMAT,
        made_at="2026-11-21T08:00:00+00:00",
        made_by="test",
        selection=Selection(records=records) if records else Selection(since=DAY),
        checkpoint=bundles.lines(str(checkpoint)),
        keys=tuple(map(bundles.lines, place.log.successions())),
        events=tuple(bundles.proved(place.log, checkpoint, events, Sealing((), place.store.keys))),
        types={},
    )


def changed(bundle: Bundle, change: Callable[[Any], object]) -> Bundle:
    """The bundle after somebody has edited the file."""
    content = json.loads(b"".join(bundles.written(bundle)))
    change(content)
    return bundles.read(json.dumps(content).encode())


@pytest.fixture
def bundle(place: Place) -> Bundle:
    place.recorded(300)
    return bundle_of(place)


def problems(bundle: Bundle, **given: Any) -> list[str]:
    return [finding.what for finding in check(bundle, **given) if not finding.well]


def test_a_bundle_holds_and_reads_as_it_was_written(place: Place) -> None:
    place.recorded(300)
    for each in (bundle_of(place), bundle_of(place, "plan-3", "plan-5")):
        assert bundles.read(b"".join(bundles.written(each))) == each
        assert not problems(each) and not problems(each, given=[place.signer.verifier])


def test_code_that_is_not_ours_comes_to_the_same_conclusion(place: Place) -> None:
    place.recorded(300)
    early = place.log.checkpoint()
    place.recorded(300)
    growth = bundles.grown(place.log, place.log.checkpoint(), early)
    file = json.loads(b"".join(bundles.written(msgspec.structs.replace(bundle_of(place, "plan-3"), growth=growth))))

    checkpoint = TheirCheckpoint.from_text("\n".join(file["checkpoint"]) + "\n")
    checkpoint.verify(Vkey.from_string(str(place.signer.verifier)))
    for event in file["events"]:
        digest = sha256(event["stored"].encode()).digest()
        name, stream = event["type"].encode(), event["stream"].encode()
        entry = pack(">Bqq32sH", 1, event["position"], event["version"], digest, len(name)) + name + stream
        path = [b64decode(hash) for hash in event["proof"]]
        InclusionProof(event["position"] - 1, checkpoint.size, path).check(leaf_hash(entry), checkpoint.root_hash)
    old = TheirCheckpoint.from_text("\n".join(file["growth"]["since"]) + "\n")
    path = [b64decode(hash) for hash in file["growth"]["proof"]]
    ConsistencyProof(old.size, checkpoint.size, path).check(old.root_hash, checkpoint.root_hash)


def stored(content: Any) -> None:
    content["events"][7]["stored"] = content["events"][7]["stored"].replace("第", "再")


def shown(content: Any) -> None:
    content["events"][7]["read"]["title"] = "another"


@pytest.mark.parametrize("change", [stored, shown])
def test_an_event_whose_content_is_changed_is_found(bundle: Bundle, change: Callable[[Any], object]) -> None:
    assert problems(changed(bundle, change)) == ["events"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("position", 1), ("position", -1), ("position", 2**63), ("stream", "plan-9"), ("version", 9),
        ("type", "plan.x"), ("proof", []), ("proof", ["!"]), ("proof", ["AAAA"]), ("stored", "{"), ("read", None),
    ],
)
def test_an_event_that_is_changed_is_found(bundle: Bundle, name: str, value: object) -> None:
    assert "events" in problems(changed(bundle, lambda content: content["events"][7].update({name: value})))


def unreadable(growth: Any) -> None:
    growth["proof"][0] = "!"


def test_an_event_that_is_left_out_is_found(place: Place) -> None:
    place.recorded(300)
    for each in (bundle_of(place), bundle_of(place, "plan-3")):
        assert problems(changed(each, lambda content: content["events"].pop(7))) == ["completeness"]
    assert problems(msgspec.structs.replace(bundle_of(place, "plan-3"), events=())) == ["completeness"]


def test_a_head_that_nobody_trusted_has_signed_is_found(bundle: Bundle, place: Place) -> None:
    assert problems(bundle, given=[Signer.made("log.example/test").verifier]) == ["checkpoint"]

    def enlarge(content: Any) -> None:
        content["checkpoint"][1] = "301"

    def forget(content: Any) -> None:
        content["checkpoint"][4:] = []

    def rename(content: Any) -> None:
        content["keys"][0][0] = "The key of this log was"

    for change in (enlarge, forget, rename):
        assert problems(changed(bundle, change)) == ["checkpoint"]


def test_a_key_speaks_for_the_log_that_it_is_named_after(bundle: Bundle, place: Place) -> None:
    text = bundles.note(bundle.checkpoint[:3]).replace("/test", "/other")
    borrowed = Note(text, (place.signer.sign(text),))
    spoilt = msgspec.structs.replace(bundle, checkpoint=bundles.lines(str(borrowed)))
    assert problems(spoilt) == ["checkpoint"]


def test_the_newest_key_is_believed_by_the_one_that_is_trusted(place: Place) -> None:
    old = place.signer
    place.recorded(200)
    place.signer = Signer.made(old.verifier.name)
    place.tiles.add_key(str(succession(old, place.signer.verifier)))
    place.recorded(200)
    assert not problems(bundle_of(place), given=[old.verifier])


def test_it_is_held_against_checkpoints_that_were_kept(place: Place) -> None:
    place.recorded(200)
    early = place.log.checkpoint()
    place.recorded(200)
    made = bundle_of(place)
    grown = msgspec.structs.replace(made, growth=bundles.grown(place.log, place.log.checkpoint(), early))
    assert not problems(grown, kept={"early": early, "same": place.log.checkpoint()})
    assert problems(made, kept={"early": early}) == ["early"]
    other = early._replace(root=bytes(32))
    assert problems(grown, kept={"early": other}) == ["early"]
    for change in (lambda growth: growth["proof"].pop(), lambda growth: growth["since"].pop(), unreadable):
        spoilt = changed(grown, lambda content, change=change: change(content["growth"]))  # type: ignore[misc]
        assert problems(spoilt, kept={"early": early}) == ["growth", "early"]
        assert problems(spoilt) == ["growth"]


def test_what_was_tampered_with_is_not_exported(place: Place) -> None:
    place.recorded(300)
    place.tamper("UPDATE stored_events SET topic = 'plan.approved' WHERE {position} = 250")
    with pytest.raises(Tampered, match="position 250"):
        bundle_of(place)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"format": 1}'])
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(NotABundle):
        bundles.read(content)


def test_what_nobody_has_looked_at_does_not_stand_in_a_bundle(bundle: Bundle) -> None:
    for place in (lambda content: content, lambda content: content["events"][7], lambda content: content["selection"]):
        with pytest.raises(NotABundle, match="unknown field"):
            changed(bundle, lambda content, place=place: place(content).update(remark="approved"))  # type: ignore[misc]


@pytest.mark.parametrize("said", [b'"made_by": ', b'"stream": ', b'"title": '])
def test_what_is_said_twice_is_refused_however_the_file_is_written(bundle: Bundle, said: bytes) -> None:
    content = b"".join(bundles.written(bundle))
    twice = content.replace(said, said + b'"another", ' + said, 1)
    for spoilt in (twice, twice.replace(b"\n", b"")):
        with pytest.raises(NotABundle, match="said twice"):
            bundles.read(spoilt)
    assert bundles.read(content.replace(b"\n", b"")) == bundles.read(content) == bundle


def test_a_file_with_an_event_that_is_none_is_refused_and_no_fault(bundle: Bundle, tmp_path: Path) -> None:
    content = json.loads(b"".join(bundles.written(bundle)))
    del content["events"][7]["position"]
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(content), "utf-8")
    assert run(["audit", "check", str(file)], {}) == Exit.USAGE


def test_a_bundle_of_other_days_or_records_than_were_asked_for_is_told(place: Place) -> None:
    when = [Entry("plan-1", each, "plan.revised", told(each)) for each in (1, 2, 3)]
    place.store.append(Unit(tuple(when)))
    place.notary.catch_up()
    days = bundle_of(place, "plan-1")
    whole = "every position from the first to the last, 1 to 3, recorded from 2026-11-11 08:00:00+00:00 to"
    first, middle, last = (date(2026, 11, day) for day in (11, 12, 13))
    for since, until, well in (first, last, True), (None, middle, False), (middle, None, False):
        asked = msgspec.structs.replace(days, selection=Selection(since=since, until=until))
        (found,) = (each for each in check(asked) if each.what == "completeness")
        assert found.well == well and found.seen.startswith(whole), found
    assert problems(changed(days, lambda content: content["selection"].update(records=["plan-2"]))) == ["completeness"]


def told(day: int) -> bytes:
    return f'{{"recorded_at":"2026-11-1{day}T08:00:00+00:00"}}'.encode()


def test_a_bundle_of_a_later_format_is_refused_by_name(bundle: Bundle) -> None:
    with pytest.raises(NotABundle, match="bundle/2"):
        changed(bundle, lambda content: content.update(format="opsledger-audit-bundle/2"))
