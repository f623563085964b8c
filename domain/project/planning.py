"""Planning a project within its approval, and starting it (PROJ-06, 07, 09)."""

from collections.abc import Iterator

from domain.project.content import Baseline
from domain.project.planning_events import ProjectPlanBaselined, ProjectStarted
from domain.project.soundness import require_sound
from domain.project.staffing import NO_TEAM
from domain.project.state import Project
from domain.project.terms import MilestoneStatus
from domain.shared.act import Context, act
from domain.shared.ids import MilestoneId, ProjectTaskId
from domain.shared.term import Role


@act("制定项目规划", Role.PM)
def baseline(project: Project, context: Context, *, baseline: Baseline) -> Iterator[ProjectPlanBaselined]:
    """Lay down the detailed plan: phases, tasks, owners, dates, milestones, budget, scope, quality (PROJ-06, PROJ-07).

    It stays within the ceiling and the deadline of the approval, and everybody in it is on the team.
    """
    if not project.team:
        raise NO_TEAM()
    assert project.deadline is not None
    require_sound(baseline, project.ceiling, project.deadline, project.team)
    yield ProjectPlanBaselined(
        baseline=baseline,
        tasks=task_ids(project, baseline, context),
        milestones=milestone_ids(project, baseline, context),
    )


@act("启动项目", Role.PM)
def start(project: Project, context: Context) -> Iterator[ProjectStarted]:
    """Begin to carry the plan out (PROJ-09)."""
    yield ProjectStarted()


def task_ids(project: Project, baseline: Baseline, context: Context) -> dict[str, ProjectTaskId]:
    """An id for each task by its key: that of the task of this key in the present plan, or a new one."""
    known = {task.plan_key: id for id, task in project.tasks.items() if task.counts}
    return {each.key: known.get(each.key) or ProjectTaskId(context.new_id("project-task")) for each in baseline.tasks}


def milestone_ids(project: Project, baseline: Baseline, context: Context) -> dict[str, MilestoneId]:
    """An id for each milestone by its key, likewise."""
    cancelled = MilestoneStatus.CANCELLED
    known = {each.plan_key: id for id, each in project.milestones.items() if each.status is not cancelled}
    return {each.key: known.get(each.key) or MilestoneId(context.new_id("milestone")) for each in baseline.milestones}
