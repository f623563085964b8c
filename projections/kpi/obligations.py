"""The figure of the ledger of obligations: whether what is due by a day is done by it (K-36)."""

from projections.across import ObligationStatus
from projections.kpi.declaring import Exclusion, FigureDimension, Kpi, Measure, Total, is_

KPIS = (
    Kpi(
        id="K-36",
        name="Duty punctuality",
        zh="定期工作准时率",
        source="all",
        measures=(
            Measure(
                key="on_time",
                name="Duties fulfilled on time",
                zh="按时履行率",
                formula="obligations due in the period that were fulfilled by their day ÷ obligations due in it",
                of="obligation",
                day="due",
                left_out=(
                    Exclusion(
                        "It lapsed: nobody had to fulfil it any more.", "已不再适用。",
                        is_("status", ObligationStatus.LAPSED),
                    ),
                ),
                numerator=Total(where=is_("on_time")),
                by={FigureDimension.UNIT: "unit", FigureDimension.PERSON: "person"},
            ),
        ),
    ),
)  # fmt: skip
