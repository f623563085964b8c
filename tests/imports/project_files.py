"""Files with the plan of a project, as people write them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from application.imports.names import Names, called
from application.imports.problems import BadFile, Place, Problem
from application.imports.project_plans import read_project_plan
from domain.shared.ids import PersonId
from domain.shared.refusal import Labelled, Reason

NAMES: Names = {
    PersonId: called(Labelled("person", "person", "人员"), [("rita", "李塔"), ("ron", "Ron"), ("sue", "Sue")])
}
Rows = list[list[Any]]
PHASES: Rows = [["Key", "Title"], ["P1", "Build"]]
TASKS: Rows = [
    ["Key", "Phase", "Title", "Owner", "Starts", "Due", "Cost", "After"],
    ["A", "P1", "Design", "李塔", date(2026, 1, 12), date(2026, 1, 31), 200, None],
    ["B", "P1", "Build", "Ron", "2026年2月1日", date(2026, 3, 31), "400", "A"],
    ["C", None, "Papers", "sue", date(2026, 2, 1), date(2026, 2, 28), None, "A; A"],
]
REST: dict[str, Rows] = {
    "Plan 项目规划": [["项目目标", "范围", "Meeting days"], ["A shop runs", "One shop", 7]],
    "Milestones": [["Key", "Title", "Owner", "Due"], ["M1", "Open", "rita", date(2026, 4, 15)]],
    "Budget": [["Key", "Title", "Amount"], ["all", "All", 900]],
    "Quality": [["Key", "Text", "Mandatory"], ["Q1", "No leaks", "是"]],
    "Deliverables": [["Name"], ["The shop"]],
}
SHEETED: dict[str, Rows] = {**REST, "Phases": PHASES, "Tasks": TASKS}


def book(folder: Path, sheets: dict[str, Rows]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(folder / "plan.xlsx")
    return folder / "plan.xlsx"


def with_row(row: list[Any], sheet: str = "Tasks") -> dict[str, Rows]:
    return {**SHEETED, sheet: [*SHEETED[sheet], row]}


def problems(file: Path, schedule: Path | None = None) -> list[Problem]:
    with pytest.raises(BadFile) as raised:
        read_project_plan(file, schedule, NAMES, PersonId("rita"))
    for problem in raised.value.problems:
        assert problem.no.message and problem.no.message_zh
    return list(raised.value.problems)


def found(file: Path, schedule: Path | None = None) -> list[tuple[Place, Reason]]:
    return [(each.place, each.no.reason) for each in problems(file, schedule)]


REST_ONLY = {title: rows for title, rows in REST.items() if title != "Milestones"}
"""Everything but the schedule."""

PROJECT_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><Tasks>{tasks}</Tasks>
<Resources><Resource><UID>1</UID><Name>李塔</Name></Resource><Resource><UID>2</UID><Name>Ron</Name></Resource>
<Resource><UID>3</UID><Name>Crane</Name></Resource></Resources>
<Assignments>{assignments}</Assignments></Project>"""
FIELDS = {"Name": "Design", "OutlineLevel": "2", "Start": "2026-01-12T08:00:00", "Finish": "2026-01-31T17:00:00"}


def xml_task(uid: int, *links: tuple[int, int], **more: str) -> str:
    said = "".join(f"<{name}>{text}</{name}>" for name, text in {**FIELDS, **more}.items())
    linked = "".join(
        f"<PredecessorLink><PredecessorUID>{other}</PredecessorUID><Type>{type_}</Type></PredecessorLink>"
        for other, type_ in links
    )
    return f"<Task><UID>{uid}</UID><ID>{uid - 10}</ID>{said}{linked}</Task>"


TABLE = (
    xml_task(10, OutlineLevel="0", Summary="1", Name="The shop"),
    xml_task(11, OutlineLevel="1", Summary="1", Name="Build"),
    xml_task(12, Cost="20000"),
    xml_task(13, (12, 1), Milestone="1", Name="Designed", Start="2026-01-31T17:00:00"),
    xml_task(14, (13, 1), Name="Raise", Start="2026-02-01T08:00:00", Finish="2026-03-31T17:00:00", Cost="40050"),
    xml_task(15, (14, 1), OutlineLevel="1", Milestone="1", Name="Open", Finish="2026-04-15T08:00:00"),
)
BLANK = "<Task><UID>30</UID><ID>20</ID><IsNull>1</IsNull></Task>"
ASSIGNED = ((12, 1), (12, 2), (14, 2))


def project_xml(folder: Path, *tasks: str, assigned: tuple[tuple[int, int], ...] = ASSIGNED) -> Path:
    file = folder / "shop.xml"
    made = "".join(
        f"<Assignment><TaskUID>{task}</TaskUID><ResourceUID>{who}</ResourceUID></Assignment>" for task, who in assigned
    )
    file.write_text(PROJECT_XML.format(tasks="".join(tasks), assignments=made), "utf-8")
    return file
