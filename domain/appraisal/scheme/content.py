"""What a scheme says: whom it appraises by which indicators, and what a score is worth."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from domain.appraisal.scheme.terms import Area, CycleKind, Direction, Evidence, Family, Grade, Missing, SubjectKind
from domain.shared.ids import GoalId, PersonId, PositionId, UnitId
from domain.shared.values import Line, Text

Kpi = Annotated[str, Meta(pattern=r"^K-\d\d$")]
"""A figure that the product computes, by its number in the requirements (§6)."""
KPIS: frozenset[Kpi] = frozenset(f"K-{number:02}" for number in range(1, 39))
"""All of them, some of which wait for rooms to come."""


class Population(Struct, frozen=True, kw_only=True):
    """Who is appraised by the scheme: people by name, by position or by unit; or the units themselves.

    Where several schemes would fit somebody, the one that names the person comes first, then the position, then the
    nearest unit.
    """

    subjects: SubjectKind = SubjectKind.PERSON
    people: tuple[PersonId, ...] = ()
    positions: tuple[PositionId, ...] = ()
    units: tuple[UnitId, ...] = ()

    @property
    def places(self) -> Iterator[str]:
        """Each of them as a key that one scheme of a cycle may hold."""
        for kind, ids in (("person", self.people), ("position", self.positions), ("unit", self.units)):
            yield from (f"{self.subjects}/{kind}/{id}" for id in ids)


class Indicator(Struct, frozen=True, kw_only=True):
    """What is judged, and how much it counts (考核指标).

    `kpi` binds it to a figure of the product, which then gives its actual value (APPR-05).
    """

    key: Line
    name: Line
    family: Family
    weight: Decimal
    """In percent of the whole."""
    unit_of_measure: str = ""
    target: Decimal | None = None
    direction: Direction = Direction.AT_LEAST
    formula: str = ""
    source: str = ""
    kpi: Kpi | None = None
    area: Area | None = None
    evidence: tuple[Evidence, ...] = ()
    goal: GoalId | None = None

    @property
    def quantified(self) -> bool:
        """Whether it can be measured: by a unit, a target, and a formula or source (APPR-02)."""
        by = (self.formula.strip(), self.source.strip(), self.kpi)
        return bool(self.unit_of_measure.strip() and self.target is not None and any(by))


class Band(Struct, frozen=True):
    """From which score on a grade is earned."""

    grade: Grade
    starts: Decimal


class BonusStep(Struct, frozen=True):
    """From which score on the bonus base is multiplied by which coefficient."""

    starts: Decimal
    coefficient: Decimal


class GradeLimit(Struct, frozen=True):
    """The largest share, in percent, of those appraised by the scheme in a cycle who may earn a grade."""

    grade: Grade
    at_most: Decimal


STANDARD_BANDS = (
    Band(Grade.EXCELLENT, Decimal(90)),
    Band(Grade.GOOD, Decimal(80)),
    Band(Grade.COMPETENT, Decimal(70)),
    Band(Grade.WEAK, Decimal(60)),
    Band(Grade.FAIL, Decimal(0)),
)
STANDARD_BONUS = (
    BonusStep(Decimal(0), Decimal(0)),
    BonusStep(Decimal(60), Decimal("0.5")),
    BonusStep(Decimal(70), Decimal(1)),
    BonusStep(Decimal(80), Decimal("1.2")),
    BonusStep(Decimal(90), Decimal("1.5")),
)
STANDARD_ALPHA = Decimal("0.2")


class SchemeContent(Struct, frozen=True, kw_only=True):
    """What is signed when a scheme is approved (考核方案).

    `alpha` is how much the self-assessment counts beside the superior's evaluation (APPR-10); `peers` how many
    colleagues must have evaluated; `daily` whether notes are taken during the period (APPR-07).
    """

    title: Line
    cycle: CycleKind
    method: Text
    population: Population
    indicators: tuple[Indicator, ...]
    alpha: Decimal = STANDARD_ALPHA
    peers: int = 0
    daily: bool = False
    missing: Missing = Missing.WITHHOLD
    bands: tuple[Band, ...] = STANDARD_BANDS
    bonus: tuple[BonusStep, ...] = STANDARD_BONUS
    limits: tuple[GradeLimit, ...] = ()
    """A forced distribution; none unless somebody wants it (APPR-11)."""

    def indicator(self, key: str) -> Indicator | None:
        """The indicator of that key."""
        return next((each for each in self.indicators if each.key == key), None)

    def grade(self, score: Decimal) -> Grade:
        """The grade that a score from 0 to 100 earns."""
        return next(band.grade for band in self.bands if score >= band.starts)

    def coefficient(self, score: Decimal) -> Decimal:
        """What the bonus base is multiplied by at that score; the scheme must have a bonus table."""
        return next(step.coefficient for step in reversed(self.bonus) if score >= step.starts)
