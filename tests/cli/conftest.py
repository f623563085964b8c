"""The program as its users run it, with a data folder of the test's own.

What a command says and how it ends is asked of the program in this process; what a process of its own is needed for
(servers, and what the operating system sees of the program) is tried in one.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from opsledger.commands.program import run


class Said(NamedTuple):
    """How a command ended, and what it said."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout."""
        (line,) = self.out.splitlines()
        return json.loads(line)


Program = Callable[..., Said]
Serving = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of the program: settings of the test's own and no others."""
    return settings(tmp_path / "data")


def settings(data: Path) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("OPSLEDGER_")}
    return {**others, "OPSLEDGER_DATA": str(data), "OPSLEDGER_PORT": "0"}


@pytest.fixture
def program(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Program:
    """Does what a command line says, in this process."""

    def typed(*arguments: str | Path, **settings: str) -> Said:
        capsys.readouterr()
        return Said(run([str(each) for each in arguments], {**environment, **settings}), *capsys.readouterr())

    return typed


@pytest.fixture
def process(environment: dict[str, str]) -> Program:
    """Runs the program to its end, as a process of its own."""

    def typed(*arguments: str | Path, **settings: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "opsledger", *arguments],
            check=False, capture_output=True, text=True, timeout=60, env={**environment, **settings},
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return typed


@pytest.fixture
def serving(environment: dict[str, str]) -> Serving:
    """Runs a server until the end of the block. Gives what it says at its start."""

    def serve(*arguments: str, **settings: str) -> AbstractContextManager[Any]:
        return server({**environment, **settings}, *arguments)

    return serve


@contextmanager
def server(environment: dict[str, str], *arguments: str) -> Iterator[Any]:
    """A server that must stop in good order."""
    command = [sys.executable, "-m", "opsledger", "serve", "--json", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
    assert (process.returncode, rest) == (0, "")


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder as a first start leaves it."""
    data = tmp_path_factory.mktemp("first") / "data"
    with server(settings(data)):
        pass
    return data


@pytest.fixture
def begun(first_start: Path, tmp_path: Path) -> None:
    """The test's data folder is there already, with an empty ledger."""
    shutil.copytree(first_start, tmp_path / "data")
