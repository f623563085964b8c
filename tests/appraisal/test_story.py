"""A quarter of appraisals in a real ledger: what one record does to others."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.appraisal.claims import APPRAISED_TWICE, IN_CYCLE
from domain.appraisal.cycle.state import OPENED_TWICE
from domain.appraisal.peers.state import ASKED_TWICE, PeerEvaluation
from domain.appraisal.peers.terms import Status as PeerStatus
from domain.appraisal.scheme.state import POPULATION_TAKEN
from domain.appraisal.scheme.terms import CycleKind, Scope
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ConsequenceKind, ConsequenceStatus, Matter, Status
from domain.shared.refusal import Refused
from tests.appraisal.company import APPRAISED, CONTENT
from tests.appraisal.ledger import deliver, evaluate, finish, founded, of_ron, open_month, put_in_use
from tests.stories.company import Company

IMPROVEMENT = {"what": "Answer faster", "due": "2026-06-30"}


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The company with a scheme in use."""
    with founded(str(tmp_path)) as it:
        put_in_use(it)
        yield it


def month(company: Company, number: int, points: int, **other: object) -> str:
    id = open_month(company, number)
    evaluate(company, id, points)
    deliver(company, id)
    finish(company, id, **other)
    return id


def test_opening_a_cycle_opens_the_appraisals_of_everybody_at_once(company: Company) -> None:
    id = open_month(company, 1)
    opened = company.ledger.world().find(IN_CYCLE, "cycle-1")
    assert len(opened) == len(APPRAISED)
    assert company.get(Appraisal, id).status is Status.OPENED
    cycle, first = (each for each in company.log()[-len(opened) - 1 :][:2])
    assert (first.envelope.cause, first.envelope.role, first.envelope.on_behalf_of) == (
        cycle.envelope.id,
        "SYSTEM",
        "hugo",
    )


def test_a_period_has_one_cycle_and_a_subject_one_appraisal_in_it(company: Company) -> None:
    open_month(company, 1)
    given: dict[str, Any] = {"kind": CycleKind.MONTHLY, "year": 2026, "month": 1}
    with pytest.raises(Refused) as again:
        company.do("appraisal_cycle.open", "hugo", "again", **given)
    assert again.value.reason is OPENED_TWICE
    with pytest.raises(Refused) as second:
        company.do("appraisal.open", "hugo", "second", cycle="cycle-1", scheme="staff", person="ron")
    assert second.value.reason is APPRAISED_TWICE


def test_nobody_is_appraised_by_two_schemes_nor_asked_twice(company: Company) -> None:
    company.do("appraisal_scheme.draft", "hugo", "other", scope=Scope.COMPANY, content=CONTENT)
    company.do("appraisal_scheme.submit", "hugo", "other")
    company.refused(POPULATION_TAKEN, "appraisal_scheme.approve", "boss", "other")
    id = open_month(company, 1)
    company.do("peer_evaluation.invite", "hugo", "one", appraisal=id, person="rita")
    with pytest.raises(Refused) as twice:
        company.do("peer_evaluation.invite", "hugo", "two", appraisal=id, person="rita")
    assert twice.value.reason is ASKED_TWICE


def test_colleagues_who_have_not_answered_are_waited_for_no_longer_than_the_superior(company: Company) -> None:
    id = open_month(company, 1)
    evaluate(company, id, 80)
    assert company.get(PeerEvaluation, "peer-1").status is PeerStatus.RECORDED
    assert company.get(PeerEvaluation, "silent-1").status is PeerStatus.CLOSED
    deliver(company, id)
    (average,) = company.get(Appraisal, id).composite.peers  # type: ignore[union-attr]
    assert (average.indicator, average.mean, average.evaluations) == ("initiative", 77, 1)


def test_a_void_appraisal_asks_no_colleague_and_makes_room_for_another(company: Company) -> None:
    id = open_month(company, 1)
    company.do("peer_evaluation.invite", "hugo", "peer", appraisal=id, person="rita")
    company.do("appraisal.void", "hugo", id, reason="Wrong scheme")
    assert company.get(PeerEvaluation, "peer").status is PeerStatus.CLOSED
    company.do("appraisal.open", "hugo", "second", cycle="cycle-1", scheme="staff", person="ron")


