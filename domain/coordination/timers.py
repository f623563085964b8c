"""What happens to a request for coordination because of the time alone: reminders that climb (ORG-11)."""

from collections.abc import Iterator
from datetime import datetime

from domain.authority.reminding import Wait, come, next_reminder, told
from domain.coordination.events import CoordinationReminded
from domain.coordination.state import Coordination
from domain.coordination.terms import Matter, Status
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, World, act
from domain.shared.term import Role
from domain.shared.values import civil, end_of


@act("发送提醒", Role.SYSTEM)
def wake(coordination: Coordination, context: Context) -> Iterator[CoordinationReminded]:
    """Remind of what has waited too long, and escalate it; each rung once (ORG-11, ORG-14)."""
    organisation = company(context.world)
    for wait, rung in come(waits(coordination, organisation), coordination.reminders, organisation, context.now):
        to = told(wait, rung, organisation, context.today)
        yield CoordinationReminded(
            matter=wait.matter, about=wait.subject, rung=rung, to=to, due=civil(wait.overdue_at)
        )


def wakes(coordination: Coordination, world: World) -> datetime | None:
    """When the next reminder is due."""
    if not coordination.is_open:
        return None
    organisation = company(world)
    return next_reminder(waits(coordination, organisation), coordination.reminders, organisation)


def waits(coordination: Coordination, organisation: Organisation) -> Iterator[Wait[Matter]]:
    """That somebody coordinates; the answers and the end of the coordination; the decision in its place."""
    patience = organisation.calendar.after(coordination.status_since, organisation.settings.escalation_days)
    match coordination.status:
        case Status.OPEN:
            yield Wait(Matter.START, "", patience, role=coordination.coordinator)
        case Status.IN_COORDINATION:
            assert coordination.answers_due is not None
            for each in coordination.awaited:
                head = organisation.head(each.through)
                yield Wait(Matter.ANSWER, each.id, end_of(coordination.answers_due), (head,) if head else ())
            yield Wait(
                Matter.CONCLUSION, "", end_of(coordination.due),
                role=coordination.coordinator, parties=coordination.parties,
            )  # fmt: skip
        case Status.FAILED:
            yield Wait(Matter.DECISION, "", patience, role=coordination.decider, parties=coordination.parties)
