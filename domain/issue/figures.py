"""Figures of the issue ledger: effectiveness K-29, and issues counted by cause, unit, process and age (ISSUE-18)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.issue.state import Issue
from domain.issue.terms import CauseClass, Kind, Status
from domain.shared.ids import IssueId, ProcessId, UnitId
from domain.shared.values import Period, civil, hundredths, in_percent

HOURS_A_DAY = 24
AGES = (7, 30, 90)
"""Days that divide open issues by age."""


class Share(Struct, frozen=True, kw_only=True):
    """A figure with what it was counted from; without a value when there was nothing to count (requirements §6)."""

    value: Decimal | None
    numerator: int
    denominator: int
    inputs: tuple[IssueId, ...]


class Mean(Struct, frozen=True, kw_only=True):
    """A mean in days, of so many issues."""

    days: Decimal | None
    issues: int


class Effectiveness(Struct, frozen=True, kw_only=True):
    """K-29 问题得到有效解决: of the issues closed in a period, and of those due in it."""

    closed_at_first_verification: Share
    on_time: Share
    recurrence: Share
    to_register: Mean
    to_analyse: Mean
    to_assign: Mean
    to_solve: Mean
    to_verify: Mean
    to_close: Mean


def effectiveness(issues: Iterable[Issue], period: Period) -> Effectiveness:
    """K-29 for a period. What is due counts by its date; nothing merged or dismissed counts."""
    known = [issue for issue in issues if issue.status not in (Status.DISMISSED, Status.MERGED)]
    closed = [issue for issue in known if issue.first_closed_at and civil(issue.first_closed_at) in period]
    due = [issue for issue in known if issue.due is not None and issue.due in period]
    return Effectiveness(
        closed_at_first_verification=share(closed, lambda issue: issue.failures == 0),
        on_time=share(due, lambda issue: issue.closed_on_time is True),
        recurrence=share(closed, lambda issue: issue.recurrences > 0),
        to_register=mean(closed, lambda issue: issue.register_hours),
        to_analyse=mean(closed, lambda issue: issue.analyse_hours),
        to_assign=mean(closed, lambda issue: issue.assign_hours),
        to_solve=mean(closed, lambda issue: issue.solve_hours),
        to_verify=mean(closed, lambda issue: issue.verify_hours),
        to_close=mean(closed, lambda issue: issue.close_hours),
    )


def share(counted: list[Issue], holds: Callable[[Issue], bool]) -> Share:
    numerator, denominator = sum(map(holds, counted)), len(counted)
    value = in_percent(Decimal(numerator), Decimal(denominator))
    inputs = tuple(issue.id for issue in counted)
    return Share(value=value, numerator=numerator, denominator=denominator, inputs=inputs)


def mean(counted: list[Issue], hours: Callable[[Issue], Decimal | None]) -> Mean:
    known = [each for issue in counted if (each := hours(issue)) is not None]
    days = hundredths(sum(known, Decimal(0)) / (HOURS_A_DAY * len(known))) if known else None
    return Mean(days=days, issues=len(known))


class Breakdown(Struct, frozen=True, kw_only=True):
    """How many issues there are of each kind, cause, unit, process and age; one with several causes counts for each."""

    by_status: Mapping[Status, int]
    by_kind: Mapping[Kind, int]
    by_cause: Mapping[CauseClass, int]
    by_unit: Mapping[UnitId, int]
    by_process: Mapping[ProcessId, int]
    open_by_age: Mapping[str, int]
    overdue: int
    recurred: int


def breakdown(issues: Iterable[Issue], now: datetime) -> Breakdown:
    """The ledger counted every way at a moment (ISSUE-18)."""
    known = list(issues)
    still_open = [issue for issue in known if issue.is_open]
    return Breakdown(
        by_status=Counter(issue.status for issue in known),
        by_kind=Counter(issue.kind for issue in known),
        by_cause=Counter(each for issue in known for each in {cause.cause_class for cause in issue.causes}),
        by_unit=Counter(issue.unit for issue in known if issue.unit),
        by_process=Counter(issue.process for issue in known if issue.process),
        open_by_age=Counter(age(issue, now) for issue in still_open),
        overdue=sum(overdue(issue, civil(now)) for issue in still_open),
        recurred=sum(issue.recurrences > 0 for issue in known),
    )


def age(issue: Issue, now: datetime) -> str:
    """How old an issue is, in words that sort: up to 7, 30, 90 days, or more."""
    days = (now - issue.reported_at).days
    limit = next((limit for limit in AGES if days <= limit), None)
    return f"<={limit:02}" if limit else f">{AGES[-1]}"


def overdue(issue: Issue, today: date) -> bool:
    """Whether an open issue is past the date of its solution, of its analysis, or of its answer."""
    limits = {Status.IN_ANALYSIS: issue.analysis_due}
    due = issue.answer_due if issue.unanswered else limits.get(issue.status, issue.due)
    return due is not None and due < today
