"""Projects brought to each point of their life, by the people who bring projects there."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.project import ROOM
from domain.project.content import (
    Baseline,
    Benefit,
    BudgetLine,
    ChangeContent,
    Forecast,
    Member,
    Phase,
    PlannedMilestone,
    PlannedTask,
    Proposal,
    QualityRequirement,
    Report,
    Research,
)
from domain.project.results import (
    Deliverable,
    Document,
    Effect,
    Judgement,
    NewLesson,
    PostEvaluation,
    Proof,
    Summary,
)
from domain.project.state import Project
from domain.project.terms import MANDATORY, Category, DocumentClass, Feasibility, Kind, Opinion
from domain.shared.ids import GoalId, PersonId
from tests.project.company import facts
from tests.scenario import MONDAY, Scenario

RESEARCH = Research(market="Many ask for it", feasibility="It can be built", conclusion=Feasibility.FEASIBLE)
FORECAST = Forecast(
    investment=Decimal(900),
    benefits=(
        Benefit(starts=date(2026, 7, 1), ends=date(2026, 12, 31), amount=Decimal(400)),
        Benefit(starts=date(2027, 1, 1), ends=date(2027, 12, 31), amount=Decimal(1600)),
    ),
)
REPORT = Report(
    background="Customers ask",
    objectives="A new line",
    market_analysis="Growing",
    technical_scheme="Two machines",
    benefit_forecast=FORECAST,
)
PROPOSAL = Proposal(title="New line", goals=(GoalId("grow"),), research=RESEARCH, report=REPORT)

DEADLINE = date(2026, 6, 30)
CEILING = Decimal(1000)
SHOWN = (Proof(title="Protocol"),)
FINE = Judgement(current=True, original=True)


def member(person: str, lead: bool = False, **more: Any) -> Member:
    terms: dict[str, Any] = {
        "function": "Engineer",
        "duty": f"What {person} does",
        "allocation": Decimal(50),
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
    }
    return Member(person=PersonId(person), lead=lead, **terms | more)


TEAM = (member("pat", lead=True), member("tom"), member("tia"))


def task(key: str, starts: date, due: date, **more: Any) -> PlannedTask:
    terms: dict[str, Any] = {"phase": "P1", "title": f"Task {key}", "owner": PersonId("tom"), "cost": Decimal(100)}
    return PlannedTask(key=key, starts=starts, due=due, **terms | more)


DESIGN = task("A", date(2026, 1, 12), date(2026, 1, 31), cost=Decimal(200))
BUILD = task("B", date(2026, 2, 1), date(2026, 3, 31), cost=Decimal(400), owner=PersonId("tia"), depends_on=("A",))
PAPERS = task("C", date(2026, 2, 1), date(2026, 2, 28), cost=Decimal(100), depends_on=("A",))
OPENING = PlannedMilestone(key="M1", phase="P2", title="Open", owner=PersonId("tom"), due=date(2026, 4, 15))
BASELINE = Baseline(
    objective="A new line runs",
    scope="One line, not two",
    quality=(
        QualityRequirement(key="Q1", text="No leaks"),
        QualityRequirement(key="Q2", text="Painted", mandatory=False),
    ),
    deliverables=("The line", "The manual"),
    phases=(Phase(key="P1", title="Build"), Phase(key="P2", title="Run")),
    tasks=(DESIGN, BUILD, PAPERS),
    milestones=(OPENING,),
    budget=(
        BudgetLine(key="machines", title="Machines", amount=Decimal(600)),
        BudgetLine(key="work", title="Work", amount=Decimal(300)),
    ),
)
DELIVERED = (Deliverable(name="The line", evidence="It stands"), Deliverable(name="The manual", evidence="Printed"))
LESSON = NewLesson(
    title="Ask early", category=Category.PRODUCT, situation="Permits were late", recommendation="Ask in January"
)
SUMMARY = Summary(
    text="It runs",
    effect=Effect(quality="Good", cost="As planned", schedule="In time", benefit="To come"),
    lessons=(LESSON,),
)
REALISED = PostEvaluation(
    realised=(Benefit(starts=date(2026, 7, 1), ends=date(2026, 12, 31), amount=Decimal(500)),), findings="It sells"
)


def noon(month: int, day: int, year: int = 2026) -> datetime:
    """Noon in Shanghai."""
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


def proposed(**more: Any) -> Scenario:
    """A project for the market, proposed by Max."""
    it = Scenario(ROOM, facts())
    usual: dict[str, Any] = {
        "kind": Kind.DEVELOPMENT,
        "category": Category.PRODUCT,
        "unit": "marketing",
        "proposal": PROPOSAL,
    }
    it.do("propose", "max", **usual | more)
    return it


def submitted(*units: str, **more: Any) -> Scenario:
    it = proposed(**more)
    it.do("submit", "max", reviewers=units or ("works", "finance"))
    return it


def opine(it: Scenario, unit: str, opinion: Opinion = Opinion.PASS, **more: Any) -> list[Any]:
    """The head of the unit gives the opinion that is asked of it."""
    project: Project = it.state
    (review,) = (each for each in project.reviews.values() if each.unit == unit and not each.opinion)
    return it.do(
        "give_opinion", {"works": "will", "finance": "fay"}[unit], part=review.id, opinion=opinion, text="So", **more
    )


def reviewed(**more: Any) -> Scenario:
    it = submitted(**more)
    opine(it, "works")
    opine(it, "finance")
    return it


def approved(**more: Any) -> Scenario:
    """Approved by Vera under Stan, for 1,000 CNY until the end of June."""
    it = reviewed(**more)
    it.do("approve", "vera", sponsor="stan", ceiling=CEILING, deadline=DEADLINE)
    return it


def staffed(**more: Any) -> Scenario:
    it = approved(**more)
    it.do("assemble_team", "stan", team=TEAM)
    return it


def planned(baseline: Baseline = BASELINE, **more: Any) -> Scenario:
    it = staffed(**more)
    it.do("baseline", "pat", baseline=baseline)
    return it


def executing(baseline: Baseline = BASELINE, **more: Any) -> Scenario:
    """Started on Monday, 12 January 2026."""
    it = planned(baseline, **more).at(MONDAY + timedelta(days=7))
    it.do("start", "pat")
    return it


def part_of(it: Scenario, inside: str, key: str) -> str:
    """The id of the part that is called so in the plan."""
    found: dict[str, str] = {each.plan_key: id for id, each in getattr(it.state, inside).items()}
    return found[key]


def report(it: Scenario, key: str, percent: int, by: str = "tom", **more: Any) -> list[Any]:
    id = part_of(it, "tasks", key)
    return it.do("report_task", by, part=id, percent=Decimal(percent), note="So far", **{"evidence": SHOWN, **more})


def spend(it: Scenario, amount: int, line: str = "work", **more: Any) -> list[Any]:
    usual: dict[str, Any] = {"title": "Spent", "spent_on": date(2026, 1, 12)}
    return it.do("post_cost", "fay", line=line, amount=Decimal(amount), **usual | more)


def commit(it: Scenario, amount: int, line: str = "work") -> list[Any]:
    return it.do("commit_cost", "pat", line=line, title="Order", amount=Decimal(amount))


def check(it: Scenario, requirement: str, passed: bool) -> list[Any]:
    return it.do("record_quality_check", "tom", requirement=requirement, passed=passed, findings="Seen")


def change(baseline: Baseline = BASELINE, **more: Any) -> ChangeContent:
    return ChangeContent(reason="Prices", baseline=baseline, impact="Later", solution="As said", **more)


def finished() -> Scenario:
    """All tasks completed and the milestone reached, by the middle of April."""
    it = executing().at(noon(4, 14))
    for key in ("A", "B", "C"):
        report(it, key, 100)
    it.do("reach_milestone", "pat", part=part_of(it, "milestones", "M1"), reached_on="2026-04-14", evidence=SHOWN)
    return it


def delivered() -> Scenario:
    it = finished()
    it.do("request_acceptance", "pat", deliverables=DELIVERED)
    return it


def accepted() -> Scenario:
    it = delivered()
    it.do("accept", "stan", to_quality=FINE, to_quantity=FINE)
    return it


def document(kind: DocumentClass) -> Document:
    return Document(title=kind.en, kind=kind, edition="1", sha256="a" * 64)


def summarised() -> Scenario:
    it = accepted()
    for kind in MANDATORY:
        it.do("file_document", "pat", document=document(kind))
    it.do("summarise", "pat", summary=SUMMARY)
    return it


def closed() -> Scenario:
    it = summarised()
    it.do("close", "stan")
    return it
