"""One way to do each act, by somebody who may, with whatever must be so before; for tests that try all of them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from domain.issue import ROOM
from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.shared.values import civil
from tests.issue.story import CAUSE, charges, issue, registered, solution
from tests.scenario import Scenario

Move = Callable[[Scenario], Any]


def soon(scenario: Scenario, days: int = 10) -> str:
    return str(civil(scenario.now) + timedelta(days=days))


def does(verb: str, by: str, /, **inputs: Any) -> Move:
    return lambda scenario: scenario.do(verb, by, **inputs)


def proposes(scenario: Scenario) -> Any:
    due = soon(scenario)
    return scenario.do("propose_solution", "omar", solution=with_due(due))


def with_due(due: str) -> dict[str, Any]:
    drafted = solution(due=due)
    return {**drafted, "measures": [{**each, "due": due} for each in drafted["measures"]]}


def answers(scenario: Scenario) -> Any:
    drafted = with_due(soon(scenario))
    return scenario.do("answer_rectification", "sam", answer="已查", causes=[CAUSE], solution=drafted)


def merges(scenario: Scenario) -> Any:
    scenario.world.records[Issue, "issue-2"] = registered().state
    return scenario.do("merge", "olga", into="issue-2", reason="重复")


def decides(verb: str, by: str, **inputs: Any) -> Move:
    """Agrees on, or submits, the latest version."""
    return lambda scenario: scenario.do(verb, by, version=len(issue(scenario).proposals), **inputs)


def submits(scenario: Scenario) -> Any:
    if scenario.state.status is Status.SOLUTION_PROPOSED:
        scenario.do("propose_solution", "omar", solution={**with_due(soon(scenario)), "cost": "50001"})
    return decides("submit_solution", "olga")(scenario)


def on_a_measure(verb: str, by: str, **inputs: Any) -> Move:
    def move(scenario: Scenario) -> Any:
        measures = issue(scenario).measures
        if not measures:
            raise ROOM.not_now(ROOM.acts[verb], scenario.state, None)
        part = next((id for id, each in measures.items() if not each.ended), next(iter(measures)))
        return scenario.do(verb, by, part=part, **inputs)

    return move


CONFLICT: dict[str, Any] = {"units": ["sales", "planning"], "subject": "谁出人"}


def settles_conflict(scenario: Scenario) -> Any:
    if issue(scenario).conflict is None:
        scenario.do("raise_conflict", "olga", **CONFLICT, due=soon(scenario))
    return scenario.do("settle_conflict", "olga", agreed=True, outcome="各出一人")


def raises_conflict(scenario: Scenario) -> Any:
    if issue(scenario).conflict is not None:
        settles_conflict(scenario)
    return scenario.do("raise_conflict", "olga", **CONFLICT, due=soon(scenario))


def claims(scenario: Scenario) -> Any:
    if issue(scenario).conflict is not None:
        settles_conflict(scenario)
    for id, each in issue(scenario).measures.items():
        if not each.ended:
            scenario.do("complete_measure", "ana", part=id, evidence="记录")
    return scenario.do("claim_resolution", str(issue(scenario).responsible), evidence="抽查")


def reassigns(scenario: Scenario) -> Any:
    person = "ben" if issue(scenario).responsible == "ana" else "ana"
    return scenario.do("reassign", "olga", unit="sales", person=person, reason="调岗")


def changes_due(scenario: Scenario) -> Any:
    return scenario.do("change_due", "olga", due=soon(scenario, 11 + issue(scenario).due_changes), reason="等备件")


def changes_severity(scenario: Scenario) -> Any:
    return scenario.do("change_severity", "olga", severity=1 + (issue(scenario).severity or 0) % 4, reason="影响变化")


def with_soon(verb: str, by: str, **inputs: Any) -> Move:
    return lambda scenario: scenario.do(verb, by, due=soon(scenario), **inputs)


def assigns(scenario: Scenario) -> Any:
    return scenario.do("assign", "olga", unit="sales", person="ana", charges=charges(scenario))


MOVES: Mapping[str, Move] = {
    "register": does("register", "olga", category="DATA", triage_unit="operations-group"),
    "dismiss": does("dismiss", "olga", reason="不是问题"),
    "merge": merges,
    "answer_rectification": answers,
    "start_analysis": with_soon("start_analysis", "olga", analysts=["oscar"]),
    "appoint_analysts": does("appoint_analysts", "olga", analysts=["oscar", "ben"], reason="增援"),
    "record_finding": does("record_finding", "oscar", text="缺校验"),
    "conclude_root_cause": does("conclude_root_cause", "oscar", causes=[CAUSE], method="DATA", evidence="数据"),
    "propose_solution": proposes,
    "agree_solution": decides("agree_solution", "olga"),
    "submit_solution": submits,
    "approve_solution": does("approve_solution", "dora"),
    "reject_solution": does("reject_solution", "dora", comment="太贵"),
    "assign": assigns,
    "accept_assignment": lambda s: s.do("accept_assignment", str(issue(s).responsible)),
    "contest_assignment": lambda s: s.do("contest_assignment", str(issue(s).responsible), reason="没有权限"),
    "report_measure": on_a_measure("report_measure", "ana", percent_done="30", evidence="照片"),
    "complete_measure": on_a_measure("complete_measure", "ana", evidence="记录"),
    "waive_measure": on_a_measure("waive_measure", "olga", reason="不需要"),
    "raise_conflict": raises_conflict,
    "settle_conflict": settles_conflict,
    "claim_resolution": claims,
    "change_due": changes_due,
    "reassign": reassigns,
    "change_severity": changes_severity,
    "comment": does("comment", "ana", text="请尽快"),
    "link": does("link", "ana", record="plan-1"),
    "verify_pass": does("verify_pass", "olga", result="符合", evidence="抽查"),
    "verify_fail": with_soon("verify_fail", "olga", reason="不符", evidence="抽查", back_to="IN_ANALYSIS"),
    "reopen": with_soon("reopen", "olga", reason="又发生"),
    "record_effect": does("record_effect", "dan", metric="m", before="2", after="1", verdict="IMPROVED"),
    "wake": does("wake", "system"),
}
