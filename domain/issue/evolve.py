"""How each event changes an issue. Total and pure: nothing is refused here."""

from typing import assert_never

from msgspec.structs import replace

from domain.issue import events as e
from domain.issue import solving_events as x
from domain.issue.evolve_closing import evolve_closing
from domain.issue.lifecycle import LIFECYCLE
from domain.issue.measure import planned, with_charges, without_charges
from domain.issue.migrated import begun, went_on
from domain.issue.state import Issue
from domain.issue.terms import Matter, Origin
from domain.issue.values import Alarm, Comment, Conflict, Finding, Link, Proposal, Solution
from domain.shared.approval import Request, Signature
from domain.shared.ids import IssueId
from domain.shared.recorded import Stamp
from domain.shared.term import Role

DUE_FIELDS = {Matter.ANSWER: "answer_due", Matter.ANALYSIS: "analysis_due", Matter.SOLUTION: "due"}
"""Where each due date that can be changed is kept."""


def evolve(issue: Issue | None, event: e.IssueEvent, stamp: Stamp) -> Issue:
    """The issue after the event."""
    after = changed(issue, event, stamp)
    if LIFECYCLE.leads_to(event, issue.status if issue else None) is after.status:
        return after
    return replace(after, status_since=stamp.at)


def changed(issue: Issue | None, event: e.IssueEvent, stamp: Stamp) -> Issue:
    if isinstance(event, e.IssueReported):
        return reported(event, stamp)
    if isinstance(event, e.IssueMigrated):
        return begun(event, stamp)
    assert issue is not None
    if isinstance(event, e.IssueStatusMigrated):
        return went_on(issue, event, stamp)
    if isinstance(event, e.ReportingEvent):
        return evolve_reporting(issue, event, stamp)
    if isinstance(event, e.AnalysisEvent):
        return evolve_analysis(issue, event, stamp)
    if isinstance(event, e.SolutionEvent):
        return evolve_solution(issue, event)
    if isinstance(event, x.ExecutionEvent):
        return evolve_execution(issue, event, stamp)
    if isinstance(event, x.ClosingEvent):
        return evolve_closing(issue, event, stamp)
    if isinstance(event, e.RemarkEvent):
        return evolve_remarks(issue, event, stamp)
    if isinstance(event, x.MeasureEvent):
        return issue
    assert_never(event)


def reported(event: e.IssueReported, stamp: Stamp) -> Issue:
    return Issue(
        id=IssueId(stamp.record),
        kind=event.kind,
        title=event.title,
        description=event.description,
        impact=event.impact,
        found_at=event.found_at,
        status_since=stamp.at,
        reported_at=stamp.at,
        reporter=stamp.principal,
        reported_through=stamp.actor if stamp.on_behalf_of else None,
        unit=event.unit,
        category=event.category,
        severity=event.severity,
        origin=event.origin,
        reference=event.reference,
        plan=event.plan,
        task=event.task,
        project=event.project,
        process=event.process,
        metric=event.metric,
        customer=event.customer,
        attachments=event.attachments,
        follows=event.follows,
        steward=Role.PG if event.origin is Origin.PLAN_TASK else Role.OG,
    )


def steward(stamp: Stamp) -> Role:
    return Role.PG if stamp.role is Role.PG else Role.OG


def evolve_reporting(
    issue: Issue,
    event: (
        e.IssueRegistered
        | e.IssueDismissed
        | e.IssueMerged
        | e.IssueRectificationOrdered
        | e.IssueRectificationAnswered
    ),
    stamp: Stamp,
) -> Issue:
    match event:
        case e.IssueRegistered(number=number, category=category, triage_unit=unit):
            return replace(
                issue,
                number=number,
                category=category,
                triage_unit=unit,
                registered_at=stamp.at,
                steward=steward(stamp),
            )
        case e.IssueDismissed(reason=reason):
            return replace(issue, ended_because=reason)
        case e.IssueMerged(into=into, reason=reason):
            return replace(issue, merged_into=into, ended_because=reason)
        case e.IssueRectificationOrdered(demand=demand, due=due):
            return replace(issue, demand=demand, answer_due=due)
        case e.IssueRectificationAnswered(answer=answer, causes=causes, solution=solution, request=request):
            answered = replace(issue, answer=answer, answered_at=stamp.at, causes=causes, analysed_at=stamp.at)
            return proposed(answered, solution, request)
        case _:
            assert_never(event)


