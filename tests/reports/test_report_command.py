"""`opsledger audit report …` as auditors type it."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from application.command import Command
from application.reading import Read
from domain.shared.ids import ADMINISTRATOR
from domain.shared.refusal import Refused
from opsledger.commands.program import run
from opsledger.compose import product
from opsledger.settings import from_environment
from opsledger.sheets import Sheet, on_terminal, write_csv, write_xlsx

Report = Callable[..., tuple[int, str]]
HEADLINE = '=HYPERLINK("http://example.invalid";"click\u2028here")'
READ = Read("2026-01-05T01:00:00.000000Z", "audra", ("AUD",), "Look", ("plan",), ("plan-1",), "d", "v", 7, False)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A company of which one unit has a name that spreadsheets would compute, and one command was refused."""
    environment = {"OPSLEDGER_DATA": str(tmp_path_factory.mktemp("reported"))}
    with product(from_environment(environment)) as running:

        def administer(verb: str, **inputs: object) -> None:
            running.ledger.do(Command(act=f"organisation.{verb}", actor=ADMINISTRATOR, inputs=inputs))

        administer("found", company="Test", structural_form="line", headquarters="HQ", unit="hq")
        administer("create_unit", name=HEADLINE, type="DEPARTMENT", parent="hq", unit="=cmd")
        with pytest.raises(Refused):
            administer("create_unit", name="Again", type="DEPARTMENT", parent="nowhere", unit="@unit")
        running.reads.note(READ)
    return environment


@pytest.fixture
def report(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Report:
    def asked(*arguments: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        exit = run(["audit", "report", *map(str, arguments)], environment)
        said = capsys.readouterr()
        return exit, said.out or said.err

    return asked


def test_a_report_is_a_table_csv_a_workbook_or_json(report: Report, tmp_path: Path) -> None:
    exit, table = report("person-acts", "--person", "administrator", "--hand", "actor", "--no-decided")
    assert exit == 0 and table.splitlines()[-1] == "3 rows"
    assert table.splitlines()[0].split()[:3] == ["Position", "Person", "Hand"]
    rows = list(csv.DictReader(StringIO(report("person-acts", "--format", "csv")[1])))
    assert [row["Act"] for row in rows] == ["organisation.found", "organisation.found", "organisation.create_unit"]
    assert json.loads(report("person-acts", "--json")[1])["rows"][0]["act"] == "organisation.found"
    assert report("person-acts", "--out", tmp_path / "acts.xlsx") == (0, f"3 rows written to {tmp_path}/acts.xlsx\n")
    page = load_workbook(tmp_path / "acts.xlsx").active
    assert page is not None and page.max_row == 4 and page["I2"].value == "organisation.found"


def test_a_report_is_narrowed_and_asked_as_of_a_position(report: Report) -> None:
    for narrowed in (("--person", "nobody"), ("--from", "2099-01-01"), ("--to", "2020-01-01")):
        assert report("person-acts", *narrowed) == (0, "No rows.\n")
    assert report("person-acts", "--position", "2", "--first", "1")[1].splitlines()[-1] == "1 rows"
    exit, said = report("person-acts", "--position", "99")
    assert exit != 0 and "The newest position is" in said
    assert report("person-acts", "--format", "xlsx")[0] != 0
    for wrong in (("--first", "-5"), ("--first", "0"), ("--first", "9" * 30), ("--position", "-1")):
        exit, said = report("person-acts", *wrong)
        assert exit == 2 and "is not a" in said


def test_a_report_that_is_cut_says_so(
    report: Report, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for question, rows in (("person-acts", 3), ("refused-attempts", 1), ("auditor-reads", 1)):
        assert json.loads(report(question, "--json", "--first", str(rows))[1])["more"] is False
    cut = run(["audit", "report", "person-acts", "--format", "csv", "--first", "2"], environment)
    said = capsys.readouterr()
    assert (cut, len(list(csv.reader(StringIO(said.out))))) == (0, 3)
    assert "the first 2 rows; there are more" in said.err


def test_refused_commands_and_what_auditors_read_are_reports_too(report: Report) -> None:
    (line,) = json.loads(report("refused-attempts", "--actor", "administrator", "--json")[1])["rows"]
    assert (line["act"], line["code"]) == ("organisation.create_unit", "organisation.unit_unknown")
    assert report("refused-attempts", "--act", "plan.approve")[1] == "No rows.\n"
    (read,) = json.loads(report("auditor-reads", "--record", "plan-1", "--field", "plan", "--json")[1])["rows"]
    assert (read["operation"], read["actor"], read["position"]) == ("Look", "audra", 7)
    assert report("auditor-reads", "--actor", "other")[1] == "No rows.\n"


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, begins: str) -> None:
    sheet = Sheet("t", ("a", "b"), [[begins, -1], ["safe\x07", None]])
    write_csv(sheet, out := StringIO())
    first, second = list(csv.reader(StringIO(out.getvalue())))[1:]
    assert first[0].startswith("'") and first[1] == "-1" and second == ["safe ", ""]
    write_xlsx(sheet, tmp_path / "t.xlsx")
    page = load_workbook(tmp_path / "t.xlsx").active
    assert page is not None and (page["A2"].data_type, page["B2"].value) == ("s", -1)
    assert page["A2"].value.startswith("'")


def test_whatever_a_text_holds_a_workbook_can_be_read(tmp_path: Path) -> None:
    row = ["\ufffe safe\uffff \ud800 \x0b 陈 \U0001f600", "x" * 40_000]
    write_xlsx(Sheet("t", ("a", "b"), [row]), tmp_path / "t.xlsx")
    page = load_workbook(tmp_path / "t.xlsx").active
    assert page is not None and page["A2"].value == "  safe      陈 \U0001f600"
    assert page["B2"].value == "x" * 31_999 + "…"


def test_a_table_keeps_its_columns_with_wide_letters_and_obeys_no_control_codes() -> None:
    lines = on_terminal(Sheet("t", ("name", "n"), [["陈立群\x1b[2J", 1], ["x" * 99, 2]]))
    assert len(lines) == 3 and "\x1b" not in lines[1]
    assert lines[2].startswith("x" * 46) and "…" in lines[2]


def test_names_that_spreadsheets_would_compute_are_texts_in_csv(report: Report) -> None:
    cells = [cell for row in csv.reader(StringIO(report("person-acts", "--format", "csv")[1])) for cell in row]
    assert [cell for cell in cells if "HYPERLINK" in cell] == [f"'{HEADLINE} (=cmd)"]
