"""The requests that the documentation shows get the answers that it shows."""

import asyncio
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from domain.shared.values import civil
from graphql_api.app import create_app
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.settings import Settings
from tests.docs.walk import Known, walk

DOCS = Path(__file__).parents[2] / "docs"
SAID = re.compile(r"`<([a-z ]+)>`(?: \((\d+))?")
"""A day that a page names, and how many days ahead it says that this is."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, with the demonstration company in it."""
    with product(Settings(data=tmp_path_factory.mktemp("demonstration"))) as running:
        fill(running)
        yield running


@pytest.mark.parametrize("name", ["web-clients.md", "auditors.md", "integrators.md", "consumers.md"])
def test_every_answer_is_the_one_that_is_shown(running: Product, name: str) -> None:
    asyncio.run(walk(running, DOCS / name, Known()))


def test_a_project_and_an_appraisal_go_as_they_are_written(running: Product) -> None:
    today = civil(datetime.now(UTC))
    told = next(line for line in (DOCS / "second-hour.md").read_text("utf-8").splitlines() if "`<today>`" in line)
    days = {name: str(today + timedelta(int(number or 0))) for name, number in SAID.findall(told)}
    unopened = today.replace(day=1) - timedelta(days=80)
    asyncio.run(walk(running, DOCS / "second-hour.md", Known(year=unopened.year, month=unopened.month, **days)))


@contextmanager
def served(running: Product) -> Iterator[str]:
    """The address at which the product is served until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(create_app(running), log_level="error"))
        thread = Thread(target=asyncio.run, args=(server.serve([door]),))
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def test_the_consumer_that_is_shown_goes_on_where_it_was(running: Product, tmp_path: Path) -> None:
    script = (DOCS / "integrators.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    with served(running) as url:
        told = {**os.environ, "URL": url, "TOKEN": "demo-erp", "MINE": str(mine := tmp_path / "mine.db")}
        for _ in range(2):
            subprocess.run([sys.executable, "-c", script], env=told, check=True, timeout=60)
    plans = [each for each in running.ledger.store.log(0, 10_000) if each.type.startswith("plan.")]
    with closing(sqlite3.connect(mine)) as kept:
        assert [each for (each,) in kept.execute("SELECT position FROM reached")] == [each.position for each in plans]
