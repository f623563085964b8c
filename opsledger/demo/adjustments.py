"""Two adjustments of the quarterly plan: one that was carried through to its effect, one that waits to be decided."""

from datetime import date, timedelta

from domain.plan.adjustment_events import AdjustmentOpinion
from domain.plan.changes import AdjustmentContent, PlanDiff, TaskChange
from domain.plan.content import Finding
from domain.plan.terms import Recommendation, Trigger
from domain.shared.ids import TaskId
from opsledger.demo.people import IMPROVER, MANAGER, PLANNER, PLANNER_2, SALES
from opsledger.demo.stage import Stage, Story
from opsledger.demo.steps import QUARTERLY, its_task, shown


def extended(stage: Stage, starts: date, ends: date) -> Story:
    """Sales needs longer; opinion, decision, decomposition, new issue and follow-up, each by whom it falls to."""
    yield stage.between(starts, 0.4)
    task = its_task(stage, QUARTERLY, SALES)
    applied = application(
        task, ends - timedelta(days=5), Trigger.EXTERNAL,
        reason="两家重点客户更换采购系统，历史需求数据暂时无法取得",
        impact="预测覆盖前十大客户推迟，准时交付目标不受影响",
        solution="先用人工台账补充数据，客户系统切换后再接入",
    )
    adjustment = stage.do("plan.request_adjustment", SALES, QUARTERLY, content=applied).part
    yield stage.between(starts, 0.45)
    stage.do("plan.give_opinion", PLANNER, QUARTERLY, adjustment, opinion=opinion("原因客观，延期不影响公司目标"))
    stage.refused("plan.approve_adjustment", PLANNER, QUARTERLY, adjustment)
    yield stage.between(starts, 0.48)
    stage.do("plan.approve_adjustment", MANAGER, QUARTERLY, adjustment, comment="同意，客户切换完成后立即补齐")
    yield stage.between(starts, 0.5)
    stage.do("plan.apply_adjustment", PLANNER, QUARTERLY, adjustment, changes=applied.changes)
    stage.do("plan.reissue", PLANNER, QUARTERLY, adjustment)
    yield stage.between(starts, 0.65)
    findings = (Finding(task=TaskId(task), text="人工台账已覆盖八家客户", satisfactory=True),)
    stage.do("plan.inspect", PLANNER_2, QUARTERLY, summary="检查调整后的任务进展", findings=findings)
    effect = "预测更新恢复按周进行"
    stage.do("plan.record_follow_up", PLANNER, QUARTERLY, adjustment, effect=effect, evidence=shown("预测周报"))


def waiting(stage: Stage, starts: date, ends: date) -> Story:
    """The review of repeated problems should end later; the opinion is given, the manager has not decided."""
    yield stage.between(starts, 0.88)
    applied = application(
        its_task(stage, QUARTERLY, IMPROVER), ends - timedelta(days=2), Trigger.INTERNAL,
        reason="运营组历史问题清单需要重新归类，工作量超出预期",
        impact="专项复盘晚八天完成，不影响其他任务",
        solution="先复盘发生三次以上的问题，其余同步归类",
    )
    adjustment = stage.do("plan.request_adjustment", IMPROVER, QUARTERLY, content=applied).part
    yield stage.between(starts, 0.95)
    stage.do("plan.give_opinion", PLANNER_2, QUARTERLY, adjustment, opinion=opinion("建议同意，需保证季度末前完成"))


def application(task: str, due: date, trigger: Trigger, reason: str, impact: str, solution: str) -> AdjustmentContent:
    """An application to let a task end later."""
    return AdjustmentContent(
        trigger=trigger,
        affected=(TaskId(task),),
        reason=reason,
        changes=PlanDiff(change=(TaskChange(task=TaskId(task), due=due),)),
        impact=impact,
        solution=solution,
        objective="外部条件或数据状况已发生变化，有书面记录",
        reasonable="延期幅度与工作量相符",
        necessary="不延期则成果质量无法保证",
    )


def opinion(text: str) -> AdjustmentOpinion:
    """The plan group endorses."""
    return AdjustmentOpinion(
        recommendation=Recommendation.ENDORSE,
        objective=True,
        reasonable=True,
        necessary=True,
        keeps_company_goals=True,
        operable=True,
        text=text,
    )
