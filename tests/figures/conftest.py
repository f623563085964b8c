"""The demonstration company, its figures on either database, and somebody who asks for them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TypeAlias

import psycopg
import pytest
from starlette.applications import Starlette

from application.command import Command
from domain.issue.figures import Breakdown, breakdown
from domain.issue.state import Issue
from domain.organisation.state import Organisation
from domain.organisation.state import company as of_company
from domain.rooms import ROOMS
from domain.shared.ids import PersonId
from graphql_api.app import create_app
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.demo.people import SALES
from opsledger.settings import Settings
from projections.figures import IssueFigures
from projections.filters import EVERYTHING
from projections.runner import Runner
from projections.views import open_views
from projections.visibility import SYSTEM
from tests.api.running import ADMIN, client

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
PATIENCE = 60
OF_A_PROCESS = {
    "title": "Orders wait", "description": "Orders wait for two days.", "found_at": NOW.isoformat(), "unit": "U-MKT",
    "category": "PROCESS", "severity": 3, "process": "order-to-cash",
}  # fmt: skip
Ask: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration company with an issue about a process, shown."""
    settings = Settings(data=tmp_path_factory.mktemp("company"), admin_token=ADMIN)
    with product(settings, lambda: NOW) as running:
        assert running.runner.wait(0, PATIENCE)  # figures of appraisals are read from the views while it is filled
        fill(running)
        running.ledger.do(Command(act="issue.report", actor=PersonId(SALES), inputs=OF_A_PROCESS))
        assert running.runner.wait(running.feed.head(), PATIENCE)
        yield running


@pytest.fixture(scope="session")
def counted(company: Product) -> Breakdown:
    """What the domain counts."""
    world = company.ledger.world()
    records = dict.fromkeys(each.record for each in company.feed.log(0, 10_000) if each.type.startswith("issue."))
    return breakdown([issue for id in records if (issue := world.get(Issue, id))], NOW)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def figures(request: pytest.FixtureRequest, company: Product, postgres_dsn: str) -> Iterator[IssueFigures]:
    """The figures, by each of the databases."""
    if request.param == "sqlite":
        yield IssueFigures(company.views.as_seen_by(SYSTEM), EVERYTHING, NOW)
        return
    with closing(open_views(postgres_dsn, ROOMS, "company_views")) as views:
        runner = Runner(company.feed, views)
        runner.start()
        assert runner.wait(company.feed.head(), PATIENCE)
        yield IssueFigures(views.as_seen_by(SYSTEM), EVERYTHING, NOW)
        runner.stop()
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS company_views CASCADE")


@pytest.fixture(scope="session")
def app(company: Product) -> Starlette:
    return create_app(company)


@pytest.fixture(scope="session")
def organisation(company: Product) -> Organisation:
    """The company's units and people, as the ledger has them."""
    return of_company(company.ledger.world())


@pytest.fixture
def ask(app: Starlette) -> Ask:
    """Asks the application, as the administrator or with somebody's token; the whole answer."""

    def asked(query: str, bearer: str = ADMIN, **variables: Any) -> Any:
        async def whole() -> Any:
            async with client(app, bearer) as somebody:
                return (await somebody.post(query, **variables)).json()

        return asyncio.run(whole())

    return asked
