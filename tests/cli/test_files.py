"""Files in and out on the command line."""

import csv
from pathlib import Path

from openpyxl import load_workbook

from opsledger.commands.answer import Exit
from tests.cli.conftest import Program

INCIDENTS = """case_id,status,sub_status,timestamp
1-7,Accepted,In Progress,2012-04-01T09:00:00
1-7,Completed,Resolved,2012-04-02T09:00:00
1-8,Queued,Awaiting Assignment,2012-04-03T09:00:00
"""


def test_incidents_come_in_once_and_go_out_filtered(program: Program, tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(INCIDENTS)
    first = program("import", "incidents", tmp_path / "incidents.csv", "--source", "VINST", "--json")
    assert (first.exit, first.json) == (Exit.DONE, {"cases": 2, "rows": 3, "recorded": 2, "known": 0})
    again = program("import", "incidents", tmp_path / "incidents.csv", "--source", "VINST")
    assert "recorded: 0, there before: 2" in again.out
    out = tmp_path / "issues.csv"
    assert program("export", "issues", out, "--state", "registered", "--json").json["rows"] == 1
    (row,) = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert (row["Number 编号"], row["Status 状态"]) == ("1-8", "REGISTERED 已登记")
    assert row["Reported at 反馈时间"] == "2012-04-03 09:00:00"
    assert program("export", "issues", tmp_path / "all.xlsx", "--to", "2012-04-01", "--json").json["rows"] == 1
    page = load_workbook(tmp_path / "all.xlsx").worksheets[0]
    assert [cell.value for cell in page[2]][:3] == ["1-7", "VINST 1-7", "RESOLVED 已解决待验证"]


def test_a_workbook_of_issues_can_be_read_whatever_their_titles_hold(program: Program, tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(INCIDENTS)
    program("import", "incidents", tmp_path / "incidents.csv", "--source", "V\x01\uffff")
    assert program("export", "issues", tmp_path / "all.xlsx").exit == Exit.DONE
    assert load_workbook(tmp_path / "all.xlsx").worksheets[0]["B2"].value == "V   1-7"


def test_a_time_zone_moves_the_times_of_the_file(program: Program, tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(INCIDENTS)
    program("import", "incidents", tmp_path / "incidents.csv", "--zone", "UTC")
    program("export", "issues", tmp_path / "issues.csv", "--state", "REGISTERED")
    assert "2012-04-03 17:00:00" in (tmp_path / "issues.csv").read_text("utf-8-sig")
    assert program("import", "incidents", tmp_path / "incidents.csv", "--zone", "Mars/Base").exit == Exit.USAGE


def test_every_bad_line_is_told_to_people_and_to_machines(program: Program, tmp_path: Path) -> None:
    bad = INCIDENTS.replace("Resolved", "Solved").replace("04-03T09", "04-33T09")
    (tmp_path / "incidents.csv").write_text(bad)
    told = program("import", "incidents", tmp_path / "incidents.csv")
    assert told.exit == Exit.REFUSED
    assert "row 3, sub_status: " in told.err and "row 4, timestamp: " in told.err and "未知状态" in told.err
    problems = program("import", "incidents", tmp_path / "incidents.csv", "--json").json["problems"]
    assert [(each["row"], each["code"]) for each in problems] == [(3, "import.status"), (4, "import.timestamp")]


def test_the_template_is_drafted_as_it_is_by_the_demonstration_company(program: Program, tmp_path: Path) -> None:
    assert program("demo").exit == Exit.DONE
    template = tmp_path / "plans.xlsx"
    assert program("export", "plan-template", template).exit == Exit.DONE
    drafted = program("import", "plans", template, "--as", "li-jing", "--json")
    assert drafted.exit == Exit.DONE and len(drafted.json["drafted"]) == 1
    assert program("import", "plans", template, "--as", "li-jing", "--json").json == {"drafted": [], "known": 1}
    assert program("import", "plans", template, "--as", "he-fang").exit == Exit.DONE
    overdue = program("export", "issues", tmp_path / "late.csv", "--overdue", "--severity", "1", "--json").json
    assert overdue["rows"] == 2
    assert program("export", "issues", tmp_path / "none.csv", "--unit", "U-NONE").exit == Exit.ABSENT


def test_a_file_that_is_not_there_is_told(program: Program, tmp_path: Path) -> None:
    assert program("import", "incidents", tmp_path / "nowhere.csv").exit == Exit.ABSENT
    assert program("export", "issues", tmp_path / "issues.csv").exit == Exit.ABSENT


def test_a_mistyped_folder_does_not_become_a_ledger_nor_a_name_of_a_file_a_format(
    program: Program, tmp_path: Path
) -> None:
    assert program("import", "plans", tmp_path / "plans.csv", "--as", "li-jing", "--data", tmp_path / "typo").exit == 3
    assert not (tmp_path / "typo").exists()
    assert program("export", "issues", tmp_path / "issues.pdf").exit == Exit.USAGE
