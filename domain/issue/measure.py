"""Measures of the agreed solution: charged to a person, carried out, completed or waived."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.issue.solving_events import (
    IssueMeasureCompleted,
    IssueMeasureProgressed,
    IssueMeasureReminded,
    IssueMeasureWaived,
    MeasureEvent,
)
from domain.issue.terms import MeasureStatus
from domain.issue.values import Charge, SolutionMeasure
from domain.shared.ids import MeasureId, PersonId, UnitId
from domain.shared.lifecycle import Lifecycle, move
from domain.shared.recorded import Stamp

UNFINISHED = (MeasureStatus.ASSIGNED, MeasureStatus.IN_PROGRESS)

MEASURE_LIFECYCLE: Lifecycle[MeasureStatus] = Lifecycle(
    {
        IssueMeasureProgressed: move(*UNFINISHED, to=MeasureStatus.IN_PROGRESS),
        IssueMeasureCompleted: move(*UNFINISHED, to=MeasureStatus.COMPLETED),
        IssueMeasureWaived: move(*UNFINISHED, to=MeasureStatus.WAIVED),
        IssueMeasureReminded: move(*UNFINISHED),
    },
    final=frozenset({MeasureStatus.COMPLETED, MeasureStatus.WAIVED}),
)


class Measure(Struct, frozen=True, kw_only=True):
    """One measure of the agreed solution. `causes` are the numbers of the root causes that it addresses."""

    id: MeasureId
    solution_version: int
    text: str
    causes: tuple[int, ...]
    due: date
    unit: UnitId
    person: PersonId | None = None
    status: MeasureStatus = MeasureStatus.PLANNED
    percent: Decimal = Decimal(0)
    note: str = ""
    evidence: str = ""
    waived_because: str = ""
    completed_at: datetime | None = None
    reminded_of: date | None = None
    """The due date that was passed when the person was last reminded."""

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status in MEASURE_LIFECYCLE.final


Measures: TypeAlias = Mapping[MeasureId, Measure]


def planned(measure: SolutionMeasure, version: int) -> Measure:
    """The measure as the solution of that version has it."""
    return Measure(
        id=measure.measure,
        solution_version=version,
        text=measure.text,
        causes=measure.causes,
        due=measure.due,
        unit=measure.unit,
    )


def with_charges(measures: Measures, charges: tuple[Charge, ...]) -> Measures:
    """The measures with those who are to carry them out."""
    return {
        **measures,
        **{
            each.measure: replace(
                measures[each.measure], unit=each.unit, person=each.person, status=MeasureStatus.ASSIGNED
            )
            for each in charges
        },
    }


def without_charges(measures: Measures) -> Measures:
    """The measures after those who were to carry them out have declined."""
    return {
        id: replace(each, person=None, status=MeasureStatus.PLANNED) if each.status is MeasureStatus.ASSIGNED else each
        for id, each in measures.items()
    }


def taken_up(measures: Measures, redo: tuple[MeasureId, ...]) -> Measures:
    """The measures with these to be done once more."""
    return {
        id: replace(each, status=MeasureStatus.IN_PROGRESS, completed_at=None) if id in redo else each
        for id, each in measures.items()
    }


def evolve_measure(measure: Measure | None, event: MeasureEvent, stamp: Stamp) -> Measure:
    """The measure after the event."""
    assert measure is not None
    match event:
        case IssueMeasureProgressed(percent=percent, note=note, evidence=evidence):
            return replace(measure, percent=percent, note=note, evidence=evidence or measure.evidence)
        case IssueMeasureCompleted(evidence=evidence):
            return replace(measure, percent=Decimal(100), evidence=evidence, completed_at=stamp.at)
        case IssueMeasureWaived(reason=reason):
            return replace(measure, waived_because=reason)
        case IssueMeasureReminded(due=due):
            return replace(measure, reminded_of=due)
        case _:
            assert_never(event)
