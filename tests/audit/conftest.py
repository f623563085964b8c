"""The demonstration company behind a server of its own, for everything that auditors ask of it."""

import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
import uvicorn

from graphql_api.app import create_app
from opsledger.compose import Product
from opsledger.demo.people import AUDITOR, PERSONAS

TOKENS = {each.person: each.token for each in PERSONAS}


class Company(NamedTuple):
    """What runs, and where it is served."""

    product: Product
    url: str

    def http(self, person: str = AUDITOR) -> httpx.Client:
        """Somebody with a token."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {TOKENS[person]}"})

    def ask(self, query: str, person: str = AUDITOR, **variables: Any) -> Any:
        """The data, of a document that must succeed."""
        answer = self.answer(query, person, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refused(self, query: str, person: str = AUDITOR, **variables: Any) -> list[str]:
        """The codes of what was refused."""
        return [each["extensions"]["code"] for each in self.answer(query, person, **variables)["errors"]]

    def position(self, record: str, version: int) -> int:
        """Where in the log an event of a record stands."""
        return self.product.ledger.store.stream(record, version - 1, version)[0].position

    def answer(self, query: str, person: str = AUDITOR, **variables: Any) -> Any:
        with self.http(person) as http:
            return http.post("/graphql", json={"query": query, "variables": variables}).json()


@pytest.fixture(scope="session")
def company(demonstration: Product) -> Iterator[Company]:
    server = uvicorn.Server(uvicorn.Config(create_app(demonstration), port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Company(demonstration, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()
