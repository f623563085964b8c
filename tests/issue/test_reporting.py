"""Reporting, registering, dismissing and merging (ISSUE-01 to 03, 11, 15)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.issue import ROOM
from domain.issue import reporting as r
from domain.issue.events import IssueRegistered, IssueReported
from domain.issue.state import Issue
from domain.issue.terms import Origin, Status
from domain.organisation.rules import UNIT_UNKNOWN
from domain.shared.ids import PersonId
from domain.shared.term import Role
from tests.issue.story import DIFFICULTY, FOUND, closed, issue, merged, moment, registered, reported, unborn


def test_any_employee_reports_and_the_delay_since_discovery_shows() -> None:
    state = issue(reported())
    assert (state.status, state.reporter) == (Status.REPORTED, "ana")
    assert state.delay_hours == Decimal("24.00")


def test_nothing_is_found_in_the_future() -> None:
    unborn().refused(r.NOT_YET_FOUND, "report", "ana", **{**FOUND, "found_at": "2026-01-05T09:00:01+08:00"})
    assert issue(reported(found_at="2026-01-05T09:00:00+08:00")).delay_hours == 0


def test_it_was_found_in_a_unit_that_exists() -> None:
    unborn().refused(UNIT_UNKNOWN, "report", "ana", **{**FOUND, "unit": "nowhere"})


def test_an_opportunity_names_its_benefit() -> None:
    unborn().refused(r.WITHOUT_BENEFIT, "report", "ana", **FOUND, kind="OPPORTUNITY", impact=" ")
    assert issue(reported(kind="OPPORTUNITY", impact="省一天")).impact == "省一天"


def test_a_rectification_is_not_reported() -> None:
    unborn().refused(r.ORDERED, "report", "ana", **FOUND, kind="RECTIFICATION")


def test_nobody_reports_migrated_history() -> None:
    unborn().refused(r.MIGRATED, "report", "ana", **FOUND, origin="MIGRATION", reference="1")


@pytest.mark.parametrize("origin", [o for o in Origin if o not in (Origin.EMPLOYEE_REPORT, Origin.MIGRATION)])
def test_every_other_origin_names_its_finding(origin: Origin) -> None:
    no = unborn().refused(r.WITHOUT_REFERENCE, "report", "ana", **FOUND, origin=origin)
    assert no.facts["missing"] == [*r.NEEDED.get(origin, ()), "reference"]


@pytest.mark.parametrize("named", [{"plan": "p-9"}, {"task": "t-9"}])
def test_the_plan_and_the_task_that_it_comes_from_exist(named: dict[str, str]) -> None:
    no = unborn().refused(r.NO_SUCH_ORIGIN, "report", "ana", **FOUND, **{**DIFFICULTY, **named})
    assert (no.facts["kind"].code, no.facts["id"]) == next(iter(named.items()))


def test_the_project_that_it_comes_from_exists() -> None:
    of_project = {"origin": "PROJECT", "reference": "deviation-1", "project": "project-9"}
    no = unborn().refused(r.NO_SUCH_ORIGIN, "report", "ana", **FOUND, **of_project)
    assert (no.facts["kind"].code, no.facts["id"]) == ("project", "project-9")


def test_a_finding_is_claimed_while_its_issue_is_open() -> None:
    details = {"origin": "METRIC", "reference": "m-1/2026-01", "metric": "m-1"}
    open_one = issue(reported(**details))
    assert ("issue.origin", "METRIC/m-1/2026-01") in list(ROOM.claims(open_one))
    assert "issue.origin" in ROOM.unique
    assert not list(ROOM.claims(issue(closed())))


def test_what_the_system_reports_for_somebody_is_their_report() -> None:
    scenario = unborn()
    scenario.do("report", "system", for_="ben", **FOUND, **DIFFICULTY)
    assert issue(scenario).reporter == "ben"


def test_a_late_recurrence_follows_a_closed_issue() -> None:
    scenario = unborn()
    scenario.refused(r.NO_SUCH_ISSUE, "report", "ana", **FOUND, follows="issue-0")
    scenario.world.records[Issue, "issue-0"] = registered().state
    scenario.refused(r.NOT_CLOSED, "report", "ana", **FOUND, follows="issue-0")
    scenario.world.records[Issue, "issue-0"] = closed().state
    (event,) = scenario.do("report", "ana", **FOUND, follows="issue-0")
    assert isinstance(event, IssueReported)
    assert event.follows == "issue-0"


def test_numbers_of_the_ledger_run_without_gaps_in_each_year() -> None:
    scenario = reported()
    first = scenario.branch().do("register", "olga", category="DATA", triage_unit="operations-group")
    scenario.drawn["ISS-2026"] = 41
    (later,) = scenario.do("register", "olga", category="DATA", triage_unit="operations-group")
    assert isinstance(later, IssueRegistered)
    assert [first[0].number, later.number] == ["ISS-2026-0001", "ISS-2026-0042"]


def test_the_plan_group_registers_what_comes_from_plan_tasks_and_nothing_else() -> None:
    register: dict[str, Any] = {"category": "PLAN", "triage_unit": "plan-group"}
    difficulty = reported(**DIFFICULTY)
    difficulty.refused(FORBIDDEN, "register", "olga", **register)
    difficulty.refused(FORBIDDEN, "change_severity", "olga", severity=1, reason="停工")
    difficulty.do("change_severity", "pia", severity=1, reason="停工")
    difficulty.do("register", "pia", **register)
    assert issue(difficulty).steward == "PG"
    reported().refused(FORBIDDEN, "register", "pia", **register)


def test_nobody_dismisses_what_they_reported_in_the_place_of_another() -> None:
    (event,), it = unborn().do("report", "ben", **FOUND), unborn()
    it.record(event, PersonId("olga"), Role.EMP, PersonId("ben"))
    it.refused(OWN_MATTER, "dismiss", "olga", reason="不是问题")
    (dismissed,) = it.do("dismiss", "oscar", reason="不是问题")
    assert dismissed.to == ("ben",)


def test_the_unit_that_triages_exists() -> None:
    reported().refused(UNIT_UNKNOWN, "register", "olga", category="DATA", triage_unit="nowhere")


def test_a_report_is_dismissed_by_somebody_else_with_the_reason() -> None:
    own = unborn()
    own.do("report", "olga", **FOUND)
    own.refused(OWN_MATTER, "dismiss", "olga", reason="不是问题")
    (dismissed,) = own.do("dismiss", "oscar", reason="不是问题")
    assert dismissed.to == ("olga",)
    assert (issue(own).status, issue(own).ended_because) == (Status.DISMISSED, "不是问题")


def test_a_duplicate_is_merged_and_keeps_its_report() -> None:
    scenario = merged()
    state = issue(scenario)
    assert scenario.events[-1].to == ("ana",)
    assert ("issue.merged_into", "issue-2") in list(ROOM.claims(state))
    assert (state.status, state.merged_into, state.description) == (Status.MERGED, "issue-2", FOUND["description"])


def test_nothing_is_merged_into_itself_or_into_what_is_unknown_or_ended() -> None:
    scenario = reported()
    scenario.refused(r.INTO_ITSELF, "merge", "olga", into="issue-1", reason="重复")
    scenario.refused(r.NO_SUCH_ISSUE, "merge", "olga", into="issue-2", reason="重复")
    for ended in (closed(), merged()):
        scenario.world.records[Issue, "issue-2"] = ended.state
        scenario.refused(r.INTO_ENDED, "merge", "olga", into="issue-2", reason="重复")


def test_nobody_merges_their_own_report() -> None:
    scenario = replace(unborn(), id="issue-7")
    scenario.do("report", "olga", **FOUND)
    scenario.refused(OWN_MATTER, "merge", "olga", into="issue-2", reason="重复")


def test_hours_run_from_report_to_registration() -> None:
    scenario = reported().at(moment("2026-01-05T15:30"))
    scenario.do("register", "olga", category="DATA", triage_unit="operations-group")
    assert issue(scenario).register_hours == Decimal("6.50")
