"""A company whose auditors use the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from opsledger.commands.program import run


class Said(NamedTuple):
    exit: int
    out: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Company:
    """A ledger with a company in it, its views up to date."""

    def __init__(self, environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        self.environment = environment
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Said:
        self._capsys.readouterr()
        exit = run(list(map(str, arguments)), self.environment)
        said = self._capsys.readouterr()
        return Said(exit, said.out or said.err)

    def define(self, position: str) -> None:
        """Have something recorded."""
        assert self("organisation", "define-position", "--position", position, "--name", position).exit == 0

    def execute(self, schema: str, statement: str) -> None:
        """Whatever whoever holds the database wants."""
        if dsn := self.environment.get("OPSLEDGER_DATABASE"):
            with psycopg.connect(dsn, autocommit=True) as server:
                server.execute("SET session_replication_role = replica")
                server.execute(f"SET search_path TO {schema}".encode())
                server.execute(statement.replace("rowid", "notification_id").encode())
            return
        with closing(sqlite3.connect(Path(self.environment["OPSLEDGER_DATA"]) / f"{schema}.db")) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {name}")
            file.execute(statement)
            file.commit()
