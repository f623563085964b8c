"""What is run for an operation, and what of it is answered otherwise; nothing of the operation itself is answered."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema

from application.access import Caller
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.refusal import Refused
from domain.shared.term import Role
from graphql_api.app import create_app
from graphql_api.documents import NotAnswered
from graphql_api.explaining import Explained, explained
from graphql_api.schema import schema
from tests.api.running import ADMIN, Running, client, running

DOCUMENT = """
query Together($name: String!) {
  some: gardens(first: 2, filter: {name: {eq: $name}}) { nodes { id beds(first: 3) { totalCount } } }
  asOf(position: 0) { gardens(first: 1) { totalCount } }
}
query Apart { me { key } garden(id: "g") { key allowedCommands { act } } tokens(first: 1) { totalCount } }
query Early { asOf(position: 1000) { gardens(first: 1) { totalCount } } }
query Placed { asOf(position: 0) { position } position gardens(first: 1) { totalCount } }
mutation Act { gardenClose(input: {id: "g"}) { garden { key } } }
"""
READING = """
query Work { myTasks(first: 1) { totalCount } }
query Then { asOf(at: "2026-01-01T00:00:00Z") { gardens(first: 1) { totalCount } } }
query Overdue { asOf(position: 0) { overdueObligations(first: 1) { totalCount } } }
"""
NAMED = {"name": "Kew"}
ADMINISTRATION = Caller(ADMINISTRATOR, frozenset({Role.ADM}))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A product with nothing in it, on each database."""
    folder: Path = tmp_path_factory.mktemp("explained")
    views = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else str(folder)
    with running(str(folder), views) as product:
        assert product.runner.wait(0, 30)
        yield product


@pytest.fixture(scope="module")
def gardening(place: Running) -> GraphQLSchema:
    return schema(*place.ledger.rooms.values())


def explain(
    place: Running, gardening: GraphQLSchema, operation: str, given: Any = None, caller: Caller = ADMINISTRATION
) -> Explained:
    return explained(gardening, place, caller, DOCUMENT, operation, given or {})


def test_what_the_views_answer_alone_is_one_statement(place: Running, gardening: GraphQLSchema) -> None:
    told = explain(place, gardening, "Together", NAMED)
    ((fields, sql, plan),) = told.statements
    assert fields == ("some", "asOf.gardens") and not told.apart
    assert sql.text.count(place.views.database.dialect.mark) == len(sql.values)
    assert "Kew" in sql.values
    assert any("garden" in line and line.startswith(" ") for line in plan)


def test_the_place_in_the_log_is_told_by_the_statement_that_reads_what_is_there(
    place: Running, gardening: GraphQLSchema
) -> None:
    told = explain(place, gardening, "Placed")
    (statement,) = told.statements
    assert statement.fields == ("asOf.position", "position", "gardens") and not told.apart

    async def ask() -> Any:
        async with client(create_app(place), ADMIN) as admin:
            asked = {"query": DOCUMENT, "operationName": "Placed"}
            return (await admin.http.post("/graphql", json=asked, headers=admin.headers)).json()["data"]

    then, now = {"position": 0}, place.views.position()
    assert asyncio.run(ask()) == {"asOf": then, "position": now, "gardens": {"totalCount": 0}}


def test_it_is_the_statement_that_the_api_runs(
    place: Running, gardening: GraphQLSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Any] = []
    telling = place.views.database.told

    def told(*asked: Any) -> Any:
        ran.append(asked[:2])
        return telling(*asked)

    monkeypatch.setattr(place.views.database, "told", told)

    async def ask() -> None:
        async with client(create_app(place), ADMIN) as admin:
            asked = {"query": DOCUMENT, "operationName": "Together", "variables": NAMED}
            await admin.http.post("/graphql", json=asked, headers=admin.headers)

    asyncio.run(ask())
    assert tuple(explain(place, gardening, "Together", NAMED).statements[0].sql) in ran


@pytest.mark.parametrize("operation", ["Work", "Then", "Overdue"])
def test_what_has_to_be_read_to_write_a_statement_is_read_off_the_event_loop(
    place: Running, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    reading = set[str]()

    def watched(call: Any) -> Any:
        def called(*given: Any, **named: Any) -> Any:
            reading.add(threading.current_thread().name)
            return call(*given, **named)

        return called

    monkeypatch.setattr(place.views.database, "read", watched(place.views.database.read))
    monkeypatch.setattr(place.ledger, "world", watched(place.ledger.world))

    async def ask() -> None:
        async with client(create_app(place), ADMIN) as admin:
            asked = {"query": READING, "operationName": operation}
            for _ in range(2):
                told = await admin.http.post("/graphql", json=asked, headers=admin.headers)
                assert "errors" not in told.json(), told.text

    asyncio.run(ask())
    assert reading and threading.current_thread().name not in reading


def test_what_is_answered_field_by_field_is_told_with_the_reason(place: Running, gardening: GraphQLSchema) -> None:
    told = explain(place, gardening, "Apart")
    assert [each.fields for each in told.statements] == [("garden",), ("tokens",)]
    assert set(told.apart) == {"me", "garden"}
    assert explain(place, gardening, "Act").statements == []
    assert set(explain(place, gardening, "Act").apart) == {"gardenClose"}


def test_whoever_sees_less_is_answered_by_another_statement(place: Running, gardening: GraphQLSchema) -> None:
    employee = Caller(PersonId("ana"), frozenset({Role.EMP}))
    mine, all_ = (explain(place, gardening, "Apart", caller=who).statements[1] for who in (employee, ADMINISTRATION))
    assert "ana" in mine.sql.values and "ana" not in all_.sql.values


def test_what_the_api_would_not_answer_is_not_explained(place: Running, gardening: GraphQLSchema) -> None:
    with pytest.raises(NotAnswered, match="invalid value"):
        explain(place, gardening, "Together")
    with pytest.raises(NotAnswered, match="Name one"):
        explain(place, gardening, "Other")
    with pytest.raises(Refused, match="1000"):
        explain(place, gardening, "Early")
