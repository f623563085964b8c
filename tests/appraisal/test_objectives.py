"""Objectives hold when both parties have agreed to them."""

from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal import objectives
from domain.appraisal.form import Form
from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import DUTY_UNKNOWN
from tests.appraisal.stories import form, opened
from tests.scenario import Scenario

COMPLETE: dict[str, Any] = {"text": "Finish what is planned", "indicator": "completion", "target": Decimal(99)}
OTHER: dict[str, Any] = {"text": "Finish nearly all", "indicator": "completion", "target": Decimal(90)}


def proposed(by: str = "sue") -> Scenario:
    it = opened()
    it.do("set_objectives", by, part=form(it), objectives=(COMPLETE,))
    return it


def confirmed() -> Scenario:
    it = proposed()
    it.do("confirm_objectives", "ron", part=form(it))
    return it


@pytest.mark.parametrize(("by", "other"), [("sue", "ron"), ("ron", "sue")])
def test_what_one_party_proposes_holds_once_the_other_confirms_it(by: str, other: str) -> None:
    it = proposed(by)
    assert it.state.form.objectives is None
    it.refused(objectives.SAME_PARTY, "confirm_objectives", by, part=form(it))
    it.do("confirm_objectives", other, part=form(it))
    agreed: Form = it.state.form
    assert agreed.objectives is not None
    assert [each.text for each in agreed.objectives.objectives] == ["Finish what is planned"]
    assert (agreed.proposal, agreed.signatures[0].signer) == (None, other)


def test_the_target_agreed_takes_the_place_of_the_schemes() -> None:
    it = opened()
    completion, complaints = it.state.terms.indicators[:2]
    assert (it.state.target(completion), it.state.target(complaints)) == (95, 3)
    it = confirmed()
    assert (it.state.target(completion), it.state.target(complaints)) == (99, 3)


def test_a_change_within_the_period_takes_a_reason_and_the_other_party() -> None:
    it = confirmed()
    it.refused(objectives.CONFIRMED_ALREADY, "set_objectives", "sue", part=form(it), objectives=(OTHER,))
    it.do("change_objectives", "ron", part=form(it), objectives=(OTHER,), reason="Two are ill")
    assert it.state.target(it.state.terms.indicators[0]) == 99
    it.refused(objectives.SAME_PARTY, "confirm_objectives", "ron", part=form(it))
    it.do("confirm_objectives", "sue", part=form(it))
    assert (it.state.target(it.state.terms.indicators[0]), it.state.form.objectives.reason) == (90, "Two are ill")


def test_nothing_is_changed_before_something_is_confirmed() -> None:
    it = proposed()
    it.refused(objectives.NOT_CONFIRMED, "change_objectives", "sue", part=form(it), objectives=(OTHER,), reason="So")


def test_nothing_is_confirmed_that_nobody_proposed() -> None:
    it = opened()
    it.refused(objectives.NOTHING_PROPOSED, "confirm_objectives", "ron", part=form(it))


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (objectives.NO_OBJECTIVES, ()),
        (objectives.INDICATOR_UNKNOWN, ({"text": "Sing", "indicator": "singing"},)),
        (objectives.TARGET_TWICE, (COMPLETE, OTHER)),
        (objectives.TARGET_ALONE, ({"text": "Sell", "target": Decimal(1)},)),
        (DUTY_UNKNOWN, ({"text": "Sell", "duty": "D-1"},)),
    ],
)
def test_objectives_are_something_that_the_scheme_can_measure(reason: Any, given: tuple[Any, ...]) -> None:
    it = opened()
    it.refused(reason, "set_objectives", "sue", part=form(it), objectives=given)


@pytest.mark.parametrize("by", ["sam", "rita", "hugo", "boss"])
def test_objectives_are_between_the_superior_and_the_subject(by: str) -> None:
    it = opened()
    it.refused(FORBIDDEN, "set_objectives", by, part=form(it), objectives=(COMPLETE,))
