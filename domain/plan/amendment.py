"""What an adjustment would make of a plan's tasks, and whether that is sound (PLAN-28, PLAN-32)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import asdict, replace

from domain.plan.adjustment_events import Replacement
from domain.plan.breakdown import UNKNOWN_GOAL, UNKNOWN_TASK, named, require_sound, terms_of
from domain.plan.changes import AdjustmentContent, PlanDiff, TaskChange
from domain.plan.content import TaskMade
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import GoalKind
from domain.shared.act import Context
from domain.shared.ids import TaskId
from domain.shared.refusal import Reason

NO_CHANGE = Reason("plan.no_change", "The adjustment changes nothing.", "该调整没有任何变更内容。")
TASK_TWICE = Reason(
    "plan.task_twice",
    "An adjustment may change or end a task only once; more than once: {tasks}.",
    "同一任务在一次调整中只能变更一次：{tasks}。",
)
TASK_ENDED = Reason(
    "plan.task_ended", "{task} is {status}, so it can no longer be changed.", "{task}当前为{status}，不能再变更。"
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """The tasks that an adjustment adds, changes, cancels and replaces."""

    added: tuple[TaskMade, ...]
    changed: tuple[TaskMade, ...]
    cancelled: tuple[TaskId, ...]
    replaced: tuple[Replacement, ...]


def amendment(plan: Plan, changes: PlanDiff, new_id: Callable[[str], str]) -> Amendment:
    """The changes as tasks with ids. Refuses what does not refer to tasks of the plan, or names new tasks badly."""
    added = named(changes.add, plan.tasks, new_id)
    replaced = []
    for each in changes.cancel:
        if unknown := [key for key in each.replaced_by if key not in added]:
            raise UNKNOWN_TASK(task=unknown[0])
        if each.replaced_by:
            replaced.append(Replacement(task=each.task, by=tuple(added[key].id for key in each.replaced_by)))
    return Amendment(
        added=tuple(added.values()),
        changed=tuple(changed(task_to_change(plan, each.task), each) for each in changes.change),
        cancelled=tuple(each.task for each in changes.cancel if not each.replaced_by),
        replaced=tuple(replaced),
    )


def changed(task: Task, change: TaskChange) -> TaskMade:
    return replace(terms_of(task), **given(change))


def given(change: TaskChange) -> dict[str, Any]:
    """The new values of a task, by its fields."""
    return {name: value for name, value in asdict(change).items() if name != "task" and value is not None}


def proposed(plan: Plan, content: AdjustmentContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of tasks and goals that an adjustment would change: as they stand, and as they would be."""
    tasks = {each.task: given(each) for each in content.changes.change}
    goals = {each.goal: {"target": each.target} for each in content.changes.targets}
    targets = {each.key: {"target": each.target} for each in plan.content.goals if each.key in goals}
    stood = {id: {name: getattr(plan.tasks[id], name) for name in new} for id, new in tasks.items()}
    return {"tasks": stood, "goals": targets}, {"tasks": tasks, "goals": goals}


def task_to_change(plan: Plan, id: TaskId) -> Task:
    """A task that may still be changed. Refuses UNKNOWN_TASK and TASK_ENDED."""
    task = plan.tasks.get(id)
    if task is None:
        raise UNKNOWN_TASK(task=id)
    if task.ended:
        raise TASK_ENDED(task=task.title, status=task.status)
    return task


def require_applicable(plan: Plan, changes: PlanDiff, context: Context) -> None:
    """Refuse changes that do not fit the plan as it is: every goal stays covered, ended tasks stay untouched."""
    if changes == PlanDiff():
        raise NO_CHANGE()
    touched = [*(each.task for each in changes.change), *(each.task for each in changes.cancel)]
    for id in touched:
        task_to_change(plan, id)
    if twice := sorted({id for id in touched if touched.count(id) > 1}):
        raise TASK_TWICE(tasks=twice)
    goals = {goal.key for goal in plan.content.goals}
    for target in changes.targets:
        if target.goal not in goals:
            raise UNKNOWN_GOAL(goal=target.goal)
    result = amendment(plan, changes, context.new_id)
    gone = {*result.cancelled, *(each.task for each in result.replaced)}
    kept = {id: terms_of(task) for id, task in plan.tasks.items() if not task.withdrawn and id not in gone}
    new = (*result.added, *result.changed)
    require_sound(plan, new, {**kept, **{task.id: task for task in new}}, context)


def touches_company_goal(plan: Plan, changes: PlanDiff) -> bool:
    """Whether the target of a goal of the whole company would move: then it takes a new annual plan (D-02)."""
    company_goals = {goal.key for goal in plan.content.goals if goal.kind is GoalKind.COMPANY}
    return any(target.goal in company_goals for target in changes.targets)
