"""The issue ledger counted: by cause, unit, process and age (ISSUE-18)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from domain.issue.state import Issue
from domain.issue.terms import CauseClass, Kind, Status
from domain.shared.ids import ProcessId, UnitId
from domain.shared.values import civil

AGES = (7, 30, 90)
"""Days that divide open issues by age."""


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
