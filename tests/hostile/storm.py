"""Sends hostile requests to a server, several at a time, and says which were not answered as they should be.

`python -m tests.hostile.storm HOST:PORT NUMBER SEED TOKEN…` does so to a server that runs somewhere on this machine.
"""

import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from graphql import GraphQLSchema, build_schema

from tests.hostile.requests import generated
from tests.hostile.values import Documents, Literal

LONGEST = 25.0
"""Seconds within which a request is answered, or its connection is ended."""
STATUS = re.compile(rb"\AHTTP/1\.[01] (\d{3}) ")
STREAMS = b"text/event-stream"
HANGS = 598


class Answer(NamedTuple):
    """The status, 0 where the connection was ended without one; what was sent; the seconds; the first of the answer."""

    status: int
    sent: bytes
    seconds: float
    told: bytes


def answered(address: tuple[str, int], pieces: Sequence[bytes]) -> Answer:
    """What comes back to a request. Status 598 is for one to which nothing does, nor is its connection ended."""
    began, told = time.monotonic(), b""
    with socket.create_connection(address, timeout=LONGEST) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
            while piece := line.recv(65_536):
                told = (told + piece)[:20_000]
                if STREAMS in told:
                    break
        except ConnectionError:
            pass
        except TimeoutError:
            return Answer(HANGS, b"".join(pieces), time.monotonic() - began, told)
    status = STATUS.match(told)
    return Answer(int(status[1]) if status else 0, b"".join(pieces), time.monotonic() - began, told)


def wrong(answer: Answer) -> bool:
    """Whether it is an answer that no request may get. A position that is not reached in time is told by 503."""
    return answer.status >= 500 and b"POSITION_NOT_REACHED" not in answer.told


def storm(
    address: tuple[str, int], schema: GraphQLSchema, number: int, seed: int, tokens: Sequence[str]
) -> tuple[Counter[int], list[Answer]]:
    """How often each status came back, and the answers that should not have been."""
    documents = Documents(schema, {"actingRole": Literal("AUD")})
    requests = islice(generated(Random(seed), documents, tokens), number)
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda pieces: answered(address, pieces), requests))
    return Counter(each.status for each in answers), [each for each in answers if wrong(each)]


def main(place: str, number: str, seed: str, *tokens: str) -> None:
    """Print what came of it."""
    host, _, port = place.partition(":")
    text = (Path(__file__).parents[2] / "graphql_api" / "schema.graphql").read_text("utf-8")
    counts, bad = storm((host, int(port)), build_schema(text), int(number), int(seed), tokens)
    print(dict(sorted(counts.items())), f"{len(bad)} wrong")
    for each in bad[:10]:
        print(each.sent[:1_500], each.told[-600:], sep="\n", end="\n\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
