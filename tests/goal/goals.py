"""Goals to try things with, in any state."""

from typing import Any

from domain.goal import ROOM
from domain.goal.state import Goal
from domain.goal.terms import GoalLevel, GoalStatus
from tests.organisation.company import staffed
from tests.scenario import Scenario

SALES_GOAL: dict[str, Any] = {
    "title": "Sell more",
    "level": "DEPARTMENT",
    "metric": "Turnover",
    "unit_of_measure": "CNY",
    "baseline": "100",
    "target": "120",
    "due": "2026-12-31",
    "owner": "sue",
    "horizon": "SHORT",
    "unit": "sales",
}
COMPANY_GOAL: dict[str, Any] = {**SALES_GOAL, "level": "COMPANY", "unit": None, "owner": "sam"}
REVISION: dict[str, Any] = {"reason": "The market fell", "evidence": ["SUR-1"]}


def blank() -> Scenario:
    """Nobody has set the goal yet; sam manages sales, hana and pia have their roles, and two goals stand above."""
    company = staffed()
    company.do("appoint_manager", "chen", part="sales", person="sam")
    scenario = Scenario(ROOM, company.world)
    for level, status in ((GoalLevel.COMPANY, GoalStatus.SET), (GoalLevel.STRATEGIC, GoalStatus.DROPPED)):
        scenario.world.records[Goal, level.lower()] = above(level, status)
    return scenario


def above(level: GoalLevel, status: GoalStatus) -> Goal:
    goal = Scenario(ROOM, staffed().world, id=level.lower())
    goal.do("set", "chen", **{**COMPANY_GOAL, "level": level})
    if status is GoalStatus.DROPPED:
        goal.do("drop", "chen", reason="Over")
    state: Goal = goal.state
    return state


def a_goal(status: GoalStatus = GoalStatus.SET) -> Scenario:
    """A goal of the sales department in that state."""
    goal = blank()
    goal.do("set", "sam", **SALES_GOAL, parent="company")
    match status:
        case GoalStatus.REVISED:
            goal.do("revise", "sam", target="110", **REVISION)
        case GoalStatus.ACHIEVED:
            goal.do("achieve", "sam", value="120", conclusion="Done")
        case GoalStatus.MISSED:
            goal.do("miss", "sam", value="119", conclusion="Not done")
        case GoalStatus.DROPPED:
            goal.do("drop", "sam", reason="Over")
    return goal
