"""Plans as teams write them: every spelling that is taken, and every place that is named when it cannot be."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from application.imports import cells, entries, plans, workbook
from application.imports.names import AMBIGUOUS, UNKNOWN, Names, called
from application.imports.plan_sheets import SHEETS
from application.imports.plans import Written, read_plans
from application.imports.problems import BROKEN, CUT_OFF, BadFile, Place, Problem
from application.imports.template import write_template
from domain.plan.terms import Kind, Level
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.refusal import Labelled, Reason

NAMES: Names = {
    UnitId: called(
        Labelled("unit", "unit", "部门"), [("po", "计划运营部"), ("po", "Planning"), ("a", "一组"), ("b", "一组")]
    ),
    PersonId: called(Labelled("person", "person", "人员"), [("wang", "王建国")]),
    GoalId: called(Labelled("goal", "goal", "目标"), [("goal-1", "提升准时交付率")]),
}
PLAN = {"Plan": "Q", "Kind": "DEPARTMENT", "Level": "QUARTERLY", "Year": 2027, "Number": 1, "Unit": "po", "Title": "T"}
TASK = {"Plan": "Q", "Title": "看板", "Due": date(2027, 3, 1)}

Rows = Sequence[Mapping[str, Any]]
Write = Callable[..., Path]


@pytest.fixture(params=["xlsx", "csv"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    """A file with these rows by sheet, as a workbook or as text."""

    def as_book(**sheets: Rows) -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            page = book.create_sheet(next(sheet.title for sheet in SHEETS if sheet.name == name))
            header = list(dict.fromkeys(title for row in rows for title in row))
            page.append(header)
            for row in rows:
                page.append([row.get(title) for title in header])
        book.save(tmp_path / "plans.xlsx")
        return tmp_path / "plans.xlsx"

    def as_text(**sheets: Rows) -> Path:
        header = list(dict.fromkeys(title for rows in sheets.values() for row in rows for title in row))
        lines = [["row", *header]]
        for name, rows in sheets.items():
            lines += [[name, *(str(row.get(title) or "") for title in header)] for row in rows]
        (tmp_path / "plans.csv").write_text("\n".join(map(",".join, lines)), "utf-8")
        return tmp_path / "plans.csv"

    return as_book if request.param == "xlsx" else as_text


def read(file: Path) -> list[Written]:
    return read_plans(file, NAMES)


def problems(file: Path) -> list[Problem]:
    with pytest.raises(BadFile) as raised:
        read(file)
    for problem in raised.value.problems:
        assert problem.no.message and problem.no.message_zh
    return list(raised.value.problems)


def reasons(file: Path) -> list[Reason]:
    return [problem.no.reason for problem in problems(file)]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_filled_example_of_the_template_is_read_whole(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"template.{ending}"
    rows = write_template(file)
    (plan,) = read_plans(file, NAMES)
    assert rows == 8
    assert (plan.row.kind, plan.row.level, plan.row.year, plan.row.unit) == (Kind.COMPANY, Level.ANNUAL, 2027, "po")
    content = plan.content
    assert [(goal.key, goal.goal, goal.target) for goal in content.goals] == [
        ("G1", "goal-1", Decimal(97)),
        ("G2", "goal-1", None),
    ]
    assert content.tasks[0].responsible == "wang" and content.tasks[0].due == date(2027, 3, 31)
    assert content.resource_needs[0].cost == Decimal(200000) and content.resource_needs[0].external is False
    assert content.milestones and content.key_projects and content.evidence


def test_the_template_explains_every_column_and_offers_its_terms(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    explained = {(row[0], str(row[1]).removesuffix(" *")) for row in book.worksheets[0].iter_rows(values_only=True)}
    assert {(sheet.heading, column.heading) for sheet in SHEETS for column in sheet.columns} <= explained
    offered = [rule.formula1 for rule in book["Plans 计划"].data_validations.dataValidation]
    assert offered[0] == '"COMPANY 公司计划,OPERATING 运营计划,DEPARTMENT 部门计划,AREA 分管领域计划"'
    assert all(len(rule) <= 255 for rule in offered)


def test_tasks_stay_in_the_order_of_the_file_with_their_plan(write: Write) -> None:
    other = PLAN | {"Plan": "M", "Level": "MONTHLY"}
    file = write(plan=[PLAN, other], task=[TASK, TASK | {"Plan": "M", "Title": "b"}, TASK | {"Title": "a"}])
    quarter, month = read(file)
    assert [task.title for task in quarter.content.tasks] == ["看板", "a"]
    assert [task.title for task in month.content.tasks] == ["b"]


@pytest.mark.parametrize("kind", ["DEPARTMENT", "department", "部门计划", "DEPARTMENT 部门计划"])
@pytest.mark.parametrize("unit", ["po", "计划运营部", "planning"])
def test_terms_and_names_are_taken_in_every_spelling(tmp_path: Path, kind: str, unit: str) -> None:
    (tmp_path / "p.csv").write_text(
        f"行,计划编号,类型,级别,年度,季度或月份,部门,标题\n计划,Q,{kind},季度,2027,1,{unit},T\n", "utf-8"
    )
    (plan,) = read(tmp_path / "p.csv")
    assert (plan.row.kind, plan.row.unit) == (Kind.DEPARTMENT, "po")


def test_text_as_chinese_spreadsheets_save_it_is_read(tmp_path: Path) -> None:
    text = "行;计划编号;类型;级别;年度;部门;标题\n计划;A;部门计划;年度;2027;计划运营部;年度计划\n"
    for before in ("", "\n", ";;;\n\n"):
        (tmp_path / "p.csv").write_bytes((before + text).encode("gb18030"))
        assert read(tmp_path / "p.csv")[0].content.title == "年度计划"


@pytest.mark.parametrize("written", ["2027-03-01", "2027/3/1", "2027年3月1日", date(2027, 3, 1), datetime(2027, 3, 1)])
def test_days_are_taken_as_people_write_them(written: Any) -> None:
    assert cells.day(written) == date(2027, 3, 1)


def test_every_bad_place_is_named_and_not_only_the_first(write: Write) -> None:
    file = write(
        plan=[PLAN | {"Kind": "HOLIDAY", "Unit": "nowhere"}, PLAN | {"Plan": "R", "Year": "soon", "Title": None}],
        task=[TASK | {"Due": "tomorrow"}, TASK | {"Plan": "Z"}],
    )
    in_text = file.suffix == ".csv"
    plans_on, tasks_on, tasks_from = ("", "", 4) if in_text else ("Plans", "Tasks", 2)
    assert [(problem.place, problem.no.reason) for problem in problems(file)] == [
        (Place(plans_on, 2, "Kind 类型"), cells.NO_SUCH_TERM),
        (Place(plans_on, 2, "Unit 部门"), UNKNOWN),
        (Place(plans_on, 3, "Year 年度"), cells.NOT_A_NUMBER),
        (Place(plans_on, 3, "Title 标题"), entries.EMPTY),
        (Place(tasks_on, tasks_from, "Due 完成时间"), cells.NOT_A_DATE),
        (Place(tasks_on, tasks_from + 1, "Plan 计划编号"), plans.NO_SUCH_PLAN),
    ]


def test_a_name_that_two_have_is_refused(write: Write) -> None:
    assert reasons(write(plan=[PLAN | {"Unit": "一组"}])) == [AMBIGUOUS]


def test_a_plan_stands_in_a_file_once(write: Write) -> None:
    assert reasons(write(plan=[PLAN, PLAN | {"Number": 2}])) == [plans.PLAN_TWICE]
    assert reasons(write(plan=[PLAN, PLAN | {"Plan": "R"}])) == [plans.SAME_PERIOD]


def test_a_period_that_does_not_exist_is_refused(write: Write) -> None:
    assert [reason.code for reason in reasons(write(plan=[PLAN | {"Number": 5}]))] == ["plan.no_such_period"]


def test_a_goal_has_its_key_alone_and_projects_serve_a_goal_of_their_plan(write: Write) -> None:
    goal = {"Plan": "Q", "Key": "G1", "Kind": "COMPANY", "Text": "准时"}
    project = {"Plan": "Q", "Name": "再造", "Goal": "G9"}
    file = write(plan=[PLAN], goal=[goal, goal], project=[project])
    assert {reason.code for reason in reasons(file)} == {plans.KEY_TWICE.code, plans.NO_SUCH_KEY.code}


def test_columns_that_nobody_knows_or_that_are_missing_are_named(write: Write) -> None:
    untitled = {name: cell for name, cell in PLAN.items() if name != "Title"}
    found = reasons(write(plan=[untitled | {"Colour": "red"}]))
    assert workbook.UNKNOWN_COLUMN in found and entries.EMPTY in found


def test_a_file_without_plans_is_refused(write: Write) -> None:
    assert reasons(write(plan=[])) == [plans.NO_PLANS]


def test_a_sheet_or_row_of_an_unknown_kind_is_not_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Riddles")
    book.save(tmp_path / "p.xlsx")
    assert {reason.code for reason in reasons(tmp_path / "p.xlsx")} >= {
        workbook.UNKNOWN_SHEET.code, workbook.NO_SHEET.code
    }
    (tmp_path / "p.csv").write_text("row,plan\nriddle,A\n", "utf-8")
    assert workbook.UNKNOWN_ROW in reasons(tmp_path / "p.csv")


def test_a_cell_that_its_row_does_not_have_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "row,plan,kind,level,year,unit,title,quantity\nplan,A,COMPANY,ANNUAL,2027,po,T,3\n", "utf-8"
    )
    assert reasons(tmp_path / "p.csv") == [workbook.NOT_HERE]


def test_a_file_that_is_no_table_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"hello")
    assert reasons(tmp_path / "p.xlsx") == [workbook.NOT_A_WORKBOOK]
    (tmp_path / "p.csv").write_bytes(b"\xff\xfe\x00")
    assert reasons(tmp_path / "p.csv") == [workbook.NOT_A_WORKBOOK]


@pytest.mark.parametrize("what", ["cut off in a row", "cut off in a quoted cell", "quoted to its end", "one huge cell"])
def test_a_plain_file_that_is_damaged_is_not_taken_for_a_whole_one(tmp_path: Path, what: str) -> None:
    file = tmp_path / "p.csv"
    write_template(file)
    text = file.read_text("utf-8-sig")
    at = text.index("以客户")
    file.write_text(
        {
            "cut off in a row": text[: text.rindex(",,")],
            "cut off in a quoted cell": f'{text[:at]}"以',
            "quoted to its end": f'{text[:at]}"{text[at:]}',
            "one huge cell": text[:at] + "x" * 200_000 + text[at:],
        }[what],
        "utf-8",
    )
    assert {CUT_OFF, BROKEN} & {*reasons(file)}


def test_a_last_line_without_its_end_is_read_when_nothing_of_it_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    write_template(file)
    whole = read(file)
    file.write_text(file.read_text("utf-8-sig").rstrip(), "utf-8")
    assert read(file) == whole
