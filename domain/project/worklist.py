"""What a project waits for, and from whom: the entries of people's work lists (API-08)."""

from collections.abc import Iterator
from functools import partial

from domain.project.change import REQUESTED
from domain.project.relations import askers
from domain.project.review import GIVEN, INVITED
from domain.project.state import Project
from domain.project.terms import ActionStatus, ConditionStatus, DeviationStatus, MilestoneStatus, Reach, Status
from domain.project.timers import EVALUATORS
from domain.shared import waiting
from domain.shared.room import Work
from domain.shared.term import Role

entry = partial(waiting.entry, "project")


def work(project: Project) -> Iterator[Work]:
    """Everything that somebody should do about the project now."""
    match project.status:
        case Status.PROPOSED | Status.RETURNED | Status.REVIEW_FAILED:
            yield from writing(project)
        case Status.IN_REVIEW:
            for review in project.reviews.values():
                if review.status is INVITED:
                    since, unit, barred = review.asked_at, review.unit, project.contributors
                    yield entry(
                        project, "give_opinion", since, part=review.id, role=Role.HEAD, unit=unit, barred=barred
                    )
        case Status.AWAITING_APPROVAL:
            yield entry(project, "approve", project.since, role=Role.MGMT, barred=project.contributors)
        case Status.APPROVED:
            verb, person = ("baseline", project.lead) if project.team else ("assemble_team", project.sponsor)
            yield entry(project, verb, project.since, person=person)
        case Status.PLANNED:
            yield entry(project, "start", project.since, person=project.lead)
        case Status.EXECUTING:
            yield from execution(project)
        case Status.SUSPENDED:
            yield entry(project, "resume", project.since, person=project.sponsor)
        case _:
            yield from ending(project)
    yield from decisions(project)


def writing(project: Project) -> Iterator[Work]:
    for review in project.reviews.values():
        if review.status is GIVEN and review.unanswered:
            yield entry(project, "answer_opinion", project.since, part=review.id, person=project.preparer)
    yield entry(project, "submit", project.since, person=project.preparer)


def execution(project: Project) -> Iterator[Work]:
    for task in project.tasks.values():
        if not task.ended:
            yield entry(
                project, "report_task", project.since, title=task.title, part=task.id, person=task.owner, due=task.due
            )
    waiting = [each for each in project.milestones.values() if each.status is MilestoneStatus.PLANNED]
    for each in waiting:
        acceptor = project.sponsor if each.owner == project.lead else project.lead
        yield entry(
            project,
            "reach_milestone",
            project.since,
            title=each.title,
            part=each.id,
            person=acceptor,
            due=each.due,
            barred=(each.owner,),
        )
    if not waiting and not project.open_changes and all(task.ended for task in project.tasks.values()):
        yield entry(project, "request_acceptance", project.since, person=project.lead, due=project.deadline)
    for deviation in project.deviations.values():
        if deviation.status is DeviationStatus.OPEN:
            since = deviation.detected_at
            yield entry(project, "record_corrective_action", since, part=deviation.id, person=project.lead)
    for action in project.actions.values():
        if action.status is ActionStatus.OPEN:
            yield entry(
                project,
                "close_corrective_action",
                action.taken_at,
                title=action.text,
                part=action.id,
                person=project.lead,
                due=action.due,
            )
    if project.meeting_due:
        yield entry(project, "record_meeting", project.since, person=project.lead, due=project.meeting_due)
    if project.evaluation_due:
        yield entry(project, "evaluate", project.since, person=project.lead, due=project.evaluation_due)


def ending(project: Project) -> Iterator[Work]:
    match project.status:
        case Status.IN_ACCEPTANCE:
            barred = (project.lead, *askers(project.delivery_request))
            yield entry(project, "accept", project.since, person=project.sponsor, barred=barred)
        case Status.ACCEPTED if project.summarised and not project.summary_returned:
            barred = (project.lead, *askers(project.summary_request))
            yield entry(project, "close", project.summarised.at, person=project.sponsor, barred=barred)
        case Status.ACCEPTED:
            yield entry(project, "summarise", project.since, person=project.lead)
        case Status.TERMINATED if project.summarised is None:
            person = project.lead or project.sponsor
            yield entry(project, "summarise", project.since, person=person, due=project.summary_due)
        case Status.CLOSED:
            role, due = EVALUATORS[project.kind], project.post_evaluation_due
            yield entry(project, "post_evaluate", project.since, role=role, due=due, barred=(project.lead,))


def decisions(project: Project) -> Iterator[Work]:
    """Conditions to confirm and changes to decide, or to ask for anew."""
    if project.sponsor and project.is_open and project.status is not Status.CLOSED:
        for condition in project.conditions.values():
            if condition.status is ConditionStatus.OPEN:
                yield entry(
                    project,
                    "meet_condition",
                    condition.set_at,
                    title=condition.text,
                    part=condition.id,
                    person=project.sponsor,
                    barred=(project.lead,),
                )
    if project.status not in (Status.EXECUTING, Status.SUSPENDED):
        return
    for change in project.open_changes:
        if change.status is not REQUESTED:
            yield entry(project, "revise_change", change.since, part=change.id, person=change.applicant)
        elif change.reach is Reach.BEYOND:
            yield entry(
                project, "approve_change", change.since, part=change.id, role=Role.MGMT, barred=change.contributors
            )
        else:
            sponsor, barred = project.sponsor, change.contributors
            yield entry(project, "approve_change", change.since, part=change.id, person=sponsor, barred=barred)
