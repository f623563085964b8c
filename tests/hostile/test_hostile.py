"""Whatever is sent is answered in time, by no fault of ours, and nothing comes to be recorded.

`OPSLEDGER_TEST_HOSTILE=2000` sends so many requests, for whoever changes the edge.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphql_api.schema import schema
from tests.api.running import ADMIN, ROOMS, Running, running
from tests.hostile.serving import served
from tests.hostile.storm import HANGS, storm

NUMBER = int(os.environ.get("OPSLEDGER_TEST_HOSTILE", "150"))
SEED = int(os.environ.get("OPSLEDGER_TEST_SEED", "7"))


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Running]:
    """A garden in a folder of its own."""
    with running(str(tmp_path), str(tmp_path)) as garden:
        yield garden


@pytest.fixture
def address(product: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """Where it is served, by a server that waits less long for what does not come."""
    monkeypatch.setattr("graphql_api.arrivals.PATIENCE", 1.5)
    monkeypatch.setattr("opsledger.listening.PATIENCE", 1.5)
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
