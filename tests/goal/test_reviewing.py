"""When a goal is to be reviewed and concluded, who is asked, and who is reminded (STRAT-02)."""

from datetime import date

import pytest

from domain.goal import ROOM
from domain.goal.state import end_of_next_quarter
from domain.goal.terms import GoalStatus, Matter
from domain.shared.ids import SYSTEM
from domain.shared.term import Role
from domain.shared.values import A_DAY, civil, end_of, midnight
from tests.goal.goals import a_goal


def test_a_goal_is_reviewed_by_the_end_of_the_next_quarter_each_time() -> None:
    goal = a_goal()
    assert (goal.state.set_on, goal.state.review_due) == (civil(goal.now), date(2026, 6, 30))
    goal.at(midnight(date(2026, 7, 1)))
    goal.do("review", "sue", value="105", conclusion="On its way")
    assert goal.state.review_due == date(2026, 12, 31)
    goal.at(midnight(date(2026, 12, 31)))
    goal.do("review", "sue", value="119", conclusion="Nearly")
    assert goal.state.review_due is None
    assert a_goal(GoalStatus.DROPPED).state.review_due is None


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 12, 31)),
        (date(2026, 10, 1), date(2027, 3, 31)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_the_next_quarter_ends_with_its_last_day(day: date, due: date) -> None:
    assert end_of_next_quarter(day) == due


def test_a_late_review_is_reminded_of_and_climbs_each_rung_once() -> None:
    goal = a_goal()
    due = goal.state.review_due
    assert ROOM.wakes(goal.state, goal.world) == end_of(due)
    goal.at(end_of(due))
    (first,) = goal.do("wake", SYSTEM)
    assert (first.matter, first.rung, first.to, first.due) == (Matter.REVIEW, 0, ("sue",), due + A_DAY)
    assert goal.do("wake", SYSTEM) == []
    later = ROOM.wakes(goal.state, goal.world)
    assert later is not None
    goal.at(later)
    (second,) = goal.do("wake", SYSTEM)
    assert second.rung > 0 and "sue" not in second.to


def test_once_its_day_is_over_somebody_else_is_asked_to_conclude() -> None:
    goal = a_goal()
    goal.at(end_of(goal.state.due))
    told = {each.matter: each.to for each in goal.do("wake", SYSTEM) if each.rung == 0}
    assert told[Matter.CONCLUSION] == ("sam",)
    goal.at(midnight(goal.state.due))
    goal.do("review", "sue", value="1", conclusion="Far off")
    (conclusion,) = ROOM.work(goal.state)
    assert (conclusion.act, conclusion.role, conclusion.unit) == ("goal.achieve", "HEAD", "sales")
    assert conclusion.barred == ("sue",), "it is for somebody else than the owner"


def test_a_goal_owes_its_review_and_its_conclusion_while_it_is_in_force() -> None:
    owed = {each.rule.name: (each.nth, each.person or each.role, each.due) for each in ROOM.obligations(a_goal().state)}
    goal = a_goal().state
    assert owed == {
        "goal.review": (1, "sue", goal.review_due),
        "goal.conclusion": (1, Role.HEAD, goal.due),
    }
    for status in (GoalStatus.ACHIEVED, GoalStatus.MISSED, GoalStatus.DROPPED):
        assert not [*ROOM.obligations(a_goal(status).state), *ROOM.work(a_goal(status).state)]
