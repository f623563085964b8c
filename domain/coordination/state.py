"""A request for coordination as its events leave it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.authority.reminding import reminder_key
from domain.coordination.answer import Answer
from domain.coordination.events import (
    CoordinationAgreed,
    CoordinationAnswered,
    CoordinationDecided,
    CoordinationEvent,
    CoordinationFailed,
    CoordinationReminded,
    CoordinationRequested,
    CoordinationStarted,
    CoordinationWithdrawn,
)
from domain.coordination.terms import AnswerStatus, Origin, Stance, Status
from domain.shared.approval import writers
from domain.shared.ids import SYSTEM, AnswerId, CoordinationId, IssueId, PersonId, PlanId, TaskId, UnitId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.term import Role
from domain.shared.values import hours

UNSETTLED = (Status.OPEN, Status.IN_COORDINATION, Status.FAILED)


class Coordination(Struct, frozen=True, kw_only=True):
    """A matter on which units are to agree: who asks for it, of which units, until when, and the outcome (ORG-14)."""

    id: CoordinationId
    status: Status = Status.OPEN
    status_since: datetime
    """Since when it is in that state."""
    subject: str
    description: str
    origin: Origin
    plan: PlanId | None = None
    task: TaskId | None = None
    issue: IssueId | None = None
    requester: PersonId
    requesters: tuple[PersonId, ...]
    """Everybody behind the request."""
    requested_at: datetime
    lead: UnitId
    """The unit in the lead."""
    supporting: tuple[UnitId, ...]
    due: date
    coordinator: Role
    """Who brings the units to agree."""
    answers: Mapping[AnswerId, Answer] = {}
    answers_due: date | None = None
    outcome: str = ""
    """What was agreed or decided, or why it came to nothing."""
    until: date | None = None
    """By when what was agreed or decided is to be done."""
    decider: Role | None = None
    """Who decides because the units did not agree."""
    failed_by: tuple[PersonId, ...] = ()
    """Everybody behind saying that they did not."""
    ended_at: datetime | None = None
    reminders: Mapping[str, int] = {}
    """How far up each matter has been reminded of."""

    @shown
    def units(self) -> tuple[UnitId, ...]:
        """All units that it concerns, the one in the lead first."""
        return (self.lead, *self.supporting)

    @shown
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.status in UNSETTLED

    @shown
    def settle_hours(self) -> Decimal | None:
        """From the request to its end."""
        return hours(self.requested_at, self.ended_at)

    @property
    def awaited(self) -> tuple[Answer, ...]:
        """The answers that units still owe."""
        return tuple(each for each in self.answers.values() if each.status is AnswerStatus.ASKED)

    @property
    def objections(self) -> tuple[Answer, ...]:
        """The answers of units that do not agree."""
        return tuple(each for each in self.answers.values() if each.stance is Stance.OBJECTS)

    @property
    def parties(self) -> tuple[PersonId, ...]:
        """Whose matter it is: who asked for it, who spoke for a unit, who passed it on to be decided."""
        spoke = (person for each in self.answers.values() for person in each.answered_by)
        everybody = dict.fromkeys((*self.requesters, *spoke, *self.failed_by))
        return tuple(person for person in everybody if person != SYSTEM)


LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        CoordinationRequested: move(UNBORN, to=Status.OPEN),
        CoordinationStarted: move(Status.OPEN, to=Status.IN_COORDINATION),
        CoordinationAnswered: move(Status.IN_COORDINATION),
        CoordinationAgreed: move(Status.IN_COORDINATION, to=Status.AGREED),
        CoordinationFailed: move(Status.OPEN, Status.IN_COORDINATION, to=Status.FAILED),
        CoordinationDecided: move(Status.FAILED, to=Status.DECIDED),
        CoordinationWithdrawn: move(*UNSETTLED, to=Status.WITHDRAWN),
        CoordinationReminded: move(*UNSETTLED),
    },
    final=frozenset({Status.AGREED, Status.DECIDED, Status.WITHDRAWN}),
)


def evolve(coordination: Coordination | None, event: CoordinationEvent, stamp: Stamp) -> Coordination:
    """The request after the event; its answers have changed already."""
    if isinstance(event, CoordinationRequested):
        return requested(event, stamp)
    assert coordination is not None
    match event:
        case CoordinationReminded(matter=matter, about=about, due=due, rung=rung):
            return replace(coordination, reminders={**coordination.reminders, reminder_key(matter, about, due): rung})
        case CoordinationAnswered():
            return coordination
    now = replace(coordination, status_since=stamp.at)
    match event:
        case CoordinationStarted():
            return started(now, event, stamp)
        case CoordinationFailed(reason=reason, decider=decider):
            return replace(now, outcome=reason, decider=decider, failed_by=writers((), stamp))
        case CoordinationAgreed(outcome=outcome, until=until) | CoordinationDecided(outcome=outcome, until=until):
            return replace(now, outcome=outcome, until=until, ended_at=stamp.at)
        case CoordinationWithdrawn(reason=reason):
            return replace(now, outcome=reason, ended_at=stamp.at)
        case _:
            assert_never(event)


def requested(event: CoordinationRequested, stamp: Stamp) -> Coordination:
    return Coordination(
        id=CoordinationId(stamp.record),
        status_since=stamp.at,
        subject=event.subject,
        description=event.description,
        origin=event.origin,
        plan=event.plan,
        task=event.task,
        issue=event.issue,
        requester=stamp.principal,
        requesters=writers((), stamp),
        requested_at=stamp.at,
        lead=event.lead,
        supporting=event.supporting,
        due=event.due,
        coordinator=event.coordinator,
    )


def started(coordination: Coordination, event: CoordinationStarted, stamp: Stamp) -> Coordination:
    return replace(
        coordination,
        lead=event.lead,
        supporting=event.supporting,
        due=event.due,
        answers_due=event.answers_due,
        answers={
            each.answer: Answer(id=each.answer, unit=each.unit, through=each.through, asked_at=stamp.at)
            for each in event.asked
        },
    )
