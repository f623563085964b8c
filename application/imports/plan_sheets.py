"""The workbook in which teams write plans: one sheet for the plans, one for each list that belongs to a plan."""

from msgspec import Struct

from application.imports.sheets import Column, Sheet, columns
from domain.plan.content import Citation, KeyProject, Milestone, PlanGoal, PlannedTask, ResourceNeed
from domain.plan.terms import Kind, Level
from domain.shared.ids import PlanId, UnitId
from domain.shared.values import Line

HEADINGS = {
    "plan": "计划编号",
    "kind": "类型",
    "level": "级别",
    "unit": "部门",
    "year": "年度",
    "number": "季度或月份",
    "parent": "上级计划",
    "title": "标题",
    "direction": "运营方向",
    "focus": "工作重点",
    "key": "目标编号",
    "text": "目标内容",
    "goal": "对应目标",
    "target": "目标值",
    "content": "具体内容",
    "responsible": "责任人",
    "due": "完成时间",
    "name": "名称",
    "quantity": "数量",
    "cost": "费用",
    "needed_by": "需用日期",
    "external": "外部资源",
    "source": "来源",
}
"""What each column is called in Chinese, on whichever sheet it stands."""


class PlanRow(Struct, frozen=True, kw_only=True):
    """A row of the first sheet. `plan` names the plan inside the file; `number` is that of the quarter or month."""

    plan: Line
    kind: Kind
    level: Level
    year: int
    number: int | None = None
    unit: UnitId
    parent: PlanId | None = None
    title: Line
    direction: str = ""
    focus: str = ""


def sheet(name: str, zh: str, title: str, struct: type[Struct], *fields: str) -> Sheet:
    """A sheet with these fields of a structure as its columns."""
    return Sheet(name, zh, title, struct, tuple(columns(struct, {field: HEADINGS[field] for field in fields})))


def listed(name: str, zh: str, title: str, struct: type[Struct], *fields: str) -> Sheet:
    """A sheet whose rows belong to plans, which their first column names."""
    made = sheet(name, zh, title, struct, *fields)
    return made._replace(columns=(Column("plan", HEADINGS["plan"], Line, True), *made.columns))


PLANS = sheet("plan", "计划", "Plans", PlanRow, *PlanRow.__struct_fields__)
LISTS = {
    "goals": listed("goal", "目标", "Goals", PlanGoal, "key", "kind", "unit", "text", "goal", "target"),
    "tasks": listed("task", "任务", "Tasks", PlannedTask, "title", "content", "unit", "responsible", "due"),
    "milestones": listed("milestone", "时间节点", "Milestones", Milestone, "title", "due"),
    "key_projects": listed("project", "重点项目", "Key projects", KeyProject, "name", "goal"),
    "resource_needs": listed(
        "resource", "资源需求", "Resources", ResourceNeed, "kind", "name", "quantity", "cost", "needed_by", "external"
    ),
    "evidence": listed("evidence", "依据", "Evidence", Citation, "kind", "title", "source"),
}
"""The lists of a plan's content, each with the sheet on which it is written."""

SHEETS = (PLANS, *LISTS.values())
