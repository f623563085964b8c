"""Measuring: everybody in every round, one after another, so that a slow moment of the machine strikes all alike."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.reads.client import Told
from benchmarks.reads.questions import Question
from benchmarks.reads.servers import ROOT, Server

START = 0.2
"""Seconds until the process of a load asks for the first time, and from its last answer to its end."""
PERCENTILES = (10, 25, 50, 75, 90, 95, 98, 99, 99.9)


@dataclass(frozen=True, slots=True)
class Round:
    """One load: requests a second, milliseconds by percentile, and the share of one core that the client had."""

    rate: float
    latencies: Mapping[float, float]
    client: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rounds of one row say about one question, asked by so many clients at once."""

    row: str
    question: str
    clients: int
    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, the median of the rounds."""
        return statistics.median(each.rate for each in self.rounds)

    @property
    def spread(self) -> tuple[float, float]:
        """Requests a second in the slowest and in the fastest round."""
        return min(each.rate for each in self.rounds), max(each.rate for each in self.rounds)

    def latency(self, percentile: float) -> float:
        """Milliseconds within which so many percent of the answers came, the median of the rounds."""
        return statistics.median(each.latencies[percentile] for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Load:
    """A question to a server, with the requests by which it is asked, in turn."""

    label: str
    server: Server
    question: Question
    requests: Sequence[str]


def measured(loads: Iterable[Load], clients: Sequence[int], rounds: int, seconds: float) -> list[Measured]:
    """Every load at each number of clients, in every round, each time another first; before that all are warmed up."""
    loads = list(loads)
    minutes = len(loads) * (1 + rounds * len(clients)) * (seconds + START) / 60
    print(f"{len(loads)} loads in {rounds} rounds: about {minutes:.0f} minutes", file=sys.stderr)
    for load in loads:
        loaded(load, max(clients), seconds)
    found = {
        (load.label, load.question.name, each): Measured(load.label, load.question.name, each)
        for each in clients
        for load in loads
    }
    for number in range(rounds):
        turn = number % len(loads)
        for each in clients:
            for load in (*loads[turn:], *loads[:turn]):
                found[load.label, load.question.name, each].rounds.append(loaded(load, each, seconds))
        print(f"round {number + 1} of {rounds} is done", file=sys.stderr)
    return list(found.values())


def loaded(load: Load, clients: int, seconds: float) -> Round:
    """One load, by a process of its own. Raises RuntimeError when anything was answered by an error."""
    command = [sys.executable, "-m", "benchmarks.reads.client", str(load.server.port), str(clients), str(seconds)]
    done = subprocess.run(
        command, input=json.dumps(load.requests), capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{load.label}, {load.question.name}: {done.stderr[-2000:]}")
    told: Told = json.loads(done.stdout)
    if told["failures"]:
        raise RuntimeError(f"{load.label}, {load.question.name}: {told['failures']} errors, such as {told['failure']}")
    latencies = sorted(told["latencies"])
    at = {each: latencies[min(int(len(latencies) * each / 100), len(latencies) - 1)] for each in PERCENTILES}
    return Round(len(latencies) / told["seconds"], at, told["cpu"] / told["seconds"])
