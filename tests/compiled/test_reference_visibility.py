"""Whom the interpreter shows what, against answers written by hand."""

from dataclasses import replace
from typing import Any

import pytest

from domain.shared.room import Room
from domain.shared.term import Role
from tests.api import garden
from tests.compiled.gardens import Gardens

FOR_BO = replace(garden.ROOM, readers=(Role.ADM, "gardener", "helpers"))
BUT_ANA = replace(FOR_BO, kept_from=("helpers", Role.PG))
BED = replace(garden.ROOM.parts[0], readers=(Role.DG,))


@pytest.mark.parametrize(
    ("room", "who", "gardens", "beds"),
    [
        (garden.ROOM, {"roles": (Role.EMP,)}, 4, 1),
        (garden.ROOM, {"roles": (Role.INT,)}, 0, 0),
        (garden.ROOM, {"roles": (Role.INT,), "scopes": ("garden",)}, 4, 1),
        (garden.ROOM, {"roles": (Role.ADM,), "scopes": ("token",)}, 0, 0),
        (garden.ROOM, {"roles": (Role.AUD,), "scopes": ("token",)}, 0, 0),
        (FOR_BO, {"roles": (Role.EMP,)}, 1, 0),
        (FOR_BO, {"roles": (Role.EMP,), "person": "cai"}, 1, 1),
        (FOR_BO, {"roles": (Role.ADM,)}, 4, 1),
        (FOR_BO, {"roles": (Role.AUD,)}, 4, 1),
        (BUT_ANA, {"roles": (Role.ADM,)}, 3, 1),
        (BUT_ANA, {"roles": (Role.ADM, Role.PG)}, 0, 0),
        (BUT_ANA, {"roles": (Role.AUD, Role.PG)}, 4, 1),
        (replace(FOR_BO, parts=(BED,)), {"roles": (Role.ADM,)}, 4, 0),
        (replace(FOR_BO, parts=(BED,)), {"roles": (Role.DG,), "person": "dan"}, 0, 1),
    ],
)
def test_rows_are_for_their_readers(room: Room, who: dict[str, Any], gardens: int, beds: int) -> None:
    them = Gardens(room)
    reading = them.reading(*who["roles"], **{name: value for name, value in who.items() if name != "roles"})
    counted = """{ gardens(first: 1) { totalCount } gardenBeds(first: 1) { totalCount }
        events(first: 9) { nodes { position } } }"""
    found = them.told(counted, reading)
    assert (found["gardens"]["totalCount"], found["gardenBeds"]["totalCount"]) == (gardens, beds)
    of_beds = [each["position"] for each in found["events"]["nodes"] if each["position"] in (5, 6)]
    assert of_beds == ([5, 6] if beds else [])
