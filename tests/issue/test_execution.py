"""Assigning, carrying out, coordinating and steering (ISSUE-07, 08, 13, 17)."""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.issue import execution as x
from domain.issue import steering
from domain.issue.analysis import DUE_PAST
from domain.issue.solving_events import IssueConflictFailed, IssueConflictSettled, IssueDueChanged
from domain.issue.terms import Matter, MeasureStatus, Status
from domain.issue.values import Conflict
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN, UNIT_UNKNOWN
from domain.shared.ids import PersonId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import NOT_A_PERCENTAGE
from tests.issue.story import (
    agreed,
    assigned,
    carried_out,
    charges,
    in_analysis,
    in_progress,
    issue,
    measure,
    ordered,
    proposed,
    registered,
    reported,
    solution,
    waiting,
)
from tests.scenario import Scenario


def assignment(scenario: Scenario, **other: Any) -> dict[str, Any]:
    return {"unit": "sales", "person": "ana", "charges": charges(scenario), **other}


def across_departments() -> Scenario:
    scenario = proposed(measure(text="甲"), measure(text="乙", unit="plan-group"))
    scenario.do("submit_solution", "olga", version=1)
    scenario.do("approve_solution", "dora")
    return scenario


def test_everything_agreed_is_charged_to_somebody() -> None:
    scenario = agreed(measure(text="甲"), measure(text="乙"))
    first, second = waiting(scenario)
    one = {"measure": first, "unit": "sales", "person": "ana"}
    no = scenario.refused(x.UNCHARGED, "assign", "olga", **assignment(scenario, charges=[one]))
    assert no.facts["missing"] == [second]
    stranger = {**one, "measure": "measure-99"}
    scenario.refused(x.UNCHARGED, "assign", "olga", **assignment(scenario, charges=[*charges(scenario), stranger]))
    scenario.refused(x.UNCHARGED, "assign", "olga", **assignment(scenario, charges=[*charges(scenario), one]))
    scenario.do("assign", "olga", **assignment(scenario))
    assert {each.status for each in issue(scenario).measures.values()} == {MeasureStatus.ASSIGNED}


def test_whoever_is_responsible_belongs_to_the_unit() -> None:
    scenario = agreed()
    scenario.refused(x.OUTSIDE, "assign", "olga", **assignment(scenario, person="oscar"))
    scenario.refused(x.OUTSIDE, "assign", "olga", **assignment(scenario, charges=charges(scenario, person="pia")))
    scenario.refused(UNIT_UNKNOWN, "assign", "olga", **assignment(scenario, unit="nowhere"))
    scenario.refused(PERSON_UNKNOWN, "assign", "olga", **assignment(scenario, person="nobody"))
    scenario.refused(ONLY_READS, "assign", "olga", **assignment(scenario, unit="hq", person="audrey"))


def test_the_unit_in_the_lead_does_something_itself() -> None:
    scenario = across_departments()
    first, second = waiting(scenario)
    elsewhere = [
        {"measure": first, "unit": "plan-group", "person": "pia"},
        {"measure": second, "unit": "operations-group", "person": "oscar"},
    ]
    scenario.refused(x.LEAD_IDLE, "assign", "olga", **assignment(scenario, charges=elsewhere))
    shared = [{"measure": first, "unit": "sales", "person": "ana"}, elsewhere[1]]
    scenario.do("assign", "olga", **assignment(scenario, charges=shared))
    assert issue(scenario).supporting_units == ("operations-group",)


def test_who_is_responsible_accepts_or_contests() -> None:
    scenario = assigned()
    scenario.refused(FORBIDDEN, "accept_assignment", "ben")
    contested = scenario.branch()
    contested.do("contest_assignment", "ana", reason="没有权限")
    assert issue(contested).status is Status.SOLUTION_AGREED
    assert waiting(contested)
    contested.do("assign", "olga", **assignment(contested, person="ben"))
    scenario.do("accept_assignment", "ana")
    assert issue(scenario).status is Status.IN_PROGRESS


