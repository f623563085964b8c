"""What happens to a project because of the time alone: reminders that climb, and falling behind the schedule."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.authority.reminding import Wait, come, next_reminder, told
from domain.organisation.state import Organisation, company
from domain.project.change import REQUESTED
from domain.project.execution_events import ProjectReminded, Watched
from domain.project.relations import askers
from domain.project.review import INVITED
from domain.project.standing import next_crossing, watch
from domain.project.state import Project
from domain.project.terms import ActionStatus, DeviationStatus, Kind, Matter, MilestoneStatus, Reach, Status
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import civil, end_of, midnight

EVALUATORS = {Kind.DEVELOPMENT: Role.MKT, Kind.OPERATING: Role.OS}
"""Who is asked for the post-evaluation."""


@act("到时处理", Role.SYSTEM)
def wake(project: Project, context: Context) -> Iterator[Watched | ProjectReminded]:
    """See that the project has fallen behind, remind of what has waited too long and escalate what still does.

    Each crossing of a threshold and each rung is told once (ORG-11, PROJ-10, 12, 13, 14, 21).
    """
    organisation = company(context.world)
    yield from watch(project, context)
    for wait, rung in come(waits(project, organisation), project.reminders, organisation, context.now):
        yield ProjectReminded(
            matter=wait.matter,
            subject=wait.subject,
            rung=rung,
            to=told(wait, rung, organisation, context.today),
            due=civil(wait.overdue_at),
        )


def wakes(project: Project, world: World) -> datetime | None:
    """When the next reminder is due, or the schedule will be missed beyond a threshold if nothing is done."""
    organisation = company(world)
    crossing = next_crossing(project)
    reminder = next_reminder(waits(project, organisation), project.reminders, organisation)
    moments = (midnight(crossing) if crossing else None, reminder)
    return min((moment for moment in moments if moment is not None), default=None)


def waits(project: Project, organisation: Organisation) -> Iterator[Wait[Matter]]:
    """Everything that the project waits for and that can take too long."""

    def patience(since: datetime) -> datetime:
        return organisation.calendar.after(since, organisation.settings.escalation_days)

    def by(matter: Matter, subject: str, overdue_at: datetime, *people: PersonId | None) -> Wait[Matter]:
        return Wait(matter, subject, overdue_at, tuple(each for each in people if each is not None))

    match project.status:
        case Status.IN_REVIEW:
            for review in project.reviews.values():
                if review.status is INVITED:
                    yield by(Matter.REVIEW, review.id, patience(review.asked_at), organisation.head(review.unit))
        case Status.AWAITING_APPROVAL:
            since = patience(project.since)
            yield Wait(Matter.APPROVAL, round_of(project), since, role=Role.MGMT, parties=project.contributors)
        case Status.EXECUTING:
            yield from execution(project)
            for deviation in project.deviations.values():
                if deviation.status is DeviationStatus.OPEN:
                    yield by(Matter.DEVIATION, deviation.id, patience(deviation.detected_at), project.lead)
        case Status.IN_ACCEPTANCE:
            yield for_sponsor(project, Matter.ACCEPTANCE, patience(project.since), askers(project.delivery_request))
        case Status.ACCEPTED if project.summarised and not project.summary_returned:
            asking = askers(project.summary_request)
            yield for_sponsor(project, Matter.CLOSING, patience(project.summarised.at), asking)
        case Status.ACCEPTED:
            yield by(Matter.SUMMARY, "", patience(project.since), project.lead)
        case Status.TERMINATED if project.summarised is None and project.summary_due:
            yield by(Matter.SUMMARY, "", end_of(project.summary_due), project.lead or project.sponsor)
        case Status.CLOSED if project.post_evaluation_due:
            yield looking_back(project, project.post_evaluation_due)
    if project.status in (Status.EXECUTING, Status.SUSPENDED):
        for change in project.open_changes:
            if change.status is REQUESTED:
                people, role = deciders(project, change.reach)
                yield Wait(Matter.CHANGE, change.id, patience(change.since), people, role, change.contributors)


def execution(project: Project) -> Iterator[Wait[Matter]]:
    """What is to be done by a day while the project is carried out."""

    def due(matter: Matter, subject: str, day: date, person: PersonId | None) -> Wait[Matter]:
        return Wait(matter, subject, end_of(day), (person,) if person else ())

    for task in project.tasks.values():
        if not task.ended:
            yield due(Matter.TASK, task.id, task.due, task.owner)
    for milestone in project.milestones.values():
        if milestone.status is MilestoneStatus.PLANNED:
            yield due(Matter.MILESTONE, milestone.id, milestone.due, milestone.owner)
    for action in project.actions.values():
        if action.status is ActionStatus.OPEN:
            yield due(Matter.ACTION, action.id, action.due, action.owner)
    if project.meeting_due:
        yield due(Matter.MEETING, "", project.meeting_due, project.lead)
    if project.evaluation_due:
        yield due(Matter.EVALUATION, "", project.evaluation_due, project.lead)


def for_sponsor(project: Project, matter: Matter, overdue_at: datetime, asking: tuple[PersonId, ...]) -> Wait[Matter]:
    """Something that the sponsor is to decide, or whoever stands above when the sponsor is barred."""
    barred = (*asking, project.lead) if project.lead else asking
    return Wait(matter, "", overdue_at, (project.sponsor,) if project.sponsor else (), parties=barred)


def looking_back(project: Project, due: date) -> Wait[Matter]:
    """The post-evaluation, from the day on which it falls due."""
    barred = (project.lead,) if project.lead else ()
    return Wait(Matter.POST_EVALUATION, "", midnight(due), role=EVALUATORS[project.kind], parties=barred)


def deciders(project: Project, reach: Reach) -> tuple[tuple[PersonId, ...], Role | None]:
    """Who decides on a change: the sponsor, or whoever holds a role."""
    if reach is Reach.BEYOND or project.sponsor is None:
        return (), Role.MGMT
    return (project.sponsor,), None


def round_of(project: Project) -> str:
    return str(project.request.round) if project.request else ""
