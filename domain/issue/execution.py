"""Carrying the agreed solution out: who is charged with what, progress, conflicts, and the claim that it is done."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.issue.analysis import ahead
from domain.issue.measure import Measure
from domain.issue.solving_events import (
    IssueAssigned,
    IssueAssignmentAccepted,
    IssueAssignmentContested,
    IssueConflictFailed,
    IssueConflictRaised,
    IssueConflictSettled,
    IssueMeasureCompleted,
    IssueMeasureProgressed,
    IssueMeasureWaived,
    IssueResolved,
)
from domain.issue.state import Issue
from domain.issue.terms import MeasureStatus
from domain.issue.values import Charge, Resolution
from domain.organisation.rules import acting_on, unit_on
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.approval import ask
from domain.shared.ids import CoordinationId, PersonId, UnitId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Text, percent

PERCENT_DONE = Labelled("percent_done", "The percentage", "百分比")

OUTSIDE = Reason("issue.not_of_unit", "{person} does not belong to {unit}.", "{person}不属于{unit}。")
UNCHARGED = Reason(
    "issue.measures_uncharged",
    "Every agreed measure, and no other, must be assigned to somebody; unassigned: {missing}, unknown: {unknown}.",
    "须为方案的每项措施指定责任人；未指定：{missing}，无此措施：{unknown}。",
)
LEAD_IDLE = Reason(
    "issue.lead_without_measure",
    "{unit} leads several units and must carry out at least one measure itself.",
    "牵头部门{unit}须承担至少一项措施。",
)
UNFINISHED = Reason(
    "issue.measures_unfinished",
    "{measures} are neither completed nor waived.",
    "措施{measures}尚未完成或免除。",
)
TWO_UNITS = Reason(
    "issue.conflict_units",
    "A conflict must involve at least two units.",
    "部门协调须涉及两个以上部门。",
)
IN_CONFLICT = Reason(
    "issue.in_conflict",
    "The conflict of {units} is not settled yet: {subject}.",
    "{units}之间的分歧尚未解决：{subject}。",
)
NO_CONFLICT = Reason("issue.no_conflict", "There is no conflict to settle.", "没有待协调的分歧。")


@act("分派问题", Role.OG, Role.PG)
def assign(
    issue: Issue, context: Context, *, unit: UnitId, person: PersonId, charges: tuple[Charge, ...]
) -> Iterator[IssueAssigned]:
    """Name the unit in the lead, the person responsible, and who does each measure (ISSUE-07, ISSUE-13)."""
    belongs(person, unit, context)
    for charge in charges:
        belongs(charge.person, charge.unit, context)
    named = [charge.measure for charge in charges]
    waiting = [each.id for each in issue.measures.values() if each.status is MeasureStatus.PLANNED]
    if sorted(named) != sorted(waiting):
        unknown = [each for each in named if each not in waiting]
        raise UNCHARGED(missing=[each for each in waiting if each not in named], unknown=unknown)
    units = {charge.unit for charge in charges}
    if len(units) > 1 and unit not in units:
        raise LEAD_IDLE(unit=unit)
    yield IssueAssigned(unit=unit, person=person, charges=charges)


def belongs(person: PersonId, unit: UnitId, context: Context) -> None:
    """A person is responsible for the unit in which, or below which, they work. Refuses OUTSIDE."""
    organisation, today = company(context.world), context.today
    unit_on(organisation, unit, today)
    home = acting_on(organisation, person, today).unit
    if home is None or not organisation.within(home, unit, today):
        raise OUTSIDE(person=person, unit=unit)


@act("接受分派", Role.RP)
def accept_assignment(issue: Issue, context: Context, *, comment: str = "") -> Iterator[IssueAssignmentAccepted]:
    """Take the solution on (ISSUE-07)."""
    yield IssueAssignmentAccepted(comment=comment)


@act("对分派提出异议", Role.RP)
def contest_assignment(issue: Issue, context: Context, *, reason: Text) -> Iterator[IssueAssignmentContested]:
    """Decline the assignment, so that it is made again (ISSUE-07)."""
    yield IssueAssignmentContested(reason=reason)


@act("填报措施进展", Role.RP)
def report_measure(
    issue: Issue, measure: Measure, context: Context, *, percent_done: Decimal, evidence: Text, note: str = ""
) -> Iterator[IssueMeasureProgressed]:
    """Say how far a measure is, and what shows it (ISSUE-08)."""
    yield IssueMeasureProgressed(
        measure=measure.id, percent=percent(percent_done, PERCENT_DONE), note=note, evidence=evidence
    )


@act("完成措施", Role.RP)
def complete_measure(
    issue: Issue, measure: Measure, context: Context, *, evidence: Text
) -> Iterator[IssueMeasureCompleted]:
    """Say that a measure is done, and what shows it (ISSUE-08)."""
    yield IssueMeasureCompleted(measure=measure.id, evidence=evidence)


@act("免除措施", Role.OG, Role.PG, decides=True)
def waive_measure(issue: Issue, measure: Measure, context: Context, *, reason: Text) -> Iterator[IssueMeasureWaived]:
    """Let a measure go that is no longer needed; never by those who would have to do it (ISSUE-08)."""
    yield IssueMeasureWaived(measure=measure.id, reason=reason)


@act("提请部门协调", Role.RP, Role.RD, Role.OG, Role.PG)
def raise_conflict(
    issue: Issue, context: Context, *, units: tuple[UnitId, ...], subject: Text, due: date
) -> Iterator[IssueConflictRaised]:
    """Ask that units which disagree be coordinated by the due date: that is a record of its own (ISSUE-13, ORG-14)."""
    ahead(due, context)
    if issue.conflict is not None:
        raise IN_CONFLICT(units=issue.conflict.units, subject=issue.conflict.subject)
    if len(set(units)) < 2:
        raise TWO_UNITS()
    for unit in units:
        unit_on(company(context.world), unit, context.today)
    coordination = CoordinationId(context.new_id("coordination"))
    yield IssueConflictRaised(units=units, subject=subject, due=due, coordination=coordination)


@act("结束部门协调", Role.OG, Role.PG, Role.SYSTEM)
def settle_conflict(
    issue: Issue, context: Context, *, agreed: bool, outcome: Text
) -> Iterator[IssueConflictSettled | IssueConflictFailed]:
    """Record what the coordination came to; without agreement it goes to the president's office (ISSUE-13, ORG-14)."""
    if issue.conflict is None:
        raise NO_CONFLICT()
    if agreed:
        yield IssueConflictSettled(outcome=outcome)
        return
    organisation, today = company(context.world), context.today
    told = organisation.holders(Role.PO, today) or organisation.holders(Role.MGMT, today)
    yield IssueConflictFailed(outcome=outcome, to=told)


@act("申报解决", Role.RP)
def claim_resolution(issue: Issue, context: Context, *, evidence: Text) -> Iterator[IssueResolved]:
    """Claim that the issue is solved: every measure is completed or waived (ISSUE-09)."""
    if unfinished := [each.text for each in issue.measures.values() if not each.ended]:
        raise UNFINISHED(measures=unfinished)
    if issue.conflict is not None:
        raise IN_CONFLICT(units=issue.conflict.units, subject=issue.conflict.subject)
    criterion = issue.solution.criterion if issue.solution else ""
    resolution = Resolution(solution=issue.agreed, criterion=criterion, evidence=evidence)
    last = issue.claim
    request = ask(resolution, context, last.request if last else None, last.resolution if last else None)
    yield IssueResolved(resolution=resolution, request=request)
