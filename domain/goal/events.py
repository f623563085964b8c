"""What can have happened to a goal."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.goal.terms import GoalLevel, Horizon, Matter
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.personal import Said


class GoalSet(Struct, frozen=True, kw_only=True, tag="goal.set"):
    """A goal came into force below its parent."""

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


class GoalRevised(Struct, frozen=True, kw_only=True, tag="goal.revised"):
    """What the goal is from here on, and the evidence for changing it."""

    target: Decimal
    due: date
    owner: PersonId
    parent: GoalId | None
    reason: Said
    evidence: tuple[str, ...]


class GoalReviewed(Struct, frozen=True, kw_only=True, tag="goal.reviewed"):
    """The metric stood at this value, and what was concluded from it."""

    value: Decimal
    conclusion: Said


class GoalAchieved(Struct, frozen=True, kw_only=True, tag="goal.achieved"):
    value: Decimal
    conclusion: Said


class GoalMissed(Struct, frozen=True, kw_only=True, tag="goal.missed"):
    value: Decimal
    conclusion: Said


class GoalDropped(Struct, frozen=True, kw_only=True, tag="goal.dropped"):
    reason: Said


class GoalReminded(Struct, frozen=True, kw_only=True, tag="goal.reminded"):
    """A review or the conclusion is late; `to` are told, one rung higher each time (STRAT-05, ORG-11)."""

    matter: Matter
    rung: int
    """0 those asked, then the managers of their groups, of their departments, company management."""
    to: tuple[PersonId, ...]
    due: date


GoalEvent: TypeAlias = GoalSet | GoalRevised | GoalReviewed | GoalAchieved | GoalMissed | GoalDropped | GoalReminded
