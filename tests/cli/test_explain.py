"""`opsledger explain`: what would be run for a query, said to people and to machines."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from domain.shared.values import civil
from opsledger.commands.answer import Exit
from opsledger.commands.program import run
from opsledger.commands.statement import laid_out
from opsledger.compose import opened
from opsledger.settings import Settings
from projections.rebuild import rebuild
from tests.appraisal.ledger import found
from tests.cli.conftest import Said
from tests.stories.company import Clock, Company

DOCUMENT = "query One($first: Int!) { me { key } late: issues(first: $first) { nodes { key } } }"
ONE = ("--variables", '{"first": 3}')
Explain = Callable[..., Said]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a company that has done nothing yet but that Sue, Rita's superior, has delegated to Rita."""
    folder = tmp_path_factory.mktemp("explained")
    with opened(Settings(data=folder)) as product:
        company = Company(product.ledger.store, Clock(product.ledger.clock()))
        found(company)
        soon = civil(company.clock()) + timedelta(2)
        company.do("authority.grant_delegation", "sue", delegate="rita", valid_to=soon, reason="Away")
        list(rebuild(product.views, product.feed))
    return folder


@pytest.fixture
def explain(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    """Does what the command does, about a document in a file."""

    def explained(*more: str, document: str = DOCUMENT) -> Said:
        file = tmp_path / "asked.graphql"
        file.write_text(document, "utf-8")
        return Said(run(["explain", str(file), "--data", str(data), *more], {}), *capsys.readouterr())

    return explained


def test_people_read_the_statement_in_lines_then_its_values_and_the_plan(explain: Explain) -> None:
    told = explain(*ONE)
    assert told.exit == Exit.DONE and told.out.startswith("-- late\nSELECT ")
    assert "\n-- values: [3]\n-- plan:\n" in told.out and "SCAN issue" in told.out
    assert "\nme: " in told.out


def test_machines_get_it_as_it_is_run(explain: Explain) -> None:
    told = explain(*ONE, "--as", "administrator", "--json").json
    (only,) = told["statements"]
    assert (only["fields"], only["values"]) == (["late"], [3])
    assert only["sql"].startswith("SELECT CAST((SELECT concat(") and only["plan"] and set(told["apart"]) == {"me"}


def test_a_delegate_is_shown_what_is_seen_in_the_place_of_others(explain: Explain) -> None:
    document = "{ appraisals(first: 1) { nodes { key } } }"
    told = {name: explain("--as", name, "--json", document=document).json for name in ("rita", "ron")}
    values = {name: each["statements"][0]["values"] for name, each in told.items()}
    assert "sue" in values["rita"] and "sue" not in values["ron"]


@pytest.mark.parametrize(
    ("typed", "exit", "told"),
    [
        ((), Exit.USAGE, "Variable '$first' has invalid value"),
        (("--variables", "[]"), Exit.USAGE, "takes a JSON object"),
        (("--as", "nobody"), Exit.ABSENT, "Nobody called nobody"),
        (("--data", "nowhere"), Exit.ABSENT, "There is no ledger"),
    ],
)
def test_what_cannot_be_explained_is_told(explain: Explain, typed: tuple[str, ...], exit: Exit, told: str) -> None:
    said = explain(*typed)
    assert said.exit == exit and told in said.err, said.err


def test_a_rule_of_the_api_refuses_as_everywhere(explain: Explain) -> None:
    said = explain("--variables", '{"first": 300}')
    assert said.exit == Exit.REFUSED and "[page." in said.err


def test_laying_out_a_statement_changes_nothing_but_white_space() -> None:
    statement = "SELECT json_object('a (b', t0.\"x,y\", 'c', (SELECT 'it''s' FROM (SELECT 1 WHERE (TRUE)) AS t0))" * 3
    assert re.sub(r"\s", "", laid_out(statement)) == re.sub(r"\s", "", statement)
    assert "\n" in laid_out(statement)
