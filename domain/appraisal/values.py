"""What appraisals are made of: objectives, scores, actual values, evaluations, appeals, interviews."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from domain.appraisal.scheme.terms import Grade
from domain.appraisal.terms import Answer, Aspect, LeadsTo, Matter, Status
from domain.shared.approval import Request
from domain.shared.ids import AppraisalId, DutyId, ImprovementId, PersonId, UnitId
from domain.shared.personal import About, AboutLine, AboutText
from domain.shared.values import Line

Points = Annotated[int, Meta(ge=1, le=5)]
"""From 1, poor, to 5, outstanding."""


class Objective(Struct, frozen=True, kw_only=True):
    """What the subject is to achieve in the period; with an indicator, the target by which that is measured here."""

    text: AboutLine
    duty: DutyId | None = None
    indicator: str | None = None
    target: Decimal | None = None


class Objectives(Struct, frozen=True, kw_only=True):
    """What both parties put their names to (APPR-26)."""

    objectives: tuple[Objective, ...]
    reason: About = ""
    """Why they differ from those before."""


class Proposal(Struct, frozen=True, kw_only=True):
    """Objectives that one party proposes and the other has not confirmed yet."""

    content: Objectives
    request: Request
    by_subject: bool


class Score(Struct, frozen=True, kw_only=True):
    """Points from 0 to 100 for an indicator, with a comment; no points where it could not be measured."""

    indicator: Line
    score: Decimal | None = None
    comment: AboutText


class Actual(Struct, frozen=True, kw_only=True):
    """The value of an indicator at the period's end, frozen with what it was computed from (APPR-05).

    No value means that it could not be computed, which is not zero. Where the product computed it: by which `formula`,
    of whom (`scope`), as of which `position` in the log, out of so many `records`, of which `inputs` are the first;
    so many others were `left_out`. Asked as of that position, the figure is the same for ever. `overridden` gives the
    reason why somebody put this value in place of the product's.
    """

    indicator: Line
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    inputs: tuple[str, ...] = ()
    position: int = 0
    formula: str = ""
    scope: str = ""
    records: int = 0
    left_out: int = 0
    overridden: About = ""


class DailyAssessment(Struct, frozen=True, kw_only=True):
    """What the superior or human resources noted during the period (日常考核)."""

    on: date
    aspect: Aspect
    note: str
    points: int | None
    by: PersonId
    at: datetime


class SelfAssessment(Struct, frozen=True, kw_only=True):
    """The form as it was submitted (自评表)."""

    scores: tuple[Score, ...]
    summary: About


class Evaluation(Struct, frozen=True, kw_only=True):
    """The superior's form (评价表), and whose it is."""

    scores: tuple[Score, ...]
    summary: About
    by: PersonId


class Component(Struct, frozen=True, kw_only=True):
    """What an indicator contributes: its weight in percent, and the points given by either side, where they were."""

    indicator: str
    weight: Decimal
    self_score: Decimal | None
    superior_score: Decimal | None


class PeerAverage(Struct, frozen=True, kw_only=True):
    """What colleagues gave an indicator on the average, without saying who gave what (APPR-04)."""

    indicator: str
    mean: Decimal
    evaluations: int


class Composite(Struct, frozen=True, kw_only=True):
    """How a score came about, complete: it can be computed again from this alone (APPR-10)."""

    components: tuple[Component, ...]
    alpha: Decimal
    adjustment: Decimal
    reason: About
    score: Decimal
    grade: Grade
    peers: tuple[PeerAverage, ...] = ()


class Acknowledgement(Struct, frozen=True, kw_only=True):
    """What the subject said to the result."""

    answer: Answer
    comment: str
    at: datetime


class Grounds(Struct, frozen=True, kw_only=True):
    """What is decided on when an appeal is: the result, and why it is contested."""

    composite: Composite
    reason: About


class Appeal(Struct, frozen=True, kw_only=True):
    """The one appeal against a result, and how it ended (APPR-15)."""

    grounds: Grounds
    request: Request
    before: Status
    """The state to which the appraisal returns."""
    decided_in: tuple[UnitId, ...] = ()
    """The units of human resources whose heads may decide it; none where others there do in their place."""
    upheld: bool | None = None
    hearing: About = ""
    """What the superior said."""


class Interview(Struct, frozen=True, kw_only=True):
    """The feedback interview (绩效面谈), or the refusal to attend (APPR-13)."""

    on: date
    participants: tuple[PersonId, ...] = ()
    performance: About = ""
    suggestions: About = ""
    employee_view: About = ""
    declined: About = ""
    """Why it did not take place."""


class ImprovementDraft(Struct, frozen=True, kw_only=True):
    """What is to be improved, by when, and with which support."""

    what: AboutText
    due: date
    support: About = ""


class ImprovementMade(Struct, frozen=True, kw_only=True):
    """An improvement under its id; `origin` is the appraisal that agreed it first, where it was carried over."""

    id: ImprovementId
    what: About
    due: date
    support: About
    origin: AppraisalId | None = None


class Correction(Struct, frozen=True, kw_only=True):
    """A later correction of a final score (APPR-16)."""

    old: Decimal
    new: Decimal
    reason: str
    by: PersonId
    at: datetime


class Standing(Struct, frozen=True, kw_only=True):
    """How the score stands among those of the same subject in cycles of the same kind."""

    streak: int
    """How many results in a row, this one the last, were excellent (APPR-18)."""
    previous: Decimal | None
    """The score of the cycle before."""


class Link(Struct, frozen=True, kw_only=True):
    """The record that a consequence becomes."""

    kind: LeadsTo
    id: str


class Alarm(Struct, frozen=True, kw_only=True):
    """How far up the matter that is late was reminded of."""

    matter: Matter
    due: date
    level: int
