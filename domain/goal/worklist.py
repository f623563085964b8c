"""What a goal waits for, and what is due about it by a day (API-08, AUDIT-10, STRAT-05)."""

from collections.abc import Iterator

from domain.goal.state import Goal
from domain.goal.terms import GoalLevel
from domain.shared.ids import UnitId
from domain.shared.room import Obligation, Rule, Work
from domain.shared.term import Role
from domain.shared.values import end_of, midnight

REVIEW = Rule("goal.review", "目标季度复核", "Review the goal each quarter.", "STRAT-05", ("goal.review",))
CONCLUSION = Rule(
    "goal.conclusion", "目标结论", "Conclude whether the goal was reached when its day has come.", "STRAT-02",
    ("goal.achieve", "goal.miss", "goal.drop"),
)


def work(goal: Goal) -> Iterator[Work]:
    """Its owner reviews it each quarter; its conclusion is for others."""
    if not goal.in_force:
        return
    since = midnight(goal.reviews[-1].on if goal.reviews else goal.set_on or goal.due)
    if goal.review_due:
        yield Work(
            act="goal.review", title=goal.title, person=goal.owner, since=since, due=end_of(goal.review_due)
        )
    else:
        role, unit = judge(goal)
        yield Work(
            act="goal.achieve", title=goal.title, role=role, unit=unit, since=since, due=end_of(goal.due),
            barred=(goal.owner,),
        )  # fmt: skip


def obligations(goal: Goal) -> Iterator[Obligation]:
    """The review of the quarter, then the conclusion."""
    if not goal.in_force:
        return
    if goal.review_due:
        nth, due = len(goal.reviews) + 1, goal.review_due
        yield Obligation(rule=REVIEW, nth=nth, title=goal.title, person=goal.owner, due=due)
    role, unit = judge(goal)
    yield Obligation(rule=CONCLUSION, title=goal.title, role=role, unit=unit, due=goal.due)


def judge(goal: Goal) -> tuple[Role, UnitId | None]:
    """Who concludes on it: whoever heads its unit, or else company management."""
    if goal.unit and goal.level in (GoalLevel.DEPARTMENT, GoalLevel.PLAN):
        return Role.HEAD, goal.unit
    return Role.MGMT, None
