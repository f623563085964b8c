"""Tasks and milestones of a project's plan, and how far they have come (PROJ-06, PROJ-09)."""

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.project.execution_events import (
    MilestoneEvent,
    ProjectMilestoneReached,
    ProjectMilestoneWaived,
    ProjectTaskProgressReported,
)
from domain.project.results import Proof
from domain.project.terms import MilestoneStatus, TaskStatus
from domain.shared.ids import MilestoneId, PersonId, ProjectTaskId
from domain.shared.lifecycle import Chosen, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.values import civil

COMPLETE = Decimal(100)
PLANNED, IN_PROGRESS = TaskStatus.PLANNED, TaskStatus.IN_PROGRESS
COMPLETED, CANCELLED = TaskStatus.COMPLETED, TaskStatus.CANCELLED


class Task(Struct, frozen=True, kw_only=True):
    """A task of the present plan, or one that a later version has cancelled. `plan_key` is its name in the plan."""

    id: ProjectTaskId
    status: TaskStatus = PLANNED
    plan_key: str
    phase: str
    title: str
    owner: PersonId
    starts: date
    due: date
    cost: Decimal
    """What it is budgeted at, in CNY."""
    depends_on: tuple[ProjectTaskId, ...] = ()
    slack: int = 0
    """By how many days it may slip before the whole plan does."""
    percent: Decimal = Decimal(0)
    note: str = ""
    evidence: tuple[Proof, ...] = ()
    forecast: date | None = None
    """When its owner expects to finish."""
    reported_at: datetime | None = None
    completed_on: date | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.status in TASK_LIFECYCLE.final

    @property
    def counts(self) -> bool:
        """Whether it belongs to the present plan."""
        return self.status is not CANCELLED

    @shown
    def critical(self) -> bool:
        """Whether it is on the critical path: any slip is a slip of the whole."""
        return self.counts and self.slack == 0


TASK_LIFECYCLE: Lifecycle[TaskStatus] = Lifecycle(
    {ProjectTaskProgressReported: move(PLANNED, IN_PROGRESS, to=Chosen("status", (IN_PROGRESS, COMPLETED)))},
    final=frozenset({COMPLETED, CANCELLED}),
)


def evolve_task(task: Task, event: ProjectTaskProgressReported, stamp: Stamp) -> Task:
    return replace(
        task,
        percent=event.percent,
        note=event.note,
        evidence=(*task.evidence, *event.evidence),
        forecast=event.forecast,
        reported_at=stamp.at,
        completed_on=civil(stamp.at) if event.status is COMPLETED else None,
    )


def overdue(task: Task, today: date) -> bool:
    """Whether a task that has not ended should have."""
    return not task.ended and today > task.due


class Milestone(Struct, frozen=True, kw_only=True):
    """A point of the plan that somebody other than its owner accepts. `plan_key` is its name in the plan."""

    id: MilestoneId
    status: MilestoneStatus = MilestoneStatus.PLANNED
    plan_key: str
    phase: str
    title: str
    owner: PersonId
    due: date
    reached_on: date | None = None
    evidence: tuple[Proof, ...] = ()
    accepted_by: PersonId | None = None
    comment: str = ""
    """What the acceptor said, or why it was waived."""


MILESTONE_LIFECYCLE: Lifecycle[MilestoneStatus] = Lifecycle(
    {
        ProjectMilestoneReached: move(MilestoneStatus.PLANNED, to=MilestoneStatus.REACHED),
        ProjectMilestoneWaived: move(MilestoneStatus.PLANNED, to=MilestoneStatus.WAIVED),
    },
    final=frozenset({MilestoneStatus.REACHED, MilestoneStatus.WAIVED, MilestoneStatus.CANCELLED}),
)


def evolve_milestone(milestone: Milestone, event: MilestoneEvent, stamp: Stamp) -> Milestone:
    match event:
        case ProjectMilestoneReached(reached_on=reached_on, evidence=evidence, comment=comment):
            return replace(
                milestone, reached_on=reached_on, evidence=evidence, comment=comment, accepted_by=stamp.actor
            )
        case ProjectMilestoneWaived(reason=reason):
            return replace(milestone, comment=reason)
        case _:
            assert_never(event)


def late(milestone: Milestone, today: date) -> bool:
    """Whether a milestone that is expected still should have been reached."""
    return milestone.status is MilestoneStatus.PLANNED and today > milestone.due
