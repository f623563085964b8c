"""A goal as its events leave it."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.authority.reminding import reminder_key
from domain.goal.events import (
    GoalAchieved,
    GoalDropped,
    GoalEvent,
    GoalMissed,
    GoalReminded,
    GoalReviewed,
    GoalRevised,
    GoalSet,
)
from domain.goal.terms import GoalLevel, GoalStatus, Horizon
from domain.shared.growing import Growing
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.values import civil

IN_FORCE = (GoalStatus.SET, GoalStatus.REVISED)


class Review(Struct, frozen=True, kw_only=True):
    """What the metric stood at on a day, and what was concluded from it."""

    on: date
    value: Decimal
    conclusion: str


class Goal(Struct, frozen=True, kw_only=True):
    """Something to be reached: a metric, from a baseline to a target, by a day, by somebody (STRAT-02)."""

    id: GoalId
    title: str
    level: GoalLevel
    parent: GoalId | None
    unit: UnitId | None
    metric: str
    unit_of_measure: str
    baseline: Decimal
    target: Decimal
    due: date
    owner: PersonId
    horizon: Horizon
    status: GoalStatus = GoalStatus.SET
    reviews: Growing[Review] = ()
    set_on: date | None = None
    reminders: Mapping[str, int] = {}
    """How far up each matter has been reminded of."""

    @shown
    def in_force(self) -> bool:
        """Whether plans and other goals may point to it."""
        return self.status in IN_FORCE

    @shown
    def orphan(self) -> bool:
        """Whether it serves no other goal although its level asks for one."""
        return self.parent is None and self.level is not GoalLevel.STRATEGIC

    @shown
    def value(self) -> Decimal | None:
        """The value of the metric at the latest review."""
        return self.reviews[-1].value if self.reviews else None

    @shown
    def review_due(self) -> date | None:
        """The end of the quarter after the one in which it was last reviewed, or set; its own day at the latest."""
        last = self.reviews[-1].on if self.reviews else self.set_on
        if not self.in_force or last is None or last >= self.due:
            return None
        return min(end_of_next_quarter(last), self.due)

    def reached_at(self, value: Decimal) -> bool:
        """Whether the target is reached at that value of the metric, upwards or downwards from the baseline."""
        return value >= self.target if self.target >= self.baseline else value <= self.target


LIFECYCLE: Lifecycle[GoalStatus] = Lifecycle(
    {
        GoalSet: move(UNBORN, to=GoalStatus.SET),
        GoalRevised: move(*IN_FORCE, to=GoalStatus.REVISED),
        GoalReviewed: move(*IN_FORCE),
        GoalAchieved: move(*IN_FORCE, to=GoalStatus.ACHIEVED),
        GoalMissed: move(*IN_FORCE, to=GoalStatus.MISSED),
        GoalDropped: move(*IN_FORCE, to=GoalStatus.DROPPED),
        GoalReminded: move(*IN_FORCE),
    },
    final=frozenset({GoalStatus.ACHIEVED, GoalStatus.MISSED, GoalStatus.DROPPED}),
)


def evolve(goal: Goal | None, event: GoalEvent, stamp: Stamp) -> Goal:
    """The goal after the event."""
    if isinstance(event, GoalSet):
        return Goal(
            id=GoalId(stamp.record),
            title=event.title,
            level=event.level,
            parent=event.parent,
            unit=event.unit,
            metric=event.metric,
            unit_of_measure=event.unit_of_measure,
            baseline=event.baseline,
            target=event.target,
            due=event.due,
            owner=event.owner,
            horizon=event.horizon,
            set_on=civil(stamp.at),
        )
    assert goal is not None
    match event:
        case GoalRevised(target=target, due=due, owner=owner, parent=parent):
            return replace(goal, target=target, due=due, owner=owner, parent=parent)
        case GoalReviewed() | GoalAchieved() | GoalMissed():
            review = Review(on=civil(stamp.at), value=event.value, conclusion=event.conclusion)
            return replace(goal, reviews=(*goal.reviews, review))
        case GoalDropped():
            return goal
        case GoalReminded(matter=matter, due=due, rung=rung):
            return replace(goal, reminders={**goal.reminders, reminder_key(matter, "", due): rung})
        case _:
            assert_never(event)


def end_of_next_quarter(day: date) -> date:
    """The last day of the quarter after that of the day."""
    months = (day.month + 2) // 3 * 3 + 3
    year, month = day.year + (months - 1) // 12, (months - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])
