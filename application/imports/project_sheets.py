"""The workbook in which the plan of a project is written: a sheet for the plan itself, one for each of its lists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from application.imports.sheets import Sheet, columns
from domain.project.content import BudgetLine, Phase, PlannedMilestone, QualityRequirement
from domain.shared.ids import PersonId
from domain.shared.values import Line, Text

HEADINGS: Mapping[str, str] = {
    "objective": "项目目标",
    "scope": "范围",
    "meeting_days": "进度会议间隔天数",
    "evaluation_days": "定期评估间隔天数",
    "key": "编号",
    "phase": "阶段编号",
    "title": "名称",
    "owner": "负责人",
    "starts": "开始日期",
    "due": "完成日期",
    "cost": "预算",
    "after": "前置任务",
    "amount": "金额",
    "text": "要求",
    "mandatory": "是否必检",
    "name": "交付成果",
}
"""What each column is called in Chinese, on whichever sheet it stands."""


class PlanRow(Struct, frozen=True, kw_only=True):
    """The one row of the first sheet."""

    objective: Text
    scope: Text
    meeting_days: int = 14
    evaluation_days: int = 30


class TaskRow(Struct, frozen=True, kw_only=True):
    """A task; `after` gives the keys of those that it waits for, with commas, semicolons or spaces between."""

    key: Line
    phase: str = ""
    title: Line
    owner: PersonId
    starts: date
    due: date
    cost: Decimal = Decimal(0)
    after: str = ""


class DeliverableRow(Struct, frozen=True, kw_only=True):
    """Something to be delivered."""

    name: Line


def sheet(name: str, zh: str, title: str, struct: type[Struct]) -> Sheet:
    """A sheet with the fields of a structure as its columns."""
    headings = {field: HEADINGS[field] for field in struct.__struct_fields__}
    return Sheet(name, zh, title, struct, tuple(columns(struct, headings)))


PLAN = sheet("plan", "项目规划", "Plan", PlanRow)
PHASES = sheet("phase", "阶段", "Phases", Phase)
TASKS = sheet("task", "任务", "Tasks", TaskRow)
MILESTONES = sheet("milestone", "里程碑", "Milestones", PlannedMilestone)
BUDGET = sheet("budget", "预算科目", "Budget", BudgetLine)
QUALITY = sheet("quality", "质量要求", "Quality", QualityRequirement)
DELIVERABLES = sheet("deliverable", "交付成果", "Deliverables", DeliverableRow)

SCHEDULE = (PHASES, TASKS, MILESTONES)
"""What a file of Microsoft Project can say in their place."""
SHEETS = (PLAN, *SCHEDULE, BUDGET, QUALITY, DELIVERABLES)
