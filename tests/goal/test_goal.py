"""Goals: set below one another, revised on evidence, reviewed and concluded (STRAT-02)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.goal import ROOM
from domain.goal.acts import (
    NO_EVIDENCE,
    NOT_REACHED,
    NOT_THEIR_UNIT,
    OVERDUE,
    PARENT_ENDED,
    PARENT_TOO_LOW,
    PARENT_UNKNOWN,
    REACHED,
    UNCHANGED,
    UNIT_MISSING,
)
from domain.goal.state import Goal
from domain.goal.terms import GoalLevel, GoalStatus
from domain.organisation.rules import PERSON_UNKNOWN, UNIT_UNKNOWN
from domain.shared import references
from domain.shared.ids import GoalId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason, Refused
from tests.goal.goals import COMPANY_GOAL, REVISION, SALES_GOAL, a_goal, above, blank
from tests.scenario import Scenario

IN_FORCE = {GoalStatus.SET, GoalStatus.REVISED}


def test_a_goal_has_metric_baseline_target_due_day_owner_and_parent() -> None:
    goal = a_goal().state
    assert (goal.metric, goal.baseline, goal.target) == ("Turnover", Decimal(100), Decimal(120))
    assert (goal.due, goal.owner, goal.parent, goal.unit) == (date(2026, 12, 31), "sue", "company", "sales")
    assert goal.in_force
    assert not goal.orphan
    assert goal.value is None


def test_a_goal_without_a_parent_is_an_orphan_unless_it_is_strategic() -> None:
    goal = blank()
    goal.do("set", "sam", **SALES_GOAL)
    assert goal.state.orphan
    assert not above(GoalLevel.STRATEGIC, GoalStatus.SET).orphan


def test_management_sets_the_goals_of_the_company() -> None:
    assert blank().do("set", "chen", **COMPANY_GOAL)
    for person in ("pia", "sam", "hana"):
        blank().refused(FORBIDDEN, "set", person, **COMPANY_GOAL)


def test_plan_group_and_heads_set_the_goals_below() -> None:
    assert blank().do("set", "pia", **SALES_GOAL)
    assert blank().do("set", "pia", **{**SALES_GOAL, "level": "PLAN", "unit": None})
    for person, unit in (("sue", "sales"), ("sam", "planning"), ("dora", "sales")):
        blank().refused(NOT_THEIR_UNIT, "set", person, **{**SALES_GOAL, "unit": unit})
    blank().refused(NOT_THEIR_UNIT, "set", "sam", **{**SALES_GOAL, "level": "PLAN", "unit": None})
    assert blank().do("set", "dora", **{**SALES_GOAL, "unit": "plan-group"})


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (UNIT_MISSING, {"unit": None}),
        (UNIT_UNKNOWN, {"unit": "moon"}),
        (PARENT_UNKNOWN, {"parent": "nothing"}),
        (PARENT_ENDED, {"parent": "strategic"}),
        (PARENT_TOO_LOW, {"parent": "company", "level": "COMPANY"}),
        (OVERDUE, {"due": "2026-01-04"}),
        (PERSON_UNKNOWN, {"owner": "nobody"}),
    ],
)
def test_a_goal_is_sound(reason: Reason, wrong: Any) -> None:
    blank().refused(reason, "set", "chen", **{**SALES_GOAL, **wrong})


def test_levels_come_in_order() -> None:
    strategic, company, department, plan = GoalLevel
    assert strategic.above(company)
    assert company.above(department)
    assert department.above(plan)
    assert not plan.above(plan)


def test_a_revision_changes_what_it_names_on_evidence() -> None:
    goal = a_goal()
    goal.do("revise", "sam", target="110", owner="sam", **REVISION)
    assert (goal.state.target, goal.state.owner, goal.state.parent) == (Decimal(110), "sam", "company")
    assert goal.state.status is GoalStatus.REVISED
    goal.refused(UNCHANGED, "revise", "sam", target="110", **REVISION)
    goal.refused(NO_EVIDENCE, "revise", "sam", target="105", reason="Why not", evidence=[])


def test_a_revision_is_as_sound_as_the_setting() -> None:
    goal = a_goal()
    goal.refused(OVERDUE, "revise", "sam", due="2026-01-04", **REVISION)
    goal.refused(PARENT_ENDED, "revise", "sam", parent="strategic", **REVISION)
    goal.refused(PERSON_UNKNOWN, "revise", "sam", owner="nobody", **REVISION)


def test_an_orphan_finds_its_parent_by_revision() -> None:
    goal = blank()
    goal.do("set", "sam", **SALES_GOAL)
    goal.do("revise", "sam", parent="company", **REVISION)
    assert not goal.state.orphan


def test_reviews_are_kept_with_the_day_and_the_latest_value_shows() -> None:
    goal = a_goal()
    goal.do("review", "sue", value="104", conclusion="Slow")
    goal.do("review", "chen", value="112", conclusion="Better")
    assert [(review.on, review.value) for review in goal.state.reviews] == [
        (date(2026, 1, 5), Decimal(104)),
        (date(2026, 1, 5), Decimal(112)),
    ]
    assert goal.state.value == Decimal(112)
    goal.refused(FORBIDDEN, "review", "hana", value="1", conclusion="Hm")


def test_nobody_concludes_on_a_goal_of_their_own() -> None:
    goal = blank()
    goal.do("set", "chen", **{**SALES_GOAL, "owner": "sam"})
    for verb in ("achieve", "miss"):
        goal.refused(OWN_MATTER, verb, "sam", value="120", conclusion="Done")
    assert goal.do("achieve", "chen", value="120", conclusion="Done")


def test_a_conclusion_agrees_with_the_value() -> None:
    a_goal().refused(NOT_REACHED, "achieve", "sam", value="119.99", conclusion="Nearly")
    a_goal().refused(REACHED, "miss", "sam", value="120", conclusion="Hm")


def test_a_target_below_the_baseline_is_reached_downwards() -> None:
    goal = blank()
    goal.do("set", "sam", **{**SALES_GOAL, "metric": "Complaints", "target": "80"})
    goal.refused(NOT_REACHED, "achieve", "sam", value="81", conclusion="Nearly")
    assert goal.do("achieve", "sam", value="80", conclusion="Done")


ENDINGS: dict[str, dict[str, Any]] = {
    "revise": {"target": "111", **REVISION},
    "review": {"value": "104", "conclusion": "Slow"},
    "achieve": {"value": "130", "conclusion": "Done"},
    "miss": {"value": "1", "conclusion": "Not done"},
    "drop": {"reason": "Over"},
}


@pytest.mark.parametrize("status", GoalStatus)
@pytest.mark.parametrize("verb", ENDINGS)
def test_every_act_is_accepted_while_the_goal_is_in_force_and_never_after(verb: str, status: GoalStatus) -> None:
    goal = a_goal(status)
    assert goal.state.status is status
    assert goal.state.in_force == (status in IN_FORCE)
    if status in IN_FORCE:
        assert goal.do(verb, "sam", **ENDINGS[verb])
    else:
        goal.refused(NOT_NOW, verb, "sam", **ENDINGS[verb])
    goal.refused(NOT_NOW, "set", "sam", **SALES_GOAL)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(ENDINGS)), st.integers(90, 130)), max_size=8))
def test_whatever_happens_a_goal_ends_once_and_replay_gives_it_again(story: list[tuple[str, int]]) -> None:
    goal = a_goal()
    for verb, n in story:
        varied: dict[str, Any] = {"revise": {"target": n}, "drop": {}}.get(verb, {"value": n})
        before: Goal = goal.state
        try:
            goal.do(verb, "sam", **{**ENDINGS[verb], **varied})
        except Refused:
            assert goal.state is before
        else:
            assert before.in_force
        assert goal.state.id == GoalId("it")
    again = Scenario(ROOM).given(*goal.events)
    assert again.state == goal.state


def test_a_goal_is_found_by_its_name_in_rooms_that_do_not_know_goals() -> None:
    it = a_goal()
    assert set(ROOM.claims(it.state)) == {(references.GOAL, it.state.id)}