def test_measures_progress_with_evidence() -> None:
    scenario = in_progress()
    (id,) = issue(scenario).measures
    scenario.refused(NOT_A_PERCENTAGE, "report_measure", "ana", part=id, percent_done="101", evidence="照片")
    scenario.do("report_measure", "ana", part=id, percent_done="40", evidence="照片")
    assert issue(scenario).measures[id].percent == Decimal(40)
    scenario.do("complete_measure", "ana", part=id, evidence="记录")
    assert issue(scenario).measures[id].completed_at == scenario.now
    scenario.refused(NOT_NOW, "report_measure", "ana", part=id, percent_done="50", evidence="照片")


def test_a_measure_is_reported_by_its_own_person_and_by_who_is_responsible() -> None:
    scenario = agreed()
    scenario.do("assign", "olga", **assignment(scenario, charges=charges(scenario, person="ben")))
    scenario.do("accept_assignment", "ana")
    (id,) = issue(scenario).measures
    scenario.refused(FORBIDDEN, "complete_measure", "sam", part=id, evidence="记录")
    scenario.branch().do("complete_measure", "ana", part=id, evidence="记录")
    scenario.do("complete_measure", "ben", part=id, evidence="记录")


def test_a_measure_is_waived_by_the_group_and_never_by_who_has_to_do_it() -> None:
    scenario = in_progress()
    (id,) = issue(scenario).measures
    scenario.refused(OWN_MATTER, "waive_measure", "ana", part=id, reason="不需要")
    scenario.do("waive_measure", "olga", part=id, reason="系统已下线")
    assert issue(scenario).measures[id].status is MeasureStatus.WAIVED


def test_a_solution_is_claimed_when_every_measure_is_completed_or_waived() -> None:
    scenario = in_progress(measure(text="甲"), measure(text="乙"))
    first, second = issue(scenario).measures
    scenario.do("complete_measure", "ana", part=first, evidence="记录")
    no = scenario.refused(x.UNFINISHED, "claim_resolution", "ana", evidence="抽查")
    assert no.facts["measures"] == ["乙"]
    scenario.do("waive_measure", "olga", part=second, reason="不再需要")
    scenario.do("claim_resolution", "ana", evidence="抽查")
    assert issue(scenario).status is Status.RESOLVED


def test_a_conflict_between_units_is_settled_before_the_issue_is_solved() -> None:
    scenario = carried_out()
    conflict: dict[str, Any] = {"units": ["sales", "plan-group"], "subject": "谁出人", "due": "2026-01-08"}
    scenario.refused(x.TWO_UNITS, "raise_conflict", "ana", **{**conflict, "units": ["sales", "sales"]})
    scenario.refused(UNIT_UNKNOWN, "raise_conflict", "ana", **{**conflict, "units": ["sales", "nowhere"]})
    scenario.refused(DUE_PAST, "raise_conflict", "ana", **{**conflict, "due": "2026-01-01"})
    scenario.refused(x.NO_CONFLICT, "settle_conflict", "olga", agreed=True, outcome="各出一人")
    (raised,) = scenario.do("raise_conflict", "sam", **conflict)
    assert issue(scenario).conflict == Conflict(
        units=(UnitId("sales"), UnitId("plan-group")), subject="谁出人", due=date(2026, 1, 8),
        raised_by=PersonId("sam"), coordinated_as=raised.coordination,
    )
    scenario.refused(x.IN_CONFLICT, "raise_conflict", "ana", **conflict)
    scenario.refused(x.IN_CONFLICT, "claim_resolution", "ana", evidence="抽查")
    (settled,) = scenario.do("settle_conflict", "olga", agreed=True, outcome="各出一人")
    assert isinstance(settled, IssueConflictSettled)
    scenario.do("claim_resolution", "ana", evidence="抽查")


def test_a_conflict_without_agreement_goes_to_the_presidents_office() -> None:
    scenario = in_progress()
    conflict: dict[str, Any] = {"units": ["sales", "plan-group"], "subject": "谁出人", "due": "2026-01-08"}
    scenario.do("raise_conflict", "ana", **conflict)
    (failed,) = scenario.do("settle_conflict", "olga", agreed=False, outcome="未达成")
    assert failed == IssueConflictFailed(outcome="未达成", to=(PersonId("polly"),))
    assert issue(scenario).conflict is None


