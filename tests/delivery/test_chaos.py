"""Processes are killed while events are written, taken and sent: everybody ends with all of them, in order."""

import pytest

from benchmarks.chaos.command import run
from tests.clients.conftest import LONG


@LONG
def test_kills_lose_nothing_and_put_nothing_out_of_order(postgres_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLEDGER_TEST_DSN", postgres_dsn)
    figures = run("--quick")
    assert (figures["killed: sender"], figures["killed: worker"]) == (1, 1)
    assert figures["events"] == 220
