"""When a plan of a project is sound: asked on baselining and on every change (PROJ-06, PROJ-15, PROJ-16)."""

from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from domain.project.content import Baseline, Member, PlannedMilestone, PlannedTask
from domain.project.money import NOTHING
from domain.project.network import Circular, in_order
from domain.project.state import Project
from domain.project.terms import MilestoneStatus, TaskStatus
from domain.shared.ids import PersonId
from domain.shared.refusal import Labelled, Reason
from domain.shared.values import amount, percent, repeats

INCOMPLETE = Reason("project.plan_incomplete", "The plan does not say: {missing}.", "项目规划缺少以下内容：{missing}。")
KEYS = Reason("project.keys_repeated", "More than one entry is called {keys}.", "以下编号重复：{keys}。")
UNKNOWN_PHASE = Reason(
    "project.unknown_phase", "{what} is in {phase}, which is no phase.", "{what}所属阶段{phase}不存在。"
)
UNKNOWN_TASK = Reason(
    "project.unknown_task", "{task} depends on {other}, which is no task.", "{task}依赖的{other}不是项目任务。"
)
CIRCULAR = Reason("project.circular", "These tasks wait for each other: {tasks}.", "以下任务互相依赖：{tasks}。")
BACKWARDS = Reason(
    "project.task_backwards",
    "{task} is due on {due}, before it starts on {starts}.",
    "{task}的完成日期{due}早于开始日期{starts}。",
)
TOO_EARLY = Reason(
    "project.starts_too_early",
    "{task} starts on {starts}, but waits for {other}, which is due on {due}.",
    "{task}于{starts}开始，但其前置任务{other}于{due}才完成。",
)
PAST_DEADLINE = Reason(
    "project.past_deadline",
    "{what} is due on {due}, after the approved deadline {deadline}.",
    "{what}的日期{due}晚于批复的完成期限{deadline}。",
)
NOT_ON_TEAM = Reason(
    "project.not_on_team", "{person}, who owns {what}, is not on the team.", "{what}的负责人{person}不在项目团队中。"
)
OVER_CEILING = Reason(
    "project.over_ceiling",
    "The budget lines come to {budget} CNY, more than the approved ceiling of {ceiling} CNY.",
    "预算合计{budget}元，超过批复上限{ceiling}元。",
)
TASKS_OVER_BUDGET = Reason(
    "project.tasks_over_budget",
    "The tasks are budgeted at {cost} CNY, more than the budget lines of {budget} CNY.",
    "任务预算合计{cost}元，超过预算科目合计{budget}元。",
)
THRESHOLDS = Reason(
    "project.thresholds",
    "The amber threshold {amber}% must be below the red one {red}%.",
    "预警阈值{amber}%须低于严重偏差阈值{red}%。",
)
BELOW_SPENT = Reason(
    "project.below_spent",
    "{used} CNY of the budget line {line} are spent or bound; it cannot be {amount} CNY.",
    "预算科目{line}已支出或承诺{used}元，不能定为{amount}元。",
)
DONE_CHANGED = Reason(
    "project.done_changed",
    "What is completed or reached stays as it was: {titles}.",
    "已完成或已达成的事项不得变更：{titles}。",
)

Entry: TypeAlias = PlannedTask | PlannedMilestone

SECTIONS = {
    "quality": Labelled("quality", "quality requirements", "质量要求"),
    "deliverables": Labelled("deliverables", "deliverables", "交付成果"),
    "phases": Labelled("phases", "phases", "项目阶段"),
    "tasks": Labelled("tasks", "tasks", "任务"),
    "milestones": Labelled("milestones", "milestones", "里程碑"),
    "budget": Labelled("budget", "budget lines", "预算科目"),
}


LIMITS = {
    "amber": Labelled("amber", "The amber threshold", "预警阈值"),
    "red": Labelled("red", "The red threshold", "严重偏差阈值"),
    "budget_alert": Labelled("budget_alert", "The share of the ceiling at which to alert", "预算提醒比例"),
}
CEILING = Labelled("ceiling", "The budget ceiling", "预算上限")


