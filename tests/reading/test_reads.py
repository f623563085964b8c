"""The log of reads, on either database: it only grows, without gaps, and loses nothing that was noted."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import psycopg
import pytest

from application.integrity.books import Read as Book
from application.reading import Looked, Read, Reads, open_reads, postgres_reads, renewed, sqlite_reads
from application.store.declaring import undeclared

READ = Read(
    at="2026-01-05T01:00:00.000000Z", actor="audra", roles=("AUD",), operation="Dossier",
    fields=("plan", "asOf.issues"), records=("plan-1",), document="d" * 64, variables="v" * 64, position=7, past=True,
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path)
        return
    dsn = str(request.getfixturevalue("postgres_dsn"))
    yield dsn
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS reads CASCADE")


@pytest.fixture
def reads(target: str) -> Iterator[Reads]:
    with closing(open_reads(target)) as reads:
        yield reads


def test_what_was_noted_is_there_for_whoever_opens_it_next(reads: Reads, target: str) -> None:
    reads.note(READ)
    reads.note(READ._replace(operation="", fields=(), records=(), past=False))
    with closing(open_reads(target)) as again:
        assert again.lines(0, 10) == [(1, READ), (2, READ._replace(operation="", fields=(), records=(), past=False))]


def test_a_log_of_the_first_layout_is_brought_up_to_date_and_its_lines_are_signed_as_they_were(target: str) -> None:
    on_postgres = target.startswith("postgresql")
    with closing(open_reads(target)) as reads:
        reads.note(READ)
    as_at_first(target, on_postgres)
    schemas, files = {"reads": postgres_reads.LAYOUT}, {"reads": sqlite_reads.LAYOUT}
    assert undeclared(target, target, files, schemas)
    renewed(target)
    assert not undeclared(target, target, files, schemas)
    as_at_first(target, on_postgres)
    with closing(open_reads(target)) as reads:
        asked = READ._replace(moment="2026-01-04T16:00:00.000000Z")
        reads.note(asked)
        assert reads.lines(0, 10) == [(1, READ), (2, asked)]
        (before, after) = (msgspec.json.decode(line.data) for line in Book(reads).log(0, 10))
        assert before == after[:-1] and len(before) == 10 and after[-1] == asked.moment
    assert not undeclared(target, target, files, schemas)


def as_at_first(target: str, on_postgres: bool) -> None:
    """As an earlier program laid it out."""
    if on_postgres:
        with psycopg.connect(target) as connection:
            connection.execute("ALTER TABLE reads.reads DROP COLUMN moment")
    else:
        with closing(sqlite3.connect(Path(target) / "reads.db")) as file:
            file.execute("ALTER TABLE reads DROP COLUMN moment")


def test_lines_are_looked_for_by_everything_that_is_given(reads: Reads) -> None:
    others = (
        READ._replace(actor="other"), READ._replace(records=("plan-2",)), READ._replace(fields=("plans",)),
        READ._replace(at="2026-01-04T01:00:00.000000Z"), READ._replace(at="2026-01-06T01:00:00.000000Z"),
    )  # fmt: skip
    for each in (*others, READ):
        reads.note(each)
    looked = Looked("audra", "plan-1", "plan", "2026-01-05T00", "2026-01-06T00")
    assert reads.lines(0, 10, looked) == [(6, READ)]
    assert reads.lines(6, 10, looked) == []
    assert [number for number, _ in reads.lines(1, 3)] == [2, 3, 4]


def test_many_at_once_are_numbered_without_gaps(reads: Reads) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: reads.note(READ._replace(operation=f"Q{n}")), range(60)))
    lines = reads.lines(0, 100)
    assert [number for number, _ in lines] == list(range(1, 61))
    assert {read.operation for _, read in lines} == {f"Q{n}" for n in range(60)}


@pytest.mark.parametrize("statement", ["UPDATE reads SET actor = 'nobody'", "DELETE FROM reads"])
def test_no_line_is_changed_or_taken_away(reads: Reads, target: str, statement: str) -> None:
    reads.note(READ)
    if target.startswith("postgresql"):
        readers = psycopg.connect(target, options="-c search_path=reads")
        with readers as connection, pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(statement.encode())
    else:
        with closing(sqlite3.connect(Path(target) / "reads.db")) as file, pytest.raises(sqlite3.Error, match="append"):
            file.execute(statement)
    assert reads.lines(0, 10) == [(1, READ)]
