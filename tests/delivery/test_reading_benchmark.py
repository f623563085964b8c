"""What the reading benchmark asks: every question of every row that is said to answer it, chosen by name."""

from pathlib import Path

import pytest

from benchmarks.reads.command import parsed
from benchmarks.reads.environments import POSTGRAPHILE
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
