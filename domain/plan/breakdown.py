"""When a set of tasks is a sound breakdown of a plan (PLAN-15, PLAN-16): asked on decomposing and on adjusting."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from msgspec.structs import asdict

from domain.organisation.rules import refuse_readers
from domain.organisation.state import Organisation, company
from domain.plan.content import NewTask, TaskMade
from domain.plan.periods import require_inside
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.shared import references
from domain.shared.act import Context
from domain.shared.ids import PersonId, TaskId, UnitId
from domain.shared.refusal import Reason

TASK_KEYS = Reason("plan.task_keys", "More than one task is called {keys}.", "以下任务编号重复：{keys}。")
UNKNOWN_TASK = Reason("plan.unknown_task", "There is no task {task}.", "没有可引用的任务{task}。")
UNKNOWN_GOAL = Reason("plan.unknown_goal", "The plan has no goal {goal}.", "计划中没有目标{goal}。")
BACKWARDS = Reason(
    "plan.task_backwards",
    "{task} is due on {due}, before it starts on {start}.",
    "{task}的完成日期{due}早于开始日期{start}。",
)
WEIGHTLESS = Reason(
    "plan.weightless",
    "{task} has the weight {weight}; it must be more than zero.",
    "{task}的权重为{weight}，须大于零。",
)
NOT_IN_UNIT = Reason(
    "plan.not_in_unit", "{person} does not belong to {unit} on {day}.", "{person}在{day}不属于{unit}。"
)
CIRCULAR = Reason("plan.circular", "These tasks wait for each other: {tasks}.", "以下任务互相依赖：{tasks}。")
NO_SUCH_MILESTONE = Reason(
    "plan.no_such_milestone",
    "{task} waits for {milestone} of the project {project}, which has no such milestone.",
    "{task}所依据的项目{project}没有里程碑{milestone}。",
)
UNCOVERED = Reason("plan.uncovered", "No task serves the goals {goals}.", "以下目标没有对应的任务：{goals}。")


def named(new: tuple[NewTask, ...], existing: Iterable[str], new_id: Callable[[str], str]) -> dict[str, TaskMade]:
    """The new tasks by key, with ids in place of the keys that they depend on. Refuses TASK_KEYS and UNKNOWN_TASK."""
    keys = [task.key for task in new]
    if repeated := sorted({key for key in keys if keys.count(key) > 1}):
        raise TASK_KEYS(keys=repeated)
    ids = {id: TaskId(id) for id in existing} | {key: TaskId(new_id("task")) for key in keys}
    return {task.key: task_made(task, ids) for task in new}


def task_made(task: NewTask, ids: Mapping[str, TaskId]) -> TaskMade:
    for other in task.depends_on:
        if other not in ids:
            raise UNKNOWN_TASK(task=other)
    terms = asdict(task)
    depends_on = tuple(ids[other] for other in terms.pop("depends_on"))
    return TaskMade(id=ids[terms.pop("key")], depends_on=depends_on, **terms)


def terms_of(task: Task) -> TaskMade:
    """What a task is, without how far it has come."""
    return TaskMade(**{name: getattr(task, name) for name in TaskMade.__struct_fields__})


def require_sound(
    plan: Plan, touched: Iterable[TaskMade], all_tasks: Mapping[TaskId, TaskMade], context: Context
) -> None:
    """Refuse a breakdown whose new or changed tasks are not in order, or that leaves a goal without any task."""
    organisation = company(context.world)
    goals = {goal.key for goal in plan.content.goals}
    for task in touched:
        if task.goal not in goals:
            raise UNKNOWN_GOAL(goal=task.goal)
        require_terms(plan, task, organisation, context)
        for other in task.depends_on:
            if other not in all_tasks:
                raise UNKNOWN_TASK(task=other)
    require_order(all_tasks)
    if uncovered := sorted(goals - {task.goal for task in all_tasks.values()}):
        raise UNCOVERED(goals=uncovered)


def require_terms(plan: Plan, task: TaskMade, organisation: Organisation, context: Context) -> None:
    require_inside(task.title, task.start, plan.period)
    require_inside(task.title, task.due, plan.period)
    if task.due < task.start:
        raise BACKWARDS(task=task.title, due=task.due, start=task.start)
    if not task.weight > 0:
        raise WEIGHTLESS(task=task.title, weight=task.weight)
    require_member(organisation, task.responsible, task.unit, max(task.start, context.today))
    require_milestone(task, context)


def require_milestone(task: TaskMade, context: Context) -> None:
    """Refuse a task that is to be satisfied by something other than a milestone of a project (PLAN-38)."""
    if task.project is None and not task.milestone:
        return
    if not context.world.find(references.MILESTONE, f"{task.project}/{task.milestone}"):
        raise NO_SUCH_MILESTONE(task=task.title, project=task.project, milestone=task.milestone)


def require_member(organisation: Organisation, person: PersonId, unit: UnitId, day: date) -> None:
    """Refuse somebody who does not work in that unit, or below it, on that day, or who only reads (PLAN-15)."""
    at_home = organisation.unit_of(person, day)
    if at_home is None or not organisation.within(at_home, unit, day):
        raise NOT_IN_UNIT(person=person, unit=unit, day=day)
    refuse_readers(organisation, person, day)


def require_order(tasks: Mapping[TaskId, TaskMade]) -> None:
    """Refuse tasks that wait for each other."""
    try:
        TopologicalSorter({id: task.depends_on for id, task in tasks.items()}).prepare()
    except CycleError as cycle:
        raise CIRCULAR(tasks=sorted({tasks[id].title for id in cycle.args[1]})) from None
