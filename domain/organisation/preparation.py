"""The preparation of annual plans: its window, and the plans that are called for in it (PLAN-02)."""

from datetime import datetime

from msgspec import Struct

from domain.organisation.preparation_events import PreparationOpened
from domain.shared.ids import PlanId
from domain.shared.term import Role

WRITERS = (Role.PG, Role.OS)
"""Who is to draft an annual plan."""


class Preparation(Struct, frozen=True, kw_only=True):
    """The window in which the annual plans of a year are prepared."""

    year: int
    opened_at: datetime


class AnnualPlan(Struct, frozen=True, kw_only=True):
    """An annual plan that those in a role are to draft."""

    year: int
    role: Role
    plan: PlanId | None = None
    """The plan, once it is drafted."""


def title(year: int) -> str:
    """What the annual plan of a year is called on lists of what is to be done."""
    return f"{year}年度计划 / Annual plan {year}"


def called_for(known: tuple[AnnualPlan, ...], event: PreparationOpened) -> tuple[AnnualPlan, ...]:
    """The annual plans, with those that are called for now and were not drafted before."""
    there = {(each.year, each.role) for each in known}
    new = (AnnualPlan(year=event.year, role=role) for role in event.writers if (event.year, role) not in there)
    return (*known, *new)
