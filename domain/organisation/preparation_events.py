"""What can have happened in the preparation of annual plans."""

from typing import TypeAlias

from msgspec import Struct

from domain.shared.ids import PlanId
from domain.shared.term import Role


class PreparationOpened(Struct, frozen=True, kw_only=True, tag="organisation.preparation_opened"):
    """The window in which the annual plans of that year are prepared has opened (PLAN-02)."""

    year: int
    writers: tuple[Role, ...] = ()
    """Who is to draft one."""


class PreparationClosed(Struct, frozen=True, kw_only=True, tag="organisation.preparation_closed"):
    """The year for which plans were prepared has begun."""

    year: int


class AnnualPlanDrafted(Struct, frozen=True, kw_only=True, tag="organisation.annual_plan_drafted"):
    """Those in the role have drafted the annual plan of that year."""

    year: int
    role: Role
    """The role that was to draft it."""
    plan: PlanId


class AnnualPlanDropped(Struct, frozen=True, kw_only=True, tag="organisation.annual_plan_dropped"):
    """An annual plan was rejected or cancelled; another is to be drafted in its place."""

    plan: PlanId


PreparationEvent: TypeAlias = PreparationOpened | PreparationClosed | AnnualPlanDrafted | AnnualPlanDropped
