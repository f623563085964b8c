"""A result becomes final once, and is corrected only by another event."""

from datetime import UTC, date, datetime
from decimal import Decimal

from msgspec.structs import replace

from domain.appraisal import finalising
from domain.appraisal.claims import OF_SUBJECT
from domain.appraisal.scheme.terms import CycleKind, Grade
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import NOT_A_PERCENTAGE
from tests.appraisal.company import CONTENT
from tests.appraisal.stories import OVER, appealed, delivered, finalised, interview, interviewed
from tests.scenario import Scenario


def earlier(it: Scenario, *results: tuple[str, int, str]) -> None:
    """Final results of Ron in the months before: grade by score, with their rows."""
    ids = []
    for number, (id, streak, score) in enumerate(results):
        first = finalised(points=score, own=score).state
        standing = replace(first.standing, streak=streak)
        month = date(2025, 12 - number, 1)
        state = replace(first, id=id, starts=month, ends=month.replace(day=28), standing=standing)
        it.world.records[Appraisal, id] = state
        ids.append(id)
    it.world.claims[OF_SUBJECT, "MONTHLY/PERSON/ron"] = [*ids, "it"]
    it.world.records[Appraisal, "it"] = it.state


def test_a_result_is_final_once_nobody_can_appeal_any_more() -> None:
    it = interviewed().at(datetime(2026, 2, 16, 1, tzinfo=UTC))
    it.refused(finalising.APPEAL_POSSIBLE, "finalise", "hugo")
    it.at(OVER).do("finalise", "hugo")
    assert (it.state.status, it.state.in_time, it.state.finalised_at) == (Status.FINALISED, True, OVER)
    assert (it.state.hours_to_deliver, it.state.hours_to_finalise) == (Decimal("201.00"), Decimal("192.00"))


def test_a_decided_appeal_ends_the_waiting() -> None:
    it = appealed()
    it.refused(NOT_NOW, "finalise", "hedy")
    it.do("dismiss_appeal", "hana", hearing="No", comment="No")
    it.at(datetime(2026, 2, 11, 1, tzinfo=UTC)).do("hold_interview", "hugo", **interview())
    it.do("finalise", "hugo")
    assert it.state.status is Status.FINALISED


def test_a_result_is_not_final_without_an_interview_nor_by_its_subject() -> None:
    delivered().at(OVER).refused(NOT_NOW, "finalise", "hugo")
    interviewed().at(OVER).refused(OWN_MATTER, "finalise", "ron")
    interviewed().at(OVER).refused(FORBIDDEN, "finalise", "sue")


def test_a_result_after_fifteen_working_days_is_final_but_late() -> None:
    it = interviewed().at(datetime(2026, 2, 23, 1, tzinfo=UTC))
    it.do("finalise", "hugo")
    assert it.state.in_time is False


def test_excellent_results_in_a_row_give_priority_in_promotions() -> None:
    it = interviewed(points=95, own=95).at(OVER)
    earlier(it, ("december", 2, "92"), ("november", 1, "91"))
    it.do("finalise", "hugo")
    assert (it.state.standing.streak, it.state.gain) == (3, Decimal("3.00"))
    assert it.state.promotion_priority
    it.state = replace(
        it.state, terms=replace(CONTENT, cycle=CycleKind.ANNUAL), standing=replace(it.state.standing, streak=2)
    )
    assert it.state.promotion_priority


def test_a_lesser_result_ends_the_row() -> None:
    it = interviewed().at(OVER)
    earlier(it, ("december", 2, "92"))
    it.do("finalise", "hugo")
    assert (it.state.standing.streak, it.state.gain, it.state.promotion_priority) == (0, Decimal("-10.00"), False)


def test_the_row_is_counted_anew_when_an_earlier_result_changes() -> None:
    it = interviewed(points=95, own=95).at(OVER)
    it.do("finalise", "hugo")
    assert it.state.standing.streak == 1
    earlier(it, ("december", 4, "93"))
    it.do("count_standing", SYSTEM)
    assert (it.state.standing.streak, it.state.standing.previous) == (5, Decimal("93.00"))
    assert it.do("count_standing", SYSTEM) == []


def test_a_final_score_is_corrected_by_the_head_of_human_resources_and_stays_in_the_log() -> None:
    it = finalised()
    it.refused(FORBIDDEN, "correct_score", "hugo", score=Decimal(91), reason="Miscounted")
    it.refused(NOT_A_PERCENTAGE, "correct_score", "hana", score=Decimal(101), reason="Miscounted")
    it.refused(finalising.TOO_FINE, "correct_score", "hana", score=Decimal("91.005"), reason="Miscounted")
    it.refused(finalising.SAME_SCORE, "correct_score", "hana", score=Decimal("82.00"), reason="Miscounted")
    it.do("correct_score", "hana", score=Decimal("91"), reason="Miscounted")
    assert (it.state.score, it.state.grade, it.state.composite.score) == (91, Grade.EXCELLENT, Decimal("82.00"))
    assert (it.state.corrections[0].old, it.state.corrections[0].by) == (Decimal("82.00"), "hana")
    assert it.state.standing.streak == 1
    it.do("correct_score", "hana", score=Decimal("70"), reason="Miscounted again")
    assert [each.new for each in it.state.corrections] == [91, 70]


def test_nobody_corrects_their_own_score() -> None:
    it = finalised()
    it.state = replace(it.state, subject="hana")
    it.refused(OWN_MATTER, "correct_score", "hana", score=Decimal(99), reason="Mine")
