"""What the mechanisms expect of a room, whichever it is: a new one is told here what it lacks."""

from collections import Counter
from typing import Any, get_args

import pytest

from domain.rooms import ROOMS
from domain.shared.act import Act
from domain.shared.room import Room

every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.name))


def events(room: Room) -> set[type[Any]]:
    return set(get_args(room.events)) or {room.events}


def names(found: set[type[Any]]) -> str:
    return ", ".join(sorted(each.__name__ for each in found))


def decided(act: Act) -> set[type[Any]]:
    return {*act.events, *act.effects}


@every_room
def test_every_event_has_its_row_in_the_lifecycle_and_every_row_its_event(room: Room) -> None:
    happens, rows = events(room), set(room.lifecycle.moves)
    assert rows >= happens, f"the lifecycle of {room.name} lacks rows for: {names(happens - rows)}"
    assert happens >= rows, f"the union of the events of {room.name} lacks: {names(rows - happens)}"
    for part in room.parts:
        inside = set(part.lifecycle.moves)
        assert happens >= inside, f"the union of the events of {room.name} lacks: {names(inside - happens)}"


@every_room
def test_every_act_decides_events_of_its_room(room: Room) -> None:
    for act in room.acts.values():
        strange = decided(act) - events(room)
        assert not strange, f"the union of the events of {room.name} lacks what {act.name} yields: {names(strange)}"


@every_room
def test_every_event_about_a_part_names_it_and_is_about_one_at_most(room: Room) -> None:
    rows = Counter(event for part in room.parts for event in part.lifecycle.moves)
    twice = {event for event in rows if rows[event] > 1}
    assert not twice, f"these are about two kinds of part: {names(twice)}"
    for part in room.parts:
        silent = {each for each in part.lifecycle.moves if part.name not in each.__struct_fields__}
        assert not silent, f"these are about a {part.name}, so they need a field {part.name}: {names(silent)}"


@every_room
def test_every_event_says_itself_what_happened(room: Room) -> None:
    """Whoever is handed an audit bundle has nothing else to go by."""
    silent = {each for each in events(room) if not vars(each).get("__doc__")}
    assert not silent, f"give these a docstring of their own: {names(silent)}"


@every_room
def test_every_stored_name_begins_with_the_room(room: Room) -> None:
    tags = [each.__struct_config__.tag for each in events(room)]
    strange = [tag for tag in tags if not tag.startswith(f"{room.name}.")]
    assert not strange, f"begin these with {room.name}.: {strange}"


def test_no_two_events_have_one_stored_name() -> None:
    tags = Counter(each.__struct_config__.tag for room in ROOMS for each in events(room))
    assert tags.most_common(1)[0][1] == 1, tags.most_common(1)[0]


def test_no_two_kinds_of_record_or_part_have_one_type_of_id() -> None:
    """Tables and API recognise a relation by the type of its field: each leads to one kind only."""
    kinds = [id for room in ROOMS for id in (room.id, *(part.id for part in room.parts)) if id is not str]
    assert Counter(kinds).most_common(1)[0][1] == 1, Counter(kinds).most_common(1)[0]
