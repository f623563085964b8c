"""What the reading benchmark asks: every question of every row that is said to answer it, chosen by name."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.reads.appraisals import STEPS, appraisal_begins
from benchmarks.reads.command import parsed
from benchmarks.reads.company import QUICK, Scale
from benchmarks.reads.environments import POSTGRAPHILE
from benchmarks.reads.happenings import happenings
from benchmarks.reads.peers import floor
from benchmarks.reads.questions import QUERIES, QUESTIONS
from benchmarks.reads.readers import READERS
from benchmarks.reads.rows import POSTGRES, SQLITE, in_folder
from benchmarks.reads.targets import TARGETS

NAMES = [question.name for question in QUESTIONS]


def test_the_floor_answers_every_question_on_both_databases() -> None:
    folder = Path(floor.__path__[0])
    for dialect in ("sqlite", "postgres"):
        assert sorted(file.stem for file in (folder / dialect).glob("*.sql")) == sorted(NAMES)


def test_every_document_is_that_of_a_question() -> None:
    assert sorted(in_folder(QUERIES)) == sorted(NAMES)
    assert set(in_folder(POSTGRAPHILE / "queries")) <= set(NAMES)


def test_targets_and_readers_are_known() -> None:
    assert {name for target in TARGETS for name in target.questions} <= set(NAMES)
    assert {question.reader for question in QUESTIONS} <= set(READERS)


def test_questions_and_databases_are_chosen_by_name_however_it_is_spelt() -> None:
    assert parsed(["--databases", "sqlite,PostgreSQL", "--questions", "Plan"]).databases == [SQLITE, POSTGRES]
    assert parsed(["--questions", "Plan,title"]).questions == ["plan", "title"]


@pytest.mark.parametrize("option", ["--questions", "--databases"])
def test_a_name_that_is_not_known_is_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed([option, "nothing"])
    assert "'nothing' is none of" in capsys.readouterr().err


def test_an_appraisal_goes_all_its_steps() -> None:
    assert len(list(appraisal_begins(1, 0, QUICK))) == STEPS


def test_plans_projects_and_appraisals_have_twice_the_events_in_a_history_twice_as_long() -> None:
    tiny = Scale(plans=2, people=20, units=3, issues=1, projects=4, months=2)
    short, long = (Counter(each.record for each in happenings(tiny._replace(history=turns))) for turns in (1, 2))
    kinds = ("plan-", "project-", "appraisal-0")
    assert all(any(record.startswith(kind) for record in short) for kind in kinds)
    for record in filter(lambda record: record.startswith(kinds), short):
        assert long[record] == 2 * short[record], record
