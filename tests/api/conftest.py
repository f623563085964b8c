"""One running product for the tests of a module."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from graphql_api.app import create_app
from tests.api.running import ADMIN, Client, Running, client, running

Scene = Callable[[Client], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A product with nothing in it."""
    folder: Path = tmp_path_factory.mktemp("product")
    with running(str(folder), str(folder)) as product:
        yield product


@pytest.fixture(scope="module")
def app(product: Running) -> Starlette:
    return create_app(product)


@pytest.fixture
def play(app: Starlette) -> Callable[..., None]:
    """Plays a scene with a client of the application."""

    def played(scene: Scene, bearer: str = ADMIN) -> None:
        async def whole() -> None:
            async with client(app, bearer) as somebody:
                await scene(somebody)

        asyncio.run(whole())

    return played
