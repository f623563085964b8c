"""Figures of the issue ledger: whether and how fast problems are solved (K-29)."""

from collections.abc import Iterator

from domain.issue.terms import Status
from projections.kpi.declaring import (
    Exclusion,
    FigureDimension,
    FigureUnit,
    Kpi,
    Measure,
    Total,
    among,
    is_,
    over,
    unknown,
)

BY = {
    FigureDimension.UNIT: "responsible_unit",
    FigureDimension.PERSON: "responsible",
    FigureDimension.PLAN: "plan",
    FigureDimension.PROJECT: "project",
}
GONE = Exclusion(
    "It was dismissed, or merged into another.", "已驳回或已合并。", among("status", Status.DISMISSED, Status.MERGED)
)
STAGES = (
    ("register", "report to registration", "报告至登记"),
    ("analyse", "registration to the first root cause", "登记至查明原因"),
    ("assign", "the first root cause to the first assignment", "查明原因至指派"),
    ("solve", "the first assignment to the first claim of a solution", "指派至提出解决"),
    ("verify", "the first claim of a solution to the first closing", "提出解决至关闭"),
    ("close", "report to the first closing", "报告至关闭"),
)


def of_closed(key: str, name: str, zh: str, formula: str, numerator: Total) -> Measure:
    """A share of the issues first closed in the period."""
    return Measure(
        key=key, name=name, zh=zh, formula=formula, of="issue", day="first_closed_at",
        left_out=(GONE,), numerator=numerator, by=BY,
    )  # fmt: skip


def stages() -> Iterator[Measure]:
    """How long each stage took on the average."""
    for stage, words, zh in STAGES:
        column = f"{stage}_hours"
        yield Measure(
            key=f"to_{stage}",
            name=f"Mean time from {words}",
            zh=f"平均时长：{zh}",
            formula=f"mean of the days from {words}, over the issues first closed in the period",
            of="issue",
            day="first_closed_at",
            left_out=(GONE, Exclusion("The time is not known.", "时长不详。", unknown(column))),
            numerator=Total(column),
            unit=FigureUnit.DAYS,
            by=BY,
        )


KPIS = (
    Kpi(
        id="K-29",
        name="Issue effectiveness",
        zh="问题得到有效解决",
        source="001 运营问题解决",
        measures=(
            of_closed(
                "first_time", "Closed at the first verification", "一次验证通过率",
                "issues first closed in the period whose first claimed solution held ÷ issues first closed in it",
                Total(where=is_("failures", 0)),
            ),
            Measure(
                key="on_time",
                name="Closed on time",
                zh="按时关闭率",
                formula="issues due in the period that are closed, and were by their due date ÷ issues due in it",
                of="issue",
                day="due",
                left_out=(GONE,),
                numerator=Total(where=is_("closed_on_time")),
                by=BY,
            ),
            of_closed(
                "recurrence", "Recurrence", "复发率",
                "issues first closed in the period that came back afterwards ÷ issues first closed in it",
                Total(where=over("recurrences", 0)),
            ),
            *stages(),
        ),
    ),
)  # fmt: skip
