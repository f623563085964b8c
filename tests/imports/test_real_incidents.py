"""The real ledger of incidents, brought in whole: every figure equals the one that plain Python finds in the file."""

import asyncio
import csv
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from application.command import Command
from application.imports.incidents import read_incidents
from application.imports.migration import import_incidents
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR
from graphql_api.app import create_app
from opsledger.commands.catching_up import catch_up
from opsledger.compose import Product, product
from opsledger.settings import Settings
from projections.figures import IssueFigures
from projections.filters import EVERYTHING, Compare, Op
from projections.runner import Runner
from projections.views import open_views
from projections.visibility import SYSTEM
from tests.api.running import ADMIN, client

FILE = Path(__file__).parents[3] / "shared" / "data" / "incidents.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the real incidents are not at {FILE}")
SHANGHAI = timezone(timedelta(hours=8))
PATIENCE = 30
"""Seconds in which the whole file must be recorded and shown."""
STATES = {
    "Resolved": "RESOLVED",
    "Closed": "CLOSED",
    "In Call": "CLOSED",
    "Cancelled": "DISMISSED",
    "Awaiting Assignment": "REGISTERED",
    "Assigned": "ASSIGNED",
}
DONE = {"RESOLVED", "CLOSED", "DISMISSED"}
EVERYTHING_ASKED = """{
  issueFigures {
    total open reopened byStatus { status count } closeHours { known median p90 } oldestOpen(first: 20) { reportedAt }
  }
}"""
HISTORY = """query($case: String!) {
  issues(first: 1, filter: {sourceCase: {eq: $case}}) {
    nodes { status history(first: 100) { totalCount nodes { occurredAt migrated payload } } }
  }
}"""


class Case(NamedTuple):
    """A case as the file has it."""

    rows: list[tuple[datetime, str, str]]

    @property
    def states(self) -> list[str]:
        return [STATES.get(sub_status, "IN_PROGRESS") for _, _, sub_status in self.rows]

    @property
    def open(self) -> bool:
        return self.states[-1] not in DONE or self.states[-1] == "RESOLVED"

    @property
    def reopened(self) -> bool:
        pairs = zip(self.states, self.states[1:], strict=False)
        return any(before in DONE and after not in DONE for before, after in pairs)

    @property
    def hours_to_close(self) -> Decimal | None:
        closed = next((at for (at, _, _), state in zip(self.rows, self.states, strict=True) if state == "CLOSED"), None)
        return None if closed is None else Decimal(round((closed - self.rows[0][0]).total_seconds() / 36)) / 100


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    with FILE.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            at = datetime.fromisoformat(row["timestamp"]).replace(tzinfo=SHANGHAI)
            found.setdefault(row["case_id"], Case([])).rows.append((at, row["status"], row["sub_status"]))
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product with the whole file in it, shown; brought in within the time that is given."""
    folder = tmp_path_factory.mktemp("incidents")
    with product(Settings(data=folder, admin_token=ADMIN)) as running:
        started = time.monotonic()
        made = bring_in(running)
        catch_up(running)
        assert (made.recorded, made.known) == (3777, 0)
        assert time.monotonic() - started < PATIENCE
        yield running


def bring_in(running: Product) -> Any:
    by = Command(act="", actor=ADMINISTRATOR)
    return import_incidents(running.ledger, read_incidents(FILE.read_bytes()), "incidents", by)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def figures(request: pytest.FixtureRequest, imported: Product) -> Iterator[IssueFigures]:
    """The figures, by each of the databases."""
    if request.param == "sqlite":
        yield IssueFigures(imported.views.as_seen_by(SYSTEM), EVERYTHING, datetime.now(SHANGHAI))
        return
    dsn = request.getfixturevalue("postgres_dsn")
    with closing(open_views(dsn, ROOMS, "incident_views")) as views:
        runner = Runner(imported.feed, views)
        runner.start()
        assert runner.wait(imported.feed.head(), PATIENCE)
        yield IssueFigures(views.as_seen_by(SYSTEM), EVERYTHING, datetime.now(SHANGHAI))
        runner.stop()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS incident_views CASCADE")


def test_every_count_is_that_of_the_file(figures: IssueFigures, cases: dict[str, Case]) -> None:
    ended = Counter(case.states[-1] for case in cases.values())
    assert {str(each.value): each.issues for each in figures.by("status")} == ended
    assert figures.count() == len(cases)
    assert figures.at_least_once("reopened") == sum(case.reopened for case in cases.values())
    assert sum(each.issues for each in figures.open_by_age()) == sum(case.open for case in cases.values())


def test_median_and_ninth_tenth_are_those_of_the_file(figures: IssueFigures, cases: dict[str, Case]) -> None:
    hours = [hours for case in cases.values() if (hours := case.hours_to_close) is not None]
    spread = figures.hours("close_hours")
    assert spread.known == len(hours)
    assert spread.median == statistics.median(hours)
    assert spread.p90 == statistics.quantiles(hours, n=10, method="inclusive")[-1]


def test_the_oldest_open_cases_are_those_of_the_file(figures: IssueFigures, cases: dict[str, Case]) -> None:
    expected = sorted(case.rows[0][0] for case in cases.values() if case.open)[:20]
    ids = figures.oldest_open(20)
    rows = figures.reader.rows("issue", Compare("id", Op.IN, ids), ["reported_at"])
    reported = {row["id"]: row["reported_at"] for row in rows}
    assert [reported[id] for id in ids] == expected


def test_the_api_tells_the_same_figures_and_the_whole_history(imported: Product, cases: dict[str, Case]) -> None:
    async def ask() -> None:
        async with client(create_app(imported), ADMIN) as somebody:
            figures = (await somebody.ask(EVERYTHING_ASKED))["issueFigures"]
            assert figures["total"] == len(cases)
            assert figures["reopened"] == sum(case.reopened for case in cases.values())
            assert {each["status"]: each["count"] for each in figures["byStatus"]} == Counter(
                case.states[-1] for case in cases.values()
            )
            hours = [hours for case in cases.values() if (hours := case.hours_to_close) is not None]
            assert Decimal(figures["closeHours"]["median"]) == statistics.median(hours)
            for id in list(cases)[::150]:
                (issue,) = (await somebody.ask(HISTORY, case=id))["issues"]["nodes"]
                assert issue["status"] == cases[id].states[-1]
                assert told(issue["history"]) == cases[id].rows[:100]
                assert issue["history"]["totalCount"] == len(cases[id].rows)

    asyncio.run(ask())


def told(history: dict[str, Any]) -> list[tuple[datetime, str, str]]:
    assert all(each["migrated"] for each in history["nodes"])
    rows = ((datetime.fromisoformat(each["occurredAt"]), each["payload"]) for each in history["nodes"])
    return [(at, payload["source_status"], payload["source_sub_status"]) for at, payload in rows]


def test_the_same_file_a_second_time_changes_nothing(imported: Product) -> None:
    head = imported.feed.head()
    made = bring_in(imported)
    assert (made.recorded, made.known) == (0, 3777)
    assert imported.feed.head() == head
