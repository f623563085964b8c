"""A plan as its events leave it: its content, the decisions on it, its tasks and its adjustments."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from domain.plan import figures
from domain.plan.adjustment import Adjustment
from domain.plan.children import ChildPlan
from domain.plan.content import Citation, PlanContent
from domain.plan.events import Suggestion
from domain.plan.lifecycle import LIFECYCLE
from domain.plan.opinion import Opinion
from domain.plan.periods import next_inspection
from domain.plan.remarks import Comment, Link
from domain.plan.standing import Snapshot
from domain.plan.task import Task
from domain.plan.terms import Kind, Level, Rung, Stage, Status, TaskStatus
from domain.shared.act import Grant, allow
from domain.shared.approval import Request, Signature
from domain.shared.growing import Growing
from domain.shared.ids import AdjustmentId, OpinionId, PersonId, PlanId, ProjectId, TaskId, UnitId
from domain.shared.room import shown
from domain.shared.term import Role
from domain.shared.values import Period, civil

DECIDERS: tuple[Grant, ...] = (
    allow(Role.MGMT, kind=(Kind.COMPANY, Kind.OPERATING), level=Level.ANNUAL),
    allow(Role.DM, kind=Kind.COMPANY, level=(Level.QUARTERLY, Level.MONTHLY)),
    allow(Role.SUP, kind=Kind.OPERATING, level=(Level.QUARTERLY, Level.MONTHLY)),
    allow(Role.SUP, kind=Kind.DEPARTMENT),
    allow(Role.DM, kind=Kind.AREA),
)
"""Who approves, returns and rejects which plans (requirements §1.2; PLAN-04, 07, 10)."""


class Conclusion(Struct, frozen=True, kw_only=True):
    """One of the joint conclusions of an evaluation."""

    by: PersonId
    role: Role
    text: str


class Evaluation(Struct, frozen=True, kw_only=True):
    """A summary judgment of the plan's execution, and who has concluded it jointly (PLAN-36, PLAN-40)."""

    at: datetime
    by: PersonId
    figures: Snapshot
    findings: str
    suggestions: tuple[Suggestion, ...]
    data: tuple[Citation, ...]
    conclusions: tuple[Conclusion, ...] = ()


class Misalignment(Struct, frozen=True, kw_only=True):
    """The parent was issued anew; until somebody has looked, the plan may no longer follow from it (PLAN-35)."""

    parent_version: int
    since: datetime


class StageStanding(Struct, frozen=True, kw_only=True):
    """A stage with what it is to reach, and whether its exit check is passed (PLAN-40)."""

    stage: Stage
    purpose: str
    passed: bool


