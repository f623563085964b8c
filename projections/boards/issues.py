"""The issue ledger 问题台账. More figures of it: `issueFigures`."""

from domain.shared.values import civil
from projections.boards.declaring import Board, Tile, either, unit
from projections.figures import IS_OPEN, overdue
from projections.filters import And
from projections.kpi.declaring import is_, over

THEIRS = either(unit("responsible_unit"), unit())

BOARD = Board(
    key="issues",
    name="Issue ledger",
    zh="问题台账",
    kpis=("K-29",),
    tiles=(
        Tile(key="open", name="Open issues", zh="未关闭问题", of="issue", within=THEIRS, where=lambda _: IS_OPEN),
        Tile(
            key="severity", name="Open issues by severity", zh="未关闭问题严重程度", of="issue", within=THEIRS,
            by="severity", where=lambda _: IS_OPEN,
        ),
        Tile(
            key="overdue", name="Issues overdue", zh="逾期问题", of="issue", within=THEIRS,
            where=lambda now: overdue(civil(now)),
        ),
        Tile(
            key="escalated", name="Open issues that were escalated", zh="已升级问题", of="issue", within=THEIRS,
            by="escalation", where=lambda _: And((IS_OPEN, over("escalation", 0))),
        ),
        Tile(
            key="recurred", name="Open issues that came back", zh="复发问题", of="issue", within=THEIRS,
            where=lambda _: And((IS_OPEN, over("recurrences", 0))),
        ),
        Tile(
            key="unanswered", name="Orders that wait for an answer", zh="待答复的整改要求", of="issue", within=THEIRS,
            by="unit", where=lambda _: is_("unanswered"),
        ),
    ),
)  # fmt: skip
