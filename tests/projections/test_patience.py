"""The database does not work for anybody longer than it has patience."""

import time
from collections.abc import Iterator

import apsw
import psycopg
import pytest

from projections import postgres, sqlite_lines
from projections.database import TooSlow
from projections.views import Views
from tests.projections.conftest import made, new_views
from tests.projections.log import Log

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT count(*) FROM n"
SLOW, QUICK = COUNT.format(2_000_000_000), COUNT.format(20_000)
PROMPTLY = 10.0
"""Seconds that a busy machine may take to stop; the statement itself would take many minutes."""


@pytest.fixture
def hasty(target: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Views]:
    """Views in a database that has little patience."""
    for module in (sqlite_lines, postgres):
        monkeypatch.setattr(module, "PATIENCE", 0.2)
    with new_views(target) as views:
        made(views, Log())
        yield views


def test_a_slow_statement_is_stopped_and_the_connection_goes_on(hasty: Views) -> None:
    for _ in range(2):
        started = time.monotonic()
        with pytest.raises(TooSlow, match=r"stopped after 0\.2 seconds"):
            hasty.database.read(SLOW)
        assert 0.15 < time.monotonic() - started < PROMPTLY
        assert hasty.database.read("SELECT 1") == [(1,)]
        assert hasty.position() == 0


def test_each_statement_has_the_same_patience_anew(hasty: Views) -> None:
    for _ in range(3):
        assert hasty.database.read(QUICK) == [(20_000,)]
        time.sleep(0.1)


def test_a_bad_statement_does_not_cost_a_connection(hasty: Views) -> None:
    for _ in range(40):
        with pytest.raises((apsw.SQLError, psycopg.errors.SyntaxError)):
            hasty.database.read("SELEKT 1")
    assert hasty.database.read("SELECT 1") == [(1,)]
