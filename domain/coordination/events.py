"""What can have happened to a request for coordination."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.coordination.terms import Matter, Origin, Stance
from domain.shared.ids import AnswerId, IssueId, PersonId, PlanId, TaskId, UnitId
from domain.shared.personal import Said
from domain.shared.term import Role


class CoordinationRequested(Struct, frozen=True, kw_only=True, tag="coordination.requested"):
    """Units are to be brought to agree by a day. `plan` and `task`, or `issue`, is where the matter arose (ORG-14)."""

    subject: str
    description: Said
    lead: UnitId
    """The unit in the lead."""
    supporting: tuple[UnitId, ...]
    """The other units that have to agree."""
    due: date
    """The last day for it."""
    coordinator: Role
    """Who is to bring them to agree."""
    origin: Origin
    plan: PlanId | None
    task: TaskId | None
    issue: IssueId | None


class Question(Struct, frozen=True, kw_only=True):
    """A unit is asked, and answers under this id; `through` is the unit whose head speaks for it."""

    answer: AnswerId
    unit: UnitId
    through: UnitId


class CoordinationStarted(Struct, frozen=True, kw_only=True, tag="coordination.started"):
    """The units as they are from here on, each asked what it says to the matter."""

    lead: UnitId
    """The unit in the lead."""
    supporting: tuple[UnitId, ...]
    """The other units that have to agree."""
    due: date
    """The last day to agree."""
    asked: tuple[Question, ...]
    answers_due: date
    """The last day for the units' answers."""


class CoordinationAnswered(Struct, frozen=True, kw_only=True, tag="coordination.answer.given"):
    """A unit, by its head or the one above, said whether it agrees, and to what; the last answer counts (ORG-14)."""

    answer: AnswerId
    stance: Stance
    text: Said


class CoordinationAgreed(Struct, frozen=True, kw_only=True, tag="coordination.agreed"):
    """All units agree. `until` is the day by which what was agreed is to be done."""

    outcome: Said
    until: date


class CoordinationFailed(Struct, frozen=True, kw_only=True, tag="coordination.failed"):
    """The units could not be brought to agree: those who hold `decider` were told, and decide in their place."""

    reason: Said
    decider: Role
    to: tuple[PersonId, ...]
    """Who was told."""


class CoordinationDecided(Struct, frozen=True, kw_only=True, tag="coordination.decided"):
    """What holds although the units did not agree, and by which day it is to be done."""

    outcome: Said
    until: date


class CoordinationWithdrawn(Struct, frozen=True, kw_only=True, tag="coordination.withdrawn"):
    """Nothing is left to be coordinated."""

    reason: Said


class CoordinationReminded(Struct, frozen=True, kw_only=True, tag="coordination.reminded"):
    """Something is late since `due`; `to` are told: those asked (rung 0), then one rung higher each time (ORG-11)."""

    matter: Matter
    about: str
    """The id of the answer that is late; nothing when it is the whole."""
    rung: int
    """0 those asked, then the managers of their groups, of their departments, company management."""
    to: tuple[PersonId, ...]
    due: date
    """The day on which it became late."""


CoordinationEvent: TypeAlias = (
    CoordinationRequested
    | CoordinationStarted
    | CoordinationAnswered
    | CoordinationAgreed
    | CoordinationFailed
    | CoordinationDecided
    | CoordinationWithdrawn
    | CoordinationReminded
)
