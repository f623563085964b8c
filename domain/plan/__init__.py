"""Plans: drafted, consulted on, decided, broken down into tasks, issued, followed, adjusted, evaluated and closed."""

from domain.plan import (
    adjudicating,
    adjusting,
    amendment,
    closing,
    consulting,
    deciding,
    difficulties,
    drafting,
    drawing,
    executing,
    issuing,
    overseeing,
    reissuing,
    remarking,
    timers,
)
from domain.plan.adjustment import ADJUSTMENT_LIFECYCLE, Adjustment, evolve_adjustment
from domain.plan.claims import KEY, claims
from domain.plan.drafting import DUPLICATE
from domain.plan.events import PlanEvent
from domain.plan.evolve import evolve
from domain.plan.figures import health
from domain.plan.lifecycle import LIFECYCLE
from domain.plan.obligations import obligations
from domain.plan.opinion import OPINION_LIFECYCLE, Opinion, evolve_opinion
from domain.plan.relations import interested, relations
from domain.plan.state import Plan
from domain.plan.task import TASK_LIFECYCLE, Task, evolve_task
from domain.plan.timers import wakes
from domain.plan.upcasts import UPCASTS
from domain.plan.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import AdjustmentId, OpinionId, PlanId, TaskId
from domain.shared.room import Part, Room

ROOM = Room(
    name="plan",
    zh="计划",
    id=PlanId,
    state=Plan,
    events=PlanEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in(
        "plan",
        drafting,
        drawing,
        consulting,
        deciding,
        issuing,
        executing,
        difficulties,
        overseeing,
        adjusting,
        adjudicating,
        reissuing,
        closing,
        remarking,
        timers,
    ),
    parts=(
        Part("opinion", "部门意见", OpinionId, Opinion, "opinions", OPINION_LIFECYCLE, evolve_opinion),
        Part("task", "任务", TaskId, Task, "tasks", TASK_LIFECYCLE, evolve_task, (health,)),
        Part(
            "adjustment",
            "计划调整",
            AdjustmentId,
            Adjustment,
            "adjustments",
            ADJUSTMENT_LIFECYCLE,
            evolve_adjustment,
            proposes=amendment.proposed,
        ),
    ),
    relations=relations,
    interested=interested,
    claims=claims,
    unique={KEY: DUPLICATE},
    wakes=wakes,
    work=work,
    obligations=obligations,
    upcasts=UPCASTS,
)
