"""What is collected before anybody judges: notes of the period, and actual values at its end."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import collecting
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from tests.appraisal.company import CONTENT
from tests.appraisal.stories import ENDED, captured, evaluated, measured, opened, self_assessed

NOTE: dict[str, Any] = {"on": date(2026, 1, 5), "aspect": "TEAMWORK", "note": "Helped in shop two", "points": 4}


def test_superior_and_human_resources_take_notes_during_the_period() -> None:
    it = opened()
    it.do("record_daily_assessment", "sue", **NOTE)
    it.do("record_daily_assessment", "hugo", **NOTE | {"points": None, "aspect": "ATTITUDE"})
    assert [(each.by, each.points, each.aspect) for each in it.state.notes] == [
        ("sue", 4, "TEAMWORK"),
        ("hugo", None, "ATTITUDE"),
    ]


def test_nobody_takes_notes_of_themselves_nor_of_a_colleague() -> None:
    opened(person="hedy").refused(OWN_MATTER, "record_daily_assessment", "hedy", **NOTE)
    opened().refused(FORBIDDEN, "record_daily_assessment", "rita", **NOTE)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 6), date(2026, 2, 1)])
def test_a_note_is_about_a_day_of_the_period_that_has_come(day: date) -> None:
    opened().refused(collecting.OUTSIDE_PERIOD, "record_daily_assessment", "sue", **NOTE | {"on": day})


def test_a_scheme_without_daily_notes_takes_none() -> None:
    it = opened(replace(CONTENT, daily=False))
    it.refused(collecting.NOT_DAILY, "record_daily_assessment", "sue", **NOTE)


def test_an_actual_value_is_frozen_with_what_it_was_computed_from() -> None:
    actual = captured().state.actuals["completion"]
    assert (actual.value, actual.numerator, actual.denominator) == (97, 97, 100)
    assert (actual.inputs, actual.position, actual.overridden) == (("task-1", "task-2"), 17, "")


def test_actual_values_wait_for_the_end_of_the_period() -> None:
    it = opened().at(datetime(2026, 1, 30, 1, tzinfo=UTC))
    it.refused(collecting.PERIOD_RUNNING, "capture_indicators", SYSTEM, actuals=measured())
    it.at(datetime(2026, 1, 31, 1, tzinfo=UTC)).do("capture_indicators", SYSTEM, actuals=measured())


def test_whoever_overrides_the_products_value_says_why() -> None:
    it = captured()
    it.refused(collecting.NOT_OVERRIDDEN, "capture_indicators", "hugo", actuals=measured("99"))
    (given,) = measured("99")
    it.do("capture_indicators", "hugo", actuals=({**given, "overridden": "A task was counted twice"},))
    actual = it.state.actuals["completion"]
    assert (actual.value, actual.overridden) == (99, "A task was counted twice")
    assert given["position"] and not actual.position, "nobody can claim that the product has computed it"


def test_human_resources_give_the_values_of_other_indicators() -> None:
    it = captured()
    it.do("capture_indicators", "hugo", actuals=({"indicator": "complaints", "value": Decimal(2)},))
    assert set(it.state.actuals) == {"completion", "complaints"}
    assert it.do("capture_indicators", "hugo", actuals=()) == []


def test_a_value_that_could_not_be_computed_is_missing_and_not_zero() -> None:
    it = opened().at(ENDED)
    it.do("capture_indicators", SYSTEM, actuals=({"indicator": "completion", "denominator": Decimal(0)},))
    assert it.state.actuals["completion"].value is None
    assert it.state.unmeasured == {"completion"}


def test_figures_are_computed_again_when_human_resources_order_it_but_not_what_was_overridden() -> None:
    it = captured()
    assert it.state.to_measure == ()
    it.do("recapture_indicators", "hugo", reason="The task was confirmed only now")
    assert it.state.actuals == {} and [each.key for each in it.state.to_measure] == ["completion"]
    (given,) = measured("99")
    it.do("capture_indicators", "hugo", actuals=({**given, "overridden": "A task was counted twice"},))
    assert it.do("recapture_indicators", "hugo", reason="Again") == []
    it.refused(FORBIDDEN, "recapture_indicators", "sue", reason="Mine")
    it.refused(OWN_MATTER, "recapture_indicators", "ron", reason="Mine")


def test_what_is_measured_late_may_still_be_after_the_self_assessment_but_not_after_the_evaluation() -> None:
    it = self_assessed()
    it.do("recapture_indicators", "hugo", reason="The task was confirmed only now")
    it.do("capture_indicators", SYSTEM, actuals=measured("99"))
    assert it.state.actuals["completion"].value == 99
    done = evaluated()
    assert done.state.to_measure == ()
    done.refused(NOT_NOW, "capture_indicators", SYSTEM, actuals=measured("98"))


@pytest.mark.parametrize(
    ("by", "actuals", "reason"),
    [
        ("hugo", ({"indicator": "singing"},), INDICATOR_UNKNOWN),
        ("hugo", ({"indicator": "complaints", "value": Decimal(2)},) * 2, collecting.VALUES_TWICE),
        ("sue", measured(), FORBIDDEN),
        ("ron", measured(), OWN_MATTER),
    ],
)
def test_values_of_nothing_or_by_nobody_are_refused(by: str, actuals: Any, reason: Any) -> None:
    captured().refused(reason, "capture_indicators", by, actuals=actuals)
