"""Changing dates, people and severity on the way, and what anybody may add: comments and links."""

from collections.abc import Iterator
from datetime import date

from domain.issue.analysis import ahead
from domain.issue.events import IssueCommented, IssueLinked
from domain.issue.execution import belongs
from domain.issue.solving_events import IssueDueChanged, IssueReassigned, IssueSeverityChanged
from domain.issue.state import Issue
from domain.issue.terms import Matter, Severity, Status
from domain.shared.act import Context, act, allow
from domain.shared.ids import PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

UNCHANGED = Reason("issue.unchanged", "It is already {value}.", "当前已是{value}。")


@act("变更期限", allow(Role.OG, steward=Role.OG), allow(Role.PG, steward=Role.PG))
def change_due(issue: Issue, context: Context, *, due: date, reason: Text) -> Iterator[IssueDueChanged]:
    """Change the date by which the answer, the analysis or the solution is due now (ISSUE-17).

    Only the group that looks after the issue may.
    """
    ahead(due, context)
    matter, before = due_now(issue)
    if due == before:
        raise UNCHANGED(value=due)
    yield IssueDueChanged(matter=matter, before=before, due=due, reason=reason)


def due_now(issue: Issue) -> tuple[Matter, date | None]:
    """What is due next, and by when."""
    if issue.status is Status.IN_ANALYSIS:
        return Matter.ANALYSIS, issue.analysis_due
    if issue.unanswered:
        return Matter.ANSWER, issue.answer_due
    return Matter.SOLUTION, issue.due


@act("变更责任人", allow(Role.OG, steward=Role.OG), allow(Role.PG, steward=Role.PG))
def reassign(
    issue: Issue, context: Context, *, unit: UnitId, person: PersonId, reason: Text
) -> Iterator[IssueReassigned]:
    """Make another unit and person responsible (ISSUE-17)."""
    belongs(person, unit, context)
    if (unit, person) == (issue.responsible_unit, issue.responsible):
        raise UNCHANGED(value=person)
    yield IssueReassigned(unit=unit, person=person, reason=reason)


@act("变更严重程度", allow(Role.OG, steward=Role.OG), allow(Role.PG, steward=Role.PG))
def change_severity(
    issue: Issue, context: Context, *, severity: Severity, reason: Text
) -> Iterator[IssueSeverityChanged]:
    """Say that the issue is graver or slighter than it was taken to be (ISSUE-17)."""
    if severity == issue.severity:
        raise UNCHANGED(value=severity)
    yield IssueSeverityChanged(before=issue.severity, severity=severity, reason=reason)


@act("评论", Role.EMP)
def comment(issue: Issue, context: Context, *, text: Text) -> Iterator[IssueCommented]:
    """Say something about the issue, in whatever state it is (COMM-02)."""
    yield IssueCommented(text=text)


@act("关联记录", Role.EMP, Role.SYSTEM)
def link(issue: Issue, context: Context, *, record: Line, note: str = "") -> Iterator[IssueLinked]:
    """Link another record that belongs to the matter, in whatever state the issue is (ISSUE-11).

    It is given by its id; where it is kept elsewhere, by what it is called there.
    """
    yield IssueLinked(record=context.named(record), note=note)
