"""What a plan waits for, and from whom: the entries of people's work lists (API-08)."""

from collections.abc import Iterator
from functools import partial

from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REISSUED, REQUESTED, RETURNED, Adjustment
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import CURRENT, OpinionStatus, Stage, Status, TaskStatus
from domain.shared import waiting
from domain.shared.ids import PersonId
from domain.shared.room import Work
from domain.shared.term import Role

entry = partial(waiting.entry, "plan")


def work(plan: Plan) -> Iterator[Work]:
    """Everything that somebody should do about the plan now."""
    match plan.status:
        case Status.DRAFT | Status.RETURNED:
            yield entry(plan, "submit", plan.since, person=plan.preparer)
        case Status.CONSULTING:
            yield from consultation(plan)
        case Status.SUBMITTED if plan.decider is Role.SUP:
            yield entry(plan, "approve", plan.since, person=plan.superior, barred=plan.contributors)
        case Status.SUBMITTED:
            yield entry(plan, "approve", plan.since, role=plan.decider, barred=plan.contributors)
        case Status.APPROVED:
            yield entry(plan, "issue" if plan.tasks else "decompose", plan.since, role=Role.PG)
        case Status.ISSUED:
            yield from execution(plan)
    if plan.misalignment and plan.status in CURRENT:
        yield entry(plan, "clear_alignment_flag", plan.misalignment.since, role=Role.PG)


def consultation(plan: Plan) -> Iterator[Work]:
    if all(each.status is OpinionStatus.DISPOSED for each in plan.opinions.values()):
        yield entry(plan, "close_consultation", plan.since, person=plan.preparer)
    for each in plan.opinions.values():
        if each.status is OpinionStatus.INVITED:
            yield entry(
                plan,
                "record_opinion",
                plan.since,
                part=each.id,
                role=Role.HEAD,
                unit=each.unit,
                due=plan.opinions_due,
            )
        elif each.status is OpinionStatus.RECORDED:
            yield entry(plan, "dispose_opinion", plan.since, part=each.id, person=plan.preparer)


def execution(plan: Plan) -> Iterator[Work]:
    for task in plan.open_tasks:
        yield from of_task(plan, task)
    for adjustment in plan.open_adjustments:
        yield of_adjustment(plan, adjustment)
    if plan.inspection_due is not None:
        yield entry(plan, "inspect", plan.inspected_at or plan.since, role=Role.PG, due=plan.inspection_due)
    if plan.stage is Stage.EVALUATION:
        yield entry(plan, "close" if plan.evaluations else "evaluate", plan.since, role=Role.PG, due=plan.ends)


def of_task(plan: Plan, task: Task) -> Iterator[Work]:
    """The next step of a task, and what is done about a difficulty with it; what is coordinated waits there."""
    if not task.in_coordination:
        yield next_step(plan, task)
    if (difficulty := task.difficulty) and (difficulty.coordination or difficulty.coordinated_as is None):
        agreed = difficulty.coordination
        verb, due = ("unblock_task", agreed[-1].due) if agreed else ("record_coordination", None)
        since = difficulty.raised_at
        yield entry(plan, verb, since, title=difficulty.title, part=task.id, role=Role.PG, due=due)


def next_step(plan: Plan, task: Task) -> Work:
    verb, role = "claim_completion", None
    barred: tuple[PersonId | None, ...] = ()
    match task.status:
        case TaskStatus.ASSIGNED:
            verb = "acknowledge_task"
        case TaskStatus.ACKNOWLEDGED | TaskStatus.BLOCKED:
            verb = "report_progress" if task.work_plans else "file_work_plan"
        case TaskStatus.CONTESTED:
            verb, role = "resolve_contest", Role.PG
        case TaskStatus.COMPLETION_CLAIMED:
            verb, role, barred = "confirm_completion", Role.PG, (task.responsible, task.claimed_by)
    person, title, part = None if role else task.responsible, task.title, task.id
    return entry(plan, verb, task.since, title=title, part=part, person=person, role=role, due=task.due, barred=barred)


def of_adjustment(plan: Plan, adjustment: Adjustment) -> Work:
    """The next step of an adjustment that is not settled."""
    applied = adjustment.applied_version is not None
    verb, role = {
        REQUESTED: ("give_opinion", Role.PG),
        OPINION_GIVEN: ("approve_adjustment", Role.DM),
        RETURNED: ("revise_adjustment", None),
        APPROVED: ("reissue" if applied else "apply_adjustment", Role.PG),
        REISSUED: ("record_follow_up", Role.PG),
    }[adjustment.status]
    person = None if role else adjustment.applicant
    barred = adjustment.parties if adjustment.status in (REQUESTED, OPINION_GIVEN) else ()
    return entry(plan, verb, adjustment.since, part=adjustment.id, person=person, role=role, barred=barred)
