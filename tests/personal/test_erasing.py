"""Erasing somebody: nothing personal can be read any more, nowhere and by nobody, and everything else is as it was."""

import secrets
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from application import sealing
from application.erasing import carry_out
from application.feed import Feed
from application.integrity import open_tiles
from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succession
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.integrity.verify import verify
from application.records import Records
from application.sealing import Sealing
from domain.appraisal.events import DailyAssessmentRecorded
from domain.appraisal.state import Appraisal
from domain.organisation.person import Person
from domain.organisation.state import ORGANISATION, Organisation
from domain.rooms import ROOMS
from domain.shared.approval import ERASED_IN_PART, digest
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.personal import ERASED
from projections.rebuild import differences
from projections.runner import Runner
from projections.views import Views
from tests.personal.place import LATE, Place, decide_erasure, leave, played
from tests.stories.company import Company

SIGNER = Signer.made("log.example/test")


class Erased(NamedTuple):
    """A company after Ron's erasure, his appraisal as it was before, his key, and a checkpoint from before."""

    place: Place
    company: Company
    before: Appraisal
    secret: bytes
    kept: Checkpoint


@pytest.fixture(params=["sqlite", "postgres"], scope="module")
def erased(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    """Made once for all that only look: Ron has appealed against his appraisal, left, and was erased."""
    on_postgres = request.param == "postgres"
    target = request.getfixturevalue("postgres_dsn") if on_postgres else str(tmp_path_factory.mktemp("place"))
    place = Place(target, f"personal_{secrets.token_hex(6)}")
    company = place.process()
    appraisal = played(company)
    company.do("appraisal.deliver", "hugo", appraisal)
    company.do("appraisal.lodge_appeal", "ron", appraisal, reason="He promised me more")
    before, secret = company.get(Appraisal, appraisal), company.store.keys.current("ron").secret
    with closing(open_tiles(target, f"{place.schema}_views")) as tiles:
        tiles.add_key(str(succession(SIGNER, SIGNER.verifier)))
        kept = Notary(company.store, tiles, lambda: SIGNER).catch_up()
    assert kept
    erase(company)
    assert carry_out(company.ledger) == 1
    yield Erased(place, company, before, secret, kept)
    place.close()


def erase(company: Company) -> None:
    """Ron leaves, and it is decided that he be erased."""
    leave(company, "ron")
    decide_erasure(company, "ron")


@contextmanager
def shown(place: Place, company: Company) -> Iterator[tuple[Views, Runner]]:
    """The views of one process, which follow the log."""
    views = place.views()
    runner = Runner(Feed(company.store, company.ledger.mapper), views)
    runner.start()
    try:
        assert runner.wait(company.store.head(), 60)
        yield views, runner
    finally:
        runner.stop()
        views.close()


def notes(company: Company, appraisal: str) -> set[str]:
    return {each.note for each in company.get(Appraisal, appraisal).notes}


def person(company: Company, id: str) -> Person:
    return company.get(Organisation, ORGANISATION).people[PersonId(id)]


def test_after_the_erasure_the_texts_read_as_erased_and_all_else_is_as_it_was(erased: Erased) -> None:
    company, before = erased.company, erased.before
    after = company.get(Appraisal, before.id)
    assert after.composite and before.composite and after.composite.reason == ERASED
    assert (after.composite.score, after.composite.grade) == (before.composite.score, before.composite.grade)
    assert notes(company, before.id) == {ERASED} and after.request == before.request
    assert person(company, "ron").name == ERASED and person(company, "rita").name == "rita"
    erasure = person(company, "ron").erasure
    assert erasure and erasure.reason == "It was asked for" and erasure.carried_out_at
    assert LATE not in str(company.log())


def test_what_is_replayed_is_what_lives(erased: Erased) -> None:
    company, replayed = erased.company, erased.place.process()
    assert replayed.get(Appraisal, erased.before.id) == company.get(Appraisal, erased.before.id)
    assert replayed.get(Organisation, ORGANISATION) == company.get(Organisation, ORGANISATION)


def test_proofs_hold_after_the_erasure(erased: Erased) -> None:
    store = erased.company.store
    with closing(open_tiles(erased.place.target, f"{erased.place.schema}_views")) as tiles:
        Notary(store, tiles, lambda: SIGNER).catch_up()
        findings = list(verify(store, tiles, {"kept": erased.kept}))
    assert findings and all(each.well for each in findings), findings


def test_a_decision_taken_before_stays_and_none_is_taken_on_what_nobody_can_see(erased: Erased) -> None:
    company = erased.company
    after = company.get(Appraisal, erased.before.id)
    assert after.evaluation and after.request and digest(after.evaluation) != after.request.digest
    assert company.last("appraisal.scored").envelope.event.signature.digest == after.request.digest
    dismissed = {"hearing": "We spoke", "comment": "No"}
    company.refused(ERASED_IN_PART, "appraisal.dismiss_appeal", "hana", after.id, **dismissed)


def test_the_key_is_in_no_byte_of_its_file(erased: Erased) -> None:
    if not erased.place.on_postgres:
        files = list(Path(erased.place.target).glob("keys.db*"))
        assert files and not any(erased.secret in file.read_bytes() for file in files)


def test_another_process_forgets_what_it_had_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PATIENCE", 0.0)
    company, other = place.process(), place.process()
    appraisal = played(company)
    other.clock.now = company.clock.now
    assert notes(other, appraisal) == {LATE}
    erase(company)
    carry_out(company.ledger)
    assert notes(other, appraisal) == {ERASED}
    other.do("appraisal.void", "hugo", appraisal, reason="He has left")
    assert notes(company, appraisal) == {ERASED}
    # What is written about somebody after their erasure reads on.
    assert company.last("appraisal.voided").envelope.event.reason == "He has left"
    assert b"He has left" not in place.stored()
    noted = company.last("appraisal.daily_assessment_recorded").envelope.event
    assert isinstance(noted, DailyAssessmentRecorded) and noted.note == ERASED


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_was_read_before_the_erasure_is_not_kept_after_it(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    records, room = Records(company.store, company.ledger.mapper), company.ledger.rooms["appraisal"]
    edition, slow = records.edition(), records.load(room, appraisal)
    erase(company)
    carry_out(company.ledger)
    for _ in range(2):
        assert {each.note for each in records.load(room, appraisal).state.notes} == {ERASED}
        records.keep(room, appraisal, slow, edition)


@pytest.mark.parametrize("after_the_destruction", [False, True])
def test_a_process_that_dies_after_the_decision_leaves_the_rest_to_the_next(
    place: Place, after_the_destruction: bool
) -> None:
    dying = place.process()
    appraisal = played(dying)
    erase(dying)
    if after_the_destruction:
        assert Sealing(ROOMS, dying.store.keys).erase("ron")
    dying.store.close()
    next_ = place.process()
    assert notes(next_, appraisal) == {ERASED if after_the_destruction else LATE}
    assert carry_out(next_.ledger) == 1
    assert notes(next_, appraisal) == {ERASED}
    done = next_.last("organisation.person.keys_destroyed").envelope
    assert done.actor == SYSTEM and len(done.event.keys) == 2
    assert carry_out(next_.ledger) == 0


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_was_recorded_before_there_were_keys_is_hidden_and_stays_in_the_bytes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = place.process()
    with monkeypatch.context() as earlier:
        earlier.setattr(Sealing, "seal", lambda _, envelope, __: envelope)
        appraisal = played(company)
    before, readable = place.stored(), company.ledger.mapper.readable
    assert LATE.encode() in before and company.store.keys.held() == 0
    erase(company)
    carry_out(company.ledger)
    for process in (company, place.process()):
        assert notes(process, appraisal) == {ERASED}
        assert LATE not in str(process.log()) and "Secret" not in str(process.log())
    assert {person(company, id).name for id in ("ron", "rita")} == {ERASED, "rita"}
    shown_ = b"".join(readable(stored).data for stored in company.store.log(0, 10_000))
    assert LATE.encode() not in shown_ and LATE.encode() in place.stored()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_views_show_nothing_of_it_now_or_earlier_and_are_those_of_a_rebuild(place: Place) -> None:
    company = place.process()
    played(company)
    with shown(place, company) as (views, runner):
        assert LATE.encode() in place.stored(views=True)
        erase(company)
        carry_out(company.ledger)
        edition, deadline = f"/{company.store.keys.destroyed()}", time.monotonic() + 60
        while not ((now := views.database.progress()) and now.layout.endswith(edition)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert runner.wait(company.store.head(), 60)
        assert differences(views, Feed(company.store, company.ledger.mapper)) == []
        stored = place.stored(views=True)
    assert ERASED.encode() in stored and b"It was asked for" in stored
    assert LATE.encode() not in stored and b"Moved to another town" not in stored
