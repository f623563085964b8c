"""Figures of approvals (K-37)."""

from domain.shared.approval import Verdict
from projections.filters import Not
from projections.kpi.declaring import Exclusion, FigureDimension, Kpi, Measure, Total, among, is_

DECISIONS = (Verdict.APPROVED, Verdict.RETURNED, Verdict.REJECTED)
OTHER = Exclusion(
    "It asks for a decision, or is an opinion.", "是申请或意见，而非决定。", Not(among("verdict", *DECISIONS))
)

KPIS = (
    Kpi(
        id="K-37",
        name="Approval cycle time",
        zh="审批周期",
        source="000 一/(三)3",
        measures=(
            Measure(
                key="returned",
                name="Return rate",
                zh="退回率",
                formula="decisions in the period that return what was submitted ÷ decisions in it",
                of="signature",
                day="at",
                left_out=(OTHER,),
                numerator=Total(where=is_("verdict", Verdict.RETURNED)),
                by={FigureDimension.PERSON: "signer"},
            ),
        ),
    ),
)
