"""What an issue waits for, and from whom (API-08)."""

from collections.abc import Iterator
from typing import Any

from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.shared import waiting
from domain.shared.ids import PersonId
from domain.shared.room import Work
from domain.shared.term import Role


def work(issue: Issue) -> Iterator[Work]:
    """Everything that somebody must do next."""
    if issue.conflict is not None and issue.conflict.coordinated_as is None:
        yield entry(issue, "settle_conflict", role=issue.steward, due=issue.conflict.due)
    match issue.status:
        case Status.REPORTED:
            yield entry(issue, "register", role=issue.steward)
        case Status.REGISTERED if issue.unanswered:
            yield entry(issue, "answer_rectification", role=Role.RD, unit=issue.unit, due=issue.answer_due)
        case Status.REGISTERED:
            yield entry(issue, "start_analysis", role=issue.steward)
        case Status.IN_ANALYSIS | Status.ANALYSED:
            yield from analysing(issue)
        case Status.SOLUTION_PROPOSED:
            yield entry(issue, "agree_solution", role=issue.steward, barred=askers(issue))
        case Status.AWAITING_SOLUTION_APPROVAL:
            yield entry(issue, "approve_solution", role=Role.DM, barred=askers(issue))
        case Status.SOLUTION_AGREED:
            yield entry(issue, "assign", role=issue.steward, due=issue.due)
        case Status.ASSIGNED if issue.responsible:
            yield entry(issue, "accept_assignment", person=issue.responsible, due=issue.due)
        case Status.ASSIGNED | Status.IN_PROGRESS:
            yield from carrying_out(issue)
        case Status.RESOLVED:
            doers = (issue.responsible, *(measure.person for measure in issue.measures.values()))
            yield entry(issue, "verify_pass", role=issue.steward, due=issue.due, barred=doers)


def analysing(issue: Issue) -> Iterator[Work]:
    if issue.lead is None:
        verb = "appoint_analysts" if issue.status is Status.IN_ANALYSIS else "propose_solution"
        yield entry(issue, verb, role=issue.steward, due=issue.analysis_due)
    elif issue.status is Status.IN_ANALYSIS:
        yield entry(issue, "conclude_root_cause", person=issue.lead, due=issue.analysis_due)
        for analyst in issue.analysts:
            if analyst != issue.lead:
                yield entry(issue, "record_finding", person=analyst, due=issue.analysis_due)
    else:
        yield entry(issue, "propose_solution", person=issue.lead)


def carrying_out(issue: Issue) -> Iterator[Work]:
    """The measures that are not done, then the claim that the issue is; or that somebody be responsible at all."""
    if issue.responsible is None:
        yield entry(issue, "reassign", role=issue.steward, due=issue.due)
        return
    unfinished = [measure for measure in issue.measures.values() if not measure.ended]
    for measure in unfinished:
        title, part, due = measure.text, measure.id, measure.due
        yield entry(issue, "complete_measure", title=title, part=part, person=measure.person, due=due)
    if not unfinished:
        yield entry(issue, "claim_resolution", person=issue.responsible, due=issue.due)


def askers(issue: Issue) -> Iterator[PersonId]:
    """Those who have proposed the solution, or asked for the decision on it."""
    requests = (issue.request, *(proposal.request for proposal in issue.proposals))
    return (person for request in requests if request for person in request.askers)


def entry(issue: Issue, verb: str, **whose: Any) -> Work:
    return waiting.entry("issue", issue, verb, issue.status_since, **whose)