def evolve_analysis(issue: Issue, event: e.AnalysisEvent, stamp: Stamp) -> Issue:
    match event:
        case e.IssueAnalysisStarted(lead=lead, analysts=analysts, units=units, due=due):
            return replace(issue, lead=lead, analysts=analysts, units=units, analysis_due=due, steward=steward(stamp))
        case e.IssueAnalystsAppointed(lead=lead, analysts=analysts, units=units):
            return replace(issue, lead=lead, analysts=analysts, units=units)
        case e.IssueFindingRecorded(text=text, evidence=evidence):
            finding = Finding(text=text, evidence=evidence, by=stamp.principal, at=stamp.at)
            return replace(issue, findings=(*issue.findings, finding))
        case e.IssueRootCauseIdentified(causes=causes, factors=factors, method=method, evidence=evidence):
            return replace(
                issue,
                causes=causes,
                factors=factors,
                method=method,
                cause_evidence=evidence,
                analysed_at=issue.analysed_at or stamp.at,
            )
        case _:
            assert_never(event)


def evolve_solution(issue: Issue, event: e.SolutionEvent) -> Issue:
    match event:
        case e.IssueSolutionProposed(solution=solution, request=request):
            return proposed(issue, solution, request)
        case e.IssueSolutionSubmitted(version=version, request=request):
            return replace(issue, agreed=version, request=request)
        case (
            e.IssueSolutionAgreed(version=version, signature=signature)
            | e.IssueSolutionApproved(version=version, signature=signature)
        ):
            return agreed(signed(issue, signature), version)
        case e.IssueSolutionRejected(signature=signature):
            return replace(signed(issue, signature), agreed=None)
        case _:
            assert_never(event)


def proposed(issue: Issue, solution: Solution, request: Request) -> Issue:
    proposal = Proposal(version=request.content_version, solution=solution, request=request)
    return replace(issue, proposals=(*issue.proposals, proposal))


def signed(issue: Issue, signature: Signature) -> Issue:
    return replace(issue, request=None, signatures=(*issue.signatures, signature))


def agreed(issue: Issue, version: int) -> Issue:
    proposal = issue.proposal(version)
    assert proposal is not None
    fresh = {each.measure: planned(each, version) for each in proposal.solution.measures}
    return replace(issue, agreed=version, due=proposal.solution.due, measures={**issue.measures, **fresh})


def evolve_execution(issue: Issue, event: x.ExecutionEvent, stamp: Stamp) -> Issue:
    match event:
        case x.IssueAssigned(unit=unit, person=person, charges=charges):
            return replace(
                issue,
                responsible_unit=unit,
                responsible=person,
                assigned_at=issue.assigned_at or stamp.at,
                measures=with_charges(issue.measures, charges),
                steward=steward(stamp),
            )
        case x.IssueAssignmentAccepted():
            return issue
        case x.IssueAssignmentContested():
            return replace(issue, measures=without_charges(issue.measures))
        case x.IssueConflictRaised():
            return replace(issue, conflict=conflict(event, stamp))
        case x.IssueConflictSettled() | x.IssueConflictFailed():
            return replace(issue, conflict=None)
        case x.IssueDueChanged(matter=matter, due=due):
            changed = {DUE_FIELDS[matter]: due, "due_changes": issue.due_changes + 1}
            return replace(issue, **changed)
        case x.IssueReassigned(unit=unit, person=person):
            return replace(issue, responsible_unit=unit, responsible=person, reassignments=issue.reassignments + 1)
        case x.IssueSeverityChanged(severity=severity):
            return replace(issue, severity=severity, severity_changes=issue.severity_changes + 1)
        case x.IssueReminded(matter=matter, due=due):
            return alarmed(issue, Alarm(matter=matter, due=due, level=0))
        case x.IssueEscalated(matter=matter, due=due, level=level):
            return alarmed(issue, Alarm(matter=matter, due=due, level=level))
        case _:
            assert_never(event)


def conflict(event: x.IssueConflictRaised, stamp: Stamp) -> Conflict:
    return Conflict(
        units=event.units,
        subject=event.subject,
        due=event.due,
        raised_by=stamp.principal,
        coordinated_as=event.coordination,
    )


def alarmed(issue: Issue, alarm: Alarm) -> Issue:
    return replace(issue, alarms={**issue.alarms, alarm.matter: alarm})


def evolve_remarks(issue: Issue, event: e.RemarkEvent, stamp: Stamp) -> Issue:
    match event:
        case e.IssueCommented(text=text):
            return replace(issue, comments=(*issue.comments, Comment(text=text, by=stamp.principal, at=stamp.at)))
        case e.IssueLinked(record=record, note=note):
            return replace(issue, links=(*issue.links, Link(record=record, note=note)))
        case _:
            assert_never(event)
