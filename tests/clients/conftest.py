"""Clients that are not ours, installed once, and a server for them."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import server, settings

CLIENTS = Path(__file__).parents[2] / "docs" / "clients"
TOKEN = "the-token-of-the-administrator"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEFORE, BESIDE = (block.splitlines() for block in BLOCK.findall((CLIENTS / "README.md").read_text("utf-8")))
"""The commands that the page shows: what is made beforehand, and what is done beside a server."""

LONG = pytest.mark.skipif(
    not os.environ.get("OPSLEDGER_TEST_LONG"), reason="OPSLEDGER_TEST_LONG=1 tries this too, for a quarter of a minute"
)

Node = Callable[..., str]


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs a program of Node.js in a folder of the clients; what it prints. Skips where there is no Node.js."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node.js and npm are not installed")
    install()
    paths = os.pathsep.join(
        [str(CLIENTS / "node_modules" / ".bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    )

    def run(folder: str, *command: str) -> str:
        environment = {**os.environ, "PATH": paths, "NO_COLOR": "1"}
        done = subprocess.run(
            command, cwd=CLIENTS / folder, env=environment, check=False, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run


def install() -> None:
    """Install what the lock file lists, unless that has been done; one process at a time."""
    lock, stamp = CLIENTS / "package-lock.json", CLIENTS / "node_modules" / ".installed"
    with (CLIENTS / "package.json").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
            return
        done = subprocess.run(
            ["npm", "ci", "--prefer-offline"], cwd=CLIENTS, check=False, capture_output=True, text=True, timeout=400
        )
        if done.returncode and not os.environ.get("CI"):
            pytest.skip(f"npm cannot install the clients: {done.stderr[-300:]}")
        assert done.returncode == 0, done.stderr
        stamp.write_bytes(lock.read_bytes())


@pytest.fixture(scope="session")
def url(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a server with nothing in its ledger, when the first commands of the page are done."""
    for made in ("codegen/generated", "codegen/built", "relay/generated"):
        shutil.rmtree(CLIENTS / made, ignore_errors=True)
    for command in BEFORE:
        node(".", "bash", "-euc", command)
    data = tmp_path_factory.mktemp("clients") / "data"
    manifest = CLIENTS / "codegen" / "generated" / "persisted-documents.json"
    environment = settings(data) | {"OPSLEDGER_ADMIN_TOKEN": TOKEN, "OPSLEDGER_DOCUMENTS": str(manifest)}
    with server(environment) as told:
        yield told["graphql"]


def lines(text: str) -> list[Any]:
    """Lines of JSON."""
    return [json.loads(line) for line in text.splitlines()]
