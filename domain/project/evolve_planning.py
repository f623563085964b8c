"""What events about its team and its plan make of a project."""

from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from domain.project.content import Baseline, Member, PlannedMilestone, PlannedTask
from domain.project.network import Activity, timings
from domain.project.planning_events import (
    ChangeEvent,
    PlanningEvent,
    ProjectChangeApproved,
    ProjectPlanBaselined,
    ProjectSponsorChanged,
    ProjectStarted,
    ProjectTeamAssembled,
    ProjectTeamChanged,
)
from domain.project.records import PlanVersion
from domain.project.state import Project
from domain.project.task import Milestone, Task
from domain.project.terms import MilestoneStatus, TaskStatus
from domain.shared.ids import MilestoneId, PersonId, ProjectTaskId
from domain.shared.recorded import Stamp


def planned(project: Project, event: PlanningEvent, stamp: Stamp) -> Project:
    match event:
        case ProjectSponsorChanged(sponsor=sponsor):
            return replace(project, sponsor=sponsor)
        case ProjectTeamAssembled(team=team, overloads=overloads) | ProjectTeamChanged(team=team, overloads=overloads):
            return replace(project, team=team, overloads=overloads)
        case ProjectPlanBaselined(baseline=baseline, tasks=tasks, milestones=milestones):
            assert project.deadline is not None
            version = PlanVersion(
                number=1,
                baseline=baseline,
                ceiling=project.ceiling,
                deadline=project.deadline,
                change=None,
                at=stamp.at,
            )
            return replace(with_plan(project, version, tasks, milestones), since=stamp.at)
        case ProjectStarted():
            return replace(project, started_at=stamp.at, since=stamp.at)
        case ProjectChangeApproved():
            return changed(project, event, stamp)
        case _ if isinstance(event, ChangeEvent):
            return project
        case _:
            assert_never(event)


def changed(project: Project, event: ProjectChangeApproved, stamp: Stamp) -> Project:
    """The project with the plan that was asked for, and its new ceiling, deadline and lead if any."""
    content = project.change_requests[event.change_request].content
    deadline = content.deadline or project.deadline
    assert deadline is not None
    version = PlanVersion(
        number=event.version,
        baseline=content.baseline,
        ceiling=project.ceiling if content.ceiling is None else content.ceiling,
        deadline=deadline,
        change=event.change_request,
        at=stamp.at,
    )
    team = led_by(project.team, content.lead) if content.lead else project.team
    return replace(with_plan(project, version, event.tasks, event.milestones), team=team)


def with_plan(
    project: Project,
    version: PlanVersion,
    tasks: Mapping[str, ProjectTaskId],
    milestones: Mapping[str, MilestoneId],
) -> Project:
    """The project with that version as its plan. What is no longer in it is cancelled, never lost."""
    baseline = version.baseline
    return replace(
        project,
        plan_version=version.number,
        baseline=baseline,
        baselines=(*project.baselines, version),
        ceiling=version.ceiling,
        deadline=version.deadline,
        tasks={**dropped_tasks(project), **tasks_of(project, baseline, tasks)},
        milestones={**dropped_milestones(project), **milestones_of(project, baseline, milestones)},
    )


def tasks_of(project: Project, baseline: Baseline, ids: Mapping[str, ProjectTaskId]) -> dict[ProjectTaskId, Task]:
    """The tasks of the plan with their slack; those that were there before keep their progress."""
    timing = timings(activities(baseline.tasks))
    return {
        ids[each.key]: task(project.tasks.get(ids[each.key]), each, ids, timing[each.key].slack)
        for each in baseline.tasks
    }


def activities(tasks: tuple[PlannedTask, ...]) -> dict[str, Activity]:
    """The tasks as a network, by key."""
    return {each.key: Activity(starts=each.starts, due=each.due, after=each.depends_on) for each in tasks}


def task(before: Task | None, plan: PlannedTask, ids: Mapping[str, ProjectTaskId], slack: int) -> Task:
    fresh = Task(
        id=ids[plan.key],
        plan_key=plan.key,
        phase=plan.phase,
        title=plan.title,
        owner=plan.owner,
        starts=plan.starts,
        due=plan.due,
        cost=plan.cost,
        depends_on=tuple(ids[key] for key in plan.depends_on),
        slack=slack,
    )
    if before is None:
        return fresh
    return replace(
        fresh,
        status=before.status,
        percent=before.percent,
        note=before.note,
        evidence=before.evidence,
        forecast=before.forecast,
        reported_at=before.reported_at,
        completed_on=before.completed_on,
    )


def milestones_of(project: Project, baseline: Baseline, ids: Mapping[str, MilestoneId]) -> dict[MilestoneId, Milestone]:
    return {
        ids[each.key]: milestone(project.milestones.get(ids[each.key]), each, ids[each.key])
        for each in baseline.milestones
    }


def milestone(before: Milestone | None, plan: PlannedMilestone, id: MilestoneId) -> Milestone:
    fresh = Milestone(id=id, plan_key=plan.key, phase=plan.phase, title=plan.title, owner=plan.owner, due=plan.due)
    if before is None:
        return fresh
    return replace(
        fresh,
        status=before.status,
        reached_on=before.reached_on,
        evidence=before.evidence,
        accepted_by=before.accepted_by,
        comment=before.comment,
    )


def dropped_tasks(project: Project) -> dict[ProjectTaskId, Task]:
    return {
        id: each if each.ended else replace(each, status=TaskStatus.CANCELLED) for id, each in project.tasks.items()
    }


def dropped_milestones(project: Project) -> dict[MilestoneId, Milestone]:
    planned = MilestoneStatus.PLANNED
    return {
        id: replace(each, status=MilestoneStatus.CANCELLED) if each.status is planned else each
        for id, each in project.milestones.items()
    }


def led_by(team: tuple[Member, ...], lead: PersonId) -> tuple[Member, ...]:
    """The same team under another lead."""
    return tuple(replace(member, lead=member.person == lead) for member in team)
