"""The requests that the documentation shows get the answers that it shows."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.settings import Settings
from tests.docs.walk import Known, walk

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, with the demonstration company in it."""
    with product(Settings(data=tmp_path_factory.mktemp("demonstration"))) as running:
        fill(running)
        yield running


@pytest.mark.parametrize("name", ["web-clients.md", "auditors.md", "integrators.md", "consumers.md"])
def test_every_answer_is_the_one_that_is_shown(running: Product, name: str) -> None:
    asyncio.run(walk(running, DOCS / name, Known()))
