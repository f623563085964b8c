"""What happens to a plan because of the time alone: reminders that climb, one rung for each interval (ORG-11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.organisation.state import Organisation, company
from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REQUESTED
from domain.plan.events import PlanReminded
from domain.plan.periods import end_of
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.words import Matter, OpinionStatus, Rung, Status, TaskStatus
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import civil

RUNGS = tuple(Rung)
ASKED_OF = {REQUESTED: Role.PG, OPINION_GIVEN: Role.DM, APPROVED: Role.PG}
"""Who must move an adjustment on."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that a plan waits for: since when that is too long, and of whom it is asked, by name or by role."""

    matter: Matter
    subject: str
    overdue_at: datetime
    people: tuple[PersonId, ...] = ()
    role: Role | None = None
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
                    people=told(wait, rung, organisation, context.today),
                    due=civil(wait.overdue_at),
                )


def wakes(plan: Plan, world: World) -> datetime | None:
    """When the next reminder is due."""
    organisation = company(world)
    moments = (moment for wait in waits(plan, organisation) for _, moment in ahead(plan, wait, organisation))
    return min(moments, default=None)


def ahead(plan: Plan, wait: Wait, organisation: Organisation) -> Iterator[tuple[Rung, datetime]]:
    """The rungs that this has not reached yet, each with its moment."""
    reached = plan.reminders.get(wait.key())
    climbed = 0 if reached is None else wait.rungs.index(reached) + 1
    for nth, rung in enumerate(wait.rungs[climbed:], climbed):
        yield rung, organisation.calendar.after(wait.overdue_at, nth * organisation.settings.escalation_days)


def told(wait: Wait, rung: Rung, organisation: Organisation, today: date) -> tuple[PersonId, ...]:
    """Who hears of it: those asked, then the heads of their departments, then company management."""
    if rung is Rung.MANAGEMENT:
        return organisation.holders(Role.MGMT, today)
    asked = wait.people or (organisation.holders(wait.role, today) if wait.role else ())
    if rung is Rung.RESPONSIBLE:
        return asked
    return tuple(sorted({above for person in asked if (above := head_above(person, organisation, today))}))


def head_above(person: PersonId, organisation: Organisation, today: date) -> PersonId | None:
    """The head of somebody's department, or the superior of whoever is that head."""
    unit = organisation.unit_of(person, today)
    department = organisation.department_of(unit, today) if unit else None
    head = organisation.head(department, today) if department else None
    return organisation.superior(person, today) if head in (None, person) else head


def waits(plan: Plan, organisation: Organisation) -> Iterator[Wait]:
    """Everything that the plan waits for and that can take too long."""

    def patience(since: datetime) -> datetime:
        return organisation.calendar.after(since, organisation.settings.escalation_days)

    if plan.status is Status.SUBMITTED and plan.request is not None:
        asked = (plan.superior,) if plan.decider is Role.SUP and plan.superior else ()
        asked_at = plan.request.asked_at
        yield Wait(Matter.DECISION, str(plan.request.round), patience(asked_at), asked, plan.decider)
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
                yield Wait(Matter.ADJUSTMENT, each.id, patience(each.since), role=ASKED_OF[each.status])


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
        planners = organisation.holders(Role.PG, civil(due))
        yield Wait(Matter.WORK_PLAN, task.id, due, (task.responsible, *planners), rungs=(Rung.RESPONSIBLE,))