def test_improvements_go_on_into_the_appraisal_that_is_opened_next(company: Company) -> None:
    first = month(company, 1, 80, improvements=(IMPROVEMENT,))
    second = company.get(Appraisal, open_month(company, 3))
    (carried,) = second.improvements.values()
    assert (carried.what, carried.origin) == ("Answer faster", first)


def test_and_into_one_that_was_opened_before_the_earlier_was_final(company: Company) -> None:
    first = open_month(company, 1)
    evaluate(company, first, 80)
    deliver(company, first)
    second = open_month(company, 2)
    assert not company.get(Appraisal, second).improvements
    finish(company, first, improvements=(IMPROVEMENT,))
    (carried,) = company.get(Appraisal, second).improvements.values()
    assert (carried.what, carried.origin) == ("Answer faster", first)


def test_a_corrected_result_changes_the_row_of_all_that_follow(company: Company) -> None:
    first, second, third = (month(company, number, 95) for number in (1, 2, 3))
    assert [company.get(Appraisal, id).standing.streak for id in (first, second, third)] == [1, 2, 3]  # type: ignore[union-attr]
    assert company.get(Appraisal, third).promotion_priority
    company.do("appraisal.correct_score", "hana", first, score=Decimal(60), reason="Miscounted")
    assert [company.get(Appraisal, id).standing.streak for id in (first, second, third)] == [0, 1, 2]  # type: ignore[union-attr]
    assert company.get(Appraisal, second).gain == 35
    assert not company.get(Appraisal, third).promotion_priority


def test_a_promotion_cites_the_months_that_it_rests_on(company: Company) -> None:
    ids = [month(company, number, 95) for number in (1, 2, 3)]
    deserved: dict[str, Any] = {"kind": ConsequenceKind.PROMOTION, "text": "Deserved", "cited": tuple(ids)}
    company.do("appraisal.propose_consequence", "sue", ids[-1], **deserved)
    (promotion,) = company.get(Appraisal, ids[-1]).consequences.values()
    assert promotion.cited == tuple(ids)


def test_a_promotion_falls_when_a_result_that_it_cites_is_corrected(company: Company) -> None:
    ids = [month(company, number, 95) for number in (1, 2)]
    deserved: dict[str, Any] = {"kind": ConsequenceKind.PROMOTION, "text": "Deserved", "cited": tuple(ids)}
    company.do("appraisal.propose_consequence", "sue", ids[-1], **deserved)
    company.do("appraisal.correct_score", "hana", ids[0], score=Decimal("90"), reason="Miscounted")
    (promotion,) = company.get(Appraisal, ids[-1]).consequences.values()
    assert promotion.status is ConsequenceStatus.PROPOSED
    company.do("appraisal.correct_score", "hana", ids[0], score=Decimal("89.99"), reason="Miscounted again")
    (promotion,) = company.get(Appraisal, ids[-1]).consequences.values()
    assert promotion.status is ConsequenceStatus.WITHDRAWN


def test_a_month_ends_with_the_review_of_its_cycle(company: Company) -> None:
    final = month(company, 1, 80)
    for id in company.ledger.world().find(IN_CYCLE, "cycle-1"):
        if id != final:
            by = "hedy" if company.get(Appraisal, id).subject == "hugo" else "hugo"
            company.do("appraisal.void", by, id, reason="Only a test")
    company.do("appraisal_cycle.complete", "hugo", "cycle-1", findings="Fine", actions=("Train",))
    review = company.log()[-1].envelope.event.review
    assert (review.opened, review.in_time, review.mean_score) == (len(APPRAISED), 1, 80)


def test_a_late_self_assessment_is_reminded_of_by_the_clock(company: Company) -> None:
    id = open_month(company, 1)
    sent = company.until("2026-02-05 09:00")
    mine = [event for _, record, event in sent if record == id]
    assert [(type(e).__name__, e.to) for e in mine] == [
        ("AppraisalReminded", ("hana", "hugo", "hedy")),
        ("SelfAssessmentReminded", ("ron",)),
    ]
    assert mine[0].matter is Matter.SELF_ASSESSMENT
    assert len(of_ron(company)) == 1
