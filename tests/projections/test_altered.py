"""Views that somebody has altered with an editor of the database are found, by the first row that is otherwise."""

import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from domain.shared.ids import PersonId
from projections.postgres import PostgresDatabase
from projections.rebuild import differences, rebuild
from projections.sqlite import SqliteDatabase
from projections.views import Views, open_views
from tests.projections.log import Log
from tests.projections.workshop import ROOMS, JobDescribed, JobOpened

ALTERED = [
    (
        (
            "UPDATE job SET price = '7.50' WHERE id = 'job-1'",
            "DELETE FROM event WHERE position = 2",
            "DROP INDEX job_by_owner",
            "CREATE TABLE other (x integer)",
            "DROP VIEW numbering_gap",
            "DROP VIEW delegated_decision",
            "CREATE VIEW delegated_decision AS SELECT * FROM job",
        ),
        [
            "table other is none of this program",
            "view delegated_decision is declared otherwise",
            "view numbering_gap is missing",
            "index job_by_owner is missing",
            "job: row 'job-1' since position 3 has another price",
            "event: row '.*' since position 2 is missing",
        ],
    ),
    (
        ("DROP INDEX job_past_by_fork", "CREATE INDEX job_past_by_fork ON job_past (fork)"),
        ["index job_past_by_fork is declared otherwise"],
    ),
    (("UPDATE job_past SET fork = fork + 1",), ["job: row 'job-1' since position 1 has another fork"]),
    (
        ("INSERT INTO job_past SELECT * FROM job_past", "DROP TABLE job_step_past"),
        [
            "table job_step_past is missing",
            "index job_step_past_.* is missing",
            "job: row 'job-1' since position 1 is one too many",
            "job_step: cannot be read after the beginning: .*job_step_past.*",
        ],
    ),
    (
        ("UPDATE job SET id = 'job-9', updated_position = 900 WHERE id = 'job-2'", "DELETE FROM job_past"),
        ["job: row 'job-1' since position 1 is missing"],
    ),
    (
        ("UPDATE progress SET position = 2",),
        [f"{table}: row '.*' since position 3 is of a time .* not come to" for table in ("job", "event")],
    ),
    (("UPDATE progress SET position = 4",), ["progress says position 4, and the log ends at 3"]),
]


@pytest.mark.parametrize(("alterations", "said"), ALTERED)
def test_what_was_altered_is_named(views: Views, alterations: tuple[str, ...], said: list[str]) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    log.record("job-2", JobOpened(title="Fence", owner=PersonId("ben")))
    log.record("job-1", JobDescribed(title="Gate", price=Decimal("7.5"), due=None, urgent=False))
    for _ in rebuild(views, log):
        pass
    alter(views, alterations)
    found = differences(views, log)
    told = zip(said, distinct(found), strict=True)
    assert all(re.fullmatch(pattern, " ".join(line.split())) for pattern, line in told), found


def distinct(found: list[str]) -> list[str]:
    """What was found; of the indexes that went with a table only one."""
    of_past = [line for line in found if line.startswith("index job_step_past")]
    return [line for line in found if line not in of_past[1:]]


def test_a_row_of_a_time_to_come_is_found_though_it_hides_no_other(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    for _ in rebuild(views, log):
        pass
    assert differences(views, log) == []
    alter(views, ("CREATE TEMP TABLE new AS SELECT * FROM job", "UPDATE new SET id = 'job-9', updated_position = 9",
                  "INSERT INTO job SELECT * FROM new"))  # fmt: skip
    assert differences(views, log) == ["job: row 'job-9' since position 9 is of a time that the views have not come to"]


def test_another_number_in_the_head_of_the_file_is_named(tmp_path: Path) -> None:
    with closing(open_views(str(tmp_path), ROOMS)) as views:
        log = Log()
        for _ in rebuild(views, log):
            pass
        alter(views, ("PRAGMA user_version = 7",))
        assert differences(views, log) == ["setting user_version is declared otherwise"]


def alter(views: Views, alterations: tuple[str, ...]) -> None:
    """What somebody does who has the database in hand."""
    database = views.database
    if isinstance(database, SqliteDatabase):
        with closing(sqlite3.connect(database._path)) as file:
            file.executescript(";".join(alterations))
        return
    assert isinstance(database, PostgresDatabase)
    with psycopg.connect(database._dsn, autocommit=True) as server:
        server.execute(f'SET search_path TO "{database._schema}"'.encode())
        for statement in alterations:
            server.execute(statement.encode())
