"""Figures of plans: completion, punctuality, adjustment (K-01, K-02)."""

from domain.plan.terms import TaskStatus
from projections.kpi.declaring import Exclusion, FigureDimension, Kpi, Measure, Total, is_, of_its

BY = {FigureDimension.UNIT: "unit", FigureDimension.PERSON: "responsible", FigureDimension.PLAN: "plan"}
UNISSUED = Exclusion("Its plan is not issued.", "所属计划尚未下达。", of_its("plan", is_("plan_version", 0)))
WITHDRAWN = Exclusion(
    "An approved adjustment cancelled or replaced it.", "已由批准的调整取消或替换。", is_("withdrawn")
)
COMPLETED = is_("status", TaskStatus.COMPLETED)

KPIS = (
    Kpi(
        id="K-01",
        name="Plan completion rate",
        zh="计划完成率",
        source="001 工作业绩指标",
        measures=(
            Measure(
                key="completion",
                name="Completion",
                zh="完成率",
                formula="Σ weight of the tasks due in the period whose completion is confirmed ÷ "
                "Σ weight of all due in it",
                of="plan_task",
                day="due",
                left_out=(UNISSUED, WITHDRAWN),
                numerator=Total("weight", COMPLETED),
                denominator=Total("weight"),
                by=BY,
            ),
            Measure(
                key="first_version",
                name="Completion of the first version",
                zh="按原计划的完成率",
                formula="the same over the tasks, due dates and weights with which the plan was first issued; "
                "tasks that an adjustment cancelled or replaced count as not completed",
                of="plan_task",
                day="first_due",
                left_out=(UNISSUED,),
                numerator=Total("first_weight", COMPLETED),
                denominator=Total("first_weight"),
                by=BY,
            ),
        ),
    ),
    Kpi(
        id="K-02",
        name="Plan on-time rate and adjustment rate",
        zh="按时完成率、调整率",
        source="001 总则/计划执行",
        measures=(
            Measure(
                key="on_time",
                name="On time",
                zh="按时完成率",
                formula="Σ weight of the tasks due in the period that were claimed by their due date and confirmed ÷ "
                "Σ weight of all due in it",
                of="plan_task",
                day="due",
                left_out=(UNISSUED, WITHDRAWN),
                numerator=Total("weight", is_("on_time")),
                denominator=Total("weight"),
                by=BY,
            ),
            Measure(
                key="adjusted",
                name="Adjusted",
                zh="调整率",
                formula="tasks made in the period that an approved adjustment has changed, cancelled or replaced ÷ "
                "tasks made in the period",
                of="plan_task",
                day="issued_at",
                left_out=(UNISSUED,),
                numerator=Total(where=is_("adjusted")),
                by=BY,
            ),
        ),
    ),
)
