"""Several processes behind one port: one of them leads, and another when it dies."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.cli.conftest import Program, settings
from tests.clients.conftest import LONG

TOKEN = "the-administrator's-token"
BUSY = 0.05
FOUND = (
    'organisationFound(input: {company: "Poly", structuralForm: "直线职能制", headquarters: "HQ", unitId: "hq",'
    ' commandId: "f"})'
    " { position organisation { company } refusal { code } }"
)
UNIT = (
    'organisationCreateUnit(input: {name: "N", type: DEPARTMENT, parentId: "hq", commandId: "u"})'
    " { position organisation { company } refusal { code } }"
)


@pytest.fixture
def environment(tmp_path: Path, postgres_dsn: str) -> Iterator[dict[str, str]]:
    """A server with a database of its own."""
    yield settings(tmp_path / "data") | {"OPSLEDGER_DATABASE": postgres_dsn, "OPSLEDGER_ADMIN_TOKEN": TOKEN}
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        for schema in connection.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information'"):
            if schema[0] != "public":
                connection.execute(f'DROP SCHEMA "{schema[0]}" CASCADE'.encode())


def acted(url: str, mutation: str) -> Any:
    """The payload of a mutation, given as often as it takes to find a process that answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            asked = {"query": f"mutation {{ done: {mutation} }}"}
            answer = httpx.post(url, json=asked, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=20).json()
            if "errors" not in answer:
                return answer["data"]["done"]
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, answer
        time.sleep(BUSY)


def leader(url: str) -> int:
    """The process that writes the views, as soon as one does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            ready = httpx.get(url.replace("/graphql", "/readyz"), timeout=20).json()
            if ready["leading"]:
                return int(ready["process"])
        time.sleep(BUSY)
    raise AssertionError("nobody leads")


def children(process: int) -> set[int]:
    """The processes that a process has started and that still run."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(each) for task in tasks for each in task.read_text().split()}


@contextmanager
def workers(environment: dict[str, str]) -> Iterator[tuple[Any, int]]:
    """A server of two processes; what it says, and the process that supervises."""
    command = [sys.executable, "-m", "opsledger", "serve", "--json", "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline()), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=40)
    assert process.returncode == 0


@LONG
def test_what_leads_may_die(environment: dict[str, str]) -> None:
    with workers(environment) as (told, supervisor):
        url = told["graphql"]
        assert acted(url, FOUND)["organisation"] == {"company": "Poly"}
        begun = children(supervisor)
        assert len(begun) == 2
        os.kill(killed := leader(url), signal.SIGKILL)
        shown = acted(url, UNIT)
        assert (shown["organisation"], shown["refusal"]) == ({"company": "Poly"}, None)
        assert killed in begun and leader(url) != killed
        deadline = time.monotonic() + 60
        while len(now := children(supervisor)) < 2 or killed in now:
            assert time.monotonic() < deadline, now
            time.sleep(BUSY)
        figures = httpx.get(url.replace("/graphql", "/metrics"), timeout=20).text
        (head,) = re.findall(r"^opsledger_head_position (.*)$", figures, re.MULTILINE)
        assert float(head) >= shown["position"], "what is due may have happened since"
        assert 'opsledger_commands_total{act="organisation.found",outcome="recorded"}' in figures


@LONG
def test_several_processes_need_postgresql(process: Program) -> None:
    said = process("serve", "--workers", "2", OPSLEDGER_DATABASE="")
    assert said.exit == 2
    assert "PostgreSQL" in said.err


@LONG
def test_documents_that_cannot_be_read_are_told(process: Program, tmp_path: Path) -> None:
    said = process("serve", OPSLEDGER_DOCUMENTS=str(tmp_path / "nowhere"))
    assert said.exit == 2
    assert "trusted documents" in said.err
