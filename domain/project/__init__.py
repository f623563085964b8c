"""Projects: proposed, reviewed, approved, planned, carried out within budget, accepted, closed, looked back at."""

from domain.project import (
    accepting,
    approving,
    changing,
    closing,
    executing,
    overseeing,
    planning,
    proposing,
    reviewing,
    spending,
    staffing,
    steering,
    timers,
)
from domain.project.change import CHANGE_LIFECYCLE, ChangeRequest, evolve_change
from domain.project.claims import claims
from domain.project.deviation import (
    ACTION_LIFECYCLE,
    DEVIATION_LIFECYCLE,
    PROBLEM_LIFECYCLE,
    Action,
    Deviation,
    Problem,
    evolve_action,
    evolve_deviation,
    evolve_problem,
)
from domain.project.events import ProjectEvent
from domain.project.evolve import evolve
from domain.project.lesson import LESSON_LIFECYCLE, Lesson, evolve_lesson
from domain.project.lifecycle import LIFECYCLE
from domain.project.money import (
    COMMITMENT_LIFECYCLE,
    COST_LIFECYCLE,
    Commitment,
    Cost,
    evolve_commitment,
    evolve_cost,
)
from domain.project.obligations import obligations
from domain.project.relations import interested, relations
from domain.project.review import (
    CONDITION_LIFECYCLE,
    REVIEW_LIFECYCLE,
    Condition,
    Review,
    evolve_condition,
    evolve_review,
)
from domain.project.standing import health, planned_value, schedule_performance_index, schedule_variance
from domain.project.state import Project
from domain.project.task import (
    MILESTONE_LIFECYCLE,
    TASK_LIFECYCLE,
    Milestone,
    Task,
    evolve_milestone,
    evolve_task,
    late,
    overdue,
)
from domain.project.timers import wakes
from domain.project.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import (
    ActionId,
    ChangeRequestId,
    CommitmentId,
    ConditionId,
    CostId,
    DeviationId,
    LessonId,
    MilestoneId,
    ProblemId,
    ProjectId,
    ProjectTaskId,
    ReviewId,
)
from domain.shared.room import Part, Room

ROOM = Room(
    name="project",
    zh="项目",
    id=ProjectId,
    state=Project,
    events=ProjectEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in(
        "project",
        proposing,
        reviewing,
        approving,
        staffing,
        planning,
        executing,
        spending,
        overseeing,
        changing,
        steering,
        accepting,
        closing,
        timers,
    ),
    parts=(
        Part("review", "部门评审", ReviewId, Review, "reviews", REVIEW_LIFECYCLE, evolve_review),
        Part("condition", "条件", ConditionId, Condition, "conditions", CONDITION_LIFECYCLE, evolve_condition),
        Part("task", "项目任务", ProjectTaskId, Task, "tasks", TASK_LIFECYCLE, evolve_task, (overdue,)),
        Part(
            "milestone", "里程碑", MilestoneId, Milestone, "milestones", MILESTONE_LIFECYCLE, evolve_milestone, (late,)
        ),
        Part(
            "commitment", "费用承诺", CommitmentId, Commitment, "commitments", COMMITMENT_LIFECYCLE, evolve_commitment
        ),
        Part("cost", "实际费用", CostId, Cost, "costs", COST_LIFECYCLE, evolve_cost),
        Part("deviation", "偏差", DeviationId, Deviation, "deviations", DEVIATION_LIFECYCLE, evolve_deviation),
        Part("action", "行动项", ActionId, Action, "actions", ACTION_LIFECYCLE, evolve_action),
        Part("problem", "项目问题", ProblemId, Problem, "problems", PROBLEM_LIFECYCLE, evolve_problem),
        Part(
            "change_request",
            "项目变更",
            ChangeRequestId,
            ChangeRequest,
            "change_requests",
            CHANGE_LIFECYCLE,
            evolve_change,
            proposes=changing.proposed,
        ),
        Part("lesson", "经验教训", LessonId, Lesson, "lessons", LESSON_LIFECYCLE, evolve_lesson),
    ),
    relations=relations,
    interested=interested,
    claims=claims,
    wakes=wakes,
    work=work,
    obligations=obligations,
    daily=(health, planned_value, schedule_variance, schedule_performance_index),
)
