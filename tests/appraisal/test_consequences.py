"""What follows from a result is proposed as linked records, and follows the score when that is corrected."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import consequences
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ConsequenceKind, ConsequenceStatus, LeadsTo
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import FINER_THAN_CENTS, NEGATIVE
from tests.appraisal.company import CONTENT
from tests.appraisal.stories import OVER, captured, finalised, form, interview, interviewed, scores
from tests.scenario import Scenario

BONUS: dict[str, Any] = {"kind": ConsequenceKind.BONUS, "text": "January", "base": Decimal("1000.33")}


def excellent() -> Scenario:
    return finalised(points=95, own=95)


def only(it: Scenario) -> Any:
    (found,) = it.state.consequences.values()
    return found


@pytest.mark.parametrize(("points", "amount"), [(95, "1500.50"), (82, "1200.40"), (70, "1000.33")])
def test_a_bonus_is_its_base_times_the_coefficient_of_the_score(points: int, amount: str) -> None:
    it = finalised(points=points, own=points)
    it.do("propose_consequence", "hugo", **BONUS)
    assert (only(it).amount, only(it).link.kind) == (Decimal(amount), LeadsTo.REWARD_CASE)
    assert only(it).link.id.startswith("reward_case-")


@pytest.mark.parametrize("kind", [kind for kind in ConsequenceKind if kind is not ConsequenceKind.BONUS])
def test_everything_else_becomes_a_record_of_its_kind(kind: ConsequenceKind) -> None:
    it = excellent()
    it.world.records[Appraisal, "it"] = it.state
    it.do("propose_consequence", "sue", kind=kind, text="Deserved", cited=("it",))
    assert (only(it).kind, only(it).link.kind) == (kind, consequences.LEADS_TO[kind])


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (consequences.NO_BASE, {"kind": "BONUS"}),
        (NEGATIVE, {"kind": "BONUS", "base": Decimal(-1)}),
        (FINER_THAN_CENTS, {"kind": "RAISE", "base": Decimal("0.001")}),
        (consequences.NOT_EXCELLENT, {"kind": "COMMENDATION"}),
        (consequences.NOT_EXCELLENT, {"kind": "PROMOTION", "cited": ("it",)}),
        (INDICATOR_UNKNOWN, {"kind": "TRAINING", "indicators": ("singing",)}),
    ],
)
def test_a_consequence_that_does_not_follow_is_refused(reason: Any, given: dict[str, Any]) -> None:
    finalised().refused(reason, "propose_consequence", "hugo", text="So", **given)


@pytest.mark.parametrize("cited", [(), ("unknown",), ("other",), ("running",), ("good",)])
def test_a_promotion_cites_final_and_excellent_results_of_the_same_subject(cited: tuple[str, ...]) -> None:
    it = excellent()
    it.world.records |= {
        (Appraisal, "other"): replace(it.state, subject="rita"),
        (Appraisal, "running"): interviewed(points=95, own=95).state,
        (Appraisal, "good"): finalised().state,
    }
    it.refused(
        consequences.NOT_CITED, "propose_consequence", "hugo", kind=ConsequenceKind.PROMOTION, text="So", cited=cited
    )


def test_a_result_of_the_unit_that_somebody_heads_is_not_their_own() -> None:
    it = excellent()
    it.world.records[Appraisal, "of unit"] = replace(it.state, subjects=SubjectKind.DEPARTMENT, unit="hq")
    promotion = {"kind": ConsequenceKind.PROMOTION, "text": "So", "cited": ("of unit",)}
    it.refused(consequences.NOT_CITED, "propose_consequence", "hugo", **promotion)


def test_a_promotion_falls_with_a_result_that_it_cites_and_nothing_else_does() -> None:
    it = excellent()
    it.world.records[Appraisal, "before"] = replace(it.state, id="before")
    for cited in (("before", "before"), (it.state.id,)):
        it.world.records[Appraisal, it.state.id] = it.state
        it.do("propose_consequence", "hugo", kind=ConsequenceKind.PROMOTION, text="So", cited=cited)
    it.do("withdraw_promotions", SYSTEM, corrected="before")
    resting, own = it.state.consequences.values()
    assert (resting.status, resting.ending, resting.cited) == (
        ConsequenceStatus.WITHDRAWN, "before ≠ 优秀 (excellent)", ("before",)
    )  # fmt: skip
    assert own.status is ConsequenceStatus.PROPOSED
    assert it.do("withdraw_promotions", SYSTEM, corrected="before") == []


def test_a_unit_is_not_promoted() -> None:
    it = excellent()
    it.state = replace(it.state, subjects=SubjectKind.DEPARTMENT)
    it.refused(consequences.NOT_PERSONAL, "propose_consequence", "hugo", kind=ConsequenceKind.RAISE, text="So")


def test_a_scheme_without_a_bonus_table_gives_none() -> None:
    it = finalised(replace(CONTENT, bonus=()))
    it.refused(consequences.NO_BONUS, "propose_consequence", "hugo", **BONUS)


def test_nothing_follows_before_the_result_is_final_nor_by_the_subject() -> None:
    interviewed().refused(NOT_NOW, "propose_consequence", "hugo", **BONUS)
    finalised().refused(OWN_MATTER, "propose_consequence", "ron", **BONUS)
    finalised().refused(FORBIDDEN, "propose_consequence", "rita", **BONUS)


def test_what_was_proposed_by_mistake_is_withdrawn_and_stays_in_the_log() -> None:
    it = finalised()
    it.do("propose_consequence", "sue", **BONUS)
    first = only(it).id
    it.refused(OWN_MATTER, "withdraw_consequence", "ron", part=first, reason="So")
    it.refused(FORBIDDEN, "withdraw_consequence", "rita", part=first, reason="So")
    it.do("withdraw_consequence", "hugo", part=first, reason="The base is of another year")
    assert (only(it).status, only(it).ending) == (ConsequenceStatus.WITHDRAWN, "The base is of another year")
    it.refused(NOT_NOW, "withdraw_consequence", "hugo", part=first, reason="Again")
    it.do("propose_consequence", "sue", **BONUS)
    assert [each.status for each in it.state.consequences.values()] == list(reversed(ConsequenceStatus))
    it.do("correct_score", "hana", score=Decimal(95), reason="Miscounted")
    assert [each.reissues for each in it.state.consequences.values()] == [0, 1]


def weak(points: tuple[Any, ...], value: str = "97") -> Scenario:
    """A final result with these points, and this completion of plans against a target of 95."""
    it = captured(value=value)
    it.do("submit_self_assessment", "ron", part=form(it), scores=scores(*points), summary="So")
    it.do("submit_superior_evaluation", "sue", scores=scores(*points), summary="So")
    it.do("fix_composite", "hugo")
    it.do("deliver", "hugo")
    it.at(OVER).do("hold_interview", "hugo", **interview())
    it.do("finalise", "hugo")
    return it


def test_weak_indicators_become_a_need_for_training_when_the_result_is_final() -> None:
    it = weak((90, 90, "69.99", 70))
    assert (only(it).kind, only(it).indicators, only(it).text) == (ConsequenceKind.TRAINING, ("skill",), "技能水平")
    assert only(it).link.kind is LeadsTo.TRAINING_NEED


def test_so_does_an_actual_value_short_of_its_target() -> None:
    assert only(weak((90,), value="94.9")).indicators == ("completion",)
    assert weak((90,), value="95").state.consequences == {}


def test_a_value_that_should_be_low_is_weak_when_it_is_high() -> None:
    it = captured()
    it.do("capture_indicators", "hugo", actuals=({"indicator": "complaints", "value": Decimal(4)},))
    complaints = it.state.terms.indicator("complaints")
    assert consequences.is_weak(complaints, it.state)
    it.do("capture_indicators", "hugo", actuals=({"indicator": "complaints", "value": Decimal(3)},))
    assert not consequences.is_weak(complaints, it.state)


def test_a_corrected_score_computes_bonuses_anew_and_withdraws_what_rested_on_the_grade() -> None:
    it = excellent()
    it.world.records[Appraisal, "it"] = it.state
    it.do("propose_consequence", "hugo", **BONUS)
    it.do("propose_consequence", "hugo", kind=ConsequenceKind.COMMENDATION, text="Honour")
    it.do("propose_consequence", "hugo", kind=ConsequenceKind.RAISE, text="Raise")
    it.do("correct_score", "hana", score=Decimal(85), reason="Miscounted")
    bonus, honour, raise_ = it.state.consequences.values()
    assert (bonus.amount, bonus.coefficient, bonus.score, bonus.reissues) == (Decimal("1200.40"), Decimal("1.2"), 85, 1)
    assert (honour.status, raise_.status) == (ConsequenceStatus.WITHDRAWN, ConsequenceStatus.PROPOSED)
    assert honour.ending == "优秀 (excellent) → 良好 (good)"
    it.do("correct_score", "hana", score=Decimal(95), reason="It was right")
    bonus, honour, _ = it.state.consequences.values()
    assert (bonus.amount, bonus.reissues, honour.status) == (Decimal("1500.50"), 2, ConsequenceStatus.WITHDRAWN)
