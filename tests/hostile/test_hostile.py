"""Whatever is sent is answered in time, by no fault of ours, and nothing comes to be recorded.

`OPSLEDGER_TEST_HOSTILE=2000` sends so many requests, for whoever changes the edge.
"""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from random import Random

import pytest

from graphql_api.live.socket import MOST
from graphql_api.schema import schema
from tests.api.running import ADMIN, ROOMS, Running, running
from tests.hostile.frames import BINARY, PING, QUIET, begun, conversation, follows, frame, generated, said
from tests.hostile.serving import served
from tests.hostile.storm import HANGS, storm

NUMBER = int(os.environ.get("OPSLEDGER_TEST_HOSTILE", "150"))
SEED = int(os.environ.get("OPSLEDGER_TEST_SEED", "7"))


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A garden in a folder of its own."""
    folder = str(tmp_path_factory.mktemp("hostile"))
    with running(folder, folder) as garden:
        yield garden


@pytest.fixture(scope="module")
def address(product: Running) -> Iterator[tuple[str, int]]:
    """Where it is served, by a server that waits less long for what does not come."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("graphql_api.arrivals.PATIENCE", 1.5)
        patched.setattr("opsledger.listening.PATIENCE", 1.5)
        patched.setattr("graphql_api.live.socket.INIT", 1.5)
        with served(product) as address:
            yield address


def test_hostile_requests_are_answered_and_come_to_nothing(product: Running, address: tuple[str, int]) -> None:
    assert product.runner.wait(before := product.recorded(), 20)
    counts, wrong = storm(address, schema(*ROOMS), NUMBER, SEED, (ADMIN, ADMIN, ADMIN, "guess", ""))
    told = "\n\n".join(f"{each.status} {each.sent[:2_000]!r}\n{each.told[-500:]!r}" for each in wrong[:5])
    assert not wrong, told
    assert HANGS not in counts
    assert sum(counts[status] for status in (200, 400, 401)) > NUMBER / 2, counts
    assert product.recorded() == before


HELLO, PINGS = begun(ADMIN), [said("ping")] * 1_000
WRONG = {
    "not JSON": (4400, [HELLO, frame("{")]),
    "no object": (4400, [HELLO, frame("[]")]),
    "no type": (4400, [frame('{"id": "1"}')]),
    "a type that there is not": (4400, [HELLO, said("计划" * 100)]),
    "a message without an id": (4400, [HELLO, said("subscribe", payload={"query": "{ position }"})]),
    "a message without an operation": (4400, [HELLO, said("subscribe", id="1", payload=7)]),
    "binary": (4400, [HELLO, frame(b"{}", BINARY)]),
    "too many operations": (4400, [HELLO, *(follows(str(number)) for number in range(MOST + 1))]),
    "an operation of nobody": (4401, [follows()]),
    "a token that is none": (4403, [begun("guess")]),
    "no token": (4403, [said("connection_init")]),
    "an id twice": (4409, [HELLO, follows(), follows()]),
    "hello twice": (4429, [HELLO, HELLO]),
    "pings, but no hello": (4408, PINGS[:3]),
    "more than a message may have": (1009, [HELLO, frame("x" * 1_100_000)]),
    "no text": (1007, [HELLO, frame(b"\xff\xfe")]),
    "no such frame": (1002, [HELLO, frame("{}", 3)]),
    "an open mask": (1002, [HELLO, frame("{}", masked=False)]),
    "a ping that is too large": (1002, [HELLO, frame("x" * 126, PING)]),
}


@pytest.mark.parametrize(("code", "frames"), WRONG.values(), ids=WRONG)
def test_a_line_on_which_something_wrong_is_said_is_closed_with_the_code_that_says_so(
    address: tuple[str, int], code: int, frames: list[bytes]
) -> None:
    assert conversation(address, *frames).code == code


def test_a_line_is_for_our_protocol_only(address: tuple[str, int]) -> None:
    assert conversation(address, HELLO, protocol="graphql-ws").code == 4406


def test_endless_pings_are_answered_each(address: tuple[str, int]) -> None:
    assert len(conversation(address, HELLO, *PINGS, quiet=1).said) == 1 + len(PINGS)


def test_hostile_frames_end_their_line_and_come_to_nothing(
    product: Running, address: tuple[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    before = product.recorded()
    conversations = list(islice(generated(Random(SEED), (ADMIN, ADMIN, "guess")), NUMBER))
    with ThreadPoolExecutor(8) as senders:
        ended = list(senders.map(lambda frames: conversation(address, *frames, quiet=QUIET), conversations))
    known = {0, 1000, 1002, 1007, 1009, 4400, 4401, 4403, 4409, 4429}
    assert [(each, frames) for each, frames in zip(ended, conversations, strict=True) if each.code not in known] == []
    assert product.recorded() == before
    faults = {each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR}
    assert faults <= {"Invalid UTF-8 sequence received from client."}
    assert len(conversation(address, HELLO, PINGS[0], quiet=1).said) == 2
