"""The goals 目标, and what serves none (PRIN-04)."""

from domain.shared.values import civil
from projections.boards.declaring import Board, Tile, unit
from projections.filters import And, Compare, Op
from projections.kpi.declaring import is_

IN_FORCE = is_("in_force")

BOARD = Board(
    key="goals",
    name="Goals",
    zh="目标",
    tiles=(
        Tile(
            key="in_force", name="Goals in force", zh="有效目标", of="goal", within=unit(), by="level",
            where=lambda _: IN_FORCE,
        ),
        Tile(
            key="due", name="Goals past their day", zh="到期未评定的目标", of="goal", within=unit(), by="level",
            where=lambda now: And((IN_FORCE, Compare("due", Op.LT, civil(now)))),
        ),
        Tile(
            key="orphans", name="Goals that serve no other", zh="未关联上级目标的目标", of="goal", within=unit(),
            by="level", where=lambda _: And((IN_FORCE, is_("orphan"))),
        ),
    ),
)  # fmt: skip
