"""A contested task, a difficulty or a conflict on which units have to agree is coordinated (PLAN-19, ISSUE-13)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.coordination.terms import Origin
from domain.issue.solving_events import IssueConflictRaised
from domain.issue.state import Issue
from domain.plan.state import Plan
from domain.plan.task_events import PlanTaskContested, PlanTaskDifficultyRaised
from domain.shared.act import World
from domain.shared.recorded import Envelope
from domain.shared.term import Role


@upon(PlanTaskContested, PlanTaskDifficultyRaised, IssueConflictRaised)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The request, under the id that the event has promised."""
    event = happened.event
    if isinstance(event, PlanTaskContested | PlanTaskDifficultyRaised):
        if event.coordination and (plan := world.get(Plan, record)):
            yield of_task(plan, event, happened)
    elif isinstance(event, IssueConflictRaised) and event.coordination and (issue := world.get(Issue, record)):
        yield of_conflict(issue, event, happened)


def of_task(plan: Plan, event: PlanTaskContested | PlanTaskDifficultyRaised, happened: Envelope) -> Command:
    """The task's unit leads; the plan group coordinates."""
    task = plan.tasks[event.task]
    if isinstance(event, PlanTaskContested):
        origin, subject, description = Origin.TASK_CONTEST, task.title, event.reason
    else:
        origin, subject, description = Origin.TASK_DIFFICULTY, event.title, event.description
    return by_system(
        "coordination.refer",
        str(event.coordination),
        happened,
        subject=subject,
        description=description,
        lead=task.unit,
        supporting=event.units,
        coordinator=Role.PG,
        origin=origin,
        plan=plan.id,
        task=task.id,
    )


def of_conflict(issue: Issue, event: IssueConflictRaised, happened: Envelope) -> Command:
    """The unit responsible leads if it is one of them; the group that looks after the issue coordinates."""
    lead = issue.responsible_unit if issue.responsible_unit in event.units else event.units[0]
    return by_system(
        "coordination.refer",
        str(event.coordination),
        happened,
        subject=issue.title,
        description=event.subject,
        lead=lead,
        supporting=event.units,
        due=event.due,
        coordinator=issue.steward,
        origin=Origin.ISSUE_CONFLICT,
        issue=issue.id,
    )
