"""A bundle shows personal texts and proves them; after the erasure it shows that they are erased, and still holds."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from msgspec.structs import replace

from application.erasing import carry_out
from application.integrity import bundle as bundles
from application.integrity import open_tiles
from application.integrity.bundle import FORMAT, Bundle, Selection
from application.integrity.checking import check
from application.integrity.keys import succession
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.sealing import Opened
from domain.shared.personal import ERASED
from tests.personal.place import LATE, Place, decide_erasure, leave, played
from tests.stories.company import Company

SIGNER = Signer.made("log.example/test")


@contextmanager
def signed(place: Place, company: Company) -> Iterator[TransparencyLog]:
    """The log with its evidence."""
    with closing(open_tiles(place.target, f"{place.schema}_views")) as tiles:
        if not tiles.keys():
            tiles.add_key(str(succession(SIGNER, SIGNER.verifier)))
        Notary(company.store, tiles, lambda: SIGNER).catch_up()
        yield TransparencyLog(company.store, tiles)


def exported(log: TransparencyLog, company: Company, record: str) -> Bundle:
    checkpoint, sealing = log.checkpoint(), company.ledger.mapper.sealing
    return Bundle(
        format=FORMAT,
        made_at="",
        made_by="test",
        selection=Selection(records=(record,)),
        checkpoint=bundles.lines(str(checkpoint)),
        keys=tuple(map(bundles.lines, log.successions())),
        events=tuple(bundles.proved(log, checkpoint, company.store.stream(record), sealing)),
        types={},
    )


def problems(bundle: Bundle) -> list[str]:
    read = bundles.read(b"".join(bundles.written(bundle)))
    return [finding.what for finding in check(read) if not finding.well]


def texts(bundle: Bundle) -> set[str]:
    return {text for event in bundle.events for each in event.personal for text in each.texts}


def falsified(bundle: Bundle, **change: object) -> Bundle:
    """The bundle with something else said about its first personal texts."""
    number = next(number for number, event in enumerate(bundle.events) if event.personal)
    events = list(bundle.events)
    first, *others = events[number].personal
    events[number] = replace(events[number], personal=(replace(first, **change), *others))
    return replace(bundle, events=tuple(events))


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_texts_are_shown_with_proof_and_then_as_erased(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    with signed(place, company) as log:
        before = exported(log, company, appraisal)
    assert LATE in texts(before) and not problems(before)
    leave(company, "ron")
    decide_erasure(company, "ron")
    carry_out(company.ledger)
    with signed(place, company) as log:
        after = exported(log, company, appraisal)
        assert texts(after) == {ERASED} and not problems(after)
        assert [event.stored for event in after.events] == [event.stored for event in before.events]
        organisation = exported(log, company, "organisation")
    assert not problems(organisation) and "It was asked for" in texts(organisation)
    assert "ron" not in {*texts(organisation)} and "rita" in texts(organisation)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_is_said_otherwise_than_it_is_encrypted_is_found(place: Place) -> None:
    company = place.process()
    appraisal = played(company)
    with signed(place, company) as log:
        bundle = exported(log, company, appraisal)
    sealed = next(event for event in bundle.events if event.personal)
    texts_, at = sealed.personal[0].texts, sealed.personal[0].at
    assert problems(falsified(bundle, texts=("Otherwise",) * len(texts_))) == ["personal"]
    assert problems(falsified(bundle, key=b"k" * 32)) == ["personal"]
    assert problems(falsified(bundle, key=None)) == ["personal"]
    assert problems(falsified(bundle, at=("/elsewhere",) * len(at))) == ["personal"]
    left_out = replace(sealed, personal=())
    events = tuple(left_out if each is sealed else each for each in bundle.events)
    assert problems(replace(bundle, events=events)) == ["personal"]
    assert isinstance(sealed.personal[0], Opened) and sealed.personal[0].key
