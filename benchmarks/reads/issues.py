"""What happens to the issues of the company."""

from collections.abc import Iterator
from datetime import date

from benchmarks.reads.company import BEGINS, Happening, Scale, issue_id, person, unit
from domain.issue import events as of_issue
from domain.issue.solving_events import IssueSeverityChanged
from domain.issue.terms import Category, Kind, Origin


def issue_begins(number: int, scale: Scale) -> Iterator[Happening]:
    """Four events, that lead a fifth of the issues no further than their report, and half of them into analysis."""
    id, reporter = issue_id(number), person(number % scale.people)
    where, category = unit(number // 7 % scale.units), tuple(Category)[number % len(Category)]
    severity = 1 + number // 10 % 4
    yield Happening(
        id,
        of_issue.IssueReported(
            title=f"第{number}次停线 The line stood still",
            description="值班人员发现皮带断裂，备件未订购。" * 3,
            kind=Kind.PROBLEM,
            impact="损失两小时产量",
            found_at=BEGINS,
            unit=where,
            category=category,
            severity=severity,
            origin=Origin.EMPLOYEE_REPORT,
        ),
        reporter,
    )
    if number % 10 >= 2:
        registered = of_issue.IssueRegistered(number=f"ISS-2026-{number:06}", category=category, triage_unit=where)
        yield Happening(id, registered, reporter)
    if number % 10 >= 5:
        lead = person((number + 3) % scale.people)
        due = date(2026, 2, 1)
        started = of_issue.IssueAnalysisStarted(lead=lead, analysts=(lead,), units=(where,), due=due)
        yield Happening(id, started, reporter)
    yield Happening(id, of_issue.IssueLinked(record="meeting-1", note="首次讨论"), reporter)


def issue_goes_on(number: int, scale: Scale, turn: int) -> Iterator[Happening]:
    """Its severity goes up and down, and is again what it was: as often as makes the same number of events."""
    id, by = issue_id(number), person((number + turn) % scale.people)
    severity = 1 + number // 10 % 4
    other = 1 + (severity + turn) % 4
    for before, after in ((severity, other), (other, severity)) * (1 if (number + turn) % 3 == 0 else 2):
        yield Happening(id, IssueSeverityChanged(before=before, severity=after, reason="重新评估"), by)
