"""What the planner wants to know of tables is counted again as they grow: a plan for ten rows is bad for a thousand."""

from pathlib import Path

import pytest

from domain.shared.ids import PersonId
from projections import sqlite
from projections.views import Views
from tests.projections.catching_up import following
from tests.projections.conftest import made, new_views
from tests.projections.log import Log
from tests.projections.workshop import JobOpened


def opened(log: Log, jobs: int) -> None:
    """So many jobs more."""
    for _ in range(jobs):
        log.record(f"job-{len(log.events)}", JobOpened(title="Gate", owner=PersonId("ana")))


def counted(views: Views) -> int:
    """How many jobs the planner takes there to be."""
    found = views.database.read("SELECT stat FROM sqlite_stat1 WHERE idx = 'job_by_created_position'")
    return int(found[0][0].split()[0])


def test_a_table_that_has_grown_is_counted_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "COUNTED", 10)
    log = Log()
    opened(log, 3)
    with new_views(str(tmp_path)) as views:
        made(views, log)
        assert counted(views) == 3
        writer, fold = views.database.writer(), following(views, log)
        for more in (50, 800):
            before = len(log.events)
            opened(log, more)
            writer.write(fold.changes(log.log(before, more)), before, len(log.events))
            assert counted(views) > before * 5
        writer.close()