def test_what_is_due_now_changes_with_a_reason_and_is_counted() -> None:
    for scenario, matter, before in (
        (in_analysis(), Matter.ANALYSIS, date(2026, 1, 9)),
        (ordered(), Matter.ANSWER, date(2026, 1, 12)),
        (in_progress(), Matter.SOLUTION, date(2026, 1, 30)),
        (registered(), Matter.SOLUTION, None),
    ):
        scenario.refused(DUE_PAST, "change_due", "olga", due="2026-01-04", reason="等备件")
        (event,) = scenario.do("change_due", "olga", due="2026-02-06", reason="等备件")
        assert event == IssueDueChanged(matter=matter, before=before, due=date(2026, 2, 6), reason="等备件")
        assert issue(scenario).due_changes == 1
        scenario.refused(steering.UNCHANGED, "change_due", "olga", due="2026-02-06", reason="等备件")


def test_another_person_becomes_responsible_with_a_reason() -> None:
    scenario = in_progress()
    again: dict[str, Any] = {"unit": "sales", "person": "ana", "reason": "调岗"}
    scenario.refused(steering.UNCHANGED, "reassign", "olga", **again)
    scenario.refused(x.OUTSIDE, "reassign", "olga", **{**again, "person": "pia"})
    scenario.do("reassign", "olga", **{**again, "person": "ben"})
    assert (issue(scenario).responsible, issue(scenario).reassignments) == ("ben", 1)
    agreed().refused(NOT_NOW, "reassign", "olga", **again)


def test_severity_changes_with_a_reason() -> None:
    scenario = reported()
    scenario.refused(steering.UNCHANGED, "change_severity", "olga", severity=3, reason="影响扩大")
    scenario.do("change_severity", "olga", severity=1, reason="影响扩大")
    assert (issue(scenario).severity, issue(scenario).severity_changes) == (1, 1)


def test_only_the_group_that_assigned_changes_dates_people_and_severity() -> None:
    by_operations = in_progress()
    scenario = agreed()
    scenario.do("assign", "pia", **assignment(scenario))
    for changed, allowed, other in ((by_operations, "olga", "pia"), (scenario, "pia", "olga")):
        changes: dict[str, dict[str, Any]] = {
            "change_due": {"due": "2026-02-06"},
            "change_severity": {"severity": 1},
            "reassign": {"unit": "sales", "person": "ben"},
        }
        for verb, inputs in changes.items():
            changed.refused(FORBIDDEN, verb, other, **inputs, reason="调整")
            changed.do(verb, allowed, **inputs, reason="调整")


def test_anybody_comments_on_and_links_an_issue() -> None:
    scenario = registered()
    scenario.do("comment", "pia", text="计划也受影响")
    scenario.do("link", "pia", record="plan-1", note="受影响的计划")
    assert [(each.by, each.text) for each in issue(scenario).comments] == [("pia", "计划也受影响")]
    assert [each.record for each in issue(scenario).links] == ["plan-1"]


def test_the_units_responsible_cannot_vanish_meanwhile() -> None:
    scenario = across_departments()
    first, second = waiting(scenario)
    shared = [
        {"measure": first, "unit": "sales", "person": "ana"},
        {"measure": second, "unit": "plan-group", "person": "pia"},
    ]
    scenario.do("assign", "olga", **assignment(scenario, charges=shared))
    held = {key for claim, key in scenario.room.claims(scenario.state) if claim == "unit.open_work"}
    assert held == {"sales", "plan-group"}


def test_a_new_version_after_a_failed_verification_leaves_the_old_measures_as_they_were() -> None:
    scenario = carried_out()
    scenario.do("claim_resolution", "ana", evidence="抽查")
    scenario.do("verify_fail", "olga", reason="又错了", evidence="样本", back_to="IN_ANALYSIS", due="2026-01-20")
    scenario.do(
        "conclude_root_cause",
        "oscar",
        causes=[{"text": "模板旧", "cause_class": "METHOD"}],
        method="DATA",
        evidence="对比",
    )
    scenario.do("propose_solution", "oscar", solution=solution(measure(text="换模板")))
    scenario.do("agree_solution", "olga", version=2)
    old, new = issue(scenario).measures.values()
    assert (old.status, new.status) == (MeasureStatus.COMPLETED, MeasureStatus.PLANNED)
