"""The life of one issue, told as far as a test needs it. Each chapter builds on the one before."""

from datetime import date, datetime
from typing import Any

from domain.issue import ROOM
from domain.issue.solving_events import IssueConflictRaised
from domain.issue.state import Issue
from domain.shared import references
from domain.shared.ids import UnitId
from tests.issue.company import world
from tests.scenario import MONDAY, Scenario

CAUSE = {"text": "没有复核", "cause_class": "PROCESS"}
FOUND: dict[str, Any] = {
    "title": "报价出错",
    "description": "客户收到两份不同的报价",
    "found_at": "2026-01-04T09:00:00+08:00",
    "unit": "sales",
    "category": "CUSTOMER",
    "severity": 3,
}
ORDER: dict[str, Any] = {
    "title": "巡检不合格",
    "demand": "一周内补齐台账",
    "unit": "sales",
    "due": "2026-01-12",
    "found_at": "2026-01-04T09:00:00+08:00",
    "category": "COMPLIANCE",
    "severity": 2,
}


def measure(text: str = "双人复核", unit: str = "sales", due: str = "2026-01-20", **rest: Any) -> dict[str, Any]:
    return {"text": text, "causes": [1], "due": due, "unit": unit, **rest}


def solution(*measures: dict[str, Any], cost: str = "100", due: str = "2026-01-30", **rest: Any) -> dict[str, Any]:
    drafted = list(measures) or [measure()]
    return {"measures": drafted, "effect": "不再出错", "cost": cost, "due": due, "criterion": "一月无差错", **rest}


CONFLICT_OF_OLD = IssueConflictRaised(
    units=(UnitId("sales"), UnitId("plan-group")), subject="谁出人", due=date(2026, 1, 8)
)
"""As it was recorded before coordination had records of its own."""

DIFFICULTY: dict[str, Any] = {"origin": "PLAN_TASK", "reference": "d-1", "plan": "p-1", "task": "t-1"}
"""That a report comes from a task of a plan that exists."""


def unborn() -> Scenario:
    facts = world()
    facts.claims |= {(references.PLAN, "p-1"): ["p-1"], (references.TASK, "p-1/t-1"): ["p-1"]}
    return Scenario(ROOM, world=facts, id="issue-1")


def reported(**details: Any) -> Scenario:
    scenario = unborn()
    scenario.do("report", "ana", **{**FOUND, **details})
    return scenario


def ordered(**details: Any) -> Scenario:
    scenario = unborn()
    scenario.do("order_rectification", "ines", **{**ORDER, **details})
    return scenario


def registered(**details: Any) -> Scenario:
    scenario = reported(**details)
    scenario.do("register", "olga", category="CUSTOMER", triage_unit="operations-group")
    return scenario


def in_analysis(**details: Any) -> Scenario:
    scenario = registered(**details)
    scenario.do("start_analysis", "olga", analysts=["oscar", "ben"], due="2026-01-09")
    return scenario


def analysed(**details: Any) -> Scenario:
    scenario = in_analysis(**details)
    scenario.do("conclude_root_cause", "oscar", causes=[CAUSE], method="FIVE_WHYS", evidence="访谈记录")
    return scenario


def proposed(*measures: dict[str, Any], cost: str = "100", by: str = "oscar") -> Scenario:
    scenario = analysed()
    scenario.do("propose_solution", by, solution=solution(*measures, cost=cost))
    return scenario


def submitted() -> Scenario:
    scenario = proposed(cost="60000")
    scenario.do("submit_solution", "olga", version=1)
    return scenario


def agreed(*measures: dict[str, Any]) -> Scenario:
    scenario = proposed(*measures)
    scenario.do("agree_solution", "olga", version=1)
    return scenario


def charges(scenario: Scenario, person: str = "ana", unit: str = "sales") -> list[dict[str, str]]:
    """Every planned measure charged to one person."""
    return [{"measure": id, "unit": unit, "person": person} for id in waiting(scenario)]


def waiting(scenario: Scenario) -> list[str]:
    return [id for id, each in issue(scenario).measures.items() if each.status == "PLANNED"]


def assigned(*measures: dict[str, Any]) -> Scenario:
    scenario = agreed(*measures)
    scenario.do("assign", "olga", unit="sales", person="ana", charges=charges(scenario))
    return scenario


def in_progress(*measures: dict[str, Any]) -> Scenario:
    scenario = assigned(*measures)
    scenario.do("accept_assignment", "ana")
    return scenario


def carried_out(*measures: dict[str, Any]) -> Scenario:
    scenario = in_progress(*measures)
    for id in issue(scenario).measures:
        scenario.do("complete_measure", "ana", part=id, evidence="复核记录")
    return scenario


def resolved() -> Scenario:
    scenario = carried_out()
    scenario.do("claim_resolution", "ana", evidence="一月抽查")
    return scenario


def closed() -> Scenario:
    scenario = resolved()
    scenario.do("verify_pass", "olga", result="符合", evidence="抽查三十份")
    return scenario


def dismissed() -> Scenario:
    scenario = reported()
    scenario.do("dismiss", "olga", reason="不是问题")
    return scenario


def merged() -> Scenario:
    scenario = reported()
    target = registered()
    scenario.world.records[Issue, "issue-2"] = target.state
    scenario.do("merge", "olga", into="issue-2", reason="重复")
    return scenario


def migrated(*rows: tuple[str, str, str], case: str = "1-1") -> Scenario:
    scenario = unborn().at(MONDAY)
    scenario.do("migrate", "administrator", source="vinst", case=case, title="事件", rows=case_rows(*rows))
    return scenario


def case_rows(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"status": status, "sub_status": sub, "at": f"{at}+08:00"} for status, sub, at in rows]


def issue(scenario: Scenario) -> Issue:
    assert isinstance(scenario.state, Issue)
    return scenario.state


def moment(text: str) -> datetime:
    """A local time in Shanghai."""
    return datetime.fromisoformat(f"{text}:00+08:00")
