"""On either database: an empty ledger with its tiles, and one with a company in it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from application.command import Command
from domain.shared.ids import ADMINISTRATOR
from opsledger.commands.catching_up import catch_up
from opsledger.compose import product
from opsledger.settings import from_environment
from tests import postgres
from tests.integrity.auditing import Company
from tests.integrity.place import Place


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    schema = f"log_{secrets.token_hex(6)}"
    on_postgres = request.param == "postgres"
    target = request.getfixturevalue("postgres_dsn") if on_postgres else str(tmp_path / "data")
    there = Place(target, schema)
    yield there
    there.close()
    if on_postgres:
        with psycopg.connect(target, autocommit=True) as connection:
            for name in (there.schema, there.tree):
                connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'.encode())


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    data = {"OPSLEDGER_DATA": str(tmp_path / "data")}
    if request.param == "sqlite":
        yield data
        return
    with postgres.database_on(request.getfixturevalue("postgres_dsn")) as dsn:
        yield {**data, "OPSLEDGER_DATABASE": dsn}


@pytest.fixture
def audit(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Company:
    company = Company(environment, capsys)
    with product(from_environment(environment)) as running:

        def administer(verb: str, **inputs: object) -> None:
            running.ledger.do(Command(act=f"organisation.{verb}", actor=ADMINISTRATOR, inputs=inputs))

        administer("found", company="Ace", structural_form="line", headquarters="HQ", unit="hq")
        for position in ("clerk", "planner", "director"):
            administer("define_position", position=position, name=position, headcount=1, roles=[])
        lab = {"unit": "lab", "name": "Lab", "type": "DEPARTMENT", "parent": "hq"}
        command = Command(act="organisation.create_unit", actor=ADMINISTRATOR, inputs=lab, command_id="once")
        running.ledger.do(command)
        catch_up(running)
        assert running.notary.wait(running.feed.head(), 10)
    return company
