"""Effectiveness K-29 and the ledger counted (ISSUE-18), against issues whose figures are known by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from msgspec.structs import replace

from domain.issue import figures
from domain.issue.state import Issue
from domain.issue.terms import CauseClass, Kind, Status
from domain.shared.ids import IssueId, ProcessId
from domain.shared.values import Period
from tests.issue.story import closed, in_analysis, issue, ordered, registered, resolved
from tests.scenario import MONDAY

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))


def ended(id: str, days: int = 0, **other: object) -> Issue:
    """A closed issue that took so many days from its report to its closing."""
    at = MONDAY + timedelta(days=days)
    return replace(issue(closed()), id=IssueId(id), closed_at=at, first_closed_at=at, **other)


def test_what_was_closed_at_the_first_verification_counts() -> None:
    figure = figures.effectiveness([ended("a"), ended("b", failures=1), ended("c")], JANUARY)
    share = figure.closed_at_first_verification
    assert (share.value, share.numerator, share.denominator) == (Decimal("66.67"), 2, 3)
    assert share.inputs == ("a", "b", "c")


def test_whatever_was_due_and_is_not_closed_by_then_is_late() -> None:
    known = [ended("a"), issue(resolved()), ended("b", days=40)]
    share = figures.effectiveness(known, JANUARY).on_time
    assert (share.numerator, share.denominator) == (1, 3)


def test_recurrences_count_against_what_was_closed() -> None:
    known = [ended("a", recurrences=1), ended("b"), issue(registered())]
    assert figures.effectiveness(known, JANUARY).recurrence.value == Decimal("50.00")


def test_means_are_in_days() -> None:
    figure = figures.effectiveness([ended("a", days=3), ended("b", days=6)], JANUARY)
    assert (figure.to_close.days, figure.to_close.issues) == (Decimal("4.50"), 2)


def test_nothing_to_count_has_no_value() -> None:
    figure = figures.effectiveness([ended("a")], FEBRUARY)
    assert figure.closed_at_first_verification.value is None
    assert figure.to_close.days is None


def test_what_was_dismissed_or_merged_counts_nowhere() -> None:
    figure = figures.effectiveness([ended("a", status=Status.MERGED)], JANUARY)
    assert figure.closed_at_first_verification.denominator == 0


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
