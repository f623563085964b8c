"""The ledger counted (ISSUE-18), against issues whose figures are known by hand."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from domain.issue import figures
from domain.issue.state import Issue
from domain.issue.terms import CauseClass, Kind, Status
from domain.shared.ids import IssueId, ProcessId
from tests.issue.story import closed, in_analysis, issue, ordered, registered
from tests.scenario import MONDAY


def ended(id: str, days: int = 0, **other: object) -> Issue:
    """A closed issue that took so many days from its report to its closing."""
    at = MONDAY + timedelta(days=days)
    return replace(issue(closed()), id=IssueId(id), closed_at=at, first_closed_at=at, **other)


def test_the_ledger_is_counted_every_way() -> None:
    known = [
        ended("a", recurrences=1, process=ProcessId("p-1")),
        issue(in_analysis()),
        issue(ordered()),
    ]
    counted = figures.breakdown(known, MONDAY + timedelta(days=10))
    assert counted.by_status == {Status.CLOSED: 1, Status.IN_ANALYSIS: 1, Status.REGISTERED: 1}
    assert counted.by_kind == {Kind.PROBLEM: 2, Kind.RECTIFICATION: 1}
    assert counted.by_cause == {CauseClass.PROCESS: 1}
    assert counted.by_unit == {"sales": 3}
    assert counted.by_process == {"p-1": 1}
    assert counted.open_by_age == {"<=30": 2}
    assert (counted.overdue, counted.recurred) == (2, 1)


def test_age_falls_into_classes() -> None:
    new = issue(registered())
    ages = [figures.age(new, MONDAY + timedelta(days=days)) for days in (0, 7, 8, 90, 91)]
    assert ages == ["<=07", "<=07", "<=30", "<=90", ">90"]


def test_nothing_is_overdue_on_its_last_day() -> None:
    assert not figures.overdue(issue(in_analysis()), date(2026, 1, 9))
    assert figures.overdue(issue(in_analysis()), datetime(2026, 1, 10).date())
