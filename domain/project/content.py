"""What is written about a project before it is carried out: the words and numbers that people sign."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from domain.project.terms import Feasibility
from domain.shared.ids import GoalId, PersonId, PlanId, ProcessId
from domain.shared.values import Line, Text

Days = Annotated[int, Meta(ge=1, le=366)]
"""A cadence in calendar days."""


class Research(Struct, frozen=True, kw_only=True):
    """The preliminary research: market information, feasibility analysis and conclusion (PROJ-01)."""

    market: Text
    feasibility: Text
    conclusion: Feasibility
    sources: tuple[Line, ...] = ()


class Benefit(Struct, frozen=True, kw_only=True):
    """Revenue or another economic benefit of a period, in CNY."""

    starts: date
    ends: date
    amount: Decimal


class Forecast(Struct, frozen=True, kw_only=True):
    """The economic-benefit forecast: what is put in, and what comes of it by period, in CNY (PROJ-02)."""

    investment: Decimal
    benefits: tuple[Benefit, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """The initiation report; every one of its five sections is mandatory when it is submitted (PROJ-02)."""

    background: str = ""
    objectives: str = ""
    market_analysis: str = ""
    technical_scheme: str = ""
    benefit_forecast: Forecast | None = None


class Proposal(Struct, frozen=True, kw_only=True):
    """All that departments review and management signs (PROJ-01, PROJ-02).

    `goals` are those of the company that it serves (PRIN-04), `plan` the annual plan that names it as `key_project`
    (PLAN-38), `process` the process of project development that it follows (PROJ-24).
    """

    title: Line
    goals: tuple[GoalId, ...] = ()
    plan: PlanId | None = None
    key_project: str = ""
    process: ProcessId | None = None
    research: Research
    report: Report = Report()


class Member(Struct, frozen=True, kw_only=True):
    """Somebody on the team: in which function, with which duty, for how much of the time, from when to when (PROJ-08).

    `allocation` is in percent; exactly one member is the `lead`.
    """

    person: PersonId
    function: Line
    duty: Line
    allocation: Decimal
    starts: date
    ends: date
    lead: bool = False


class Phase(Struct, frozen=True, kw_only=True):
    """A phase of the project. `key` names it in the plan."""

    key: Line
    title: Line


class PlannedTask(Struct, frozen=True, kw_only=True):
    """A task of the plan. `key` names it, in every version; `cost` is what it is budgeted at in CNY.

    It starts when those that it `depends_on`, by key, are over.
    """

    key: Line
    phase: str = ""
    title: Line
    owner: PersonId
    starts: date
    due: date
    cost: Decimal = Decimal(0)
    depends_on: tuple[str, ...] = ()


class PlannedMilestone(Struct, frozen=True, kw_only=True):
    """A point of the plan that is checked by somebody other than its owner. `key` names it, in every version."""

    key: Line
    phase: str = ""
    title: Line
    owner: PersonId
    due: date


class BudgetLine(Struct, frozen=True, kw_only=True):
    """What may be spent on something, in CNY. `key` names it, in every version (PROJ-15)."""

    key: Line
    title: Line
    amount: Decimal


class QualityRequirement(Struct, frozen=True, kw_only=True):
    """What the quality checks of the project look at. `key` names it in the plan (PROJ-07, QUAL-08)."""

    key: Line
    text: Text
    mandatory: bool = True


class Thresholds(Struct, frozen=True, kw_only=True):
    """Beyond how many percent a deviation is amber or red, and how much of the ceiling is used when an alert is raised.

    (PROJ-12, PROJ-15)
    """

    amber: Decimal = Decimal(10)
    red: Decimal = Decimal(20)
    budget_alert: Decimal = Decimal(90)


class Baseline(Struct, frozen=True, kw_only=True):
    """The detailed plan and charter of a project, against which it is measured (PROJ-06, PROJ-07).

    `meeting_days` and `evaluation_days` are how many calendar days may pass from one progress meeting, or one
    evaluation, to the next (PROJ-10, PROJ-14).
    """

    objective: Text
    scope: Text
    quality: tuple[QualityRequirement, ...]
    deliverables: tuple[Line, ...]
    phases: tuple[Phase, ...]
    tasks: tuple[PlannedTask, ...]
    milestones: tuple[PlannedMilestone, ...]
    budget: tuple[BudgetLine, ...]
    meeting_days: Days = 14
    evaluation_days: Days = 30
    thresholds: Thresholds = Thresholds()


class ChangeContent(Struct, frozen=True, kw_only=True):
    """A change request as it is signed: why, to what, with which impact, solved how (PROJ-16).

    The content of the change is the whole plan as it is to be, with a new ceiling, deadline or team lead if any.
    """

    reason: Text
    baseline: Baseline
    ceiling: Decimal | None = None
    deadline: date | None = None
    lead: PersonId | None = None
    impact: Text
    solution: Text
