"""In a file of views, what is quick is answered where it is asked, and what is not keeps no event loop waiting."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from projections import sqlite_lines
from projections.database import TooSlow
from projections.sqlite import SqliteDatabase
from tests.projections.test_patience import COUNT

TO = COUNT.replace("{}", "?")
FEW, MORE, MANY, TOO_MANY = [10], [8_000], [300_000], [2_000_000_000]
OFTEN = [(TO, FEW)] * 30


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    with closing(SqliteDatabase(tmp_path / "views.db")) as database:
        yield database


def asked(database: SqliteDatabase, *questions: tuple[str, list[Any]]) -> tuple[list[Any], list[bool]]:
    """The answers to questions one after another, and of each whether a thread was asked."""
    handed: list[bool] = []

    async def aside(call: Callable[..., Any], *arguments: Any) -> Any:
        handed[-1] = True
        return await asyncio.to_thread(call, *arguments)

    async def scene() -> list[Any]:
        answers: list[Any] = []
        for sql, values in questions:
            handed.append(False)
            answers += await database.told(sql, values, aside)
        return answers

    return asyncio.run(scene()), handed


def test_a_thread_is_asked_until_a_statement_is_known_to_be_quick(database: SqliteDatabase) -> None:
    assert asked(database, (TO, FEW)) == ([10], [True])
    asked(database, *OFTEN)  # at first it was prepared, which may take longer than to run it
    assert asked(database, (TO, FEW), (TO, [11])) == ([10, 11], [False, False])


def test_what_becomes_slow_is_stopped_and_asked_of_a_thread_until_it_is_quick_again(database: SqliteDatabase) -> None:
    asked(database, *OFTEN)
    answers, handed = asked(database, (TO, FEW), (TO, MANY), (TO, MANY), (TO, FEW))
    assert (answers, handed) == ([10, 300_000, 300_000, 10], [False, True, True, True])
    asked(database, *OFTEN)
    assert asked(database, (TO, FEW)) == ([10], [False])


def test_what_takes_long_with_most_values_is_asked_of_a_thread_with_others_too(database: SqliteDatabase) -> None:
    asked(database, *OFTEN)
    _, handed = asked(database, *[(TO, MORE), (TO, FEW), (TO, MORE)] * 10)
    assert handed[-6:] == [True] * 6


def test_what_is_stopped_in_a_thread_as_well_is_too_slow(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_lines, "PATIENCE", 0.2)
    asked(database, *OFTEN)
    with pytest.raises(TooSlow):
        asked(database, (TO, TOO_MANY))
    assert asked(database, (TO, FEW)) == ([10], [True])


def test_of_no_more_statements_is_their_time_known_than_are_kept_prepared(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_lines, "STATEMENTS", 3)
    others: list[tuple[str, list[Any]]] = [(f"SELECT {number}", []) for number in range(3)]
    asked(database, *[("SELECT 9", [])] * 30, *others)
    assert asked(database, ("SELECT 9", [])) == ([9], [True])
