"""Every state against every act: what the tables permit is what is accepted (requirements §3.2)."""

import pytest
from msgspec.structs import replace

from domain.project import ROOM
from domain.project.terms import (
    ActionStatus,
    ChangeStatus,
    CommitmentStatus,
    ConditionStatus,
    CostStatus,
    DeviationStatus,
    LessonStatus,
    MilestoneStatus,
    ProblemStatus,
    ReviewStatus,
    Status,
    TaskStatus,
)
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Term
from tests.project.moves import DOING, part, prepared, ready
from tests.scenario import Scenario

WHOLE = [verb for verb in DOING if ROOM.acts[verb].part is None]
PARTS = [verb for verb in DOING if ROOM.acts[verb].part]
STATUSES: dict[str, type[Term]] = {
    "review": ReviewStatus,
    "condition": ConditionStatus,
    "task": TaskStatus,
    "milestone": MilestoneStatus,
    "commitment": CommitmentStatus,
    "cost": CostStatus,
    "deviation": DeviationStatus,
    "action": ActionStatus,
    "problem": ProblemStatus,
    "change_request": ChangeStatus,
    "lesson": LessonStatus,
}


def tried(it: Scenario, verb: str) -> bool:
    """Whether the act is accepted; if the tables do not permit it, then for that reason."""
    by, inputs = DOING[verb]
    act = ROOM.acts[verb]
    id = part(it, act.part) if act.part else None
    if ROOM.possible(act, it.state, it.part(act.part, id) if act.part else None):
        assert it.do(verb, by, part=id, **inputs)
        return True
    it.refused(NOT_NOW, verb, by, part=id, **inputs)
    return False


@pytest.mark.parametrize("verb", WHOLE)
def test_an_act_on_a_project_is_accepted_in_the_states_of_the_table_and_no_other(verb: str) -> None:
    accepted = set()
    for status in Status:
        it = prepared(verb)
        it.state = replace(it.state, status=status)
        if tried(it, verb):
            accepted.add(status)
    (event,) = ROOM.acts[verb].events
    assert accepted == ROOM.lifecycle.moves[event].since - {None}


@pytest.mark.parametrize("verb", PARTS)
def test_an_act_on_a_part_is_accepted_in_the_states_of_both_tables_and_no_other(verb: str) -> None:
    name = ROOM.acts[verb].part
    assert name is not None
    (event,) = ROOM.acts[verb].events
    outer, inner = ROOM.lifecycle.moves[event].since, ROOM.part(name).lifecycle.moves.get(event)
    for status in Status:
        for within in STATUSES[name]:
            it = prepared(verb)
            held = getattr(it.state, ROOM.part(name).inside)
            id = part(it, name)
            held = {**held, id: replace(held[id], status=within)}
            it.state = replace(it.state, status=status, **{ROOM.part(name).inside: held})
            if verb == "record_corrective_action" and within is DeviationStatus.ENDED:
                continue
            assert tried(it, verb) is (status in outer and (inner is None or within in inner.since))


def test_every_act_is_tried() -> None:
    assert set(ROOM.acts) == {*DOING, "propose", "wake"}
    assert set(STATUSES) == {part.name for part in ROOM.parts}


def test_what_is_over_stays_over() -> None:
    for row in ROOM.lifecycle.moves.values():
        assert row.to is None or not row.since & ROOM.lifecycle.final
    for part_ in ROOM.parts:
        for row in part_.lifecycle.moves.values():
            assert not row.since & part_.lifecycle.final


def test_the_system_wakes_only_what_is_not_over() -> None:
    for status in Status:
        it = ready().branch()
        it.state = replace(it.state, status=status)
        assert ROOM.possible(ROOM.acts["wake"], it.state) is (status not in (Status.REJECTED, Status.POST_EVALUATED))
