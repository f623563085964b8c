"""Every act in every state; whatever happens, it ends at most once and replay gives it again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.coordination import ROOM
from domain.coordination.answer import Answer
from domain.coordination.terms import AnswerStatus, Status
from domain.shared.ids import SYSTEM, AnswerId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from tests.coordination.stages import ASKED, CONFLICT, STAGES, answer_of, requested, the
from tests.scenario import MONDAY, Scenario

UNSETTLED = {Status.OPEN, Status.IN_COORDINATION, Status.FAILED}
ALLOWED: Mapping[str, tuple[set[Status], str, dict[str, Any]]] = {
    "start": ({Status.OPEN}, "polly", {}),
    "answer": ({Status.IN_COORDINATION}, "dora", {"stance": "OBJECTS", "text": "不行"}),
    "agree": ({Status.IN_COORDINATION}, "polly", {"outcome": "轮流"}),
    "fail": ({Status.OPEN, Status.IN_COORDINATION}, "polly", {"reason": "不肯"}),
    "decide": ({Status.FAILED}, "chen", {"outcome": "计划部"}),
    "withdraw": (UNSETTLED, "ana", {"reason": "不必了"}),
    "wake": (UNSETTLED, SYSTEM, {}),
}


def test_the_table_knows_every_act() -> None:
    assert ROOM.acts.keys() == ALLOWED.keys() | {"request", "refer"}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", ALLOWED)
def test_an_act_is_possible_in_exactly_the_states_of_the_table(verb: str, status: Status) -> None:
    scenario = STAGES[status]()
    assert scenario.state.status is status
    allowed, by, inputs = ALLOWED[verb]
    asked: dict[str, Any] = {"part": with_an_answer(scenario)} if verb == "answer" else {}
    if verb == "agree" and the(scenario).failed_by:
        by = "chen"  # who said that it failed is a party now: it is for whoever stands above
    if status not in allowed:
        scenario.refused(NOT_NOW, verb, by, **asked, **inputs)
        return
    events = scenario.do(verb, by, **asked, **inputs)
    assert events or verb == "wake"
    assert (scenario.state.status in UNSETTLED) == the(scenario).is_open


def with_an_answer(scenario: Scenario) -> str:
    """The answer of planning; one that was never asked for where the coordination has not been started."""
    if not the(scenario).answers:
        unasked = Answer(id=AnswerId("a"), unit=UnitId("planning"), through=UnitId("planning"), asked_at=MONDAY)
        scenario.state = type(scenario.state)(**{**fields(scenario), "answers": {unasked.id: unasked}})
    return answer_of(scenario, "planning")


def fields(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario.state, name) for name in scenario.state.__struct_fields__}


@pytest.mark.parametrize(("verb", "by", "inputs"), [("request", "ana", ASKED), ("refer", SYSTEM, CONFLICT)])
def test_nothing_begins_twice(verb: str, by: str, inputs: dict[str, Any]) -> None:
    for stage in STAGES.values():
        stage().refused(NOT_NOW, verb, by, **inputs)


MOVES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("start", "polly", "", {}),
    ("answer", "sam", "sales", {"stance": "AGREES", "text": "行"}),
    ("answer", "dora", "planning", {"stance": "AGREES", "text": "行"}),
    ("answer", "dora", "planning", {"stance": "OBJECTS", "text": "不行"}),
    ("agree", "polly", "", {"outcome": "轮流"}),
    ("fail", "polly", "", {"reason": "不肯"}),
    ("decide", "chen", "", {"outcome": "计划部"}),
    ("withdraw", "ana", "", {"reason": "不必了"}),
    ("wake", SYSTEM, "", {}),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(MOVES) - 1), st.integers(0, 4)), max_size=14))
def test_whatever_happens_it_ends_once_and_nobody_agrees_for_a_unit(story: list[tuple[int, int]]) -> None:
    scenario = requested()
    log = [(scenario.events[0], stamp(scenario, "ana"))]
    for n, days in story:
        verb, by, unit, inputs = MOVES[n]
        scenario.at(scenario.now + timedelta(days=days))
        before = the(scenario)
        asked: dict[str, Any] = {"part": answer_of(scenario, unit)} if unit and before.answers else {}
        if unit and not asked:
            continue
        try:
            events = scenario.do(verb, by, **asked, **inputs)
        except Refused:
            assert scenario.state is before
            continue
        log += [(event, stamp(scenario, by)) for event in events]
        assert before.is_open
        if the(scenario).status is Status.AGREED:
            assert {each.status for each in the(scenario).answers.values()} == {AnswerStatus.ANSWERED}
            assert not the(scenario).objections
    assert ROOM.replay(log) == scenario.state


def stamp(scenario: Scenario, by: str) -> Stamp:
    return Stamp(record=scenario.id, actor=by, role="EMP", at=scenario.now)  # type: ignore[arg-type]
