"""The plan board 计划看板."""

from datetime import datetime

from domain.plan.lifecycle import LIFECYCLE
from domain.plan.terms import Status, TaskStatus
from domain.shared.values import civil
from projections.boards.declaring import Board, Tile, its, unit
from projections.filters import And, Compare, Filter, Not, Op
from projections.kpi.declaring import among, is_, known, unknown

RUNNING = is_("ended", False)


def late(now: datetime) -> Filter:
    """Tasks past their due date that nobody has claimed to be done."""
    return And((RUNNING, unknown("claimed_on"), Compare("due", Op.LT, civil(now))))


BOARD = Board(
    key="plans",
    name="Plan board",
    zh="计划看板",
    kpis=("K-01", "K-02"),
    tiles=(
        Tile(
            key="open", name="Open plans", zh="进行中的计划", of="plan", within=unit(),
            where=lambda _: Not(among("status", *LIFECYCLE.final)),
        ),
        Tile(
            key="stages", name="Issued plans by stage", zh="已下达计划所处阶段", of="plan", within=unit(), by="stage",
            where=lambda _: is_("status", Status.ISSUED),
        ),
        Tile(
            key="inspections_due", name="Plans whose inspection is overdue", zh="逾期未检查的计划", of="plan",
            within=unit(), by="level", where=lambda now: Compare("inspection_due", Op.LT, civil(now)),
        ),
        Tile(
            key="misaligned", name="Plans that may no longer follow from their parent", zh="待与上级计划核对的计划",
            of="plan", within=unit(), by="level", where=lambda _: known("misalignment"),
        ),
        Tile(
            key="tasks", name="Open tasks", zh="未完成任务", of="plan_task", within=unit(), where=lambda _: RUNNING
        ),
        Tile(key="late", name="Tasks overdue", zh="逾期任务", of="plan_task", within=unit(), by="unit", where=late),
        Tile(
            key="blocked", name="Tasks stopped by a difficulty", zh="受阻任务", of="plan_task", within=unit(),
            by="unit", where=lambda _: is_("status", TaskStatus.BLOCKED),
        ),
        Tile(
            key="adjustments", name="Adjustments by state", zh="调整台账", of="plan_adjustment",
            within=its("plan", unit()),
        ),
    ),
)  # fmt: skip
