"""`opsledger feed tail`: the log on the command line, for people and for programs."""

import json
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from application.command import Command
from domain.shared.ids import ADMINISTRATOR
from opsledger.commands.answer import Exit
from opsledger.commands.program import run
from opsledger.compose import opened
from opsledger.settings import Settings

HEARING = """
import signal
from opsledger.__main__ import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The program, which can be interrupted even where the tests were started in the background."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with one employee, whose token sees no tokens but its own."""
    folder = tmp_path_factory.mktemp("tailed")
    with opened(Settings(data=folder)) as product:

        def do(act: str, **inputs: Any) -> None:
            product.ledger.do(Command(act=act, actor=ADMINISTRATOR, inputs=inputs))

        do("organisation.found", company="Ace", structural_form="line", headquarters="HQ", unit="hq")
        do("organisation.define_position", position="clerk", name="Clerk", headcount=10, roles=[])
        do("organisation.hire_person", name="Ana", unit="hq", position="clerk", person="ana")
        do("organisation.hire_person", name="Bo", unit="hq", position="clerk", person="bo", superior="ana")
        for person in ("ana", "bo"):
            secret = sha256(person.encode()).hexdigest()
            do("token.issue", person=person, label="x", hash=secret, expires_on="2099-01-01")
    return folder


def test_events_are_told_in_order_one_in_a_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feed", "tail", "--data", str(data)], {}) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0].split()[2:] == ["organisation.founded", "Organisation:organisation", "administrator"]


def test_programs_are_told_what_a_token_may_see(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["feed", "tail", "--data", str(data), "--json", "--types", "token.*", "--token", "bo"]
    assert run(command, {}) == Exit.DONE
    (event,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert event["data"]["person"] == "bo"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--types", "token.lost"), "feed.type_unknown"),
        (("--token", "zoe"), "not valid"),
        (("--after", "99"), "the newest is"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], wrong: tuple[str, str], said: str
) -> None:
    assert run(["feed", "tail", "--data", str(data), *wrong], {}) == Exit.REFUSED
    assert said in capsys.readouterr().err


def test_it_goes_on_as_events_happen_until_it_is_interrupted(data: Path) -> None:
    with opened(Settings(data=data)) as product:
        head = product.feed.head()
    command = [sys.executable, "-c", HEARING, "feed", "tail", "--data", str(data), "--follow", "--after", str(head)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tail:
        assert tail.stdout is not None
        with opened(Settings(data=data)) as product:
            inputs = {"position": "driver", "name": "Driver", "headcount": 1, "roles": []}
            product.ledger.do(Command(act="organisation.define_position", actor=ADMINISTRATOR, inputs=inputs))
        assert "organisation.position.defined" in tail.stdout.readline()
        tail.send_signal(signal.SIGINT)
        tail.communicate(timeout=20)
    assert tail.returncode == Exit.STOPPED
