"""Figures of appraisals: gain of a team, discipline of a cycle (K-19, K-38)."""

from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.terms import Status
from projections.filters import Not
from projections.kpi.declaring import Exclusion, FigureDimension, FigureUnit, Kpi, Measure, Total, is_, unknown

VOID = Exclusion("It is void.", "已作废。", is_("status", Status.VOIDED))
NOT_FINAL = Exclusion("Its result is not final yet.", "结果尚未确定。", Not(is_("status", Status.FINALISED)))
OF_UNIT = Exclusion(
    "It is of a unit, not of a member.", "被考核的是组织单元，不是成员。", Not(is_("subjects", SubjectKind.PERSON))
)
NO_EARLIER = Exclusion(
    "There is no result of the same kind of cycle before.", "没有同类周期的上次结果。", unknown("gain")
)

KPIS = (
    Kpi(
        id="K-19",
        name="Team performance gain",
        zh="团队成员绩效提升",
        source="003 四/(二)2",
        measures=(
            Measure(
                key="gain",
                name="Mean gain",
                zh="平均提升",
                formula="mean, over the members whose cycle ends in the period, of final score − final score of the "
                "cycle of the same kind before; a person stands for those whom they evaluate",
                of="appraisal",
                day="ends",
                left_out=(VOID, NOT_FINAL, OF_UNIT, NO_EARLIER),
                numerator=Total("gain"),
                unit=FigureUnit.POINTS,
                by={FigureDimension.UNIT: "department", FigureDimension.PERSON: "superior"},
            ),
        ),
    ),
    Kpi(
        id="K-38",
        name="Appraisal discipline",
        zh="考核周期执行率",
        source="001 考核周期",
        measures=(
            Measure(
                key="in_time",
                name="Final in time",
                zh="按时完成考核",
                formula="appraisals whose period ends in the period and that were final within 15 working days of it ÷ "
                "all that were opened for such periods",
                of="appraisal",
                day="ends",
                numerator=Total(where=is_("in_time")),
                by={FigureDimension.UNIT: "department"},
            ),
        ),
    ),
)
