"""An appraisal cycle as its events leave it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.appraisal.cycle.events import (
    AppraisalCycleCompleted,
    AppraisalCycleEvent,
    AppraisalCycleOpened,
    Opening,
    Review,
)
from domain.appraisal.cycle.terms import Status
from domain.appraisal.scheme.terms import CycleKind
from domain.shared.ids import AppraisalCycleId, PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.room import Obligation, Rule, Work
from domain.shared.term import Role
from domain.shared.values import Period, end_of

PERIOD = "appraisal_cycle.period"
"""The kind and first day of a cycle."""
OPENED_TWICE = Reason(
    "appraisal_cycle.opened_twice",
    "This month or year has been opened already, as cycle {holder}.",
    "该考核期已开启，考核周期为{holder}。",
)

REVIEW = Rule(
    "appraisal_cycle.review", "考核周期复盘", "Review the cycle within its limit.", "APPR-28",
    ("appraisal_cycle.complete",),
)


class Cycle(Struct, frozen=True, kw_only=True):
    """A period for which everybody in it is appraised, and by when what is expected (考核周期)."""

    id: AppraisalCycleId
    status: Status = Status.OPENED
    since: datetime
    kind: CycleKind
    starts: date
    ends: date
    self_due: date
    """The last day for self-assessments."""
    evaluation_due: date
    """The last day for evaluations by superiors."""
    limit: date
    """The day by which all should be final (K-38)."""
    openings: tuple[Opening, ...]
    uncovered: tuple[PersonId, ...]
    """Those in active service whom no scheme appraised."""
    review: Review | None = None
    findings: str = ""
    actions: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """The days that it is about."""
        return Period(self.starts, self.ends)


LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        AppraisalCycleOpened: move(UNBORN, to=Status.OPENED),
        AppraisalCycleCompleted: move(Status.OPENED, to=Status.COMPLETED),
    },
    final=frozenset({Status.COMPLETED}),
)


def evolve(cycle: Cycle | None, event: AppraisalCycleEvent, stamp: Stamp) -> Cycle:
    """The cycle after the event."""
    if isinstance(event, AppraisalCycleOpened):
        return Cycle(
            id=AppraisalCycleId(stamp.record),
            since=stamp.at,
            kind=event.kind,
            starts=event.starts,
            ends=event.ends,
            self_due=event.self_due,
            evaluation_due=event.evaluation_due,
            limit=event.limit,
            openings=event.openings,
            uncovered=event.uncovered,
        )
    assert cycle is not None
    match event:
        case AppraisalCycleCompleted(review=review, findings=findings, actions=actions):
            return replace(cycle, since=stamp.at, review=review, findings=findings, actions=actions)
        case _:
            assert_never(event)


def claims(cycle: Cycle) -> Iterator[tuple[str, str]]:
    """The period, which no second cycle of its kind has."""
    yield PERIOD, f"{cycle.kind}/{cycle.starts}"


def work(cycle: Cycle) -> Iterator[Work]:
    """An open cycle waits for its review."""
    if cycle.status is Status.OPENED:
        due = end_of(cycle.limit)
        yield Work(act="appraisal_cycle.complete", title=titled(cycle), role=Role.HR, since=cycle.since, due=due)


def obligations(cycle: Cycle) -> Iterator[Obligation]:
    """Its review is due by its limit."""
    if cycle.status is Status.OPENED:
        yield Obligation(rule=REVIEW, title=titled(cycle), role=Role.HR, due=cycle.limit)


def titled(cycle: Cycle) -> str:
    return f"{cycle.kind.zh} {cycle.starts}/{cycle.ends}"
