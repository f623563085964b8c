"""An appraisal as its events leave it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.appraisal.consequence import Consequence
from domain.appraisal.form import Form
from domain.appraisal.improvement import Improvement
from domain.appraisal.scheme.content import Indicator, SchemeContent
from domain.appraisal.scheme.terms import CycleKind, Grade, SubjectKind
from domain.appraisal.terms import Status
from domain.appraisal.values import (
    Acknowledgement,
    Actual,
    Alarm,
    Appeal,
    Composite,
    Correction,
    DailyAssessment,
    Evaluation,
    Interview,
    Standing,
)
from domain.shared.approval import Request, Signature
from domain.shared.growing import Growing
from domain.shared.ids import (
    AppraisalCycleId,
    AppraisalId,
    AppraisalSchemeId,
    ConsequenceId,
    FormId,
    ImprovementId,
    PersonId,
    UnitId,
)
from domain.shared.room import shown
from domain.shared.values import end_of, hours

ROW = {CycleKind.MONTHLY: 3, CycleKind.ANNUAL: 2}
"""How many excellent results in a row give priority in promotions (APPR-18)."""


class Appraisal(Struct, frozen=True, kw_only=True):
    """The appraisal of a person, a team or a department for a period (绩效考核)."""

    id: AppraisalId
    status: Status = Status.OPENED
    since: datetime
    cycle: AppraisalCycleId
    scheme: AppraisalSchemeId
    edition: int
    """The edition of the scheme that it goes by (APPR-01)."""
    terms: SchemeContent
    starts: date
    ends: date
    subjects: SubjectKind
    subject: PersonId
    """Who is appraised, or answers for the unit that is."""
    unit: UnitId | None
    """The team or department that is appraised, if it is not a person."""
    department: UnitId | None
    line: tuple[PersonId, ...]
    """The superiors, the nearest first: they may read it."""
    evaluation_due: date
    limit: date
    """The day by which it should be final (K-38)."""
    forms: Mapping[FormId, Form]
    """The one form."""
    notes: Growing[DailyAssessment] = ()
    """What was noted during the period (APPR-07)."""
    actuals: Mapping[str, Actual] = {}
    """The actual values of indicators at the period's end (APPR-05)."""
    evaluation: Evaluation | None = None
    request: Request | None = None
    """The superior's latest asking to fix the score."""
    signatures: Growing[Signature] = ()
    composite: Composite | None = None
    """How the score came about, after an appeal perhaps."""
    scorer: PersonId | None = None
    """Who fixed the score first."""
    delivered_at: datetime | None = None
    acknowledgement: Acknowledgement | None = None
    appeal: Appeal | None = None
    interview: Interview | None = None
    improvements: Mapping[ImprovementId, Improvement] = {}
    finalised_at: datetime | None = None
    in_time: bool | None = None
    standing: Standing | None = None
    consequences: Mapping[ConsequenceId, Consequence] = {}
    corrections: Growing[Correction] = ()
    alarm: Alarm | None = None
    ending: str = ""
    """Why it was voided."""

    @property
    def form(self) -> Form:
        """Its form."""
        (form,) = self.forms.values()
        return form

    @property
    def who(self) -> str:
        """The key of who is appraised: the unit, or else the person."""
        return f"{self.subjects}/{self.unit or self.subject}"

    @property
    def unmeasured(self) -> frozenset[str]:
        """The indicators bound to a figure of the product of which no actual value is known."""
        known = {key for key, actual in self.actuals.items() if actual.value is not None}
        return frozenset(each.key for each in self.terms.indicators if each.kpi and each.key not in known)

    @property
    def to_measure(self) -> tuple[Indicator, ...]:
        """The indicators bound to a figure of the product that nobody has tried to measure yet."""
        if self.status not in (Status.OPENED, Status.SELF_ASSESSED):
            return ()
        return tuple(each for each in self.terms.indicators if each.kpi and each.key not in self.actuals)

    def target(self, indicator: Indicator) -> Decimal | None:
        """The target in the confirmed objectives, or else that of the scheme."""
        objectives = self.form.objectives.objectives if self.form.objectives else ()
        own = (each.target for each in objectives if each.indicator == indicator.key and each.target is not None)
        return next(own, indicator.target)

    @shown
    def kind(self) -> CycleKind:
        """How often the scheme appraises."""
        return self.terms.cycle

    @shown
    def superior(self) -> PersonId:
        """Who evaluates."""
        return self.line[0]

    @shown
    def told_to(self) -> PersonId | None:
        """The subject, once the result was delivered (APPR-12, APPR-29)."""
        return self.subject if self.delivered_at else None

    @shown
    def withheld_from(self) -> PersonId | None:
        """The subject, until the result is delivered: whatever roles they hold (APPR-12)."""
        return None if self.delivered_at else self.subject

    @shown
    def score(self) -> Decimal | None:
        """The score that counts, from 0 to 100."""
        if self.corrections:
            return self.corrections[-1].new
        return self.composite.score if self.composite else None

    @shown
    def grade(self) -> Grade | None:
        """The grade that the score earns (APPR-11)."""
        return None if self.score is None else self.terms.grade(self.score)

    @shown
    def gain(self) -> Decimal | None:
        """By how many points the score differs from that of the cycle before (K-19)."""
        score: Decimal | None = self.score
        previous = self.standing.previous if self.standing else None
        return None if score is None or previous is None else score - previous

    @shown
    def promotion_priority(self) -> bool:
        """Whether enough results in a row, this one the last, were excellent (APPR-18)."""
        return self.standing is not None and self.standing.streak >= ROW[self.kind]

    @shown
    def hours_to_deliver(self) -> Decimal | None:
        """Hours from the end of the period to the delivery of the result (PRIN-03)."""
        return hours(end_of(self.ends), self.delivered_at)

    @shown
    def hours_to_finalise(self) -> Decimal | None:
        """Hours from delivery of the result to the end (PRIN-03)."""
        return hours(self.delivered_at, self.finalised_at)


def indicators(appraisal: Appraisal) -> Iterable[tuple[str, str]]:
    """The indicators of its scheme by key, with their names."""
    return ((each.key, each.name) for each in appraisal.terms.indicators)
