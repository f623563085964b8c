"""Figures of projects: punctuality, quality, cost, benefit (K-05 to K-08)."""

from domain.project.terms import Status
from projections.filters import Not
from projections.kpi.declaring import Exclusion, FigureDimension, FigureUnit, Kpi, Measure, Total, among, is_, unknown

BY = {FigureDimension.UNIT: "unit", FigureDimension.PERSON: "lead", FigureDimension.PROJECT: "id"}
NOT_STARTED = Exclusion("It was never started.", "从未启动。", unknown("started_at"))
NOT_CLOSED = Exclusion(
    "It is terminated, not closed.", "已终止而非关闭。", Not(among("status", Status.CLOSED, Status.POST_EVALUATED))
)

KPIS = (
    Kpi(
        id="K-05",
        name="Project on-time completion",
        zh="项目按时完成率",
        source="003 四/(二)6",
        measures=(
            Measure(
                key="on_time",
                name="By the current deadline",
                zh="按现行期限",
                formula="started projects whose deadline lies in the period and that were accepted by it ÷ "
                "all started ones whose deadline lies in it, terminated ones included",
                of="project",
                day="deadline",
                left_out=(NOT_STARTED,),
                numerator=Total(where=is_("accepted_on_time")),
                by=BY,
            ),
            Measure(
                key="originally",
                name="By the deadline first approved",
                zh="按原批准期限",
                formula="the same by the deadlines that were approved first",
                of="project",
                day="original_deadline",
                left_out=(NOT_STARTED,),
                numerator=Total(where=is_("accepted_on_original_time")),
                by=BY,
            ),
        ),
    ),
    Kpi(
        id="K-06",
        name="Project quality",
        zh="项目质量达标率",
        source="003 四/(二)6",
        measures=(
            Measure(
                key="met",
                name="Projects up to standard",
                zh="质量达标项目",
                formula="projects accepted in the period that had passed every mandatory check ÷ "
                "projects accepted in it",
                of="project",
                day="accepted_on",
                numerator=Total(where=is_("quality_met")),
                by=BY,
            ),
            Measure(
                key="checks",
                name="Checks passed",
                zh="质量检查通过率",
                formula="quality checks passed by the projects accepted in the period ÷ quality checks made of them",
                of="project",
                day="accepted_on",
                numerator=Total("checks_passed"),
                denominator=Total("checks_made"),
                by=BY,
            ),
        ),
    ),
    Kpi(
        id="K-07",
        name="Project cost control",
        zh="项目成本控制",
        source="003 四/(二)6",
        measures=(
            Measure(
                key="within",
                name="Projects within their budget",
                zh="未超预算项目",
                formula="projects closed in the period that cost no more than their approved ceiling ÷ "
                "projects closed in it",
                of="project",
                day="closed_on",
                left_out=(NOT_CLOSED,),
                numerator=Total(where=is_("within_ceiling")),
                by=BY,
            ),
            Measure(
                key="saved",
                name="Budget left",
                zh="预算结余率",
                formula="(Σ approved ceiling − Σ cost) ÷ Σ approved ceiling, of the projects closed in the period",
                of="project",
                day="closed_on",
                left_out=(NOT_CLOSED,),
                numerator=Total("ceiling_left"),
                denominator=Total("ceiling"),
                by=BY,
            ),
            Measure(
                key="cpi",
                name="Cost performance index",
                zh="成本绩效指数",
                formula="CPI: Σ earned value ÷ Σ actual cost, of the projects closed in the period",
                of="project",
                day="closed_on",
                left_out=(NOT_CLOSED,),
                numerator=Total("earned_value"),
                denominator=Total("actual_cost"),
                unit=FigureUnit.RATIO,
                by=BY,
            ),
        ),
    ),
    Kpi(
        id="K-08",
        name="Project benefit",
        zh="项目收益评估",
        source="003 四/(二)6",
        measures=(
            Measure(
                key="benefit",
                name="Benefit realised",
                zh="收益实现率",
                formula="Σ benefit realised ÷ Σ benefit forecast, of the projects evaluated afterwards in the period",
                of="project",
                day="looked_back_on",
                numerator=Total("realised_benefit"),
                denominator=Total("forecast_benefit"),
                by=BY,
            ),
        ),
    ),
)
