"""What anybody may add to a plan, in whatever state it is: what happened, and what the plan keeps of it (PLAN-45)."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.personal import Said


class PlanCommented(Struct, frozen=True, kw_only=True, tag="plan.commented"):
    """Somebody said something about the plan, in whatever state it was (COMM-02)."""

    text: Said


class PlanLinked(Struct, frozen=True, kw_only=True, tag="plan.linked"):
    """Another record that belongs to the plan: a contract, a budget, minutes (PLAN-45)."""

    record: str
    """Its key; where it is kept elsewhere, what it is called there."""
    note: Said


RemarkEvent: TypeAlias = PlanCommented | PlanLinked


class Comment(Struct, frozen=True, kw_only=True):
    """Something that somebody said."""

    text: str
    by: PersonId
    at: datetime


class Link(Struct, frozen=True, kw_only=True):
    """Another record that belongs to the plan."""

    record: str
    """Its key; where it is kept elsewhere, what it is called there."""
    note: str