class Plan(Struct, frozen=True, kw_only=True):
    """`since` is when it came to its present status; `plan_version` counts what was issued, not the events."""

    id: PlanId
    status: Status = Status.DRAFT
    since: datetime
    kind: Kind
    level: Level
    unit: UnitId
    starts: date
    ends: date
    parent: PlanId | None = None
    progress: Snapshot | None = None
    """How the parent stood when this plan was drawn from it (PLAN-05)."""
    copied_from: PlanId | None = None
    preparer: PersonId
    contributors: tuple[PersonId, ...]
    """Everybody who wrote on it or submitted it: none of them may judge it."""
    content: PlanContent
    opinions: Mapping[OpinionId, Opinion] = {}
    opinions_due: date | None = None
    consulted: bool = False
    """Whether a consultation was brought to its end."""
    request: Request | None = None
    versions: Growing[PlanContent] = ()
    """The content of each submission; the first is version 1 (PLAN-11)."""
    signatures: Growing[Signature] = ()
    superior: PersonId | None = None
    """The preparer's superior when it was submitted."""
    late: bool = False
    """Submitted after its period had begun (PLAN-02)."""
    children: tuple[ChildPlan, ...] = ()
    """The plans that are to be drafted from it, since its approval."""
    plan_version: int = 0
    tasks: Mapping[TaskId, Task] = {}
    issued_at: datetime | None = None
    recipients: tuple[PersonId, ...] = ()
    adjustments: Mapping[AdjustmentId, Adjustment] = {}
    inspected_at: datetime | None = None
    inspections: int = 0
    evaluations: tuple[Evaluation, ...] = ()
    misalignment: Misalignment | None = None
    reminders: Mapping[str, Rung] = {}
    """How far up each matter has been reminded of."""
    ending: str = ""
    """Why it was cancelled."""
    comments: Growing[Comment] = ()
    links: Growing[Link] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.status in LIFECYCLE.final

    @property
    def period(self) -> Period:
        """The days that it is for."""
        return Period(self.starts, self.ends)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks of which something is still expected."""
        return tuple(task for task in self.tasks.values() if not task.ended)

    @property
    def open_adjustments(self) -> tuple[Adjustment, ...]:
        """The adjustments that are not settled yet."""
        return tuple(each for each in self.adjustments.values() if not each.settled)

    @shown
    def title(self) -> str:
        """The title in its content."""
        return self.content.title

    @shown
    def decider(self) -> Role:
        """In which role somebody decides on it."""
        return next(line.role for line in DECIDERS if line.covers(lambda name: getattr(self, name)))

    @shown
    def orphan_goals(self) -> tuple[str, ...]:
        """The keys of its goals that serve no goal of the company (PRIN-04)."""
        return tuple(goal.key for goal in self.content.goals if goal.goal is None)

    @shown
    def key_projects(self) -> tuple[ProjectId, ...]:
        """The key projects that it names, but for those that are still to be proposed (PLAN-38)."""
        return tuple(each.project for each in self.content.key_projects if each.project is not None)

    @shown
    def completed_weight(self) -> Decimal:
        """K-01's numerator."""
        return figures.completion(self.tasks.values()).numerator

    @shown
    def counted_weight(self) -> Decimal:
        """K-01's denominator."""
        return figures.completion(self.tasks.values()).denominator

    @shown
    def completion(self) -> Decimal | None:
        """K-01 in percent; absent while it has no task that counts."""
        return figures.completion(self.tasks.values()).percent

    @shown
    def task_count(self) -> int:
        """How many tasks it has, ended ones included."""
        return len(self.tasks)

    @shown
    def open_task_count(self) -> int:
        """How many tasks have not ended."""
        return len(self.open_tasks)

    @shown
    def blocked_task_count(self) -> int:
        """How many tasks are stopped by a difficulty."""
        return sum(task.status is TaskStatus.BLOCKED for task in self.tasks.values())

    @shown
    def open_adjustment_count(self) -> int:
        """How many adjustments are not settled."""
        return len(self.open_adjustments)

    @shown
    def inspection_due(self) -> date | None:
        """The day by which the next inspection is due (PLAN-22)."""
        if self.status is not Status.ISSUED or self.issued_at is None:
            return None
        return next_inspection(self.level, civil(self.inspected_at or self.issued_at), self.ends)

    @shown
    def stage(self) -> Stage:
        """Planning until it is issued, execution until its tasks have ended, then evaluation (PLAN-40)."""
        if self.plan_version == 0:
            return Stage.PLANNING
        return Stage.EXECUTION if self.open_tasks else Stage.EVALUATION

    @shown
    def stages(self) -> tuple[StageStanding, ...]:
        """The three stages, each with its purpose and exit check: issued, all tasks ended, evaluated (PLAN-40)."""
        issued = self.plan_version > 0
        return (
            StageStanding(stage=Stage.PLANNING, purpose=self.content.direction, passed=issued),
            StageStanding(stage=Stage.EXECUTION, purpose=self.content.focus, passed=issued and not self.open_tasks),
            StageStanding(
                stage=Stage.EVALUATION,
                purpose="；".join(goal.text for goal in self.content.goals),
                passed=bool(self.evaluations),
            ),
        )
