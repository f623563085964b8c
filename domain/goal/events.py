"""What can have happened to a goal."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.goal.terms import GoalLevel, Horizon, Matter
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.personal import Said


class GoalSet(Struct, frozen=True, kw_only=True, tag="goal.set"):
    """A goal came into force: a metric is to go from a baseline to a target by a day (STRAT-02)."""

    title: str
    level: GoalLevel
    parent: GoalId | None
    """The goal of a higher level that it serves."""
    unit: UnitId | None
    """The unit whose goal it is, if it is not the whole company's."""
    metric: str
    """What is measured."""
    unit_of_measure: str
    """What baseline, target and values are told in."""
    baseline: Decimal
    """Where the metric stood."""
    target: Decimal
    """What the metric is to reach, upwards or downwards."""
    due: date
    """The last day for it."""
    owner: PersonId
    """Who answers for it, and never concludes on it."""
    horizon: Horizon


class GoalRevised(Struct, frozen=True, kw_only=True, tag="goal.revised"):
    """What the goal is from here on, and the evidence for changing it (STRAT-02, STRAT-05)."""

    target: Decimal
    due: date
    owner: PersonId
    parent: GoalId | None
    reason: Said
    evidence: tuple[str, ...]
    """What shows that it had to change."""


class GoalReviewed(Struct, frozen=True, kw_only=True, tag="goal.reviewed"):
    """What was concluded from the value at which the metric stood (STRAT-05)."""

    value: Decimal
    """Where the metric stands, in the goal's unit of measure."""
    conclusion: Said


class GoalAchieved(Struct, frozen=True, kw_only=True, tag="goal.achieved"):
    """Somebody other than the owner concluded that the target was reached (STRAT-02)."""

    value: Decimal
    """Where the metric stands, in the goal's unit of measure."""
    conclusion: Said


class GoalMissed(Struct, frozen=True, kw_only=True, tag="goal.missed"):
    """Somebody other than the owner concluded that the target was not reached (STRAT-02)."""

    value: Decimal
    """Where the metric stands, in the goal's unit of measure."""
    conclusion: Said


class GoalDropped(Struct, frozen=True, kw_only=True, tag="goal.dropped"):
    """A goal was given up; neither plans nor other goals may point to it any more (STRAT-02)."""

    reason: Said


class GoalReminded(Struct, frozen=True, kw_only=True, tag="goal.reminded"):
    """A review or the conclusion is late since `due`; `to` are told, one rung higher each time (STRAT-05, ORG-11)."""

    matter: Matter
    rung: int
    """0 those asked, then the managers of their groups, of their departments, company management."""
    to: tuple[PersonId, ...]
    due: date
    """The day on which it became late."""


GoalEvent: TypeAlias = GoalSet | GoalRevised | GoalReviewed | GoalAchieved | GoalMissed | GoalDropped | GoalReminded
