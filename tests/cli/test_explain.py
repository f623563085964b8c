"""`opsledger explain`: what would be run for a query, and what of it would not be."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graphql_api.app import create_app
from opsledger.commands.answer import Exit
from opsledger.commands.program import run
from opsledger.commands.statement import laid_out
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.settings import Settings
from tests import postgres
from tests.api.running import client
from tests.cli.conftest import Program, Said

DOCUMENT = """
query Together($unit: ID!) {
  organisation { key }
  work: issues(first: 2, filter: {responsibleUnitId: {eq: $unit}}) { nodes { task { title } } }
  asOf(position: 9) { goals(first: 1) { totalCount } }
}
query Apart { me { key } plan(id: "plan-annual") { key allowedCommands { act } } goals(first: 1) { totalCount } }
query Early { asOf(position: 1000000) { goals(first: 1) { totalCount } } }
mutation Act { planSubmit(input: {id: "plan-annual"}) { plan { key } } }
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration company."""
    with product(Settings(data=tmp_path_factory.mktemp("explained"))) as running:
        fill(running)
        assert running.runner.wait(running.feed.head(), 60)
        yield running


Explain = Callable[..., Said]


@pytest.fixture
def explain(company: Product, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    """Does what the command does, about an operation of the document."""
    file = tmp_path / "asked.graphql"

    def explained(operation: str, *more: str, document: str = DOCUMENT) -> Said:
        file.write_text(document, "utf-8")
        exit = run(["explain", str(file), "--operation", operation, "--data", str(company.settings.data), *more], {})
        return Said(exit, *capsys.readouterr())

    return explained


TOGETHER = ("Together", "--variables", '{"unit": "sales"}')


def test_what_the_views_answer_alone_is_one_statement_with_its_values_and_its_plan(explain: Explain) -> None:
    told = explain(*TOGETHER, "--json").json
    (only,) = told["statements"]
    assert only["fields"] == ["organisation", "work", "asOf.goals"] and not told["apart"]
    assert only["sql"].startswith("SELECT (SELECT json_object(") and only["sql"].count("?") == len(only["values"])
    assert "sales" in only["values"] and 9 in only["values"]
    assert any("SEARCH issue" in line for line in only["plan"])


def test_it_is_the_statement_that_the_api_runs(
    explain: Explain, company: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Any] = []
    reading = company.views.database.read
    monkeypatch.setattr(company.views.database, "read", lambda *asked: ran.append(asked) or reading(*asked))

    async def ask() -> None:
        async with client(create_app(company), "demo-planner") as somebody:
            asked = {"query": DOCUMENT, "operationName": "Together", "variables": {"unit": "sales"}}
            await somebody.http.post("/graphql", json=asked, headers=somebody.headers)

    asyncio.run(ask())
    (only,) = explain(*TOGETHER, "--as", "li-jing", "--json").json["statements"]
    assert (only["sql"], tuple(only["values"])) in ran


def test_what_is_resolved_field_by_field_is_told_with_the_reason(explain: Explain) -> None:
    told = explain("Apart", "--json").json
    assert [each["fields"] for each in told["statements"]] == [["plan"], ["goals"]]
    assert set(told["apart"]) == {"me", "plan"}
    assert explain("Act", "--json").json["statements"] == []
    assert "planSubmit: an act" in explain("Act").out


def test_whoever_sees_less_is_answered_by_a_narrower_statement(explain: Explain) -> None:
    everything, some = (explain(*TOGETHER, "--as", who).out for who in ("administrator", "demo"))
    assert everything != some


def test_people_read_it_in_lines(explain: Explain) -> None:
    told = explain(*TOGETHER)
    assert told.exit == Exit.DONE and "-- organisation, work, asOf.goals" in told.out
    assert "\n-- values: [" in told.out and "\n-- plan:\n" in told.out


@pytest.mark.parametrize(
    ("asked", "exit", "told"),
    [
        (["Nothing"], Exit.USAGE, "Name one of the document's operations"),
        (["Together"], Exit.USAGE, "'$unit' of required type"),
        (["Together", "--variables", "[]"], Exit.USAGE, "takes a JSON object"),
        (["Apart", "--as", "nobody"], Exit.ABSENT, "Nobody called nobody"),
        (["Early"], Exit.REFUSED, "as_of."),
    ],
)
def test_what_cannot_be_explained_is_told(explain: Explain, asked: list[str], exit: Exit, told: str) -> None:
    said = explain(*asked)
    assert (said.exit, told in said.err) == (exit, True), said.err


def test_a_document_that_is_not_valid_is_told(explain: Explain) -> None:
    said = explain("Colour", document='query Colour { plan(id: "plan-annual") { colour } }')
    assert said.exit == Exit.USAGE and "Cannot query field 'colour'" in said.err


def test_it_needs_a_ledger_and_a_file(program: Program, tmp_path: Path, begun: None) -> None:
    assert program("explain", tmp_path / "nowhere.graphql").exit == Exit.ABSENT
    file = tmp_path / "asked.graphql"
    file.write_text("{ __typename }", "utf-8")
    assert "__typename: " in program("explain", file).out
    assert program("explain", file, "--data", tmp_path / "other").exit == Exit.ABSENT


def test_postgresql_tells_its_plan(program: Program, postgres_dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "asked.graphql"
    file.write_text(DOCUMENT.replace("asOf(position: 9)", "asOf(position: 0)"), "utf-8")
    with postgres.database_on(postgres_dsn) as database:
        assert program("projections", "rebuild", "--database", database).exit == Exit.DONE
        said = program("explain", file, "--operation", *TOGETHER, "--database", database, "--json")
        (only,) = said.json["statements"]
    assert "json_build_object(" in only["sql"] and "cost=" in only["plan"][0]


def test_laying_out_a_statement_changes_nothing_but_white_space() -> None:
    statement = "SELECT json_object('a (b', t0.\"x,y\", 'c', (SELECT 'it''s' FROM (SELECT 1 WHERE (TRUE)) AS t0))" * 3
    assert re.sub(r"\s", "", laid_out(statement)) == re.sub(r"\s", "", statement)
    assert laid_out("SELECT 1 FROM t WHERE (a = ?)") == "SELECT 1\nFROM t\nWHERE (a = ?)"
