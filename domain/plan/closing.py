"""Ending a plan: closed after its period and evaluation, or cancelled before (PLAN-41, PLAN-44)."""

from collections.abc import Iterator

from domain.organisation.state import company
from domain.plan.content import TaskClosing
from domain.plan.events import PlanCancelled, PlanClosed
from domain.plan.figures import snapshot
from domain.plan.issuing import KEEPERS
from domain.plan.overseeing import NOT_EVALUATED
from domain.plan.state import Plan
from domain.plan.terms import Level, Outcome
from domain.shared.act import Context, act, allow
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

PERIOD_RUNNING = Reason(
    "plan.period_running",
    "The plan runs until {ends}; it can be closed only afterwards.",
    "计划期间至{ends}，须在期满后关闭。",
)
NOT_CONCLUDED = Reason(
    "plan.not_concluded",
    "The latest evaluation still needs the conclusion of {roles}.",
    "最近一次评估尚缺{roles}的结论。",
)
ADJUSTMENTS_OPEN = Reason(
    "plan.adjustments_open", "These adjustments are not settled: {adjustments}.", "以下调整尚未办结：{adjustments}。"
)
UNDECIDED = Reason(
    "plan.tasks_undecided",
    "Say what becomes of these unfinished tasks: {tasks}.",
    "请说明以下未完成任务的处理：{tasks}。",
)
NOT_UNFINISHED = Reason(
    "plan.not_unfinished",
    "{task} is not an unfinished task of the plan, or is named twice.",
    "{task}不是计划中的未完成任务，或被重复列出。",
)
CARRIED_NOWHERE = Reason(
    "plan.carried_nowhere",
    "{task} is carried over if, and only if, a later plan that has not ended is named.",
    "{task}结转时须指明尚未结束的后续计划，其他情形不得指明。",
)


@act("关闭计划", *KEEPERS)
def close(plan: Plan, context: Context, *, unfinished: tuple[TaskClosing, ...] = ()) -> Iterator[PlanClosed]:
    """Close the plan after its period and its evaluation, saying what becomes of each unfinished task (PLAN-41)."""
    if context.today <= plan.ends:
        raise PERIOD_RUNNING(ends=plan.ends)
    require_conclusions(plan, context)
    if plan.open_adjustments:
        raise ADJUSTMENTS_OPEN(adjustments=[each.id for each in plan.open_adjustments])
    left = {task.id: task.title for task in plan.open_tasks}
    for closing in unfinished:
        if left.pop(closing.task, None) is None:
            raise NOT_UNFINISHED(task=closing.task)
        if (closing.outcome is Outcome.CARRIED_OVER) != carried_on(plan, closing, context):
            raise CARRIED_NOWHERE(task=closing.task)
    if left:
        raise UNDECIDED(tasks=list(left.values()))
    yield PlanClosed(unfinished=unfinished, final=snapshot(plan.tasks.values(), plan.plan_version, context.today))


@act(
    "取消计划",
    allow(Role.MGMT, level=Level.ANNUAL),
    allow(Role.DM, level=(Level.QUARTERLY, Level.MONTHLY)),
    decides=True,
)
def cancel(plan: Plan, context: Context, *, reason: Text) -> Iterator[PlanCancelled]:
    """End the plan before it is closed; its open tasks are cancelled with it (PLAN-44)."""
    yield PlanCancelled(reason=reason)


def require_conclusions(plan: Plan, context: Context) -> None:
    """Refuse to close without an evaluation, concluded by those of GM and OPM whom the company has (PLAN-40)."""
    if not plan.evaluations:
        raise NOT_EVALUATED()
    organisation = company(context.world)
    concluded = {each.role for each in plan.evaluations[-1].conclusions}
    expected = [role for role in (Role.GM, Role.OPM) if organisation.holders(role, context.today)]
    if missing := [role for role in expected if role not in concluded]:
        raise NOT_CONCLUDED(roles=missing)


def carried_on(plan: Plan, closing: TaskClosing, context: Context) -> bool:
    """Whether a plan is named that can take the task: one for a later time that has not ended."""
    if closing.carried_to is None:
        return False
    later = context.world.get(Plan, closing.carried_to)
    return later is not None and later.ends > plan.ends and not later.ended
