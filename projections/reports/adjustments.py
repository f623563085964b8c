"""Reports that count the adjustments of plans (PLAN-45): for each plan, and for each unit whose plans they are."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from domain.organisation.state import ORGANISATION
from domain.plan.terms import Kind, Level, Recommendation
from domain.shared.ids import PlanId, UnitId
from domain.shared.room import Room
from projections.across import AnyPartId, RecordId
from projections.reports.deciding import stored_name
from projections.reports.report import Report, listed

PREFIX = "plan.adjustment."
COUNTED = {
    "requested": f"e.type = '{PREFIX}requested'",
    "not_endorsed": f"e.payload -> 'opinion' ->> 'recommendation' = '{Recommendation.NOT_ENDORSE}'",
    "returned": f"e.type = '{PREFIX}returned'",
    "approved": f"e.type = '{PREFIX}approved'",
    "rejected": f"e.type = '{PREFIX}rejected'",
    "withdrawn": f"e.type = '{PREFIX}withdrawn'",
    "closed": f"e.type = '{PREFIX}followed_up'",
}


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


def adjusting(rooms: Sequence[Room]) -> Iterator[str]:
    """The stored names of what can happen to adjustments alone. By these they are found among all events."""
    part = next(room for room in rooms if room.name == "plan").part("adjustment")
    return (name for event in part.lifecycle.moves if (name := stored_name(event)).startswith(PREFIX))


def counted(past: bool, by: str, names: str, rooms: Sequence[Room]) -> str:
    """The counts after each event, each from its position until that of the next."""
    sums = ", ".join(f"sum(CASE WHEN {when} THEN 1 ELSE 0 END) OVER w AS {name}" for name, when in COUNTED.items())
    held = "until_position IS NOT NULL" if past else "until_position IS NULL"
    shown = f"id, updated_position, {', '.join(COUNTED)}, requested - rejected - withdrawn - closed AS pending"
    nth = "row_number() OVER (PARTITION BY e.record ORDER BY e.position)"
    return f"""
        WITH adjusting AS (
            SELECT e.position, e.type, e.payload, e.record, p.unit, p.kind, p.level,
                CASE WHEN {nth} = 1 THEN 1 ELSE 0 END AS first_of_plan
            FROM event AS e CROSS JOIN plan AS p WHERE p.id = e.record AND e.type IN ({listed(adjusting(rooms))})
        ),
        counted AS (
            SELECT e.{by} AS id, e.position AS updated_position, e.record, e.unit, e.kind, e.level, {sums},
                sum(e.first_of_plan) OVER w AS plans,
                lead(e.position) OVER (PARTITION BY e.{by} ORDER BY e.position) AS until_position
            FROM adjusting AS e WINDOW w AS (PARTITION BY e.{by} ORDER BY e.position)
        )
        SELECT {shown}, {names}{", until_position" if past else ""} FROM counted WHERE {held}"""


OF_PLAN = "record AS plan, record, 'plan' AS room, CAST(NULL AS text) AS part, unit, kind, level"
OF_UNIT = f"unit, '{ORGANISATION}' AS record, 'organisation' AS room, unit AS part, plans"
NEEDS = ("event", "plan", "organisation")
REPORTS = (
    Report(
        "plan_adjustment_count", "plan_adjustment_counts", "各计划调整次数", PlanAdjustmentCount,
        partial(counted, False, "record", OF_PLAN), past=partial(counted, True, "record", OF_PLAN),
        filters=("unit", "plan", "kind", "level"), order=("unit", "plan"), needs=NEEDS,
    ),
    Report(
        "unit_adjustment_count", "unit_adjustment_counts", "各部门计划调整次数", UnitAdjustmentCount,
        partial(counted, False, "unit", OF_UNIT), past=partial(counted, True, "unit", OF_UNIT),
        filters=("unit",), order=("unit",), needs=NEEDS,
    ),
)
