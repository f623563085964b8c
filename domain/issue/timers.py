"""What happens to an issue because of the time alone: reminders of what is late, and escalation level by level."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from domain.issue.measure import UNFINISHED, Measure
from domain.issue.solving_events import IssueEscalated, IssueMeasureReminded, IssueReminded
from domain.issue.state import Issue
from domain.issue.terms import Matter, Status
from domain.organisation.escalation import management
from domain.organisation.state import ORGANISATION, Organisation, company
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import end_of

LEVELS = (1, 2, 3)
PROMPT = frozenset({Matter.REGISTRATION, Matter.ANSWER, Matter.CONFLICT})
"""What is escalated as soon as it is late. Anything else is only reminded of then."""
USUAL_SEVERITY = 3


class Call(NamedTuple):
    """A reminder (level 0) or an escalation that lies ahead: when it comes, about what, and when that was due."""

    at: datetime
    matter: Matter
    due: datetime
    level: int


def wakes(issue: Issue, world: World) -> datetime | None:
    """When the next reminder or escalation of the issue comes; none while there is no organisation to be reminded."""
    if not issue.is_open or (organisation := world.get(Organisation, ORGANISATION)) is None:
        return None
    moments = [call.at for each in dues(issue, organisation) if (call := next(ahead(issue, organisation, *each), None))]
    moments += [end_of(measure.due) for measure in unreminded(issue)]
    return min(moments, default=None)


@act("到时处理", Role.SYSTEM)
def wake(issue: Issue, context: Context) -> Iterator[IssueReminded | IssueEscalated | IssueMeasureReminded]:
    """Remind of what is late and escalate it, once per level, the faster the graver (ISSUE-01, ISSUE-08, ORG-11)."""
    organisation, today = company(context.world), context.today
    come = (call for call in calls(issue, organisation) if call.at <= context.now)
    for _, matter, due, level in sorted(come, key=attrgetter("at")):
        asked = waited_for(issue, matter, organisation, today)
        if level == 0:
            yield IssueReminded(matter=matter, due=due, to=asked or management(organisation, today))
        else:
            yield IssueEscalated(level=level, matter=matter, due=due, to=told(level, asked, organisation, today))
    for measure in unreminded(issue):
        if end_of(measure.due) <= context.now:
            assert measure.person is not None
            yield IssueMeasureReminded(measure=measure.id, due=measure.due, to=(measure.person,))


def unreminded(issue: Issue) -> list[Measure]:
    """Measures that are to be done still, and whose person was not reminded of their date."""
    if issue.status not in (Status.ASSIGNED, Status.IN_PROGRESS):
        return []
    return [m for m in issue.measures.values() if m.status in UNFINISHED and m.reminded_of != m.due]


def calls(issue: Issue, organisation: Organisation) -> Iterator[Call]:
    """Every reminder and escalation that is still ahead."""
    for matter, due in dues(issue, organisation):
        yield from ahead(issue, organisation, matter, due)


def ahead(issue: Issue, organisation: Organisation, matter: Matter, due: datetime) -> Iterator[Call]:
    """The reminder and the escalations of one matter that are still ahead, in order of time."""
    alarm = issue.alarms.get(matter)
    reached = alarm.level if alarm and alarm.due == due else -1
    if reached < 0:
        yield Call(due, matter, due, 0)
    interval = max(1, organisation.settings.escalation_days + (issue.severity or USUAL_SEVERITY) - USUAL_SEVERITY)
    for level in LEVELS:
        if level > reached:
            steps = level - 1 if matter in PROMPT else level
            yield Call(organisation.calendar.after(due, interval * steps), matter, due, level)


def dues(issue: Issue, organisation: Organisation) -> Iterator[tuple[Matter, datetime]]:
    """What the issue waits for now, and by when."""
    calendar, settings = organisation.calendar, organisation.settings
    if issue.conflict is not None and issue.conflict.coordinated_as is None:
        yield Matter.CONFLICT, end_of(issue.conflict.due)
    if issue.status is Status.REPORTED:
        yield Matter.REGISTRATION, calendar.after(issue.reported_at, settings.registration_days)
    elif issue.status is Status.AWAITING_SOLUTION_APPROVAL and issue.request is not None:
        yield Matter.APPROVAL, calendar.after(issue.request.asked_at, settings.escalation_days)
    elif issue.status is Status.IN_ANALYSIS:
        if issue.analysis_due is not None:
            yield Matter.ANALYSIS, end_of(issue.analysis_due)
    elif issue.unanswered and issue.answer_due is not None:
        yield Matter.ANSWER, end_of(issue.answer_due)
    elif issue.due is not None:
        yield Matter.SOLUTION, end_of(issue.due)


def waited_for(issue: Issue, matter: Matter, organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Who would have to act."""
    match matter:
        case Matter.REGISTRATION:
            return organisation.holders(issue.steward, today)
        case Matter.APPROVAL:
            return organisation.holders(Role.DM, today)
        case Matter.ANALYSIS:
            someone = issue.lead
        case Matter.ANSWER:
            someone = organisation.head(issue.unit) if issue.unit else None
        case Matter.SOLUTION | Matter.CONFLICT:
            someone = issue.responsible if issue.status is not Status.RESOLVED else None
    return (someone,) if someone else organisation.holders(issue.steward, today)


def told(level: int, asked: tuple[PersonId, ...], organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Whom an escalation to that level reaches: the managers above those asked, in the end the management."""
    home = organisation.unit_of(asked[0], today) if asked else None
    above = [head for head in organisation.chain(home, today) if head not in asked] if home else []
    if level == LEVELS[-1] or level > len(above):
        return management(organisation, today)
    return (above[level - 1],)
