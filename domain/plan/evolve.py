"""What each event makes of a plan. Total and pure: history is never judged again."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from domain.authority.reminding import reminder_key
from domain.plan.adjustment_events import AdjustmentEvent, PlanRedecomposed, PlanReissued
from domain.plan.changes import TargetChange
from domain.plan.children import ChildEvent, PlanChildDrafted, PlanChildDropped
from domain.plan.content import PlanContent
from domain.plan.events import (
    OpinionEvent,
    OversightEvent,
    PlanAlignmentConfirmed,
    PlanAlignmentFlagged,
    PlanApproved,
    PlanCancelled,
    PlanClosed,
    PlanConsultationClosed,
    PlanConsultationOpened,
    PlanDecomposed,
    PlanDrafted,
    PlanEvaluated,
    PlanEvaluationConcluded,
    PlanEvent,
    PlanInspected,
    PlanIssued,
    PlanRejected,
    PlanReminded,
    PlanReturned,
    PlanRevised,
    PlanSubmissionWithdrawn,
    PlanSubmitted,
    PreparationEvent,
)
from domain.plan.opinion import Opinion
from domain.plan.remarks import Comment, Link, PlanCommented, PlanLinked
from domain.plan.state import Conclusion, Evaluation, Misalignment, Plan
from domain.plan.task import Task, changed, first_made, made
from domain.plan.task_events import TaskEvent
from domain.plan.terms import OpinionStatus, TaskStatus
from domain.shared.approval import Signature, writers
from domain.shared.ids import PlanId, TaskId
from domain.shared.recorded import Stamp


def evolve(plan: Plan | None, event: PlanEvent, stamp: Stamp) -> Plan:
    if isinstance(event, PlanDrafted):
        return drafted(event, stamp)
    assert plan is not None
    if isinstance(event, PreparationEvent):
        return prepared(plan, event, stamp)
    if isinstance(event, OversightEvent):
        return overseen(plan, event, stamp)
    if isinstance(event, OpinionEvent | TaskEvent):
        return plan
    if isinstance(event, ChildEvent):
        return drawn_from(plan, event)
    if isinstance(event, AdjustmentEvent):
        return adjusted(plan, event, stamp)
    match event:
        case PlanDecomposed(tasks=tasks):
            return replace(plan, tasks={each.id: first_made(each, stamp.at) for each in tasks})
        case PlanIssued():
            return issued(plan, event, stamp)
        case PlanClosed():
            return closed(plan, event, stamp)
        case PlanCommented(text=text):
            comment = Comment(text=text, by=stamp.principal, at=stamp.at)
            return replace(plan, comments=(*plan.comments, comment))
        case PlanLinked(record=record, note=note):
            return replace(plan, links=(*plan.links, Link(record=record, note=note)))
        case PlanCancelled(reason=reason):
            ended = (replace(task, status=TaskStatus.CANCELLED, ending=reason) for task in plan.open_tasks)
            return replace(plan, tasks=with_tasks(plan, ended), ending=reason, since=stamp.at)
        case _:
            assert_never(event)


def drafted(event: PlanDrafted, stamp: Stamp) -> Plan:
    behind = writers((), stamp)
    return Plan(
        id=PlanId(stamp.record),
        since=stamp.at,
        kind=event.kind,
        level=event.level,
        unit=event.unit,
        starts=event.starts,
        ends=event.ends,
        parent=event.parent,
        progress=event.progress,
        copied_from=event.copied_from,
        preparer=behind[0],
        contributors=tuple(dict.fromkeys((*behind, *event.contributors))),
        content=event.content,
    )


def prepared(plan: Plan, event: PreparationEvent, stamp: Stamp) -> Plan:
    match event:
        case PlanRevised(content=content):
            return replace(plan, content=content, contributors=writers(plan.contributors, stamp))
        case PlanConsultationOpened(invited=invited, deadline=deadline):
            answered = {id: each for id, each in plan.opinions.items() if each.status is OpinionStatus.DISPOSED}
            asked = {each.opinion: Opinion(id=each.opinion, unit=each.unit) for each in invited}
            return replace(plan, opinions={**answered, **asked}, opinions_due=deadline, since=stamp.at)
        case PlanConsultationClosed():
            return replace(plan, opinions_due=None, consulted=True, since=stamp.at)
        case PlanSubmitted(request=request, late=late, superior=superior):
            return replace(
                plan,
                request=request,
                versions=(*plan.versions, plan.content),
                late=late,
                superior=superior,
                contributors=writers(plan.contributors, stamp),
                since=stamp.at,
            )
        case PlanSubmissionWithdrawn():
            return replace(plan, since=stamp.at)
        case PlanApproved(signature=signature, children=children):
            return replace(signed(plan, signature, stamp), children=children)
        case PlanReturned(signature=signature) | PlanRejected(signature=signature):
            return signed(plan, signature, stamp)
        case _:
            assert_never(event)


def signed(plan: Plan, signature: Signature, stamp: Stamp) -> Plan:
    return replace(plan, signatures=(*plan.signatures, signature), since=stamp.at)


def drawn_from(plan: Plan, event: ChildEvent) -> Plan:
    match event:
        case PlanChildDrafted(child=child, starts=starts):
            kept = (replace(each, plan=child) if each.starts == starts else each for each in plan.children)
        case PlanChildDropped(child=child):
            kept = (replace(each, plan=None) if each.plan == child else each for each in plan.children)
        case _:
            assert_never(event)
    return replace(plan, children=tuple(kept))


def issued(plan: Plan, event: PlanIssued, stamp: Stamp) -> Plan:
    return replace(
        plan,
        plan_version=event.version,
        recipients=event.recipients,
        tasks=with_tasks(plan, (replace(task, issued_at=stamp.at, since=stamp.at) for task in plan.tasks.values())),
        issued_at=stamp.at,
        since=stamp.at,
    )


def adjusted(plan: Plan, event: AdjustmentEvent, stamp: Stamp) -> Plan:
    match event:
        case PlanRedecomposed():
            return redecomposed(plan, event, stamp)
        case PlanReissued(recipients=recipients):
            return replace(plan, recipients=recipients)
        case _:
            return plan


def redecomposed(plan: Plan, event: PlanRedecomposed, stamp: Stamp) -> Plan:
    by = (event.adjustment,)

    def withdrawn(id: TaskId, status: TaskStatus, replaced_by: tuple[TaskId, ...] = ()) -> Task:
        task = plan.tasks[id]
        reason = plan.adjustments[event.adjustment].content.reason
        return replace(
            task, status=status, adjustments=(*task.adjustments, *by), replaced_by=replaced_by, ending=reason
        )

    tasks = (
        *(made(each, stamp.at) for each in event.added),
        *(changed(plan.tasks[each.id], each, event.adjustment, stamp.at) for each in event.changed),
        *(withdrawn(id, TaskStatus.CANCELLED) for id in event.cancelled),
        *(withdrawn(each.task, TaskStatus.REPLACED, each.by) for each in event.replaced),
    )
    return replace(
        plan,
        plan_version=event.version,
        tasks=with_tasks(plan, tasks),
        content=with_targets(plan.content, event.targets),
    )


def overseen(plan: Plan, event: OversightEvent, stamp: Stamp) -> Plan:
    match event:
        case PlanInspected():
            return replace(plan, inspected_at=stamp.at, inspections=plan.inspections + 1)
        case PlanEvaluated():
            return replace(plan, evaluations=(*plan.evaluations, evaluation(event, stamp)))
        case PlanEvaluationConcluded(conclusion=text):
            *earlier, last = plan.evaluations
            conclusion = Conclusion(by=stamp.actor, role=stamp.role, text=text)
            concluded = replace(last, conclusions=(*last.conclusions, conclusion))
            return replace(plan, evaluations=(*earlier, concluded))
        case PlanAlignmentFlagged(parent_version=version):
            return replace(plan, misalignment=Misalignment(parent_version=version, since=stamp.at))
        case PlanAlignmentConfirmed():
            return replace(plan, misalignment=None)
        case PlanReminded(matter=matter, subject=subject, due=due, rung=rung):
            return replace(plan, reminders={**plan.reminders, reminder_key(matter, subject, due): rung})
        case _:
            assert_never(event)


def evaluation(event: PlanEvaluated, stamp: Stamp) -> Evaluation:
    return Evaluation(
        at=stamp.at,
        by=stamp.actor,
        figures=event.figures,
        findings=event.findings,
        suggestions=event.suggestions,
        data=event.data,
    )


def closed(plan: Plan, event: PlanClosed, stamp: Stamp) -> Plan:
    tasks = (
        replace(
            plan.tasks[each.task], status=TaskStatus[each.outcome.name], ending=each.reason, carried_to=each.carried_to
        )
        for each in event.unfinished
    )
    return replace(plan, tasks=with_tasks(plan, tasks), since=stamp.at)


def with_tasks(plan: Plan, tasks: Iterable[Task]) -> dict[TaskId, Task]:
    return {**plan.tasks, **{task.id: task for task in tasks}}


def with_targets(content: PlanContent, changes: tuple[TargetChange, ...]) -> PlanContent:
    targets = {change.goal: change.target for change in changes}
    goals = tuple(replace(goal, target=targets[goal.key]) if goal.key in targets else goal for goal in content.goals)
    return replace(content, goals=goals)
