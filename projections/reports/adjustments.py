"""Reports that count the adjustments of plans (PLAN-45): for each plan, and for each unit whose plans they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.state import ORGANISATION
from domain.plan.adjustment_events import (
    PlanAdjustmentApproved,
    PlanAdjustmentFollowedUp,
    PlanAdjustmentRejected,
    PlanAdjustmentRequested,
    PlanAdjustmentReturned,
    PlanAdjustmentReviewed,
    PlanAdjustmentWithdrawn,
)
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level, Recommendation
from domain.shared.ids import PlanId, UnitId
from domain.shared.room import Room
from projections.across import AnyPartId, RecordId, RowId
from projections.reports.report import Counted, Report

COUNTED: Mapping[type[Struct], str] = {
    PlanAdjustmentRequested: "requested",
    PlanAdjustmentReturned: "returned",
    PlanAdjustmentApproved: "approved",
    PlanAdjustmentRejected: "rejected",
    PlanAdjustmentWithdrawn: "withdrawn",
    PlanAdjustmentFollowedUp: "closed",
}
"""What is counted one up by an event; an opinion is by what it says."""
PENDING = {"requested": 1, "rejected": -1, "withdrawn": -1, "closed": -1}


class Counts(Struct, frozen=True, kw_only=True):
    """How many adjustments came how far."""

    requested: int
    """How many were applied for."""
    not_endorsed: int
    """How often the plan group advised against one."""
    returned: int
    """How often one was sent back."""
    approved: int
    rejected: int
    withdrawn: int
    closed: int
    """How many were carried out and followed up."""
    pending: int
    """How many are neither rejected nor withdrawn nor closed."""


class PlanAdjustmentCount(Counts, frozen=True, kw_only=True):
    """How many adjustments each plan has had, of plans that have had any."""

    id: RowId
    plan: PlanId
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """Nothing: it is about the whole plan."""
    unit: UnitId
    """Whose plan it is."""
    kind: Kind
    level: Level


class UnitAdjustmentCount(Counts, frozen=True, kw_only=True):
    """How many adjustments the plans of each unit have had, of units whose plans have had any."""

    unit: UnitId
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The unit, as a part of the organisation."""
    plans: int
    """How many of its plans have had adjustments."""


def counted(event: Any) -> str | None:
    """What an event counts as, if it is counted."""
    if isinstance(event, PlanAdjustmentReviewed):
        return "not_endorsed" if event.opinion.recommendation is Recommendation.NOT_ENDORSE else None
    return COUNTED.get(type(event))


def after(before: PlanAdjustmentCount | None, plan: Plan, event: Any) -> PlanAdjustmentCount | None:
    """The counts of a plan after the event."""
    name = counted(event)
    if name is None:
        return before
    counts = before or none_of(plan)
    return replace(counts, **{name: getattr(counts, name) + 1}, pending=counts.pending + PENDING.get(name, 0))


def none_of(plan: Plan) -> PlanAdjustmentCount:
    return PlanAdjustmentCount(
        **dict.fromkeys(Counts.__struct_fields__, 0),
        id=RowId(plan.id), plan=plan.id, record=RecordId(plan.id), room="plan", part=None,
        unit=plan.unit, kind=plan.kind, level=plan.level,
    )  # fmt: skip


def by_unit(_: Sequence[Room]) -> str:
    """The sums over the counts of plans."""
    sums = ", ".join(f"CAST(sum({name}) AS bigint) AS {name}" for name in Counts.__struct_fields__)
    return f"""
        SELECT unit AS id, max(updated_position) AS updated_position, {sums}, unit, '{ORGANISATION}' AS record,
            'organisation' AS room, unit AS part, count(*) AS plans FROM {{rows}} AS counts GROUP BY unit"""


NEEDS = ("event", "plan", "organisation")
OF_PLANS = Report(
    "plan_adjustment_count", "plan_adjustment_counts", "各计划调整次数", PlanAdjustmentCount,
    counted=Counted("plan", PlanAdjustmentCount, after),
    filters=("unit", "plan", "kind", "level"), order=("unit", "plan"), needs=NEEDS,
)  # fmt: skip
OF_UNITS = Report(
    "unit_adjustment_count", "unit_adjustment_counts", "各部门计划调整次数", UnitAdjustmentCount, by_unit,
    sums=OF_PLANS, filters=("unit",), order=("unit",), needs=NEEDS,
)  # fmt: skip
REPORTS = (OF_PLANS, OF_UNITS)
