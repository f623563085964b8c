"""What a plan waits for, and from whom: the entries of people's work lists (API-08)."""

from collections.abc import Iterator

from domain.plan.adjustment import APPROVED, OPINION_GIVEN, REISSUED, REQUESTED, RETURNED, Adjustment
from domain.plan.periods import end_of
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.words import OpinionStatus, Stage, Status, TaskStatus
from domain.shared.room import Work
from domain.shared.term import Role


def work(plan: Plan) -> Iterator[Work]:
    """Everything that somebody should do about the plan now."""
    match plan.status:
        case Status.CONSULTING:
            yield from opinions(plan)
        case Status.SUBMITTED:
            yield from decision(plan)
        case Status.DRAFT | Status.RETURNED:
            yield Work(act="plan.submit", title=plan.title, person=plan.preparer, since=plan.since)
        case Status.APPROVED:
            verb = "issue" if plan.tasks else "decompose"
            yield Work(act=f"plan.{verb}", title=plan.title, role=Role.PG, since=plan.since)
            yield from alignment(plan)
        case Status.ISSUED:
            yield from execution(plan)
            yield from alignment(plan)


def opinions(plan: Plan) -> Iterator[Work]:
    for opinion in plan.opinions.values():
        if opinion.status is OpinionStatus.INVITED:
            yield Work(
                act="plan.record_opinion",
                title=plan.title,
                part=opinion.id,
                role=Role.HEAD,
                unit=opinion.unit,
                since=plan.since,
                due=end_of(plan.opinions_due) if plan.opinions_due else None,
            )
        elif opinion.status is OpinionStatus.RECORDED:
            yield Work(
                act="plan.dispose_opinion",
                title=plan.title,
                part=opinion.id,
                person=plan.preparer,
                since=plan.since,
            )


def decision(plan: Plan) -> Iterator[Work]:
    if plan.decider is Role.SUP:
        yield Work(act="plan.approve", title=plan.title, person=plan.superior, since=plan.since)
    else:
        yield Work(act="plan.approve", title=plan.title, role=plan.decider, since=plan.since)


def alignment(plan: Plan) -> Iterator[Work]:
    if plan.misalignment:
        yield Work(act="plan.clear_alignment_flag", title=plan.title, role=Role.PG, since=plan.misalignment.since)


def execution(plan: Plan) -> Iterator[Work]:
    for task in plan.open_tasks:
        yield of_task(task)
        if task.difficulty:
            yield Work(
                act="plan.unblock_task",
                title=task.difficulty.title,
                part=task.id,
                role=Role.PG,
                since=task.difficulty.raised_at,
            )
    for adjustment in plan.open_adjustments:
        yield of_adjustment(plan, adjustment)
    if plan.inspection_due is not None:
        yield Work(
            act="plan.inspect",
            title=plan.title,
            role=Role.PG,
            since=plan.inspected_at or plan.since,
            due=end_of(plan.inspection_due),
        )
    if plan.stage is Stage.EVALUATION:
        verb = "close" if plan.evaluations else "evaluate"
        yield Work(act=f"plan.{verb}", title=plan.title, role=Role.PG, since=plan.since, due=end_of(plan.ends))


def of_task(task: Task) -> Work:
    """The one next step of a task."""
    due = end_of(task.due)
    match task.status:
        case TaskStatus.CONTESTED:
            return Work(
                act="plan.resolve_contest", title=task.title, part=task.id, role=Role.PG, since=task.since, due=due
            )
        case TaskStatus.COMPLETION_CLAIMED:
            return Work(
                act="plan.confirm_completion", title=task.title, part=task.id, role=Role.PG, since=task.since, due=due
            )
        case TaskStatus.ASSIGNED:
            verb = "acknowledge_task"
        case TaskStatus.ACKNOWLEDGED if not task.work_plans:
            verb = "file_work_plan"
        case TaskStatus.ACKNOWLEDGED | TaskStatus.BLOCKED:
            verb = "report_progress"
        case _:
            verb = "claim_completion"
    return Work(act=f"plan.{verb}", title=task.title, part=task.id, person=task.responsible, since=task.since, due=due)


def of_adjustment(plan: Plan, adjustment: Adjustment) -> Work:
    """The one next step of an adjustment that is not settled."""
    applied = adjustment.applied_version is not None
    verb, role = {
        REQUESTED: ("give_opinion", Role.PG),
        OPINION_GIVEN: ("approve_adjustment", Role.DM),
        RETURNED: ("revise_adjustment", None),
        APPROVED: ("reissue" if applied else "apply_adjustment", Role.PG),
        REISSUED: ("record_follow_up", Role.PG),
    }[adjustment.status]
    return Work(
        act=f"plan.{verb}",
        title=plan.title,
        part=adjustment.id,
        role=role,
        person=None if role else adjustment.applicant,
        since=adjustment.since,
    )
