"""Rectifications 整改: an inspector demands a correction, and the unit answers with measures."""

from collections.abc import Iterator
from datetime import date

from domain.issue.analysis import ahead, with_cause
from domain.issue.events import (
    IssueRectificationAnswered,
    IssueRectificationOrdered,
    IssueRegistered,
    IssueReported,
)
from domain.issue.reporting import checked, next_number
from domain.issue.solutions import drawn_up
from domain.issue.state import Issue
from domain.issue.terms import Category, Kind, Origin, Severity
from domain.issue.values import Cause, Moment, SolutionDraft
from domain.organisation.state import company
from domain.shared.act import Context, act, allow
from domain.shared.ids import Key, ProcessId, UnitId
from domain.shared.term import Role
from domain.shared.values import Line, Text


@act("下达整改", Role.OG, Role.OMD, Role.OS)
def order_rectification(
    context: Context,
    *,
    title: Line,
    demand: Text,
    unit: UnitId,
    due: date,
    found_at: Moment,
    category: Category,
    severity: Severity,
    origin: Origin = Origin.EMPLOYEE_REPORT,
    reference: Key = "",
    process: ProcessId | None = None,
    attachments: tuple[Line, ...] = (),
) -> Iterator[IssueReported | IssueRegistered | IssueRectificationOrdered]:
    """Demand a correction of a unit, which must answer with measures by the due date (ISSUE-12, PROC-09).

    The order enters the ledger at once.
    """
    ahead(due, context)
    event = IssueReported(
        title=title,
        description=demand,
        kind=Kind.RECTIFICATION,
        found_at=found_at,
        unit=unit,
        category=category,
        severity=severity,
        origin=origin,
        reference=reference,
        process=process,
        attachments=attachments,
    )
    checked(event, context)
    yield event
    triage_unit = company(context.world).unit_of(context.actor) or unit
    yield IssueRegistered(number=next_number(context), category=category, triage_unit=triage_unit)
    yield IssueRectificationOrdered(demand=demand, due=due)


@act("答复整改", allow(Role.RD, kind=Kind.RECTIFICATION))
def answer_rectification(
    issue: Issue, context: Context, *, answer: Text, causes: tuple[Cause, ...], solution: SolutionDraft
) -> Iterator[IssueRectificationAnswered]:
    """Answer an order for the unit: what went wrong, and by which measures it will be put right (ISSUE-12)."""
    with_cause(causes)
    proposal, request = drawn_up(issue, causes, solution, context)
    yield IssueRectificationAnswered(answer=answer, causes=causes, solution=proposal, request=request)
