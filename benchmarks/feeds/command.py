"""How soon hundreds who follow have what is recorded, and how fast one catches up: python -m benchmarks feeds.

With --quick a short run; with --followers N, --rate N, --seconds N another one. `catch-up` measures the pull feed.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx

from benchmarks.feeds.clients import Follower, Socket, Stream, following
from benchmarks.feeds.server import TOKEN

TICK = os.sysconf("SC_CLK_TCK")
PAGE = 5_000
RECENT = 4_000
"""Events that the server keeps in memory for whoever follows it: they are there before anything is measured."""


class Server(NamedTuple):
    """The server, as a process."""

    process: "subprocess.Popen[str]"
    port: int

    def tell(self, **asked: object) -> None:
        """Have it do something."""
        assert self.process.stdin is not None
        print(json.dumps(asked), file=self.process.stdin, flush=True)

    def hear(self) -> dict[str, Any]:
        """What it says when that is done."""
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def seconds(self) -> float:
        """The processor's time that it has taken."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def megabytes(self) -> float:
        """Its memory."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def served() -> Iterator[Server]:
    """A server until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.feeds.server", folder]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None and process.stdout is not None
        try:
            yield Server(process, json.loads(process.stdout.readline())["port"])
        finally:
            process.stdin.close()
            process.wait(30)


def run(*options: str) -> dict[str, object]:
    """Figures of the run that the options ask for."""
    parser = argparse.ArgumentParser("python -m benchmarks feeds")
    parser.add_argument("what", nargs="?", choices=("live", "catch-up"), default="live")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--followers", type=int, default=500)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--events", type=int, default=200_000)
    asked = parser.parse_args(options)
    if asked.quick:
        asked.seconds, asked.events = 10, 50_000
    with served() as server:
        if asked.what == "catch-up":
            return asyncio.run(catching_up(server, asked.events))
        return asyncio.run(live(server, asked.followers, asked.rate, asked.seconds))


async def live(server: Server, many: int, rate: int, seconds: int) -> dict[str, object]:
    """Half by server-sent events, half by websocket, while commands are recorded at a steady rate."""
    followers = await following(Stream, 1, server.port)
    server.tell(fill=RECENT)
    await asyncio.to_thread(server.hear)
    followers += [
        *await following(Stream, many // 2 - 1, server.port),
        *await following(Socket, many - many // 2, server.port),
    ]
    server.tell(rate=rate, seconds=0.5)
    start = (await asyncio.to_thread(server.hear))["head"]
    for each in followers:
        each.arrivals.clear()
    taken, ours = server.seconds(), time.process_time()
    server.tell(rate=rate, seconds=seconds)
    held = await in_the_course(server, seconds)
    told = await asyncio.to_thread(server.hear)
    deadline = time.monotonic() + 30
    while any(each.last != told["head"] for each in followers) and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    taken, ours = server.seconds() - taken, time.process_time() - ours
    delivered = sum(max(0, a.last - max(a.first, start + 1) + 1) for each in followers for a in each.arrivals)
    delays = Counter[int]()
    for each in followers:
        count(each, start, told["recorded"], delays)
    return {
        "followers": many,
        "events a second": rate,
        "seconds": seconds,
        "events that were to be delivered": many * len(told["recorded"]),
        "events delivered": delivered,
        "out of order or missing": sum(each.wrong for each in followers),
        **{f"commit to client, p{share:g}, ms": percentile(delays, share) for share in (50, 95, 99, 99.9, 100)},
        "server, seconds of processor": round(taken, 1),
        "server, microseconds an event delivered": round(taken / max(delivered, 1) * 1e6, 1),
        "clients, seconds of processor": round(ours, 1),
        "server, MB in the course of it": " ".join(f"{each:.0f}" for each in held),
        "of these pages of the views, at the end": round(told["pages"]),
    }


async def in_the_course(server: Server, seconds: float) -> list[float]:
    """The server's memory, at the beginning and after each sixth of the time."""
    held = [server.megabytes()]
    for _ in range(6):
        await asyncio.sleep(seconds / 6)
        held.append(server.megabytes())
    return held


def count(follower: Follower, start: int, recorded: list[float], delays: Counter[int]) -> None:
    """Add the delay of each event, in tenths of a millisecond."""
    for arrival in follower.arrivals:
        for position in range(max(arrival.first, start + 1), arrival.last + 1):
            delays[max(0, round((arrival.at - recorded[position - start - 1]) * 10_000))] += 1


def percentile(delays: Counter[int], share: float) -> float:
    """The delay in milliseconds that so many percent do not exceed."""
    left = sum(delays.values()) * share / 100
    for delay, number in sorted(delays.items()):
        left -= number
        if left <= 0:
            return delay / 10
    return float("nan")


async def catching_up(server: Server, events: int) -> dict[str, object]:
    """One pulls all there is, alone and while others follow live."""
    server.tell(fill=events)
    await asyncio.to_thread(server.hear)
    alone = await asyncio.to_thread(pull, server.port)
    calm = await live(server, 20, 50, 5)
    others = asyncio.ensure_future(live(server, 20, 50, 5))
    await asyncio.sleep(1)
    beside = await asyncio.to_thread(pull, server.port)
    busy = await others
    delay = "commit to client, p99, ms"
    return {
        "events": events,
        "events a second": round(alone),
        "events a second, beside 20 live followers": round(beside),
        "live, p99, ms": calm[delay],
        "live beside the catch-up, p99, ms": busy[delay],
    }


def pull(port: int) -> float:
    """Events a second, over the whole log."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/x-ndjson"}
    found, begin = 0, time.perf_counter()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as http:
        url = f"/feed?limit={PAGE}"
        while True:
            answer = http.get(url)
            found += answer.content.count(b"\n")
            if answer.headers["feed-caught-up"] == "true":
                return found / (time.perf_counter() - begin)
            url = answer.links["next"]["url"]
