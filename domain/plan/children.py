"""The plans that are to be drafted from a plan, each by its day, and what became of that (PLAN-05, PLAN-08)."""

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.plan.periods import ABOVE, MONTHS, period
from domain.plan.terms import Kind, Level
from domain.shared.ids import PlanId
from domain.shared.term import Role
from domain.shared.values import A_DAY, Period

BELOW = {above: level for level, above in ABOVE.items()}
WRITERS = {Kind.COMPANY: Role.PG, Kind.OPERATING: Role.OS}
"""Who writes the plans that there must be for every quarter and month."""


class ChildPlan(Struct, frozen=True, kw_only=True):
    """A plan that is to be drafted from another one, for a quarter or a month of its time."""

    starts: date
    ends: date
    due: date
    """The day before it begins; the day of the approval if that is later."""
    plan: PlanId | None = None
    """The plan, once it is drafted."""


class PlanChildDrafted(Struct, frozen=True, kw_only=True, tag="plan.child_drafted"):
    """A plan was drafted from this one, for the time that begins on that day."""

    child: PlanId
    """The plan that was drafted."""
    starts: date


class PlanChildDropped(Struct, frozen=True, kw_only=True, tag="plan.child_dropped"):
    """A plan drafted from this one was rejected or cancelled; another is to be drafted in its place."""

    child: PlanId


ChildEvent: TypeAlias = PlanChildDrafted | PlanChildDropped


def children(kind: Kind, level: Level, days: Period, today: date) -> Iterator[ChildPlan]:
    """The plans to be drafted from one that is approved today: for each quarter or month of its time still to end."""
    below = BELOW.get(level)
    if below is None or kind not in WRITERS:
        return
    for number in range(1, 12 // MONTHS[below] + 1):
        part = period(below, days.starts.year, number)
        if part.starts in days and part.ends >= today:
            due = max(part.starts - A_DAY, today)
            yield ChildPlan(starts=part.starts, ends=part.ends, due=due)
