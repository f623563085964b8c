"""Servers as processes of their own, each on a port of its own of the loopback interface."""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.reads.questions import Variables
from benchmarks.reads.readers import EMPLOYEE

ROOT = Path(__file__).parents[2]
PATIENCE = 7_200
"""Seconds that a server may take until it answers: ours first makes its views of the whole log."""
GOODBYE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of those who are compared: who it is, over which database, and how it is started and asked.

    In the command, PORT stands for the port; it is also in the environment. With `documents`, a question is a GraphQL
    document sent to /graphql, and those that have none are not asked; without, it is a path of its own.
    """

    name: str
    database: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path = ROOT
    documents: Mapping[str, str] | None = None

    def knows(self, question: str) -> bool:
        """Whether it is asked the question of that name."""
        return self.documents is None or question in self.documents

    @property
    def label(self) -> str:
        """Row and database, as they are shown."""
        return f"{self.name}, {self.database}"


@dataclass(frozen=True, slots=True)
class Server:
    """A row whose server runs, and the token of the one who asks it."""

    row: Row
    port: int
    reader: str = EMPLOYEE

    def asked_by(self, reader: str) -> "Server":
        """The same server, asked with that token."""
        return replace(self, reader=reader)

    def ask(self, question: str, variables: Variables) -> Any:
        """The answer to a question, from JSON. Raises OSError when there is none."""
        path, body = self._posted(question, variables)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.reader}"}
        sent = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        with urllib.request.urlopen(sent, timeout=PATIENCE) as answer:
            told = json.load(answer)
        if "errors" in told:
            raise OSError(f"{self.row.label} on {question}: {told['errors']}")
        return told

    def has_stopped(self) -> bool:
        """Whether the server says of itself that it will not answer any more."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz").close()
        except urllib.error.HTTPError as unwell:
            return b"stopped" in unwell.read()
        return False

    def request(self, question: str, variables: Variables) -> str:
        """The whole HTTP request by which the question is asked."""
        path, body = self._posted(question, variables)
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self.reader}\r\nContent-Length: {len(body)}\r\n\r\n{body.decode()}"
        )

    def _posted(self, question: str, variables: Variables) -> tuple[str, bytes]:
        if self.row.documents is None:
            return f"/{question}", json.dumps(variables).encode()
        return "/graphql", json.dumps({"query": self.row.documents[question], "variables": variables}).encode()


@contextmanager
def served(row: Row, probe: tuple[str, Variables]) -> Iterator[Server]:
    """Start it and wait until it answers the question; stop it at the end of the block."""
    server = Server(row, free_port())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPSLEDGER_")}
    port = str(server.port)
    given = {name: port if value == "PORT" else value for name, value in row.environment.items()}
    command = [port if word == "PORT" else word for word in row.command]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=row.folder, env={**environment, **given}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            if not answers(server, process, probe):
                log.seek(0)
                raise RuntimeError(f"{row.label} does not answer:\n{log.read().decode()[-2000:]}")
            yield server
        finally:
            stop(process)


def answers(server: Server, process: subprocess.Popen[bytes], probe: tuple[str, Variables]) -> bool:
    """Wait until it answers; whether it does. It never will when it has ended, or says that it has given up."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            server.ask(*probe)
        except urllib.error.HTTPError as refused:
            if server.has_stopped() or refused.code != 503:
                return False
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GOODBYE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
