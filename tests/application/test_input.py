"""What callers send, as acts take it."""

from typing import Any

import pytest

from application.input import converted
from domain.rooms import ROOMS
from domain.shared.refusal import Refused

ACTS = {act.name: act for room in ROOMS for act in room.acts.values()}
TOO_LONG = "k" * 201


@pytest.mark.parametrize(
    ("act", "field", "given"),
    [
        ("organisation.assign_position", "position", {"position": TOO_LONG}),
        ("organisation.appoint_deputy", "areas[0]", {"unit": "u", "areas": [TOO_LONG]}),
        ("issue.order_rectification", "reference", {"reference": TOO_LONG}),
    ],
)
def test_what_names_something_is_short_enough_to_be_found_by(act: str, field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as raised:
        converted(given, ACTS[act].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.invalid", field)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_is_one_that_deadlines_can_be_reckoned_from(day: str) -> None:
    with pytest.raises(Refused) as raised:
        converted({"due": day, "reason": "later"}, ACTS["issue.change_due"].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.out_of_range", "due")


def test_days_in_lists_are_looked_at_too() -> None:
    with pytest.raises(Refused) as raised:
        converted({"year": 2026, "holidays": ["2026-05-01", "0001-01-01"]}, ACTS["organisation.set_calendar"].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.out_of_range", "holidays[1]")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999", "1e15", "0.000000001"])
def test_a_number_is_one_whose_share_is_exact(value: str) -> None:
    with pytest.raises(Refused) as raised:
        converted({"value": value, "conclusion": "grown"}, ACTS["goal.review"].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.out_of_range", "value")


@pytest.mark.parametrize("name", ["Ware.House", "a" * 64])
def test_a_name_that_breaks_its_pattern_is_not_called_blank(name: str) -> None:
    with pytest.raises(Refused) as raised:
        converted({"name": name}, ACTS["consumer.create"].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.invalid", "name")


@pytest.mark.parametrize(
    ("act", "given", "en", "zh"),
    [
        ("plan.comment", {"text": "x" * 20_001}, "at most 20000 characters", "最多20000个字符"),
        ("issue.change_severity", {"severity": 9, "reason": "x"}, "at most 4", "不大于4"),
        ("issue.change_severity", {"severity": 0, "reason": "x"}, "at least 1", "不小于1"),
        ("issue.change_severity", {"severity": "x", "reason": "x"}, "int, not str", "int，而非str"),
        ("issue.register", {"category": "X", "triage_unit": "u"}, "'X' is none of the terms", "没有'X'这一项"),
        ("issue.change_due", {"due": "soon", "reason": "x"}, "like 2027-03-31", "如2027-03-31"),
        ("consumer.create", {"name": "A B"}, "the form [a-z0-9][a-z0-9-]{0,62}", "格式为[a-z0-9][a-z0-9-]{0,62}"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_one_language(act: str, given: Any, en: str, zh: str) -> None:
    with pytest.raises(Refused) as raised:
        converted(given, ACTS[act].input)
    assert raised.value.reason.code == "input.invalid"
    assert en in raised.value.message and zh in raised.value.message_zh
    assert "xpected" not in raised.value.message_zh and "nvalid" not in raised.value.message_zh


@pytest.mark.parametrize("text", ["", " \t"])
def test_a_text_without_anything_to_read_is_blank(text: str) -> None:
    with pytest.raises(Refused) as raised:
        converted({"text": text}, ACTS["issue.comment"].input)
    assert (raised.value.reason.code, raised.value.facts["field"]) == ("input.blank", "text")
