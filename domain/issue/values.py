"""What issues are made of: causes, solutions and their measures, claims, comments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from domain.issue.terms import CauseClass, Effect, Matter
from domain.shared.approval import Request
from domain.shared.ids import CoordinationId, MeasureId, MetricId, PersonId, UnitId
from domain.shared.values import Line, Text

Moment = Annotated[datetime, Meta(tz=True)]
"""A moment that says its zone."""


class Finding(Struct, frozen=True, kw_only=True):
    """Something that an analyst found out."""

    text: str
    evidence: str
    by: PersonId
    at: datetime


class Cause(Struct, frozen=True, kw_only=True):
    """A root cause 根源."""

    text: Text
    cause_class: CauseClass


class MeasureDraft(Struct, frozen=True, kw_only=True):
    """A measure that somebody proposes. `causes` are the numbers, from 1, of the root causes that it addresses."""

    text: Text
    causes: tuple[int, ...]
    """The numbers, from 1, of the root causes that it addresses."""
    due: date
    unit: UnitId
    """The unit that would carry it out."""


class SolutionMeasure(Struct, frozen=True, kw_only=True):
    """A measure of a proposed solution."""

    measure: MeasureId
    text: str
    causes: tuple[int, ...]
    due: date
    unit: UnitId


class Solution(Struct, frozen=True, kw_only=True):
    """What is proposed, agreed and signed: measures, expected effect, cost in CNY, deadline, acceptance criterion."""

    measures: tuple[SolutionMeasure, ...]
    effect: str
    cost: Decimal
    due: date
    criterion: str


class Proposal(Struct, frozen=True, kw_only=True):
    """A version of a solution, by whom and when, with the digest of its content."""

    version: int
    solution: Solution
    request: Request


class SolutionDraft(Struct, frozen=True, kw_only=True):
    """A solution that somebody proposes: what is to be done, what it brings, what it costs in CNY, and by when.

    `criterion` is what will be checked when the issue is verified.
    """

    measures: tuple[MeasureDraft, ...]
    effect: Text
    """What it will bring."""
    cost: Decimal
    """In CNY; above a limit the department manager has to approve it."""
    due: date
    """By when all of it is done."""
    criterion: Text
    """What will be checked when the issue is verified."""


class Charge(Struct, frozen=True, kw_only=True):
    """Who is charged with a measure."""

    measure: MeasureId
    unit: UnitId
    person: PersonId


class Resolution(Struct, frozen=True, kw_only=True):
    """What somebody verifies: the solution carried out, the criterion it is held to, and the evidence offered."""

    solution: int | None
    criterion: str
    evidence: str


class Claim(Struct, frozen=True, kw_only=True):
    """A claim that the issue is solved, and the request to verify it."""

    resolution: Resolution
    request: Request


class Conflict(Struct, frozen=True, kw_only=True):
    """A disagreement between units that waits to be settled."""

    units: tuple[UnitId, ...]
    subject: str
    due: date
    raised_by: PersonId
    coordinated_as: CoordinationId | None = None
    """The request that the units agree on it."""


class Alarm(Struct, frozen=True, kw_only=True):
    """How far the matter that is late was reminded of (level 0) or escalated."""

    matter: Matter
    due: datetime
    level: int


class Measurement(Struct, frozen=True, kw_only=True):
    """The effect on a metric: its value before and after."""

    metric: MetricId
    before: Decimal
    after: Decimal
    verdict: Effect
    at: datetime


class Comment(Struct, frozen=True, kw_only=True):
    """Something that somebody said."""

    text: str
    by: PersonId
    at: datetime


class Link(Struct, frozen=True, kw_only=True):
    """Another record that belongs to the matter."""

    record: Line
    """Its key; where it is kept elsewhere, what it is called there."""
    note: str
