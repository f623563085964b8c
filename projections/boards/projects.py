"""The project portfolio 项目组合."""

from datetime import datetime
from decimal import Decimal

from domain.project.terms import DeviationStatus, MilestoneStatus, ProblemStatus, Status
from domain.shared.values import civil
from projections.boards.declaring import Board, Tile, its, unit
from projections.filters import And, Compare, Filter, Not, Op
from projections.kpi.declaring import among, is_

NEARLY_ALL = Decimal(90)
"""In percent of its ceiling: from there on a project's spending is watched (PROJ-13)."""
AT_WORK = among("status", Status.APPROVED, Status.PLANNED, Status.EXECUTING, Status.SUSPENDED, Status.IN_ACCEPTANCE)


def late(now: datetime) -> Filter:
    """Projects at work past their deadline."""
    return And((AT_WORK, Compare("deadline", Op.LT, civil(now))))


BOARD = Board(
    key="projects",
    name="Project portfolio",
    zh="项目组合",
    kpis=("K-05", "K-06", "K-07", "K-08"),
    tiles=(
        Tile(
            key="open", name="Open projects", zh="进行中的项目", of="project", within=unit(),
            where=lambda _: is_("is_open"),
        ),
        Tile(key="late", name="Projects past their deadline", zh="超期项目", of="project", within=unit(), where=late),
        Tile(
            key="costly", name="Projects that have bound nine tenths of their ceiling", zh="已用预算达九成的项目",
            of="project", within=unit(),
            where=lambda _: And((AT_WORK, Compare("budget_used_percent", Op.GTE, NEARLY_ALL))),
        ),
        Tile(
            key="deviations", name="Deviations under correction", zh="未纠正的偏差", of="project_deviation",
            within=its("project", unit()), by="dimension",
            where=lambda _: Not(is_("status", DeviationStatus.ENDED)),
        ),
        Tile(
            key="problems", name="Problems reported as issues", zh="项目问题", of="project_problem",
            within=its("project", unit()), where=lambda _: is_("status", ProblemStatus.OPEN),
        ),
        Tile(
            key="changes", name="Change requests by state", zh="变更申请", of="project_change_request",
            within=its("project", unit()),
        ),
        Tile(
            key="milestones", name="Milestones overdue", zh="逾期里程碑", of="project_milestone",
            within=its("project", unit()),
            where=lambda now: And((is_("status", MilestoneStatus.PLANNED), Compare("due", Op.LT, civil(now)))),
        ),
        Tile(
            key="orphans", name="Open projects that serve no goal", zh="未关联目标的项目", of="project", within=unit(),
            where=lambda _: And((is_("is_open"), is_("orphan"))),
        ),
    ),
)  # fmt: skip
