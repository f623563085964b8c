"""What is late is reminded of, then told one level higher after each interval, within those who may know (ORG-11)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from domain.appraisal.events import AppraisalReminded
from domain.appraisal.form_events import SelfAssessmentReminded
from domain.appraisal.lifecycle import OPEN, OPENED, SELF_ASSESSED
from domain.appraisal.relations import heads_of_human_resources
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Matter
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import end_of


class Wait(NamedTuple):
    """What an appraisal waits for, by when, and who is told at each level."""

    matter: Matter
    due: date
    levels: tuple[tuple[PersonId, ...], ...]


class Call(NamedTuple):
    """A reminder that is still ahead."""

    at: datetime
    level: int
    to: tuple[PersonId, ...]


@act("发送提醒", Role.SYSTEM)
def wake(appraisal: Appraisal, context: Context) -> Iterator[AppraisalReminded | SelfAssessmentReminded]:
    """Remind of what is late, each level once; the subject hears of the form alone (APPR-28, ORG-11)."""
    organisation = company(context.world)
    wait = waiting(appraisal, organisation)
    for call in calls(appraisal, organisation):
        if wait is not None and call.at <= context.now:
            yield AppraisalReminded(matter=wait.matter, due=wait.due, level=call.level, to=call.to)
            if wait.matter is Matter.SELF_ASSESSMENT and call.level == 0:
                yield SelfAssessmentReminded(form=appraisal.form.id, due=wait.due, to=(appraisal.subject,))


def wakes(appraisal: Appraisal, world: World) -> datetime | None:
    """When the next reminder is due."""
    return min((call.at for call in calls(appraisal, company(world))), default=None)


def calls(appraisal: Appraisal, organisation: Organisation) -> Iterator[Call]:
    """The reminders that are still ahead for what it waits for now."""
    wait = waiting(appraisal, organisation)
    if wait is None:
        return
    alarm = appraisal.alarm
    reached = alarm.level if alarm and (alarm.matter, alarm.due) == (wait.matter, wait.due) else -1
    for level, to in enumerate(wait.levels):
        if level > reached:
            interval = level * organisation.settings.escalation_days
            yield Call(organisation.calendar.after(end_of(wait.due), interval), level, to)


def waiting(appraisal: Appraisal, organisation: Organisation) -> Wait | None:
    """What the appraisal waits for now."""
    human_resources = organisation.holders(Role.HR, organisation.day)
    above = tuple((person,) for person in appraisal.line)
    if appraisal.status is OPENED:
        return Wait(Matter.SELF_ASSESSMENT, appraisal.form.due, (human_resources, *above[:1]))
    if appraisal.status is SELF_ASSESSED:
        return Wait(Matter.EVALUATION, appraisal.evaluation_due, above)
    if appraisal.status in OPEN:
        return Wait(Matter.RESULT, appraisal.limit, (human_resources, tuple(heads_of_human_resources(organisation))))
    return None
