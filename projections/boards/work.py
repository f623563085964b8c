"""What waits for somebody 待办: open approvals, overdue duties (ORG-15)."""

from datetime import datetime

from domain.shared.act import EVERY_ACT
from projections.boards.declaring import Board, Tile, either, person, unit
from projections.filters import Compare, Filter, Op
from projections.kpi.declaring import among
from projections.obligations import overdue

THEIRS = either(unit(), person("person"))


def approvals(_: datetime) -> Filter:
    """What waits for an act that judges somebody's work."""
    return among("act", *(name for name, act in EVERY_ACT.items() if act.decides))


BOARD = Board(
    key="work",
    name="Work that waits",
    zh="待办事项",
    kpis=("K-36",),
    tiles=(
        Tile(key="all", name="Everything that waits", zh="全部待办", of="work_item", within=THEIRS, by="room"),
        Tile(
            key="approvals", name="Open approvals", zh="待决事项", of="work_item", within=THEIRS, by="act",
            where=approvals,
        ),
        Tile(
            key="overdue", name="Overdue work", zh="逾期事项", of="work_item", within=THEIRS, by="act",
            where=lambda now: Compare("due", Op.LT, now),
        ),
        Tile(
            key="obligations", name="Obligations not fulfilled by their day", zh="逾期未履行的定期职责",
            of="obligation", within=THEIRS, by="rule", where=overdue,
        ),
    ),
)  # fmt: skip
