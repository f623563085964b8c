"""`opsledger consumer`: what an operator sees of a consumer and does with it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from application.delivery.values import Outcome
from opsledger.commands.program import run
from tests.delivery.business import business


class Terminal:
    """Where the operator types."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._environment = {"OPSLEDGER_DATA": str(folder)}
        self._capsys = capsys

    def consumer(self, *words: str) -> tuple[int, Any]:
        """Exit code and answer of a command."""
        exit = run(["consumer", *words, "--json"], self._environment)
        return exit, json.loads(self._capsys.readouterr().out)


def test_an_operator_looks_at_a_consumer_and_has_parked_events_replayed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with business(str(tmp_path)) as company:
        id = company.consumer(origin="NOW")
        company.consumer("hook", channel="WEBHOOK", url="https://erp.example/")
        company.review(company.goal())
        company.settle(company.pull(), Outcome.PARKED)
    terminal = Terminal(tmp_path, capsys)
    listed = terminal.consumer("list")[1]["consumers"]
    assert {each["name"]: each["status"] for each in listed} == {"crm": "ACTIVE", "hook": "ACTIVE"}
    exit, status = terminal.consumer("status", "erp/crm")
    assert (exit, status["key"], status["lag"], status["parkedCount"]) == (0, id, 0, 2)
    parked = terminal.consumer("parked", id, "--first", "1")[1]["parked"]
    assert [each["attempts"] for each in parked] == [1]
    attempts = terminal.consumer("attempts", id, "--after", "1")[1]["attempts"]
    assert [(each["number"], each["outcome"]) for each in attempts] == [(2, "PARKED")]
    assert datetime.fromisoformat(attempts[0]["at"]).tzinfo
    assert terminal.consumer("replay", id)[1] == {"replayed": 2}
    exit, shown = terminal.consumer("secret", "erp/hook")
    assert exit == 0 and shown["secret"].startswith("whsec_")
    exit, refused = terminal.consumer("secret", "erp/hook")
    assert (exit, refused["refusal"]["code"]) == (1, "consumer.secret_shown")
    exit, refused = terminal.consumer("status", "erp/nothing")
    assert (exit, refused["refusal"]["code"]) == (3, "ledger.no_such_record")
