"""Cases of another ledger: every row an event, an honest state, and an ordinary life afterwards."""

import csv
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.imports.incidents import Case, read_incidents
from domain.authority.warrant import FORBIDDEN
from domain.issue import ROOM
from domain.issue import migration as m
from domain.issue.events import IssueMigrated, IssueStatusMigrated
from domain.issue.migrated import HANDLINGS, LEADS_TO
from domain.issue.terms import Handling, Origin, Status
from domain.organisation.rules import UNIT_UNKNOWN
from domain.shared.act import Past
from tests.issue.moves import MOVES
from tests.issue.story import case_rows, issue, migrated, moment, unborn
from tests.scenario import Scenario

WORKED = ("Accepted", "In Progress", "2012-05-05T14:58:00")
QUEUED = ("Queued", "Awaiting Assignment", "2012-05-05T15:02:00")
SOLVED = ("Completed", "Resolved", "2012-05-05T15:23:00")
ENDED = ("Completed", "Closed", "2012-05-12T09:00:00")
AGAIN = ("Accepted", "In Progress", "2012-05-13T09:00:00")
CASE: dict[str, Any] = {"source": "vinst", "case": "1-1", "title": "事件", "rows": case_rows(WORKED, SOLVED)}
Told = dict[str, list[dict[str, str]]]
LEDGER = Path(__file__).parents[2].parent / "shared" / "data" / "incidents.csv"


def test_every_row_is_an_event_at_its_own_time_in_its_own_words() -> None:
    rows = (WORKED, WORKED, QUEUED, (*WORKED[:2], QUEUED[2]), SOLVED, ENDED)
    scenario = migrated(*rows)
    assert len(scenario.events) == len(rows)
    assert [type(event) for event in scenario.events] == [IssueMigrated, *[IssueStatusMigrated] * 5]
    told = [(event.source_status, event.source_sub_status) for event in scenario.events]
    assert told == [row[:2] for row in rows]
    state = issue(scenario)
    assert (state.reported_at, state.closed_at) == (moment("2012-05-05T14:58"), moment("2012-05-12T09:00"))


def test_the_events_are_history_with_the_time_at_which_they_happened() -> None:
    decided = unborn().do("migrate", "administrator", **CASE)
    assert [type(each) for each in decided] == [Past, Past]
    assert [each.occurred_at for each in decided] == [moment("2012-05-05T14:58"), moment("2012-05-05T15:23")]


@pytest.mark.parametrize(("words", "handling"), HANDLINGS.items())
def test_every_status_of_the_other_ledger_has_a_meaning(words: tuple[str, str], handling: Handling) -> None:
    state = issue(migrated((*words, "2012-05-05T14:58:00")))
    assert (state.handling, state.status) == (handling, LEADS_TO[handling])
    assert (state.source_status, state.source_sub_status) == words
    assert set(LEADS_TO) == set(Handling)


def test_a_migrated_issue_keeps_its_case_and_says_nothing_that_is_not_known() -> None:
    state = issue(migrated(WORKED, case="1-364285768"))
    assert (state.number, state.source, state.source_case) == ("1-364285768", "vinst", "1-364285768")
    assert (state.origin, state.unit, state.severity, state.category) == (Origin.MIGRATION, None, None, None)
    assert (state.found_at, state.registered_at, state.delay_hours, state.register_hours) == (None, None, None, None)


def test_what_was_solved_in_the_call_is_closed_and_what_was_given_up_is_dismissed() -> None:
    assert issue(migrated(WORKED, ("Completed", "In Call", SOLVED[2]))).status is Status.CLOSED
    assert issue(migrated(WORKED, ("Completed", "Cancelled", SOLVED[2]))).status is Status.DISMISSED


def test_what_waits_for_anybody_is_in_progress_and_what_waits_in_a_queue_is_registered() -> None:
    for sub_status in ("Wait", "Wait - User", "Wait - Vendor", "Wait - Customer", "Wait - Implementation"):
        assert issue(migrated(("Accepted", sub_status, SOLVED[2]))).status is Status.IN_PROGRESS
    assert issue(migrated(QUEUED)).status is Status.REGISTERED


def test_leaving_what_was_resolved_or_closed_is_counted() -> None:
    state = issue(migrated(WORKED, SOLVED, (*QUEUED[:2], SOLVED[2]), SOLVED, ENDED, AGAIN))
    assert (state.failures, state.recurrences, state.reopened) == (1, 1, 2)
    assert state.status is Status.IN_PROGRESS


def test_a_status_told_twice_is_entered_once() -> None:
    state = issue(migrated(WORKED, SOLVED, SOLVED, ENDED, ("Completed", "Closed", "2012-05-20T09:00:00")))
    assert (state.reopened, state.closed_at) == (0, moment("2012-05-12T09:00"))


def test_only_the_administrator_migrates() -> None:
    unborn().refused(FORBIDDEN, "migrate", "olga", **CASE)


def test_a_case_is_refused_whole() -> None:
    scenario = unborn()
    scenario.refused(m.NO_ROWS, "migrate", "administrator", **{**CASE, "rows": []})
    no = scenario.refused(
        m.UNKNOWN_STATUS,
        "migrate",
        "administrator",
        **{**CASE, "rows": case_rows(WORKED, ("Queued", "Closed", SOLVED[2]))},
    )
    assert no.facts["row"] == 2
    scenario.refused(m.ROWS_UNORDERED, "migrate", "administrator", **{**CASE, "rows": case_rows(SOLVED, WORKED)})
    future = ("Accepted", "Assigned", "2026-01-05T09:00:01")
    scenario.refused(m.ROW_IN_FUTURE, "migrate", "administrator", **{**CASE, "rows": case_rows(WORKED, future)})
    scenario.refused(UNIT_UNKNOWN, "migrate", "administrator", **CASE, unit="nowhere")


