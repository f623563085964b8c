"""Who stands how to an issue: the roles that people hold towards it, and whose matter it is."""

from collections.abc import Iterable, Iterator, Mapping

from domain.issue.measure import Measure
from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.organisation.state import Organisation, company
from domain.shared.act import World
from domain.shared.approval import Request
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(issue: Issue, measure: Measure | None, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    """The roles that people hold towards the issue, or towards one of its measures."""
    unit = issue.responsible_unit or issue.unit
    return {
        Role.REPORTER: (issue.reporter,),
        Role.LEAD: (issue.lead,),
        Role.ANALYST: issue.analysts,
        Role.RP: (issue.responsible, measure.person) if measure else (issue.responsible,),
        Role.RD: (company(world).head(unit),) if unit else (),
    }


def interested(issue: Issue, measure: Measure | None, world: World) -> Iterable[PersonId | None]:
    """Whose report, proposal or work would be decided on now (ORG-09, D-07)."""
    if measure is not None:
        return (issue.responsible, measure.person)
    if issue.status in (Status.REPORTED, Status.REGISTERED):
        return (issue.reporter, issue.reported_through)
    if issue.status in (Status.SOLUTION_PROPOSED, Status.AWAITING_SOLUTION_APPROVAL):
        requests = (*asked(issue), *(proposal.request for proposal in issue.proposals))
        return [person for request in requests for person in request.askers]
    if issue.status is Status.RESOLVED:
        claimants = (person for request in asked(issue) for person in request.askers)
        doers = (measure.person for measure in issue.measures.values())
        return (*claimants, *doers, *line(issue.responsible, company(world)))
    return ()


def asked(issue: Issue) -> tuple[Request, ...]:
    """The decision that is being asked for, if one is."""
    return (issue.request,) if issue.request else ()


def line(person: PersonId | None, organisation: Organisation) -> Iterator[PersonId]:
    """Somebody's reporting line: the person, everybody above and everybody below."""
    if person is None:
        return
    yield from above(person, organisation)
    yield from (each for each in organisation.people if each != person and person in above(each, organisation))


def above(person: PersonId, organisation: Organisation) -> Iterator[PersonId]:
    """The person, the superior, and so on up to the head of the company."""
    each: PersonId | None = person
    while each is not None:
        yield each
        each = organisation.superior(each)
