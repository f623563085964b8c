"""The issue ledger in figures: what each database counts is what the domain counts over the issues themselves."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest

from domain.issue.figures import Breakdown, breakdown
from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.rooms import ROOMS
from graphql_api.app import create_app
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.settings import Settings
from projections.figures import Count, IssueFigures
from projections.filters import EVERYTHING, Compare, Op
from projections.runner import Runner
from projections.views import open_views
from projections.visibility import SYSTEM, Viewer
from tests.api.running import ADMIN, client

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
PATIENCE = 60
AGES = {7: "<=07", 30: "<=30", 90: "<=90", None: ">90"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration company, shown."""
    settings = Settings(data=tmp_path_factory.mktemp("company"), admin_token=ADMIN)
    with product(settings, lambda: NOW) as running:
        fill(running)
        assert running.runner.wait(running.feed.head(), PATIENCE)
        yield running


@pytest.fixture(scope="module")
def counted(company: Product) -> Breakdown:
    """What the domain counts."""
    world = company.ledger.world()
    records = dict.fromkeys(each.record for each in company.feed.log(0, 10_000) if each.type.startswith("issue."))
    return breakdown([issue for id in records if (issue := world.get(Issue, id))], NOW)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def figures(request: pytest.FixtureRequest, company: Product) -> Iterator[IssueFigures]:
    """The figures, by each of the databases."""
    if request.param == "sqlite":
        yield IssueFigures(company.views.as_seen_by(SYSTEM), EVERYTHING, NOW)
        return
    dsn = request.getfixturevalue("postgres_dsn")
    with closing(open_views(dsn, ROOMS, "company_views")) as views:
        runner = Runner(company.feed, views)
        runner.start()
        assert runner.wait(company.feed.head(), PATIENCE)
        yield IssueFigures(views.as_seen_by(SYSTEM), EVERYTHING, NOW)
        runner.stop()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS company_views CASCADE")


def as_told(counts: list[Count]) -> dict[object, int]:
    return {each.value: each.issues for each in counts if each.issues}


def test_the_database_counts_what_the_domain_counts(figures: IssueFigures, counted: Breakdown) -> None:
    assert as_told(figures.by("status")) == counted.by_status
    assert as_told(figures.by("kind")) == counted.by_kind
    assert as_told(figures.by("unit")) == counted.by_unit
    assert as_told(figures.by("process")) == counted.by_process == {}
    assert as_told(figures.by_cause()) == counted.by_cause != {}
    assert {AGES[each.value]: each.issues for each in figures.open_by_age() if each.issues} == counted.open_by_age
    assert (figures.overdue(), figures.at_least_once("recurrences")) == (counted.overdue, counted.recurred)
    assert figures.overdue() > 0


def test_the_most_frequent_value_comes_first(figures: IssueFigures) -> None:
    counts = [each.issues for each in figures.by("unit")]
    assert counts == sorted(counts, reverse=True)


def test_hours_are_interpolated_between_two_issues_and_unknown_for_none(figures: IssueFigures) -> None:
    spread = figures.hours("verify_hours")
    assert spread.known > 1 and spread.median and spread.p90 and spread.median <= spread.p90
    nothing = IssueFigures(figures.reader, Compare("status", Op.EQ, Status.REPORTED), NOW)
    assert nothing.hours("verify_hours") == (0, None, None)
    one = IssueFigures(figures.reader, Compare("id", Op.EQ, "issue-packing"), NOW)
    assert one.hours("close_hours").median == one.hours("close_hours").p90 is not None


def test_who_sees_nothing_counts_nothing(figures: IssueFigures) -> None:
    nobody = IssueFigures(figures.reader.views.as_seen_by(Viewer("stranger", frozenset())), EVERYTHING, NOW)
    assert nobody.count() == 0 and nobody.by("status") == [] and nobody.hours("close_hours").known == 0


def test_the_api_counts_those_issues_that_are_asked_for(company: Product) -> None:
    asked = """{
      issueFigures(filter: {kind: {eq: OPPORTUNITY}}) {
        total open byUnit { unit { name } count } openByAge { days count } oldestOpen(first: 5) { key }
      }
    }"""

    async def ask() -> None:
        async with client(create_app(company), ADMIN) as somebody:
            figures = (await somebody.ask(asked))["issueFigures"]
            assert figures["total"] == figures["open"] == 1
            assert figures["byUnit"] == [{"unit": {"name": "运营组"}, "count": 1}]
            assert [each["days"] for each in figures["openByAge"]] == [7, 30, 90, None]
            assert figures["oldestOpen"] == [{"key": "issue-routes"}]
            wrong = await somebody.post("{issueFigures {oldestOpen(first: 101) {key}}}")
            assert wrong.json()["errors"][0]["extensions"]["code"] == "filter.too_much"

    asyncio.run(ask())