def test_a_case_is_found_by_its_source() -> None:
    assert list(ROOM.claims(issue(migrated(WORKED)))) == [("issue.source", "vinst/1-1")]
    assert "issue.source" in ROOM.unique


def test_a_case_under_way_goes_on_as_any_issue() -> None:
    scenario = migrated(WORKED)
    scenario.do("change_due", "olga", due="2026-02-01", reason="续办")
    scenario.do("change_severity", "olga", severity=2, reason="评估")
    scenario.do("reassign", "olga", unit="sales", person="ana", reason="续办")
    scenario.do("claim_resolution", "ana", evidence="已修复")
    scenario.do("verify_pass", "olga", result="符合", evidence="测试")
    assert issue(scenario).status is Status.CLOSED


def test_a_case_that_was_assigned_or_queued_or_resolved_goes_on_too() -> None:
    assigned = migrated(("Accepted", "Assigned", WORKED[2]))
    assigned.do("reassign", "olga", unit="sales", person="ana", reason="续办")
    assigned.do("accept_assignment", "ana")
    queued = migrated(QUEUED)
    queued.do("start_analysis", "olga", analysts=["oscar"], units=["operations-group"], due="2026-02-01")
    resolved = migrated(WORKED, SOLVED)
    MOVES["verify_fail"](resolved)
    resolved.do("appoint_analysts", "olga", analysts=["oscar"], units=["operations-group"], reason="重查")
    MOVES["conclude_root_cause"](resolved)
    assert issue(resolved).status is Status.ANALYSED
    migrated(WORKED, SOLVED).do("verify_pass", "olga", result="符合", evidence="测试")


def test_a_case_closed_lately_is_reopened() -> None:
    scenario = migrated(WORKED, ("Completed", "Closed", "2025-12-01T09:00:00"))
    scenario.do("reopen", "olga", reason="又发生", due="2026-02-01")
    assert (issue(scenario).status, issue(scenario).recurrences) == (Status.IN_ANALYSIS, 1)


@given(st.lists(st.sampled_from(sorted(HANDLINGS)), min_size=1, max_size=15))
def test_any_past_is_kept_row_by_row(words: list[tuple[str, str]]) -> None:
    scenario = migrated(*((*each, "2012-05-05T14:58:00") for each in words))
    assert [(event.source_status, event.source_sub_status) for event in scenario.events] == words
    left = [first for first, then in pairwise(words) if done(first) and not done(then)]
    assert issue(scenario).reopened == len(left)


def done(words: tuple[str, str]) -> bool:
    return words[0] == "Completed"


@pytest.fixture(scope="module")
def ledger() -> tuple[Case, ...]:
    if not LEDGER.exists():
        pytest.skip(f"the real ledger is not at {LEDGER}")
    return read_incidents(LEDGER.read_bytes())


@pytest.fixture(scope="module")
def told(ledger: tuple[Case, ...]) -> Told:
    """The rows of each case, straight from the file."""
    by_case: Told = {case.id: [] for case in ledger}
    with LEDGER.open(newline="") as file:
        for row in csv.DictReader(file):
            by_case[row["case_id"]].append(row)
    return by_case


@pytest.fixture(scope="module")
def brought_in(ledger: tuple[Case, ...]) -> dict[str, Scenario]:
    """The real ledger, case by case."""
    scenarios = {case.id: unborn() for case in ledger}
    for case in ledger:
        rows = msgspec.to_builtins(case.rows)
        scenarios[case.id].do("migrate", "administrator", source="vinst", case=case.id, title=case.id, rows=rows)
    return scenarios


def test_every_row_of_the_real_ledger_is_an_event(brought_in: dict[str, Scenario], told: Told) -> None:
    assert len(brought_in) == len(told) == 3777
    assert sum(len(scenario.events) for scenario in brought_in.values()) == sum(map(len, told.values())) == 32740
    for id, rows in told.items():
        words = [(event.source_status, event.source_sub_status) for event in brought_in[id].events]
        assert words == [(row["status"], row["sub_status"]) for row in rows]
        assert issue(brought_in[id]).reported_at == datetime.fromisoformat(rows[0]["timestamp"] + "+08:00")


def test_the_real_ledger_ends_as_its_last_rows_say(brought_in: dict[str, Scenario], told: Told) -> None:
    last = Counter(LEADS_TO[HANDLINGS[rows[-1]["status"], rows[-1]["sub_status"]]] for rows in told.values())
    states = Counter(issue(scenario).status for scenario in brought_in.values())
    assert states == last == {Status.CLOSED: 3727, Status.RESOLVED: 49, Status.IN_PROGRESS: 1}


def test_the_real_ledger_was_reopened_as_often_as_its_rows_say(brought_in: dict[str, Scenario], told: Told) -> None:
    left = [
        before["sub_status"]
        for rows in told.values()
        for before, after in pairwise(rows)
        if before["status"] == "Completed" != after["status"]
    ]
    issues = [issue(scenario) for scenario in brought_in.values()]
    assert sum(each.reopened for each in issues) == len(left) == 280
    assert sum(each.failures for each in issues) == left.count("Resolved") == 160
