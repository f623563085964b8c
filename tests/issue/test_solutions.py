"""Proposing, agreeing, submitting and approving solutions (ISSUE-06, 14)."""

from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.issue import solutions as s
from domain.issue.analysis import DUE_PAST
from domain.issue.terms import MeasureStatus, Status
from domain.organisation.rules import UNIT_UNKNOWN
from domain.shared.approval import CHANGED, Verdict
from domain.shared.term import Role
from domain.shared.values import NEGATIVE
from tests.issue.story import CAUSE, agreed, analysed, issue, measure, proposed, registered, solution, submitted


def test_versions_are_counted_and_each_asks_with_its_digest() -> None:
    scenario = proposed()
    scenario.do("propose_solution", "dirk", solution=solution(cost="90"))
    first, second = issue(scenario).proposals
    assert (first.version, second.version) == (1, 2)
    assert first.request.digest != second.request.digest
    assert "cost" in [change.field for change in second.request.changes]


def test_analysts_the_operations_group_and_deputies_propose() -> None:
    analysed().refused(FORBIDDEN, "propose_solution", "ana", solution=solution())
    for person in ("oscar", "ben", "omar", "dirk"):
        assert issue(proposed(by=person)).status is Status.SOLUTION_PROPOSED


def test_a_solution_has_measures_that_address_causes_in_time() -> None:
    scenario = analysed()
    scenario.refused(s.NO_MEASURE, "propose_solution", "oscar", solution={**solution(), "measures": []})
    scenario.refused(s.NO_CAUSE_ADDRESSED, "propose_solution", "oscar", solution=solution(measure(causes=[])))
    scenario.refused(s.MEASURE_LATE, "propose_solution", "oscar", solution=solution(measure(due="2026-01-31")))
    scenario.refused(UNIT_UNKNOWN, "propose_solution", "oscar", solution=solution(measure(unit="nowhere")))
    scenario.refused(NEGATIVE, "propose_solution", "oscar", solution=solution(cost="-1"))
    scenario.refused(DUE_PAST, "propose_solution", "oscar", solution=solution(due="2026-01-04"))


def test_nobody_agrees_on_their_own_proposal() -> None:
    proposed(by="olga").refused(OWN_MATTER, "agree_solution", "olga", version=1)


def test_agreeing_signs_the_version_and_plans_its_measures() -> None:
    state = issue(agreed())
    assert (state.status, state.agreed, state.due) == (Status.SOLUTION_AGREED, 1, state.proposals[0].solution.due)
    assert [each.status for each in state.measures.values()] == [MeasureStatus.PLANNED]
    (signature,) = state.signatures
    assert (signature.verdict, signature.digest) == (Verdict.APPROVED, state.proposals[0].request.digest)


def test_one_of_several_versions_is_agreed() -> None:
    scenario = proposed()
    scenario.do("propose_solution", "oscar", solution=solution(measure(text="系统校验")))
    scenario.refused(s.NO_SUCH_VERSION, "agree_solution", "olga", version=3)
    scenario.refused(s.NO_SUCH_VERSION, "agree_solution", "olga", version=0)
    scenario.do("agree_solution", "olga", version=2)
    assert [each.text for each in issue(scenario).measures.values()] == ["系统校验"]


def test_the_threshold_decides_whether_a_solution_is_agreed_or_submitted() -> None:
    at_limit = proposed(cost="50000")
    at_limit.refused(s.NEEDS_NO_APPROVAL, "submit_solution", "olga", version=1)
    at_limit.do("agree_solution", "olga", version=1)
    above = proposed(cost="50000.01")
    above.refused(s.NEEDS_APPROVAL, "agree_solution", "olga", version=1)
    above.do("submit_solution", "olga", version=1)


def test_a_solution_across_departments_is_submitted() -> None:
    within = proposed(measure(unit="plan-group"), measure(unit="operations-group"))
    within.refused(s.NEEDS_NO_APPROVAL, "submit_solution", "olga", version=1)
    across = proposed(measure(unit="sales"), measure(unit="operations-group"))
    no = across.refused(s.NEEDS_APPROVAL, "agree_solution", "olga", version=1)
    assert no.facts["departments"] == ["planning", "sales"]


def test_the_department_manager_approves_what_was_submitted() -> None:
    scenario = submitted()
    scenario.refused(FORBIDDEN, "approve_solution", "pia")
    scenario.refused(OWN_MATTER, "approve_solution", "olga")
    scenario.do("approve_solution", "dora", comment="同意")
    assert issue(scenario).status is Status.SOLUTION_AGREED
    assert issue(scenario).signatures[-1].signer == "dora"
    assert issue(scenario).measures


def test_a_manager_who_proposed_does_not_approve_and_the_superior_does() -> None:
    scenario = registered()
    scenario.do("start_analysis", "olga", analysts=["dora"], units=["planning"], due="2026-01-09")
    scenario.do("conclude_root_cause", "dora", causes=[CAUSE], method="DATA", evidence="数据")
    scenario.do("propose_solution", "dora", solution=solution(cost="60000"))
    scenario.do("submit_solution", "olga", version=1)
    scenario.refused(OWN_MATTER, "approve_solution", "dora")
    scenario.do("approve_solution", "chen")
    assert issue(scenario).signatures[-1].role is Role.DM


def test_a_rejected_solution_may_be_followed_by_another_version() -> None:
    scenario = submitted()
    scenario.do("reject_solution", "dora", comment="太贵")
    assert (issue(scenario).status, issue(scenario).agreed) == (Status.ANALYSED, None)
    scenario.do("propose_solution", "oscar", solution=solution(cost="10"))
    scenario.do("agree_solution", "olga", version=2)


def test_an_approval_is_void_when_the_content_is_no_longer_what_was_submitted() -> None:
    scenario = submitted()
    (proposal,) = issue(scenario).proposals
    dearer = replace(proposal, solution=replace(proposal.solution, effect="别的"))
    scenario.state = replace(issue(scenario), proposals=(dearer,))
    scenario.refused(CHANGED, "approve_solution", "dora")
