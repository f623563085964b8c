"""What a project keeps of what happened to it, beside its parts."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.project.content import Baseline
from domain.project.execution_events import Decision
from domain.project.results import Figures, Judgement, PostEvaluation, Proof, Summary
from domain.shared.ids import ChangeRequestId, LessonId, PersonId


class Consultation(Struct, frozen=True, kw_only=True):
    """Lessons that were looked at for a proposal (PROJ-22)."""

    lessons: tuple[LessonId, ...]
    conclusion: str
    by: PersonId
    at: datetime


class PlanVersion(Struct, frozen=True, kw_only=True):
    """A version of the plan, with the ceiling and the deadline that it was to keep (PROJ-16)."""

    number: int
    baseline: Baseline
    ceiling: Decimal
    deadline: date
    change: ChangeRequestId | None
    """The request for change that it stems from."""
    at: datetime


class Check(Struct, frozen=True, kw_only=True):
    """A quality check of a requirement (PROJ-12, QUAL-08)."""

    requirement: str
    mandatory: bool
    passed: bool
    findings: str
    evidence: tuple[Proof, ...]
    by: PersonId
    at: datetime


class Evaluation(Struct, frozen=True, kw_only=True):
    """A periodic evaluation (PROJ-14)."""

    figures: Figures
    comparison: str
    deviation: str
    causes: str
    measures: str
    by: PersonId
    at: datetime


class Meeting(Struct, frozen=True, kw_only=True):
    """A progress meeting (PROJ-10)."""

    held_on: date
    attendees: tuple[PersonId, ...]
    minutes: str
    decisions: tuple[Decision, ...]
    figures: Figures


class Acceptance(Struct, frozen=True, kw_only=True):
    """What the acceptor found (PROJ-17, PROJ-18)."""

    accepted_on: date
    by: PersonId
    on_time: Judgement
    to_quality: Judgement
    to_quantity: Judgement
    quality_met: bool
    """Whether every mandatory quality check had passed (K-06)."""


class Summarised(Struct, frozen=True, kw_only=True):
    """The closing summary that was written last, and how the project stood."""

    summary: Summary
    figures: Figures
    by: PersonId
    at: datetime


class LookedBack(Struct, frozen=True, kw_only=True):
    """The post-evaluation (PROJ-21)."""

    evaluation: PostEvaluation
    by: PersonId
    at: datetime


class Comment(Struct, frozen=True, kw_only=True):
    """Something that somebody said."""

    text: str
    by: PersonId
    at: datetime


class Link(Struct, frozen=True, kw_only=True):
    """Another record that belongs to the project (PROJ-23)."""

    record: str
    """Its key; where it is kept elsewhere, what it is called there."""
    note: str
