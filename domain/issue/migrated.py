"""Cases of another ledger: what each of its statuses means here, and how a row of it changes an issue.

The reasons for the table are in docs/decisions/0007-migrated-incidents.md.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from domain.issue.events import IssueMigrated, IssueStatusMigrated
from domain.issue.state import Issue
from domain.issue.terms import Handling, Origin, Status
from domain.shared.ids import IssueId
from domain.shared.recorded import Stamp

HANDLINGS: Mapping[tuple[str, str], Handling] = {
    ("Accepted", "In Progress"): Handling.IN_PROGRESS,
    ("Accepted", "Assigned"): Handling.ASSIGNED,
    ("Accepted", "Wait"): Handling.WAITING,
    ("Accepted", "Wait - User"): Handling.WAITING_USER,
    ("Accepted", "Wait - Vendor"): Handling.WAITING_VENDOR,
    ("Accepted", "Wait - Customer"): Handling.WAITING_CUSTOMER,
    ("Accepted", "Wait - Implementation"): Handling.WAITING_IMPLEMENTATION,
    ("Queued", "Awaiting Assignment"): Handling.QUEUED,
    ("Completed", "Resolved"): Handling.RESOLVED,
    ("Completed", "Closed"): Handling.CLOSED,
    ("Completed", "In Call"): Handling.IN_CALL,
    ("Completed", "Cancelled"): Handling.CANCELLED,
    ("Unmatched", "Unmatched"): Handling.UNMATCHED,
}
"""Every status and sub-status of the other ledger."""

LEADS_TO: Mapping[Handling, Status] = {
    Handling.IN_PROGRESS: Status.IN_PROGRESS,
    Handling.ASSIGNED: Status.ASSIGNED,
    Handling.WAITING: Status.IN_PROGRESS,
    Handling.WAITING_USER: Status.IN_PROGRESS,
    Handling.WAITING_VENDOR: Status.IN_PROGRESS,
    Handling.WAITING_CUSTOMER: Status.IN_PROGRESS,
    Handling.WAITING_IMPLEMENTATION: Status.IN_PROGRESS,
    Handling.QUEUED: Status.REGISTERED,
    Handling.RESOLVED: Status.RESOLVED,
    Handling.CLOSED: Status.CLOSED,
    Handling.IN_CALL: Status.CLOSED,
    Handling.CANCELLED: Status.DISMISSED,
    Handling.UNMATCHED: Status.IN_PROGRESS,
}
"""The state of an issue that is handled so."""

DONE = frozenset({Status.RESOLVED, Status.CLOSED, Status.DISMISSED})


def begun(event: IssueMigrated, stamp: Stamp) -> Issue:
    """The issue after the first row of its case. Who reported it and when it was found is not known."""
    issue = Issue(
        id=IssueId(stamp.record),
        title=event.title,
        status_since=stamp.at,
        reported_at=stamp.at,
        reporter=stamp.actor,
        unit=event.unit,
        category=event.category,
        severity=event.severity,
        origin=Origin.MIGRATION,
        number=event.case,
        source=event.source,
        source_case=event.case,
    )
    return row(issue, event, stamp)


def went_on(issue: Issue, event: IssueStatusMigrated, stamp: Stamp) -> Issue:
    """The issue after a further row. Leaving a state in which it was done is a failed solution, or a recurrence."""
    if issue.status in DONE and event.leads_to not in DONE:
        failed = issue.status is Status.RESOLVED
        issue = replace(issue, failures=issue.failures + failed, recurrences=issue.recurrences + (not failed))
    return row(issue, event, stamp)


def row(issue: Issue, event: IssueMigrated | IssueStatusMigrated, stamp: Stamp) -> Issue:
    """The issue with the row's own words. A state keeps the time at which it was entered, however often it is told."""
    entered = {} if issue.status is event.leads_to else times(issue, event.leads_to, stamp)
    return replace(
        issue,
        source_status=event.source_status,
        source_sub_status=event.source_sub_status,
        handling=event.handling,
        **entered,
    )


def times(issue: Issue, status: Status, stamp: Stamp) -> dict[str, object]:
    match status:
        case Status.ASSIGNED:
            return {"assigned_at": issue.assigned_at or stamp.at}
        case Status.RESOLVED:
            return {"resolved_at": stamp.at, "first_resolved_at": issue.first_resolved_at or stamp.at}
        case Status.CLOSED:
            return {"closed_at": stamp.at, "first_closed_at": issue.first_closed_at or stamp.at}
        case _:
            return {}
