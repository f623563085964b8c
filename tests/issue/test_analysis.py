"""Analysis and rectification orders (ISSUE-04, 05, 12)."""

from typing import Any

from domain.authority.warrant import FORBIDDEN
from domain.issue import analysis as a
from domain.issue.solutions import NO_CAUSE_ADDRESSED
from domain.issue.terms import Kind, Status
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN, UNIT_UNKNOWN
from tests.issue.story import CAUSE, analysed, in_analysis, issue, measure, ordered, registered, solution

START: dict[str, Any] = {"analysts": ["oscar"], "due": "2026-01-09"}


def test_the_first_analyst_leads_unless_said_otherwise() -> None:
    assert issue(in_analysis()).lead == "oscar"
    scenario = registered()
    scenario.do("start_analysis", "olga", analysts=["oscar", "ben"], lead="ben", due="2026-01-09")
    assert issue(scenario).lead == "ben"


def test_an_analysis_takes_somebody() -> None:
    registered().refused(a.NOBODY, "start_analysis", "olga", **{**START, "analysts": []})


def test_the_lead_is_one_of_the_analysts() -> None:
    registered().refused(a.LEAD_OUTSIDE, "start_analysis", "olga", **START, lead="ben")


def test_analysts_come_from_the_units_involved() -> None:
    scenario = registered()
    no = scenario.refused(a.UNINVOLVED, "start_analysis", "olga", **{**START, "analysts": ["oscar", "pia"]})
    assert no.facts["people"] == ["pia"]
    scenario.do("start_analysis", "olga", analysts=["oscar", "pia"], units=["plan-group"], due="2026-01-09")
    assert issue(scenario).units == ("sales", "operations-group", "plan-group")


def test_analysts_and_units_are_known() -> None:
    scenario = registered()
    scenario.refused(PERSON_UNKNOWN, "start_analysis", "olga", **{**START, "analysts": ["nobody"]})
    scenario.refused(ONLY_READS, "start_analysis", "olga", **{**START, "analysts": ["audrey"], "units": ["hq"]})
    scenario.refused(UNIT_UNKNOWN, "start_analysis", "olga", **START, units=["nowhere"])


def test_the_analysis_is_due_in_the_future() -> None:
    registered().refused(a.DUE_PAST, "start_analysis", "olga", **{**START, "due": "2026-01-04"})


def test_other_analysts_take_over_with_a_reason() -> None:
    scenario = in_analysis()
    scenario.do("appoint_analysts", "olga", analysts=["omar"], reason="oscar休假")
    assert (issue(scenario).lead, issue(scenario).analysts) == ("omar", ("omar",))
    scenario.refused(FORBIDDEN, "record_finding", "oscar", text="差一位")


def test_analysts_record_findings_and_the_lead_concludes() -> None:
    scenario = in_analysis()
    scenario.do("record_finding", "ben", text="系统未校验", evidence="截图")
    assert [finding.by for finding in issue(scenario).findings] == ["ben"]
    conclusion: dict[str, Any] = {"causes": [CAUSE], "factors": ["赶工"], "method": "FISHBONE", "evidence": "会议记录"}
    scenario.refused(FORBIDDEN, "conclude_root_cause", "ben", **conclusion)
    scenario.do("conclude_root_cause", "oscar", **conclusion)
    assert (issue(scenario).status, issue(scenario).factors) == (Status.ANALYSED, ("赶工",))


def test_nothing_is_analysed_without_a_root_cause() -> None:
    in_analysis().refused(a.NO_CAUSE, "conclude_root_cause", "oscar", causes=[], method="DATA", evidence="数据")


def test_no_solution_is_proposed_before_a_root_cause_is_known() -> None:
    scenario = analysed()
    scenario.refused(NO_CAUSE_ADDRESSED, "propose_solution", "oscar", solution=solution(measure(causes=[2])))


def test_an_order_enters_the_ledger_at_once() -> None:
    state = issue(ordered())
    assert (state.status, state.kind, state.number) == (Status.REGISTERED, Kind.RECTIFICATION, "ISS-2026-0001")
    assert state.unanswered


def test_an_order_is_given_by_inspectors_with_a_date_ahead() -> None:
    ordered()
    no = registered()
    no.refused(FORBIDDEN, "answer_rectification", "sam", answer="好", causes=[CAUSE], solution=solution())


def test_the_head_of_the_unit_answers_with_causes_and_measures() -> None:
    scenario = ordered()
    answer: dict[str, Any] = {"answer": "已查", "causes": [CAUSE], "solution": solution()}
    scenario.refused(FORBIDDEN, "answer_rectification", "ana", **answer)
    scenario.refused(a.NO_CAUSE, "answer_rectification", "sam", **{**answer, "causes": []})
    scenario.do("answer_rectification", "sam", **answer)
    state = issue(scenario)
    assert (state.status, state.answer, len(state.proposals)) == (Status.SOLUTION_PROPOSED, "已查", 1)
    assert not state.unanswered


def test_an_answer_may_be_followed_by_a_better_one() -> None:
    scenario = ordered()
    scenario.do("answer_rectification", "sam", answer="已查", causes=[CAUSE], solution=solution())
    scenario.do("propose_solution", "sam", solution=solution(measure(text="补录台账")))
    assert [proposal.version for proposal in issue(scenario).proposals] == [1, 2]
