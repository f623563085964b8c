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
