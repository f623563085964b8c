"""Objectives and points of an appraisal cycle out of a file: everything or nothing, and only once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from application.command import Command
from application.imports.appraisals import Imported, import_appraisals
from application.imports.names import Names, names
from application.imports.problems import BadFile
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.organisation.state import company as organisation
from domain.shared.ids import SYSTEM, AppraisalCycleId, PersonId
from tests.appraisal.ledger import founded, open_month, put_in_use
from tests.appraisal.stories import measured
from tests.stories.company import Company

CYCLE = AppraisalCycleId("cycle-1")
HEADER = "row,person,text,indicator,target,score,comment,summary\n"
OBJECTIVES = "objective,ron,按时完成,计划完成率,98,,,\nobjective,ron,善待顾客,,,,,\n"
SUMMARY = "summary,ron,,,,,,不错\n"


def points(*given: str) -> str:
    """A line for each indicator, by its name."""
    called = ("计划完成率", "投诉", "skill", "工作积极性")
    return "".join(f"score,ron,,{name},,{each},如此,\n" for name, each in zip(called, given, strict=False))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """January is open."""
    with founded(str(tmp_path / "ledger")) as it:
        put_in_use(it)
        open_month(it, 1)
        yield it


@pytest.fixture
def ron(company: Company) -> str:
    """The id of Ron's appraisal, of which the month is over and measured."""
    found = next(each for each in company.log() if getattr(each.envelope.event, "subject", None) == "ron")
    company.at("2026-02-02 09:00")
    company.do("appraisal.capture_indicators", SYSTEM, found.record, actuals=measured())
    return found.record


def known(company: Company) -> Names:
    return names(organisation(company.ledger.world()), [], date(2026, 1, 2))


def bring(company: Company, folder: Path, text: str, by: str) -> Imported:
    file = folder / "cycle.csv"
    file.write_text(HEADER + text, "utf-8")
    return import_appraisals(company.ledger, CYCLE, file, known(company), Command(act="", actor=PersonId(by)))


def refused(company: Company, folder: Path, text: str, by: str) -> list[tuple[int, str]]:
    """The rows that are refused, each with the code; nothing may have been recorded."""
    head = company.store.head()
    with pytest.raises(BadFile) as raised:
        bring(company, folder, text, by)
    assert company.store.head() == head
    return [(problem.place.row, problem.no.reason.code) for problem in raised.value.problems]


def test_a_superior_brings_objectives_which_the_subject_then_confirms(
    company: Company, ron: str, tmp_path: Path
) -> None:
    assert bring(company, tmp_path, OBJECTIVES, "sue") == Imported(1, 0)
    form = company.get(Appraisal, ron).form
    assert form.proposal is not None
    first, second = form.proposal.content.objectives
    assert (first.indicator, str(first.target), second.indicator) == ("completion", "98", None)
    assert bring(company, tmp_path, OBJECTIVES, "sue") == Imported(0, 1)
    company.do("appraisal.confirm_objectives", "ron", ron, form.id)
    assert bring(company, tmp_path, OBJECTIVES, "sue") == Imported(0, 1)


def test_ones_own_points_are_the_self_assessment_and_the_superiors_the_evaluation(
    company: Company, ron: str, tmp_path: Path
) -> None:
    own, given = points("90", "90", "85.5", "80") + SUMMARY, points("80", "80", "80", "80") + SUMMARY
    said = ({"indicator": "initiative", "score": 80, "comment": "So"},)
    company.do("peer_evaluation.invite", "hugo", "peer", appraisal=ron, person="rita")
    company.do("peer_evaluation.record", "rita", "peer", scores=said)
    assert bring(company, tmp_path, own, "ron") == Imported(1, 0)
    assert bring(company, tmp_path, own, "ron") == Imported(0, 1)
    assert bring(company, tmp_path, given, "sue") == Imported(1, 0)
    assert bring(company, tmp_path, given, "sue") == Imported(0, 1)
    appraisal = company.get(Appraisal, ron)
    assert appraisal.status is Status.SUPERIOR_EVALUATED
    assert appraisal.form.assessment is not None
    assert [str(each.score) for each in appraisal.form.assessment.scores] == ["90", "90", "85.5", "80"]


