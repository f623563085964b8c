"""Plans brought to each point of their life, by the people who bring plans there."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.plan import ROOM
from domain.plan.changes import AdjustmentContent, PlanDiff, TaskChange
from domain.plan.content import (
    Citation,
    Evidence,
    KeyProject,
    Milestone,
    NewTask,
    PlanContent,
    PlanGoal,
    PlannedTask,
    ResourceNeed,
)
from domain.plan.state import Plan
from domain.plan.terms import CitationKind, GoalKind, Kind, Level, ResourceKind, Status, Trigger
from domain.shared.ids import GoalId, PersonId, PlanId, TaskId, UnitId
from tests.plan.company import facts
from tests.scenario import Facts, Scenario

GROW = PlanGoal(key="G1", kind=GoalKind.COMPANY, text="Grow", goal=GoalId("grow"), target=Decimal(100))
PLAN_GOALS = (
    GROW,
    PlanGoal(key="G2", kind=GoalKind.DEPARTMENT, unit=UnitId("planning"), text="Plan well", goal=GoalId("grow")),
    PlanGoal(key="G3", kind=GoalKind.DEPARTMENT, unit=UnitId("sales"), text="Sell more", goal=GoalId("grow")),
)
ANNUAL = PlanContent(
    title="Company plan 2026",
    direction="Forward",
    focus="Shops",
    goals=PLAN_GOALS,
    key_projects=(KeyProject(name="New shop"),),
    resource_needs=(ResourceNeed(kind=ResourceKind.FINANCIAL, name="Money"),),
    evidence=(Citation(kind=CitationKind.MARKET_RESEARCH, title="Survey", source="SUR-1"),),
)
QUARTERLY = PlanContent(
    title="First quarter",
    direction="Forward",
    focus="Shops",
    goals=(GROW,),
    milestones=(Milestone(title="Shop open", due=date(2026, 3, 1)),),
    tasks=(PlannedTask(title="Open the shop", responsible=PersonId("rita")),),
)
MONTHLY = PlanContent(
    title="January",
    direction="Forward",
    focus="Rent",
    goals=(GROW,),
    tasks=(
        PlannedTask(
            title="Rent rooms",
            content="Find and rent rooms",
            unit=UnitId("sales"),
            responsible=PersonId("rita"),
            due=date(2026, 1, 20),
        ),
    ),
)
SHOWN = (Evidence(title="Contract"),)
LATER = datetime(2026, 4, 10, 1, 0, tzinfo=UTC)
"""After the first quarter of 2026."""


def new_task(key: str = "T1", **more: Any) -> NewTask:
    terms: dict[str, Any] = {
        "goal": "G1",
        "title": f"Task {key}",
        "content": "Do it",
        "unit": UnitId("sales"),
        "responsible": PersonId("rita"),
        "start": date(2026, 1, 5),
        "due": date(2026, 3, 20),
        "weight": Decimal(1),
    }
    return NewTask(key=key, **terms | more)


def above(level: Level = Level.ANNUAL, kind: Kind = Kind.COMPANY, unit: str = "hq", **more: Any) -> Plan:
    """An approved plan from which others are drawn."""
    starts, ends = (date(2026, 1, 1), date(2026, 12, 31) if level is Level.ANNUAL else date(2026, 3, 31))
    fields: dict[str, Any] = {
        "id": PlanId("above"),
        "status": Status.APPROVED,
        "since": LATER,
        "kind": kind,
        "level": level,
        "unit": UnitId(unit),
        "starts": starts,
        "ends": ends,
        "preparer": PersonId("pia"),
        "contributors": (PersonId("pia"),),
        "content": ANNUAL,
    }
    return Plan(**fields | more)


def world(parent: Plan | None = None, *people: str) -> Facts:
    known = facts(*people)
    known.records[(Plan, "above")] = parent or above()
    return known


def story(parent: Plan | None = None, *people: str) -> Scenario:
    return Scenario(ROOM, world(parent, *people))


def draft_annual(**more: Any) -> Scenario:
    """The company's plan for 2026, drafted by Pia of the plan group."""
    it = story()
    it.do("draft", "pia", kind=Kind.COMPANY, level=Level.ANNUAL, unit="hq", year=2026, content=ANNUAL, **more)
    return it


def draft_quarterly(content: PlanContent = QUARTERLY, *people: str) -> Scenario:
    """The company's plan for the first quarter, drawn from the annual one."""
    it = story(None, *people)
    it.do(
        "draft",
        "pia",
        kind=Kind.COMPANY,
        level=Level.QUARTERLY,
        unit="hq",
        year=2026,
        number=1,
        parent="above",
        content=content,
    )
    return it


def submitted(*people: str) -> Scenario:
    it = draft_quarterly(QUARTERLY, *people)
    it.do("submit", "pia")
    return it


def approved(*people: str) -> Scenario:
    it = submitted(*people)
    it.do("approve", "dora")
    return it


def issued(*tasks: NewTask, people: Iterable[str] = ()) -> Scenario:
    """An issued quarterly plan with these tasks; with one of Rita's unless told otherwise."""
    it = approved(*people)
    it.do("decompose", "pia", tasks=tasks or (new_task(),))
    it.do("issue", "pia")
    return it


def task_ids(it: Scenario) -> list[TaskId]:
    return list(it.state.tasks)


def at_work(it: Scenario, task: str, by: str = "rita") -> Scenario:
    it.do("acknowledge_task", by, part=task)
    it.do("report_progress", by, part=task, percent=Decimal(50), note="Half way")
    return it


def claimed(it: Scenario, task: str, by: str = "rita") -> Scenario:
    at_work(it, task, by)
    it.do("claim_completion", by, part=task, evidence=SHOWN)
    return it


def completed(it: Scenario, task: str, by: str = "rita") -> Scenario:
    claimed(it, task, by)
    it.do("confirm_completion", "paul", part=task)
    return it


def application(task: str, changes: PlanDiff | None = None, **more: Any) -> AdjustmentContent:
    """Rita asks for ten more days, unless told otherwise."""
    fields: dict[str, Any] = {
        "trigger": Trigger.EXTERNAL,
        "affected": (task,),
        "reason": "The landlord is late",
        "changes": changes or PlanDiff(change=(TaskChange(task=TaskId(task), due=date(2026, 3, 30)),)),
        "impact": "Ten days",
        "solution": "Wait",
        "objective": "The contract says so",
        "reasonable": "No other rooms",
        "necessary": "No shop without rooms",
    }
    return AdjustmentContent(**fields | more)


OPINION: dict[str, Any] = {
    "recommendation": "ENDORSE",
    "objective": True,
    "reasonable": True,
    "necessary": True,
    "keeps_company_goals": True,
    "operable": True,
    "text": "Well founded",
}


def requested(it: Scenario, content: AdjustmentContent, by: str = "rita", **more: Any) -> str:
    """Apply for an adjustment; its id."""
    (event,) = it.do("request_adjustment", by, content=content, **more)
    return str(event.adjustment)


def adjustment_approved(it: Scenario, content: AdjustmentContent) -> str:
    id = requested(it, content)
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    it.do("approve_adjustment", "dora", part=id)
    return id


def reissued(it: Scenario, content: AdjustmentContent) -> str:
    id = adjustment_approved(it, content)
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    it.do("reissue", "pia", part=id)
    return id
