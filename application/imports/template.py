"""The empty workbook in which teams write plans, with explanations in English and Chinese and one filled example."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from application.imports.cells import shown
from application.imports.plan_sheets import SHEETS
from application.imports.sheets import Column, Sheet
from application.imports.workbook import EXPLANATIONS, ROW
from domain.plan.terms import CitationKind, GoalKind, Kind, Level, ResourceKind
from domain.shared.annotations import bare
from domain.shared.ids import GoalId, PersonId, PlanId, UnitId
from domain.shared.term import Term

HOLDS: dict[Any, tuple[str, str]] = {
    UnitId: ("a department, by its name or id", "部门名称或编号"),
    PersonId: ("a person, by name or id", "姓名或人员编号"),
    GoalId: ("a goal of the company that is in force, by its title or id", "公司有效目标的标题或编号"),
    PlanId: ("a plan, by its id", "计划编号（系统内）"),
    date: ("a date, such as 2027-03-31", "日期，如2027-03-31"),
    int: ("a whole number", "整数"),
    Decimal: ("a number", "数字"),
    bool: ("yes or no", "是或否"),
}
NOTES = {
    "plan": ("names the plan inside this file; the other sheets repeat it", "本文件内的计划编号，其他工作表据此对应"),
    "number": ("1 to 4 for a quarter, 1 to 12 for a month, blank for a year", "季度填1至4，月度填1至12，年度留空"),
    "parent": (
        "id of the approved plan above; blank: that of the same kind and unit is found",
        "已批准的上级计划的系统编号；留空则按类型和部门自动查找",
    ),
    "key": ("names the goal inside its plan", "计划内的目标编号"),
    "unit": ("a department, by its name or id; for a company goal blank", "部门名称或编号；公司整体目标可留空"),
}
KEY_OF_GOAL = ("the key of a goal of the same plan", "本计划的目标编号")
ADVICE = (
    ("Bring it in with: opsledger import plans FILE --as PERSON", "导入命令：opsledger import plans FILE --as PERSON"),
    ("Replace the filled example; columns marked * are mandatory.", "请替换示例数据；带*的列为必填。"),
    (
        "Nothing is recorded while anything in the file is wrong; every wrong cell is named. A file can be brought in "
        "again: what is there already stays as it is.",
        "文件有任何错误时不会导入任何内容，并逐一列出错误之处；可重复导入，已导入的内容保持不变。",
    ),
)
EXAMPLE: dict[str, tuple[dict[str, Any], ...]] = {
    "plan": (
        {
            "plan": "A1",
            "kind": Kind.COMPANY,
            "level": Level.ANNUAL,
            "year": 2027,
            "unit": "计划运营部",
            "title": "2027年度公司工作计划",
            "direction": "以客户交付为中心，稳步提升运营质量",
            "focus": "缩短交付周期，降低重复问题",
        },
    ),
    "goal": (
        {
            "plan": "A1",
            "key": "G1",
            "kind": GoalKind.COMPANY,
            "text": "订单准时交付率达到97%",
            "goal": "提升准时交付率",
            "target": Decimal(97),
        },
        {
            "plan": "A1",
            "key": "G2",
            "kind": GoalKind.DEPARTMENT,
            "unit": "计划运营部",
            "text": "重复发生的运营问题减少一半",
            "goal": "提升准时交付率",
        },
    ),
    "task": (
        {
            "plan": "A1",
            "title": "建立交付周期看板",
            "content": "按订单类型展示各环节用时，每周更新",
            "unit": "计划运营部",
            "responsible": "王建国",
            "due": date(2027, 3, 31),
        },
    ),
    "milestone": ({"plan": "A1", "title": "看板上线", "due": date(2027, 3, 31)},),
    "project": ({"plan": "A1", "name": "交付流程再造", "goal": "G1"},),
    "resource": (
        {
            "plan": "A1",
            "kind": ResourceKind.FINANCIAL,
            "name": "系统改造费用",
            "cost": Decimal(200000),
            "needed_by": date(2027, 2, 28),
            "external": False,
        },
    ),
    "evidence": (
        {"plan": "A1", "kind": CitationKind.METRIC_REPORT, "title": "2026年第三季度指标报告", "source": "数据分析组"},
    ),
}
ROWS_TO_FILL = 1000
INK = PatternFill("solid", start_color="FFE8EEF7")


def write_template(file: Path) -> int:
    """Write it, as CSV when the file is called so, else as XLSX. How many rows the example has."""
    if file.suffix.lower() == ".csv":
        write_text(file)
    else:
        workbook().save(file)
    return sum(map(len, EXAMPLE.values()))


def workbook() -> Workbook:
    """The sheet of explanations, then the sheets to fill."""
    book = Workbook()
    explain(book.worksheets[0])
    for sheet in SHEETS:
        page = book.create_sheet(sheet.heading)
        page.append([marked(column) for column in sheet.columns])
        for row in EXAMPLE[sheet.name]:
            page.append([cell(row.get(column.field)) for column in sheet.columns])
        dress(page, [30 if column.type is str else 18 for column in sheet.columns])
        offer_terms(page, sheet)
    return book


def explain(page: Worksheet) -> None:
    page.title = f"{EXPLANATIONS.en} {EXPLANATIONS.zh}"
    page.append(["Sheet 工作表", "Column 列", "What it holds", "填写内容"])
    for sheet in SHEETS:
        for column in sheet.columns:
            page.append([sheet.heading, marked(column), *held(sheet, column)])
    for line in ADVICE:
        page.append(["", "", *line])
    dress(page, [22, 26, 70, 60])


def held(sheet: Sheet, column: Column) -> tuple[str, str]:
    """What a column holds, in both languages."""
    kind = bare(column.type)
    if isinstance(kind, type) and issubclass(kind, Term):
        return "one of: " + ", ".join(kind), "可选：" + "、".join(shown(each) for each in kind)
    if column.field == "goal" and kind is str:
        return KEY_OF_GOAL
    return NOTES.get(column.field) or HOLDS.get(kind, ("words", "文字"))


def marked(column: Column) -> str:
    """The header, with a star when the column is mandatory."""
    return f"{column.heading} *" if column.required else column.heading


def dress(page: Worksheet, widths: Sequence[int]) -> None:
    """Make the header stand out and stay, and the columns wide enough to read."""
    page.freeze_panes = "A2"
    for header in page[1]:
        header.font, header.fill, header.alignment = Font(bold=True), INK, Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def offer_terms(page: Worksheet, sheet: Sheet) -> None:
    """Drop-downs where a column takes one of a few terms."""
    for number, column in enumerate(sheet.columns, start=1):
        kind = bare(column.type)
        if isinstance(kind, type) and issubclass(kind, Term):
            offered = DataValidation("list", formula1='"' + ",".join(map(shown, kind)) + '"', allow_blank=True)
            letter = get_column_letter(number)
            offered.add(f"{letter}2:{letter}{ROWS_TO_FILL}")
            page.add_data_validation(offered)


def cell(value: Any) -> Any:
    """A value as spreadsheets take it."""
    match value:
        case Term():
            return shown(value)
        case bool():
            return "yes 是" if value else "no 否"
        case _:
            return value


def write_text(file: Path) -> None:
    """One table for everything; the first column says of which kind each row is."""
    fields = {column.field: column for sheet in SHEETS for column in sheet.columns}
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([ROW.heading, *(column.heading for column in fields.values())])
        writer.writerows(example_lines(list(fields)))


def example_lines(fields: Sequence[str]) -> Iterator[list[Any]]:
    for sheet in SHEETS:
        for row in EXAMPLE[sheet.name]:
            yield [sheet.name, *(cell(row.get(field)) for field in fields)]
