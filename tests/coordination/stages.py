"""A request for coordination, brought as far as a test needs it."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.coordination import ROOM
from domain.coordination.state import Coordination
from domain.coordination.terms import Status
from domain.shared.ids import SYSTEM
from tests.issue.company import world
from tests.scenario import Scenario

ASKED: dict[str, Any] = {
    "subject": "谁在月末值班",
    "description": "月末发货与盘点同时进行",
    "lead": "sales",
    "supporting": ["planning"],
    "due": "2026-01-12",
}
"""Of sales, which Sam heads, and of planning, which Dora heads; Polly of the president's office coordinates."""
CONFLICT: dict[str, Any] = {**ASKED, "origin": "ISSUE_CONFLICT", "issue": "issue-1", "coordinator": "OG"}


def unborn() -> Scenario:
    return Scenario(ROOM, world=world(), id="coordination-1")


def requested(**other: Any) -> Scenario:
    scenario = unborn()
    scenario.do("request", "ana", **{**ASKED, **other})
    return scenario


def referred(**other: Any) -> Scenario:
    """The system asks for it on behalf of Ana, who raised the conflict."""
    scenario = unborn()
    scenario.do("refer", SYSTEM, for_="ana", **{**CONFLICT, **other})
    return scenario


def started(scenario: Scenario | None = None, by: str = "polly") -> Scenario:
    scenario = scenario or requested()
    scenario.do("start", by)
    return scenario


def the(scenario: Scenario) -> Coordination:
    state = scenario.state
    assert isinstance(state, Coordination)
    return state


def answer_of(scenario: Scenario, unit: str) -> str:
    return next(each.id for each in the(scenario).answers.values() if each.unit == unit)


def answered(scenario: Scenario, by: str, unit: str, stance: str = "AGREES", text: str = "可以") -> Scenario:
    scenario.do("answer", by, part=answer_of(scenario, unit), stance=stance, text=text)
    return scenario


def all_answered(stance: str = "AGREES") -> Scenario:
    """Both units have answered: sales agrees, and planning as said."""
    return answered(answered(started(), "sam", "sales"), "dora", "planning", stance)


def failed() -> Scenario:
    scenario = all_answered("OBJECTS")
    scenario.do("fail", "polly", reason="双方都不肯出人")
    return scenario


def ended(scenario: Scenario, verb: str, by: str, **inputs: Any) -> Scenario:
    scenario.do(verb, by, **inputs)
    return scenario


STAGES: Mapping[Status, Callable[[], Scenario]] = {
    Status.OPEN: requested,
    Status.IN_COORDINATION: all_answered,
    Status.AGREED: lambda: ended(all_answered(), "agree", "polly", outcome="轮流值班"),
    Status.FAILED: failed,
    Status.DECIDED: lambda: ended(failed(), "decide", "chen", outcome="计划部值班"),
    Status.WITHDRAWN: lambda: ended(requested(), "withdraw", "ana", reason="已自行解决"),
}
