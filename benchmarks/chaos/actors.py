"""The processes that are killed, and those who write."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from threading import Thread

import httpx

PATIENCE = 180.0
"""Seconds in which a process must come up; on a busy machine several take long."""
SERVER = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin")
REVIEW = "goalReview(input: ${}) {{ position refusal {{ code }} }}"
AT_ONCE = 5
"""Commands in one request, about different goals."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


class Actor:
    """A process that can be killed and begun again."""

    def __init__(self, kind: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.kind = kind
        self._command, self._environment, self._log = command, {**os.environ, **environment}, log
        self.begin()

    def begin(self) -> None:
        """Begin it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """Kill it, without a word."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def api(number: int, port: int, place: Mapping[str, str], folder: Path) -> Actor:
    """One process of the product on that port; the database knows it by its name."""
    command = [sys.executable, "-m", "opsledger", "serve", "--port", str(port)]
    named = {"PGAPPNAME": name_of(number), "OPSLEDGER_WEBHOOK_LOOPBACK": "1"}
    return Actor("api", command, {**place, **named}, folder / f"api-{number}.log")


def worker(name: str, token: str, book: Path, addresses: Sequence[str], folder: Path) -> Actor:
    """A process of the consumer of that name."""
    command = [sys.executable, "-m", "benchmarks.chaos.worker", name, token, str(book), *addresses]
    return Actor("worker", command, {}, folder / "worker.log")


def server(url: str, folder: Path) -> Actor:
    """The broker."""
    assert SERVER
    at = ["--addr", "127.0.0.1", "--port", url.rpartition(":")[2]]
    return Actor("broker", [SERVER, "--jetstream", "--store_dir", str(folder / "nats"), *at], {}, folder / "broker.log")


def relay(url: str, token: str, place: Mapping[str, str], folder: Path) -> Actor:
    """What relays the log to the broker."""
    command = [sys.executable, "-m", "opsledger", "relay", "nats", "--url", url]
    return Actor("relay", command, {**place, "OPSLEDGER_TOKEN": token}, folder / "relay.log")


def name_of(number: int) -> str:
    """What a process of the product is called in the database."""
    return f"chaos-api-{number}"


def await_answers(addresses: Sequence[str], folder: Path) -> None:
    """Wait until all of them answer; their logs are in the folder. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    for each in addresses:
        while True:
            try:
                httpx.get(f"{each}/healthz", timeout=5)
                break
            except httpx.HTTPError:
                if time.monotonic() > deadline:
                    logs = "\n".join(log.read_text()[-2_000:] for log in folder.glob("api-*.log"))
                    raise TimeoutError(f"{each} does not answer\n{logs}") from None
                time.sleep(0.05)


class Writer(Thread):
    """Reviews goals of its own, a few commands in each request, which is sent until all of them are confirmed."""

    def __init__(self, name: str, token: str, goals: Sequence[str], times: int, addresses: Sequence[str]) -> None:
        super().__init__(name=name, daemon=True)
        self.repeated = 0
        self._token, self._goals, self._times, self._addresses = token, goals, times, addresses
        self._random = Random(name)
        self.start()

    def run(self) -> None:
        """Write so many events."""
        with httpx.Client(headers={"Authorization": f"Bearer {self._token}"}, timeout=15) as client:
            for number in range(0, self._times, AT_ONCE):
                inputs = {f"r{each}": self._input(each) for each in range(number, min(number + AT_ONCE, self._times))}
                while not self._done(client, inputs):
                    self.repeated += len(inputs)
                    time.sleep(0.05)

    def _input(self, number: int) -> Mapping[str, str]:
        about = {"id": self._goals[number % len(self._goals)], "value": str(number), "conclusion": "?"}
        return {**about, "commandId": f"{self.name}-{number}"}

    def _done(self, client: httpx.Client, inputs: Mapping[str, Mapping[str, str]]) -> bool:
        declared = ", ".join(f"${name}: GoalReviewInput!" for name in inputs)
        reviews = " ".join(f"{name}: {REVIEW.format(name)}" for name in inputs)
        asked = {"query": f"mutation({declared}) {{ {reviews} }}", "variables": inputs}
        try:
            answer = client.post(f"{self._random.choice(self._addresses)}/graphql", json=asked)
            return answer.status_code == 200 and all(each["position"] for each in answer.json()["data"].values())
        except (httpx.HTTPError, KeyError, TypeError, AttributeError):
            return False
