"""What happens to a goal because of the time alone: late reviews and conclusions are reminded of (STRAT-05, ORG-11)."""

from collections.abc import Iterator
from datetime import datetime

from domain.authority.reminding import Wait, come, next_reminder, told
from domain.goal.events import GoalReminded
from domain.goal.state import Goal
from domain.goal.terms import Matter
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import civil, end_of


@act("发送提醒", Role.SYSTEM)
def wake(goal: Goal, context: Context) -> Iterator[GoalReminded]:
    """Remind of a review or conclusion that is late, and escalate it; each rung once (STRAT-05, ORG-11)."""
    organisation = company(context.world)
    for wait, rung in come(waits(goal, organisation), goal.reminders, organisation, context.now):
        to = told(wait, rung, organisation, context.today)
        yield GoalReminded(matter=wait.matter, rung=rung, to=to, due=civil(wait.overdue_at))


def wakes(goal: Goal, world: World) -> datetime | None:
    """When the next reminder is due."""
    organisation = company(world)
    return next_reminder(waits(goal, organisation), goal.reminders, organisation)


def waits(goal: Goal, organisation: Organisation) -> Iterator[Wait[Matter]]:
    """The review of the quarter, by its owner; once the goal's own day is over, the conclusion, by somebody else."""
    if goal.in_force and goal.review_due:
        yield Wait(Matter.REVIEW, "", end_of(goal.review_due), (goal.owner,))
    if goal.in_force:
        yield Wait(Matter.CONCLUSION, "", end_of(goal.due), judges(goal, organisation), parties=(goal.owner,))


def judges(goal: Goal, organisation: Organisation) -> tuple[PersonId, ...]:
    """Who concludes on it: the manager of its unit, or else company management."""
    head = organisation.head(goal.unit) if goal.unit else None
    return (head,) if head else organisation.holders(Role.MGMT, organisation.day)
