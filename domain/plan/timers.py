"""What happens to a plan because of the time alone: reminders that climb, one rung for each interval (ORG-11)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.authority.warrant import heir
from domain.organisation.escalation import department_head, group_head, management
from domain.organisation.state import Organisation, company
from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REQUESTED
from domain.plan.events import PlanReminded
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import Matter, OpinionStatus, Rung, Status, TaskStatus
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import civil, end_of

RUNGS = tuple(Rung)
ASKED_OF = {REQUESTED: Role.PG, OPINION_GIVEN: Role.DM, APPROVED: Role.PG}
"""Who must move an adjustment on."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that a plan waits for: since when that is too long, and of whom it is asked, by name and by role.

    Those who are barred from it as `parties` are passed over for whoever stands above them.
    """

    matter: Matter
    subject: str
    overdue_at: datetime
    people: tuple[PersonId, ...] = ()
    role: Role | None = None
    parties: tuple[PersonId, ...] = ()
    rungs: tuple[Rung, ...] = RUNGS

    def key(self) -> str:
        """The name under which the plan remembers how far up this has gone."""
        return f"{self.matter}/{self.subject}/{civil(self.overdue_at)}"


@act("发送提醒", Role.SYSTEM)
def wake(plan: Plan, context: Context) -> Iterator[PlanReminded]:
    """Remind of what has waited too long, and escalate what still does; each rung once (ORG-11, PLAN-22, 23, 44)."""
    organisation = company(context.world)
    for wait in waits(plan, organisation):
        for rung, moment in ahead(plan, wait, organisation):
            if moment <= context.now:
                yield PlanReminded(
                    matter=wait.matter,
                    subject=wait.subject,
                    rung=rung,
                    to=told(wait, rung, organisation, context.today),
                    due=civil(wait.overdue_at),
                )


def wakes(plan: Plan, world: World) -> datetime | None:
    """When the next reminder is due."""
    organisation = company(world)
    moments = (moment for wait in waits(plan, organisation) for _, moment in ahead(plan, wait, organisation))
    return min(moments, default=None)


def ahead(plan: Plan, wait: Wait, organisation: Organisation) -> Iterator[tuple[Rung, datetime]]:
    """The rungs that this has not reached yet, each with its moment. A group without a manager is passed over."""
    reached = plan.reminders.get(wait.key())
    climbed = 0 if reached is None else RUNGS.index(reached) + 1
    grouped = Rung.GROUP in wait.rungs and told(wait, Rung.GROUP, organisation, organisation.day)
    rungs = [rung for rung in wait.rungs if grouped or rung is not Rung.GROUP]
    for nth, rung in enumerate(rungs):
        if rung in RUNGS[climbed:]:
            yield rung, organisation.calendar.after(wait.overdue_at, nth * organisation.settings.escalation_days)


def told(wait: Wait, rung: Rung, organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Who hears of it: those asked, the managers of their groups, of their departments, then company management."""
    match rung:
        case Rung.RESPONSIBLE:
            return asked(wait, organisation, today) or management(organisation, today)
        case Rung.GROUP:
            return above(wait, group_head, organisation, today)
        case Rung.DEPARTMENT:
            return above(wait, department_head, organisation, today) or management(organisation, today)
        case Rung.MANAGEMENT:
            return management(organisation, today)


def asked(wait: Wait, organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Those who can settle it: in place of who is barred from that, the first above who is not (ORG-09)."""
    holders = organisation.holders(wait.role, today) if wait.role else ()
    able = (heir(person, set(wait.parties), organisation, today) for person in (*wait.people, *holders))
    return tuple(dict.fromkeys(person for person in able if person is not None))


def above(
    wait: Wait,
    head: Callable[[PersonId, Organisation, date], PersonId | None],
    organisation: Organisation,
    today: date,
) -> tuple[PersonId, ...]:
    heads = (head(person, organisation, today) for person in asked(wait, organisation, today))
    return tuple(sorted({each for each in heads if each is not None}))


def waits(plan: Plan, organisation: Organisation) -> Iterator[Wait]:
    """Everything that the plan waits for and that can take too long."""

    def patience(since: datetime) -> datetime:
        return organisation.calendar.after(since, organisation.settings.escalation_days)

    if plan.status is Status.SUBMITTED and plan.request is not None:
        superior = (plan.superior,) if plan.decider is Role.SUP and plan.superior else ()
        round_, due = str(plan.request.round), patience(plan.request.asked_at)
        yield Wait(Matter.DECISION, round_, due, superior, plan.decider, plan.contributors)
    if plan.status is Status.CONSULTING and plan.opinions_due is not None:
        yield from opinions(plan, plan.opinions_due, organisation)
    if plan.misalignment and plan.status in (Status.APPROVED, Status.ISSUED):
        yield Wait(
            Matter.ALIGNMENT, str(plan.misalignment.parent_version), patience(plan.misalignment.since), role=Role.PG
        )
    if plan.status is Status.ISSUED:
        if plan.inspection_due is not None:
            yield Wait(Matter.INSPECTION, "", end_of(plan.inspection_due), role=Role.PG)
        for task in plan.open_tasks:
            yield from waits_of_task(task, organisation, patience(task.since))
        for each in plan.open_adjustments:
            if each.status in ASKED_OF:
                role, parties = ASKED_OF[each.status], each.parties
                yield Wait(Matter.ADJUSTMENT, each.id, patience(each.since), role=role, parties=parties)


def opinions(plan: Plan, deadline: date, organisation: Organisation) -> Iterator[Wait]:
    """Heads of invited units who have not answered are reminded once the deadline is past, with the preparer."""
    silent: Iterable[PersonId | None] = (
        organisation.head(opinion.unit) for opinion in plan.opinions.values() if opinion.status is OpinionStatus.INVITED
    )
    people = tuple(dict.fromkeys(person for person in (plan.preparer, *silent) if person is not None))
    yield Wait(Matter.OPINIONS, "", end_of(deadline), people, rungs=(Rung.RESPONSIBLE,))


def waits_of_task(task: Task, organisation: Organisation, answer_due: datetime) -> Iterator[Wait]:
    """What a task waits for: its work plan, its completion, or the plan group's answer."""
    if task.status in (TaskStatus.COMPLETION_CLAIMED, TaskStatus.CONTESTED):
        yield Wait(Matter.TASK_ANSWER, task.id, answer_due, role=Role.PG)
    else:
        yield Wait(Matter.TASK, task.id, end_of(task.due), (task.responsible,))
    if not task.work_plans:
        due = organisation.calendar.after(task.issued_at, organisation.settings.work_plan_days)
        yield Wait(Matter.WORK_PLAN, task.id, due, (task.responsible,), Role.PG, rungs=(Rung.RESPONSIBLE,))