def test_a_workbook_says_the_same(company: Company, ron: str, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "考核目标"
    page.append(["被考核人", "目标内容", "指标", "目标值"])
    page.append(["ron", "按时完成", "completion", 98])
    file = tmp_path / "cycle.xlsx"
    book.save(file)
    made = import_appraisals(company.ledger, CYCLE, file, known(company), Command(act="", actor=PersonId("sue")))
    assert made == Imported(1, 0)
    assert company.get(Appraisal, ron).form.proposal is not None


def test_a_workbook_of_points_needs_no_sheet_of_objectives(company: Company, ron: str, tmp_path: Path) -> None:
    book = Workbook()
    scores = book.active
    assert scores is not None
    scores.title = "Scores"
    scores.append(["Person", "Indicator", "Score", "Comment"])
    for name in ("completion", "计划完成率"):
        scores.append(["ron", name, 90, "So"])
    summaries = book.create_sheet("Summaries")
    summaries.append(["Person", "Summary"])
    summaries.append(["ron", "Well"])
    file = tmp_path / "cycle.xlsx"
    book.save(file)
    with pytest.raises(BadFile) as raised:
        import_appraisals(company.ledger, CYCLE, file, known(company), Command(act="", actor=PersonId("ron")))
    assert [(each.place.sheet, each.no.reason.code) for each in raised.value.problems] == [
        ("Scores", "appraisal.scores_twice")
    ]


@pytest.mark.parametrize(
    ("text", "by", "problems"),
    [
        ("", "sue", [(1, "import.no_appraisals")]),
        (OBJECTIVES.replace("ron", "boss"), "sue", [(2, "import.not_appraised")]),
        (OBJECTIVES.replace("ron", "nobody"), "sue", [(2, "import.unknown_name"), (3, "import.unknown_name")]),
        (OBJECTIVES.replace("计划完成率", "歌唱"), "sue", [(2, "appraisal.indicator_unknown")]),
        (OBJECTIVES, "dora", [(2, "import.not_appraised")]),
        (OBJECTIVES, "sam", [(2, "authority.not_permitted")]),
        (OBJECTIVES.replace("98", "many"), "sue", [(2, "import.not_a_number")]),
        (points("9", "9", "9", "9"), "ron", [(2, "import.one_summary")]),
        (SUMMARY, "ron", [(2, "import.one_summary")]),
        (points("many") + SUMMARY, "ron", [(2, "import.not_a_number")]),
        (points("many") + SUMMARY * 2, "ron", [(2, "import.not_a_number"), (3, "import.one_summary")]),
        (points("9", "9", "9", "101") + SUMMARY, "ron", [(2, "value.percent")]),
        (points("9", "9", "9") + SUMMARY, "ron", [(2, "appraisal.scores_missing")]),
        (OBJECTIVES + points("9", "9", "9") + SUMMARY, "ron", [(4, "appraisal.scores_missing")]),
    ],
    ids=str,
)
def test_a_bad_file_is_named_by_its_rows_and_nothing_of_it_is_recorded(
    company: Company, ron: str, tmp_path: Path, text: str, by: str, problems: list[tuple[int, str]]
) -> None:
    assert company.get(Appraisal, ron).status is Status.OPENED
    assert refused(company, tmp_path, text, by) == problems


def test_whoever_may_not_know_of_an_appraisal_is_told_the_same_as_if_there_were_none(
    company: Company, ron: str, tmp_path: Path
) -> None:
    bring(company, tmp_path, OBJECTIVES, "sue")
    told = []
    for text in (OBJECTIVES, OBJECTIVES.replace("98", "97"), points("9") + SUMMARY, OBJECTIVES.replace("ron", "boss")):
        with pytest.raises(BadFile) as raised:
            bring(company, tmp_path, text, "dora")
        told.append([(each.place, str(each.no).replace("boss", "ron")) for each in raised.value.problems])
    assert told[0] == told[1] == told[2] == told[3] != []
    logged = [no.stream for _, no in company.store.refusals(0, 100) if no.code == "import.not_appraised"]
    assert logged == [ron] * 3
