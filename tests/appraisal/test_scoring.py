"""The score: exact, complete, within bounds, and computable again from what is stored."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appraisal import composing
from domain.appraisal.claims import GRADED
from domain.appraisal.scheme.content import GradeLimit
from domain.appraisal.scheme.terms import Grade
from domain.appraisal.scoring import weighted
from domain.appraisal.terms import Answer, Status
from domain.appraisal.values import Component, PeerAverage
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.shared.approval import CHANGED
from domain.shared.lifecycle import NOT_NOW
from tests.appraisal.company import CONTENT
from tests.appraisal.stories import captured, delivered, evaluated, form, scored, scores
from tests.appraisal.test_assessing import OVERDUE, delegating

D = Decimal


def component(weight: str, own: str | None, superior: str | None) -> Component:
    return Component(
        indicator="i",
        weight=D(weight),
        self_score=None if own is None else D(own),
        superior_score=None if superior is None else D(superior),
    )


@pytest.mark.parametrize(
    ("components", "adjustment", "score"),
    [
        ([("100", "90", "80")], "0", "82.00"),
        ([("50", "100", "90"), ("50", "0", "80")], "0", "78.00"),
        ([("100", None, "80")], "0", "80.00"),
        ([("60", "90", None), ("40", "90", "80")], "0", "82.00"),
        ([("60", None, None), ("40", None, "70.555")], "0", "70.56"),
        ([("100", "0", "0.005")], "0", "0.00"),
        ([("100", None, "0.005")], "0", "0.01"),
        ([("100", None, "70.125")], "-0.13", "70.00"),
        ([("100", None, "80")], "4.995", "85.00"),
        ([("30", None, "1"), ("30", None, "2"), ("30", None, "2")], "0", "1.67"),
    ],
)
def test_the_formula_is_exact_and_rounds_once_half_up(components: Any, adjustment: str, score: str) -> None:
    assert str(weighted([component(*each) for each in components], D(adjustment), D("0.2"))) == score


def test_no_points_at_all_are_no_score() -> None:
    assert weighted([component("100", "90", None)], D(0), D("0.2")) is None
    assert weighted([], D(0), D("0.2")) is None


POINTS = st.decimals(0, 100, places=4)


@given(st.lists(st.tuples(POINTS, st.none() | POINTS), min_size=1, max_size=6), st.decimals(0, "0.99", places=2))
def test_a_score_lies_between_the_least_and_the_greatest_points(pairs: list[Any], alpha: Decimal) -> None:
    components = [component("10", own and str(own), str(superior)) for superior, own in pairs]
    score = weighted(components, D(0), alpha)
    points = [each for pair in pairs for each in pair if each is not None]
    assert score is not None
    assert min(points) - D("0.005") <= score <= max(points) + D("0.005")


def test_human_resources_fix_score_and_grade_from_both_forms() -> None:
    it = scored()
    composite = it.state.composite
    assert (it.state.status, it.state.score, it.state.grade, it.state.scorer) == (
        Status.SCORED, D("82.00"), Grade.GOOD, "hugo",
    )  # fmt: skip
    assert composite.score == weighted(composite.components, composite.adjustment, composite.alpha)
    assert composite.components[0] == Component(
        indicator="completion", weight=D(50), self_score=D(90), superior_score=D(80)
    )


def test_the_average_of_colleagues_is_kept_without_their_names() -> None:
    assert scored().state.composite.peers == (PeerAverage(indicator="initiative", mean=D("87.51"), evaluations=2),)


@pytest.mark.parametrize(
    ("points", "grade"), [(90, "EXCELLENT"), ("89.99", "GOOD"), (70, "COMPETENT"), (60, "WEAK"), (0, "FAIL")]
)
def test_bands_turn_scores_into_grades(points: Any, grade: str) -> None:
    assert scored(points=points, own=points).state.grade == grade


def test_an_adjustment_of_at_most_five_points_takes_a_reason() -> None:
    it = evaluated()
    it.refused(composing.ADJUSTED_SILENTLY, "fix_composite", "hugo", adjustment=D(1))
    it.refused(composing.ADJUSTED_TOO_FAR, "fix_composite", "hugo", adjustment=D("5.01"), reason="So")
    it.refused(composing.ADJUSTED_TOO_FAR, "fix_composite", "hugo", adjustment=D("-5.01"), reason="So")
    it.do("fix_composite", "hugo", adjustment=D("-5"), reason="Came late")
    assert (it.state.score, it.state.composite.reason) == (D("77.00"), "Came late")


def test_an_adjustment_does_not_lead_out_of_bounds() -> None:
    evaluated(points=98, own=98).refused(composing.OUT_OF_BOUNDS, "fix_composite", "hugo", adjustment=D(3), reason="So")
    evaluated(points=1, own=1).refused(composing.OUT_OF_BOUNDS, "fix_composite", "hugo", adjustment=D(-3), reason="So")


def test_a_waived_self_assessment_lets_the_superior_count_alone() -> None:
    it = captured().at(OVERDUE)
    it.do("waive_self_assessment", "hugo", part=form(it), reason="Silent")
    it.do("submit_superior_evaluation", "sue", scores=scores(80), summary="Fine")
    it.do("fix_composite", "hugo")
    assert it.state.score == D("80.00")


def test_nothing_scored_is_not_a_score_of_zero() -> None:
    it = evaluated()
    unscored = replace(it.state.evaluation, scores=())
    it.state = replace(it.state, evaluation=unscored)
    it.refused(composing.NOTHING_SCORED, "fix_composite", "hugo")


def test_the_score_is_fixed_on_exactly_the_evaluation_that_was_submitted() -> None:
    it = evaluated()
    it.state = replace(it.state, evaluation=replace(it.state.evaluation, summary="Touched"))
    it.refused(CHANGED, "fix_composite", "hugo")


def test_who_evaluated_or_is_appraised_or_is_anybody_else_does_not_fix_the_score() -> None:
    it = evaluated()
    it.refused(OWN_MATTER, "fix_composite", "sue")
    it.refused(OWN_MATTER, "fix_composite", "ron")
    it.refused(FORBIDDEN, "fix_composite", "boss")


def test_human_resources_do_not_score_what_they_evaluated_themselves() -> None:
    it = evaluated()
    it.state = replace(it.state, request=replace(it.state.request, asked_by="hugo"))
    it.refused(OWN_MATTER, "fix_composite", "hugo")
    delegating(it, "hedy", "hugo")
    it.refused(OWN_MATTER, "fix_composite", "hugo", for_="hedy")


def test_a_forced_distribution_limits_a_grade_where_the_scheme_wants_one() -> None:
    limited = replace(CONTENT, limits=(GradeLimit(Grade.EXCELLENT, D(20)),))
    it = evaluated(limited, 95, 95)
    it.world.claims |= {(GRADED, "january/staff/"): ["it", "b", "c"], (GRADED, "january/staff/EXCELLENT"): ["d"]}
    it.refused(composing.TOO_MANY, "fix_composite", "hugo")
    it.world.claims[GRADED, "january/staff/GOOD"] = [f"g{n}" for n in range(6)]
    it.do("fix_composite", "hugo")
    assert evaluated(CONTENT, 95, 95).do("fix_composite", "hugo")


def test_the_subject_acknowledges_the_result_once_it_is_delivered() -> None:
    it = scored()
    it.refused(NOT_NOW, "acknowledge", "ron", answer=Answer.AGREE)
    it = delivered()
    assert it.events[-1].to == ("ron",)
    it.refused(FORBIDDEN, "acknowledge", "sue", answer=Answer.AGREE)
    it.refused(composing.DISAGREES_SILENTLY, "acknowledge", "ron", answer=Answer.DISAGREE)
    it.do("acknowledge", "ron", answer=Answer.DISAGREE, comment="Too little")
    it.refused(composing.ANSWERED, "acknowledge", "ron", answer=Answer.AGREE)
    assert it.state.acknowledgement.comment == "Too little"


def test_the_subject_is_kept_from_the_result_until_it_is_delivered() -> None:
    assert (scored().state.withheld_from, scored().state.told_to) == ("ron", None)
    assert (delivered().state.withheld_from, delivered().state.told_to) == (None, "ron")