def require_sound(
    baseline: Baseline, ceiling: Decimal, deadline: date, team: tuple[Member, ...], ended: Set[Entry] = frozenset()
) -> None:
    """Refuse a plan that is incomplete or contradicts itself, the approval or the team.

    What is `ended` needs nobody any more who answers for it.
    """
    if missing := [label for name, label in SECTIONS.items() if not getattr(baseline, name)]:
        raise INCOMPLETE(missing=missing)
    for entries in (baseline.phases, baseline.tasks, baseline.milestones, baseline.budget, baseline.quality):
        if repeated := repeats(each.key for each in entries):
            raise KEYS(keys=repeated)
    if repeated := repeats(baseline.deliverables):
        raise KEYS(keys=repeated)
    require_thresholds(baseline)
    require_money(baseline, ceiling)
    require_network(baseline.tasks)
    phases, people = {phase.key for phase in baseline.phases}, {member.person for member in team}
    dated: tuple[Entry, ...] = (*baseline.tasks, *baseline.milestones)
    for entry in dated:
        require_entry(entry, phases, {*people, entry.owner} if entry in ended else people, deadline)


def require_entry(entry: Entry, phases: Set[str], people: Set[PersonId], deadline: date) -> None:
    """Refuse UNKNOWN_PHASE, NOT_ON_TEAM and PAST_DEADLINE."""
    if entry.phase and entry.phase not in phases:
        raise UNKNOWN_PHASE(what=entry.title, phase=entry.phase)
    if entry.owner not in people:
        raise NOT_ON_TEAM(person=entry.owner, what=entry.title)
    if entry.due > deadline:
        raise PAST_DEADLINE(what=entry.title, due=entry.due, deadline=deadline)


def require_thresholds(baseline: Baseline) -> None:
    limits = baseline.thresholds
    for name in limits.__struct_fields__:
        percent(getattr(limits, name), LIMITS[name])
    if limits.amber >= limits.red:
        raise THRESHOLDS(amber=limits.amber, red=limits.red)


def require_money(baseline: Baseline, ceiling: Decimal) -> None:
    """Refuse OVER_CEILING, TASKS_OVER_BUDGET and negative amounts."""
    budget = sum((amount(line.amount, budget_of(line.title)) for line in baseline.budget), NOTHING)
    if budget > ceiling:
        raise OVER_CEILING(budget=budget, ceiling=ceiling)
    cost = sum((amount(task.cost, budget_of(task.title)) for task in baseline.tasks), NOTHING)
    if cost > budget:
        raise TASKS_OVER_BUDGET(cost=cost, budget=budget)


def budget_of(title: str) -> Labelled:
    """The budget of a line or a task, as refusals call it."""
    return Labelled(title, f"The budget of “{title}”", f"“{title}”的预算")


def require_network(tasks: tuple[PlannedTask, ...]) -> None:
    """Refuse BACKWARDS, UNKNOWN_TASK, CIRCULAR and TOO_EARLY: a task starts when those it waits for are over."""
    by_key = {task.key: task for task in tasks}
    for task in tasks:
        if task.due < task.starts:
            raise BACKWARDS(task=task.title, due=task.due, starts=task.starts)
        for other in task.depends_on:
            if other not in by_key:
                raise UNKNOWN_TASK(task=task.title, other=other)
    try:
        in_order({task.key: task.depends_on for task in tasks})
    except Circular as circle:
        raise CIRCULAR(tasks=[by_key[key].title for key in circle.tasks]) from None
    for task in tasks:
        for before in (by_key[other] for other in task.depends_on):
            if task.starts <= before.due:
                raise TOO_EARLY(task=task.title, starts=task.starts, other=before.title, due=before.due)


def require_kept(project: Project, baseline: Baseline) -> None:
    """Refuse a plan that denies what has happened: BELOW_SPENT and DONE_CHANGED."""
    lines = {line.key: line.amount for line in baseline.budget}
    for key in {*(each.line for each in project.commitments.values()), *(each.line for each in project.costs.values())}:
        used = project.bound(key) + project.spent(key)
        if lines.get(key, NOTHING) < used:
            raise BELOW_SPENT(line=key, used=used, amount=lines.get(key, NOTHING))
    if changed := list(done_and_changed(project, baseline)):
        raise DONE_CHANGED(titles=changed)


def done_and_changed(project: Project, baseline: Baseline) -> Iterator[str]:
    """What is completed, reached or waived and reads otherwise in the new plan, or is missing there."""
    kept: Set[Entry] = {*baseline.tasks, *baseline.milestones}
    yield from (entry.title for entry in over(project) if entry not in kept)


def over(project: Project) -> Iterator[Entry]:
    """The entries of the present plan that are completed, reached or waived."""
    assert project.baseline is not None
    ended = (MilestoneStatus.REACHED, MilestoneStatus.WAIVED)
    tasks = {task.plan_key for task in project.tasks.values() if task.status is TaskStatus.COMPLETED}
    milestones = {each.plan_key for each in project.milestones.values() if each.status in ended}
    yield from (task for task in project.baseline.tasks if task.key in tasks)
    yield from (milestone for milestone in project.baseline.milestones if milestone.key in milestones)
