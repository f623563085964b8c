"""Erasing somebody: nothing personal can be read any more, nowhere and by nobody, and everything else is as it was."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from application import sealing
from application.erasing import carry_out
from application.feed import Feed
from application.integrity import open_tiles
from application.integrity.keys import succession
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.integrity.verify import verify
from application.sealing import Sealing
from domain.appraisal.events import DailyAssessmentRecorded
from domain.appraisal.state import Appraisal
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


def name(company: Company, person: str) -> str:
    return company.get(Organisation, ORGANISATION).people[PersonId(person)].name


def test_after_the_erasure_the_texts_read_as_erased_and_all_else_is_as_it_was(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    before = company.get(Appraisal, appraisal)
    leave(company, "ron")
    decide_erasure(company, "ron")
    assert carry_out(company.ledger) == 1
    after = company.get(Appraisal, appraisal)
    assert after.composite and before.composite and after.composite.reason == ERASED
    assert (after.composite.score, after.composite.grade) == (before.composite.score, before.composite.grade)
    assert {each.note for each in after.notes} == {ERASED}
    assert after.request == before.request
    assert name(company, "ron") == ERASED and name(company, "rita") == "rita"
    erasure = company.get(Organisation, ORGANISATION).people[PersonId("ron")].erasure
    assert erasure and erasure.reason == "It was asked for" and erasure.carried_out_at
    assert LATE not in str(company.log())


def test_what_is_replayed_is_what_lives(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    replayed = place.process()
    assert replayed.get(Appraisal, appraisal) == company.get(Appraisal, appraisal)
    assert replayed.get(Organisation, ORGANISATION) == company.get(Organisation, ORGANISATION)


def test_another_process_forgets_what_it_had_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PATIENCE", 0.0)
    company, other = place.process(), place.process()
    appraisal = played(company)
    other.clock.now = company.clock.now
    assert {each.note for each in other.get(Appraisal, appraisal).notes} == {LATE}
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    assert {each.note for each in other.get(Appraisal, appraisal).notes} == {ERASED}
    other.do("appraisal.void", "hugo", appraisal, reason="He has left")
    assert {each.note for each in company.get(Appraisal, appraisal).notes} == {ERASED}


def test_a_process_that_dies_after_the_decision_leaves_the_rest_to_the_next(place: Place) -> None:
    dying = place.process()
    appraisal = played(dying)
    leave(dying, "ron")
    decide_erasure(dying, "ron")
    dying.store.close()
    next_ = place.process()
    assert {each.note for each in next_.get(Appraisal, appraisal).notes} == {LATE}
    assert carry_out(next_.ledger) == 1
    assert {each.note for each in next_.get(Appraisal, appraisal).notes} == {ERASED}
    assert carry_out(next_.ledger) == 0


def test_a_process_that_dies_after_the_destruction_leaves_the_record_of_it_to_the_next(place: Place) -> None:
    dying = place.process()
    played(dying)
    leave(dying, "ron")
    decide_erasure(dying, "ron")
    assert Sealing(ROOMS, dying.store.keys).erase("ron")
    dying.store.close()
    next_ = place.process()
    assert carry_out(next_.ledger) == 1
    assert next_.last("organisation.person.keys_destroyed").envelope.actor == SYSTEM
    assert carry_out(next_.ledger) == 0


def test_the_views_show_nothing_of_it_now_or_earlier_and_are_those_of_a_rebuild(place: Place) -> None:
    company = place.process()
    played(company)
    with shown(place, company) as (views, runner):
        assert LATE.encode() in place.stored(views=True)
        leave(company, "ron")
        decide_erasure(company, "ron")
        carry_out(company.ledger)
        company.do("organisation.set_leave", "hugo", part="rita")
        edition = f"/{company.store.keys.destroyed()}"
        deadline = time.monotonic() + 60
        while not ((now := views.database.progress()) and now.layout.endswith(edition)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert runner.wait(company.store.head(), 60)
        assert differences(views, Feed(company.store, company.ledger.mapper)) == []
        assert ERASED.encode() in place.stored(views=True)
    stored = place.stored(views=True)
    assert LATE.encode() not in stored and b"Moved to another town" not in stored
    assert b"It was asked for" in stored


def test_nothing_of_it_is_in_any_byte_of_the_keys(place: Place) -> None:
    company = place.process()
    played(company)
    leave(company, "ron")
    decide_erasure(company, "ron")
    key = company.store.keys.current("ron")
    carry_out(company.ledger)
    assert company.store.keys.get(key.id) is None
    if not place.on_postgres:
        for file in ("keys.db", "keys.db-journal"):
            path = Path(place.target) / file
            assert not path.exists() or key.secret not in path.read_bytes()


def test_proofs_hold_after_the_erasure(place: Place) -> None:
    company = place.process()
    played(company)
    signer = Signer.made("log.example/test")
    tiles = open_tiles(place.target, f"{place.schema}_views")
    tiles.add_key(str(succession(signer, signer.verifier)))
    notary = Notary(company.store, tiles, lambda: signer)
    kept = notary.catch_up()
    assert kept
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    notary.catch_up()
    findings = list(verify(company.store, tiles, {"kept": kept}))
    tiles.close()
    assert findings and all(each.well for each in findings), findings


def test_a_decision_taken_before_stays_and_none_is_taken_on_what_nobody_can_see(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    company.do("appraisal.deliver", "hugo", appraisal)
    company.do("appraisal.lodge_appeal", "ron", appraisal, reason="He promised me more")
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    after = company.get(Appraisal, appraisal)
    assert after.evaluation and after.request and digest(after.evaluation) != after.request.digest
    scored = company.last("appraisal.scored").envelope.event
    assert scored.signature.digest == after.request.digest
    company.refused(ERASED_IN_PART, "appraisal.dismiss_appeal", "hana", appraisal, hearing="We spoke", comment="No")


def test_what_is_written_about_somebody_after_their_erasure_reads_on(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    company.do("appraisal.void", "hugo", appraisal, reason="He has left")
    assert company.last("appraisal.voided").envelope.event.reason == "He has left"
    assert b"He has left" not in place.stored()
    noted = company.last("appraisal.daily_assessment_recorded").envelope.event
    assert isinstance(noted, DailyAssessmentRecorded) and noted.note == ERASED
