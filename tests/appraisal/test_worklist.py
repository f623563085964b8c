"""What an appraisal waits for, and from whom."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import ROOM
from domain.shared.room import Work
from domain.shared.term import Role
from domain.shared.values import end_of
from tests.appraisal.stories import (
    appealed,
    captured,
    delivered,
    evaluated,
    finalised,
    form,
    interviewed,
    opened,
    scored,
    self_assessed,
)


def waiting(it: Any) -> list[tuple[str, str | None]]:
    return [(each.act.removeprefix("appraisal."), each.person or each.role) for each in ROOM.work(it.state)]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (opened, [("capture_indicators", "HR"), ("submit_self_assessment", "ron")]),
        (captured, [("submit_self_assessment", "ron")]),
        (self_assessed, [("submit_superior_evaluation", "sue")]),
        (evaluated, [("fix_composite", "HR")]),
        (scored, [("deliver", "HR")]),
        (delivered, [("acknowledge", "ron"), ("hold_interview", "HR")]),
        (appealed, [("dismiss_appeal", "HEAD")]),
        (interviewed, [("finalise", "HR")]),
        (finalised, []),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_each_state_waits_for_its_next_step(story: Any, expected: list[Any]) -> None:
    assert waiting(story()) == expected


@pytest.mark.parametrize(
    ("story", "barred"),
    [
        (opened, {"capture_indicators": {"ron"}, "submit_self_assessment": set()}),
        (self_assessed, {"submit_superior_evaluation": {"ron"}}),
        (evaluated, {"fix_composite": {"ron", "sue"}}),
        (delivered, {"acknowledge": set(), "hold_interview": set()}),
        (appealed, {"dismiss_appeal": {"ron", "sue", "hugo"}}),
        (interviewed, {"finalise": {"ron"}}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_decision_is_not_for_those_whose_matter_it_is(story: Any, barred: dict[str, set[str]]) -> None:
    assert {each.act.removeprefix("appraisal."): set(each.barred) for each in ROOM.work(story().state)} == barred


def test_an_appeal_waits_for_the_head_of_human_resources_and_for_all_of_them_where_no_unit_was_kept() -> None:
    it = appealed()
    (decision,) = ROOM.work(it.state)
    assert (decision.role, decision.unit) == (Role.HEAD, "people")
    (before,) = ROOM.work(replace(it.state, appeal=replace(it.state.appeal, decided_in=())))
    assert (before.role, before.unit) == (Role.HR, None)


@pytest.mark.parametrize(("by", "other"), [("sue", "ron"), ("ron", "sue")])
def test_objectives_wait_for_the_other_party(by: str, other: str) -> None:
    it = opened()
    it.do("set_objectives", by, part=form(it), objectives=({"text": "Sell"},))
    assert waiting(it)[0] == ("confirm_objectives", other)


def test_what_the_subject_must_do_before_the_delivery_is_about_the_form_alone() -> None:
    work: list[Work] = list(ROOM.work(opened().state))
    assert [(each.part, each.due) for each in work if each.person == "ron"] == [("form-1", end_of(date(2026, 2, 4)))]
