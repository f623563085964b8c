"""The program as its users run it: a process of its own, with a data folder of the test's own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest


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
    others = {name: value for name, value in os.environ.items() if not name.startswith("OPSLEDGER_")}
    return {**others, "OPSLEDGER_DATA": str(tmp_path / "data"), "OPSLEDGER_PORT": "0"}


@pytest.fixture
def program(environment: dict[str, str]) -> Program:
    """Runs the program to its end."""

    def run(*arguments: str | Path, **settings: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "opsledger", *arguments],
            check=False, capture_output=True, text=True, timeout=60, env={**environment, **settings},
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def serving(environment: dict[str, str]) -> Serving:
    """Runs a server until the end of the block; it must then stop in good order. Gives what it says at its start."""

    @contextmanager
    def serve(*arguments: str, **settings: str) -> Iterator[Any]:
        command = [sys.executable, "-m", "opsledger", "serve", "--json", *arguments]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**environment, **settings})
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.send_signal(signal.SIGTERM)
            rest, _ = server.communicate(timeout=30)
        assert (server.returncode, rest) == (0, "")

    return serve
