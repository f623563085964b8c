"""A process of a durable consumer: takes events from any of several addresses, writes each down, then acknowledges.

python -m benchmarks.chaos.worker NAME TOKEN FILE ADDRESS… runs until it is killed. A line of the file is an event's id,
its sequence and its record; the file may be shared with other processes.
"""

import os
import random
import sys
import time
from collections.abc import Sequence

import httpx

LIMIT = 200
LEASE = 3
WAIT = 2
AGAIN = 0.1
"""Seconds before another address is tried."""


def work(name: str, token: str, file: str, addresses: Sequence[str]) -> None:
    """Take and acknowledge, for ever."""
    book = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=WAIT + 10) as client:
        while True:
            at = f"{random.choice(addresses)}/consumers/{name}"
            try:
                one_round(client, at, book)
            except (httpx.HTTPError, KeyError):
                time.sleep(AGAIN)


def one_round(client: httpx.Client, at: str, book: int) -> None:
    """Take what there is, write it down, acknowledge it. Raises HTTPError, KeyError when that was not answered."""
    taken = client.post(f"{at}/pull", json={"limit": LIMIT, "lease": LEASE, "wait": WAIT}).json()
    for each in taken["deliveries"]:
        event = each["event"]
        os.write(book, f"{each['id']} {event['sequence']} {event['record']}\n".encode())
    if taken["deliveries"]:
        ids = [each["id"] for each in taken["deliveries"]]
        client.post(f"{at}/ack", json={"lease": taken["lease"], "ids": ids}).raise_for_status()


if __name__ == "__main__":
    name, token, file, *addresses = sys.argv[1:]
    work(name, token, file, addresses)
