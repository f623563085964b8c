"""What happens to a plan because of the time alone: reminders that climb, one rung for each interval (ORG-11)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from domain.authority.reminding import Wait, come, next_reminder, told
from domain.organisation.state import Organisation, company
from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REQUESTED
from domain.plan.events import PlanReminded
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import CURRENT, Matter, OpinionStatus, Rung, Status, TaskStatus
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import civil, end_of

RUNGS = tuple(Rung)
ASKED_OF = {REQUESTED: Role.PG, OPINION_GIVEN: Role.DM, APPROVED: Role.PG}
"""Who must move an adjustment on."""


@act("发送提醒", Role.SYSTEM)
def wake(plan: Plan, context: Context) -> Iterator[PlanReminded]:
    """Remind of what has waited too long, and escalate what still does; each rung once (ORG-11, PLAN-22, 23, 44)."""
    organisation = company(context.world)
    for wait, rung in come(waits(plan, organisation), reached(plan), organisation, context.now):
        yield PlanReminded(
            matter=wait.matter,
            subject=wait.subject,
            rung=RUNGS[rung],
            to=told(wait, rung, organisation, context.today),
            due=civil(wait.overdue_at),
        )


def wakes(plan: Plan, world: World) -> datetime | None:
    """When the next reminder is due."""
    organisation = company(world)
    return next_reminder(waits(plan, organisation), reached(plan), organisation)


def reached(plan: Plan) -> dict[str, int]:
    """How far up each matter has been reminded of, by its number among the rungs."""
    return {key: RUNGS.index(rung) for key, rung in plan.reminders.items()}


def waits(plan: Plan, organisation: Organisation) -> Iterator[Wait[Matter]]:
    """Everything that the plan waits for and that can take too long."""

    def patience(since: datetime) -> datetime:
        return organisation.calendar.after(since, organisation.settings.escalation_days)

    if plan.status is Status.SUBMITTED and plan.request is not None:
        superior = (plan.superior,) if plan.decider is Role.SUP and plan.superior else ()
        round_, due = str(plan.request.round), patience(plan.request.asked_at)
        yield Wait(Matter.DECISION, round_, due, superior, plan.decider, plan.contributors)
    if plan.status is Status.CONSULTING and plan.opinions_due is not None:
        yield from opinions(plan, plan.opinions_due, organisation)
    if plan.misalignment and plan.status in CURRENT:
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


def opinions(plan: Plan, deadline: date, organisation: Organisation) -> Iterator[Wait[Matter]]:
    """Heads of invited units who have not answered are reminded once the deadline is past, with the preparer."""
    silent: Iterable[PersonId | None] = (
        organisation.head(opinion.unit) for opinion in plan.opinions.values() if opinion.status is OpinionStatus.INVITED
    )
    people = tuple(dict.fromkeys(person for person in (plan.preparer, *silent) if person is not None))
    yield Wait(Matter.OPINIONS, "", end_of(deadline), people, climbs=False)


def waits_of_task(task: Task, organisation: Organisation, answer_due: datetime) -> Iterator[Wait[Matter]]:
    """What a task waits for: its work plan, its completion, or the plan group's answer."""
    if task.status in (TaskStatus.COMPLETION_CLAIMED, TaskStatus.CONTESTED):
        if not task.in_coordination:
            yield Wait(Matter.TASK_ANSWER, task.id, answer_due, role=Role.PG)
    else:
        yield Wait(Matter.TASK, task.id, end_of(task.due), (task.responsible,))
    if not task.work_plans:
        due = organisation.calendar.after(task.issued_at, organisation.settings.work_plan_days)
        yield Wait(Matter.WORK_PLAN, task.id, due, (task.responsible,), Role.PG, climbs=False)
