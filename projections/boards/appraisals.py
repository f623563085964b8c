"""The appraisal board 考核看板 (APPR-28): only what the reader may see is counted."""

from datetime import datetime

from domain.appraisal.lifecycle import LIFECYCLE
from domain.appraisal.terms import ImprovementStatus, Status
from domain.shared.values import civil
from projections.boards.declaring import Board, Tile, its, unit
from projections.filters import And, Compare, Filter, Not, Op
from projections.kpi.declaring import among, is_, known

THEIRS = unit("department")
OPEN = Not(among("status", *LIFECYCLE.final))


def late(now: datetime) -> Filter:
    """Appraisals that should be final, and are not (K-38)."""
    return And((OPEN, Compare("limit", Op.LT, civil(now))))


BOARD = Board(
    key="appraisals",
    name="Appraisals",
    zh="绩效考核",
    kpis=("K-19", "K-38"),
    tiles=(
        Tile(
            key="open", name="Open appraisals", zh="进行中的考核", of="appraisal", within=THEIRS,
            where=lambda _: OPEN,
        ),
        Tile(key="late", name="Appraisals overdue", zh="逾期考核", of="appraisal", within=THEIRS, where=late),
        Tile(
            key="grades", name="Final results by grade", zh="考核等级分布", of="appraisal", within=THEIRS, by="grade",
            where=lambda _: And((is_("status", Status.FINALISED), known("grade"))),
        ),
        Tile(
            key="improvements", name="Improvements overdue", zh="逾期改进事项", of="appraisal_improvement",
            within=its("appraisal", THEIRS),
            where=lambda now: And((is_("status", ImprovementStatus.AGREED), Compare("due", Op.LT, civil(now)))),
        ),
    ),
)  # fmt: skip
