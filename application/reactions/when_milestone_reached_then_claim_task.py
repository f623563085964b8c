"""A milestone of a project satisfies the tasks of plans that wait for it: their completion is claimed (PLAN-38)."""

from collections.abc import Iterator
from decimal import Decimal

from application.command import Command
from application.deciding import by_system, upon
from domain.plan.claims import AWAITED_MILESTONE
from domain.plan.content import Evidence
from domain.plan.executing import awaited
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import TaskStatus
from domain.project.execution_events import ProjectMilestoneReached
from domain.project.state import Project
from domain.project.task import Milestone
from domain.shared.act import World
from domain.shared.recorded import Envelope

WHOLE = Decimal(100)
READY = (TaskStatus.ACKNOWLEDGED, TaskStatus.IN_PROGRESS)


@upon(ProjectMilestoneReached)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """For each task that is being worked on and waits for nothing else: that it is done, with the milestone's proof.

    The plan group confirms it as any other claim (PLAN-24).
    """
    reached: ProjectMilestoneReached = happened.event
    project = world.get(Project, record)
    assert project is not None
    milestone = project.milestones[reached.milestone]
    for id in world.find(AWAITED_MILESTONE, f"{record}/{milestone.plan_key}"):
        plan = world.get(Plan, id)
        for task in plan.open_tasks if plan else ():
            if plan and satisfied(plan, task, project, milestone):
                yield from claimed(plan, task, project, milestone, happened)


def satisfied(plan: Plan, task: Task, project: Project, milestone: Milestone) -> bool:
    """Whether nothing but this milestone was missing."""
    named = (task.project, task.milestone) == (project.id, milestone.plan_key)
    return named and task.status in READY and not any(awaited(plan, before) for before in task.depends_on)


def claimed(plan: Plan, task: Task, project: Project, milestone: Milestone, happened: Envelope) -> Iterator[Command]:
    said = f"{project.title}：{milestone.title}"
    proof = (Evidence(title=said, reference=f"{project.id}/{milestone.plan_key}"),)
    yield by_system("plan.report_progress", plan.id, happened, task.id, percent=WHOLE, note=said, evidence=proof)
    yield by_system("plan.claim_completion", plan.id, happened, task.id, delivered=said, evidence=proof)
