"""What is written in a plan and in its tasks: the words that people sign."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from domain.plan.terms import CitationKind, GoalKind, Outcome, Priority, ResourceKind, SuggestionRoute
from domain.shared.ids import GoalId, MetricId, PersonId, PlanId, ProjectId, TaskId, UnitId
from domain.shared.values import Line, Text


class PlanGoal(Struct, frozen=True, kw_only=True):
    """A goal of the plan. `key` names it inside the plan; `goal` is the goal of the company that it serves (STRAT-02).

    A department's goal names its `unit`.
    """

    key: Line
    """What tasks and key projects of the plan call it by: a word of your own."""
    kind: GoalKind
    unit: UnitId | None = None
    """The department whose goal it is."""
    text: Text
    goal: GoalId | None = None
    """The goal of the company that it serves."""
    metric: MetricId | None = None
    """By what it is measured."""
    target: Decimal | None = None
    """What the metric is to reach."""


class KeyProject(Struct, frozen=True, kw_only=True):
    """A key project of an annual plan; without `project` it is still to be proposed (PLAN-38)."""

    name: Line
    project: ProjectId | None = None
    """The project, once there is one."""
    goal: str = ""
    """The key of the plan's goal that it serves."""


class ResourceNeed(Struct, frozen=True, kw_only=True):
    """Something the plan needs in order to succeed (PLAN-39, RES-01)."""

    kind: ResourceKind
    name: Line
    quantity: Decimal | None = None
    cost: Decimal | None = None
    """In CNY."""
    needed_by: date | None = None
    external: bool = False
    """Whether it comes from outside the company."""


class Citation(Struct, frozen=True, kw_only=True):
    """Data that a plan or its evaluation is founded on (PLAN-14, PLAN-40)."""

    kind: CitationKind
    title: Line
    source: Line
    """Where it was found."""


class Milestone(Struct, frozen=True, kw_only=True):
    """A date by which something must have been reached (PLAN-06)."""

    title: Line
    due: date


class PlannedTask(Struct, frozen=True, kw_only=True):
    """A task as a quarterly or monthly plan names it, before decomposition (PLAN-06, PLAN-09)."""

    title: Line
    content: str = ""
    unit: UnitId | None = None
    responsible: PersonId | None = None
    """Who is to answer for it."""
    due: date | None = None


class Indicator(Struct, frozen=True, kw_only=True):
    """An operating indicator of the plan; attainment is computed from the metric's values (PLAN-42)."""

    metric: MetricId
    target: Decimal
    """What the metric is to reach between the two days."""
    starts: date
    ends: date


class PlanContent(Struct, frozen=True, kw_only=True):
    """All that an approver of a plan signs. Kind and level say which parts are mandatory (PLAN-03, 06, 09, 14)."""

    title: Line
    direction: str = ""
    """Where operations are to go 运营方向."""
    focus: str = ""
    """What the work concentrates on 工作重点."""
    goals: tuple[PlanGoal, ...] = ()
    key_projects: tuple[KeyProject, ...] = ()
    resource_needs: tuple[ResourceNeed, ...] = ()
    evidence: tuple[Citation, ...] = ()
    """The data that it is founded on."""
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    """The tasks as they are foreseen; decomposition makes those that are done."""
    indicators: tuple[Indicator, ...] = ()


class Evidence(Struct, frozen=True, kw_only=True):
    """Something that shows what was done: a document, a link, a figure."""

    title: Line
    reference: str = ""


class TaskTerms(Struct, frozen=True, kw_only=True):
    """What a task is and who answers for it (PLAN-15)."""

    goal: str
    """The key of the plan's goal that it serves."""
    title: Line
    content: Text
    """What is to be done."""
    unit: UnitId
    """The unit that answers for it, to which `responsible` belongs."""
    responsible: PersonId
    """Who answers for it."""
    start: date
    due: date
    """Its last day; like the first one inside the time of the plan."""
    deliverable: str = ""
    """What there is when it is done."""
    weight: Decimal
    """How much it counts in the progress of the plan, in proportion to the other tasks; more than 0."""
    priority: Priority = Priority.NORMAL
    project: ProjectId | None = None
    """The project that does the work, when a milestone of it satisfies the task (PLAN-38)."""
    milestone: str = ""
    """The key of that milestone."""


class Claim(Struct, frozen=True, kw_only=True):
    """That a task is done, and what shows it: as signed by whoever confirms or refuses it (PLAN-24)."""

    delivered: str
    evidence: tuple[Evidence, ...]


class NewTask(TaskTerms, frozen=True, kw_only=True):
    """A task to be made of a plan. `key` names it among the tasks made together.

    `depends_on` gives keys of those, or ids of tasks already in the plan.
    """

    key: Line
    """What the other tasks made together call it by: a word of your own."""
    depends_on: tuple[str, ...] = ()
    """What has to be done before: keys of those made together, ids of tasks that are there."""


class TaskMade(TaskTerms, frozen=True, kw_only=True):
    """A task as it was made, or as it reads after an adjustment."""

    id: TaskId
    depends_on: tuple[TaskId, ...] = ()


class Finding(Struct, frozen=True, kw_only=True):
    """What an inspection found about one task."""

    task: TaskId
    text: Text
    satisfactory: bool
    """Whether it goes as it should."""


class NewSuggestion(Struct, frozen=True, kw_only=True):
    """An improvement that an evaluation suggests, and where it is to go."""

    text: Text
    route: SuggestionRoute = SuggestionRoute.NOTED


class TaskClosing(Struct, frozen=True, kw_only=True):
    """What becomes of a task that had not ended when its plan is closed; `carried_to` is the later plan (PLAN-41)."""

    task: TaskId
    outcome: Outcome
    reason: Text
    carried_to: PlanId | None = None
    """The later plan that takes it over."""


class WorkStep(Struct, frozen=True, kw_only=True):
    """A step of a detailed work plan."""

    text: Line
    starts: date
    ends: date
