"""Verification, closing, recurrence and effect (ISSUE-09, 10, 16, D-07)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.issue import verification as v
from domain.issue.analysis import DUE_PAST
from domain.issue.terms import Effect, MeasureStatus, Status
from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from tests.issue.story import analysed, charges, closed, issue, resolved, solution
from tests.scenario import Scenario

PASS: dict[str, Any] = {"result": "符合验收标准", "evidence": "抽查三十份"}
FAIL: dict[str, Any] = {"reason": "仍有差错", "evidence": "样本"}


def test_passing_signs_the_claim_and_closes() -> None:
    scenario = resolved()
    claim = issue(scenario).claim
    verified, closing = scenario.do("verify_pass", "olga", **PASS, reporter_agrees=True)
    state = issue(scenario)
    assert (state.status, state.closed_at, state.first_closed_at) == (Status.CLOSED, scenario.now, scenario.now)
    assert claim is not None
    assert (verified.signature.verdict, verified.signature.digest) == (Verdict.PASSED, claim.request.digest)
    assert (claim.resolution.criterion, closing.recurrence) == ("一月无差错", 0)
    assert state.closed_on_time is True


def responsible(person: str, unit: str) -> Scenario:
    """A resolved issue for which somebody else than usual is responsible."""
    scenario = analysed()
    scenario.do("propose_solution", "ben", solution=solution())
    scenario.do("agree_solution", "olga", version=1)
    scenario.do("assign", "pia", unit=unit, person=person, charges=charges(scenario))
    scenario.do("accept_assignment", person)
    scenario.do("complete_measure", "ana", part=next(iter(issue(scenario).measures)), evidence="记录")
    scenario.do("claim_resolution", person, evidence="抽查")
    return scenario


@pytest.mark.parametrize("verb", ["verify_pass", "verify_fail"])
def test_nobody_in_the_line_of_who_is_responsible_verifies(verb: str) -> None:
    inputs: dict[str, Any] = PASS if verb == "verify_pass" else {**FAIL, "back_to": "IN_PROGRESS"}
    scenario = responsible("oscar", "operations-group")
    for barred in ("oscar", "olga"):  # the one who did it, and the superior
        scenario.refused(OWN_MATTER, verb, barred, **inputs)
    scenario.branch().do(verb, "omar", **inputs)
    scenario = responsible("olga", "operations-group")
    for barred in ("olga", "oscar", "omar"):  # and everybody who reports to them
        scenario.refused(OWN_MATTER, verb, barred, **inputs)
    scenario.do(verb, "pia", **inputs)


def test_whoever_carried_a_measure_out_does_not_verify() -> None:
    scenario = resolved()
    (measure,) = issue(scenario).measures.values()
    done = replace(measure, person=PersonId("omar"))
    scenario.state = replace(issue(scenario), measures={measure.id: done})
    scenario.refused(OWN_MATTER, "verify_pass", "omar", **PASS)


def test_verification_takes_the_group() -> None:
    resolved().refused(FORBIDDEN, "verify_pass", "dan", **PASS)


def test_failing_goes_back_to_the_same_solution_with_what_to_redo() -> None:
    scenario = resolved()
    (id,) = issue(scenario).measures
    scenario.refused(v.NOT_COMPLETED, "verify_fail", "olga", **FAIL, back_to="IN_PROGRESS", redo=["measure-9"])
    scenario.do("verify_fail", "olga", **FAIL, back_to="IN_PROGRESS", redo=[id])
    state = issue(scenario)
    assert (state.status, state.failures, state.reopened) == (Status.IN_PROGRESS, 1, 1)
    assert state.measures[id].status is MeasureStatus.IN_PROGRESS
    assert state.signatures[-1].verdict is Verdict.FAILED
    scenario.do("complete_measure", "ana", part=id, evidence="重做")
    scenario.do("claim_resolution", "ana", evidence="再抽查")
    again = issue(scenario).claim
    assert again is not None
    assert again.request.round == 2


def test_failing_goes_back_to_analysis_by_a_new_date() -> None:
    scenario = resolved()
    scenario.refused(v.WITHOUT_DUE, "verify_fail", "olga", **FAIL, back_to="IN_ANALYSIS")
    scenario.refused(DUE_PAST, "verify_fail", "olga", **FAIL, back_to="IN_ANALYSIS", due="2026-01-04")
    scenario.do("verify_fail", "olga", **FAIL, back_to="IN_ANALYSIS", due="2026-01-20")
    assert (issue(scenario).status, issue(scenario).agreed) == (Status.IN_ANALYSIS, None)


@pytest.mark.parametrize("back_to", [s for s in Status if s not in v.AGAIN])
def test_failing_goes_back_nowhere_else(back_to: Status) -> None:
    resolved().refused(v.BACK_TO, "verify_fail", "olga", **FAIL, back_to=back_to)


def test_an_issue_that_recurs_within_180_days_is_reopened_under_its_number() -> None:
    scenario = closed()
    number, on_time = issue(scenario).number, scenario.now + timedelta(days=180)
    late = scenario.branch().at(on_time + timedelta(days=1))
    late.refused(v.TOO_LATE, "reopen", "olga", reason="又发生", due="2027-01-01")
    scenario.at(on_time)
    scenario.refused(DUE_PAST, "reopen", "olga", reason="又发生", due="2026-01-09")
    scenario.do("reopen", "olga", reason="又发生", due="2026-07-10")
    state = issue(scenario)
    assert (state.status, state.number, state.recurrences) == (Status.IN_ANALYSIS, number, 1)
    assert (state.due, state.agreed, state.closed_on_time) == (None, None, None)


def test_recurrences_are_counted_and_the_first_closing_is_kept() -> None:
    scenario = closed()
    first = issue(scenario).closed_at
    scenario.at(scenario.now + timedelta(days=30))
    scenario.do("reopen", "olga", reason="又发生", due="2026-02-10")
    scenario.do(
        "conclude_root_cause",
        "oscar",
        causes=[{"text": "无人值守", "cause_class": "PEOPLE"}],
        method="DATA",
        evidence="x",
    )
    scenario.do("propose_solution", "oscar", solution=solution(due="2026-03-01"))
    scenario.do("agree_solution", "olga", version=2)
    scenario.do("assign", "olga", unit="sales", person="ana", charges=charges(scenario))
    scenario.do("accept_assignment", "ana")
    id = list(issue(scenario).measures)[-1]
    scenario.do("complete_measure", "ana", part=id, evidence="y")
    scenario.do("claim_resolution", "ana", evidence="z")
    _, closing = scenario.do("verify_pass", "olga", **PASS)
    assert closing.recurrence == 1
    assert (issue(scenario).first_closed_at, issue(scenario).closed_at) == (first, scenario.now)


def test_the_effect_on_a_metric_is_recorded_after_closing() -> None:
    scenario = closed()
    effect: dict[str, Any] = {"metric": "m-1", "before": "5", "after": "2", "verdict": "IMPROVED"}
    scenario.refused(FORBIDDEN, "record_effect", "ana", **effect)
    scenario.do("record_effect", "dan", **effect)
    (measured,) = issue(scenario).effects
    assert (measured.before, measured.after, measured.verdict) == (Decimal(5), Decimal(2), Effect.IMPROVED)
