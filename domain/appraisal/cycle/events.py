"""What can have happened to an appraisal cycle."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.scheme.terms import CycleKind, Grade, SubjectKind
from domain.shared.ids import AppraisalId, AppraisalSchemeId, PersonId, UnitId


class Opening(Struct, frozen=True, kw_only=True):
    """An appraisal that the cycle opens, under the id that it gets: of a person, or of a unit."""

    appraisal: AppraisalId
    scheme: AppraisalSchemeId
    subjects: SubjectKind
    person: PersonId | None = None
    unit: UnitId | None = None


class GradeCount(Struct, frozen=True, kw_only=True):
    """How many earned a grade."""

    grade: Grade
    appraisals: int


class Review(Struct, frozen=True, kw_only=True):
    """The figures of a cycle as it ended; a figure is absent where there is nothing to compute it from."""

    opened: int
    voided: int
    self_assessed: int
    """How many were not waived."""
    appealed: int
    participation: Decimal | None
    """In percent of those not voided."""
    mean_score: Decimal | None
    grades: tuple[GradeCount, ...]
    in_time: int
    discipline: Decimal | None
    """K-38 in percent: finalised within 15 working days of the period's end, of those opened."""
    mean_gain: Decimal | None
    """K-19: by how many points scores rose over those of the same people in the cycle before."""


class AppraisalCycleOpened(Struct, frozen=True, kw_only=True, tag="appraisal_cycle.opened"):
    """The appraisals of a month or a year were opened; `uncovered` are those whom no scheme appraises (APPR-06)."""

    kind: CycleKind
    starts: date
    """The first day that is appraised."""
    ends: date
    """The last day that is appraised."""
    self_due: date
    """The last day for self-assessments."""
    evaluation_due: date
    """The last day for the superiors' evaluations."""
    limit: date
    """The last day on which a result is final in time (K-38)."""
    openings: tuple[Opening, ...]
    uncovered: tuple[PersonId, ...]
    """Those in active service whom no scheme in use appraises."""


class AppraisalCycleCompleted(Struct, frozen=True, kw_only=True, tag="appraisal_cycle.completed"):
    """What human resources found and will do about it (APPR-28)."""

    review: Review
    findings: str
    actions: tuple[str, ...]
    """What will be done about it."""


AppraisalCycleEvent: TypeAlias = AppraisalCycleOpened | AppraisalCycleCompleted
