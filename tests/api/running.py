"""A whole small product, and clients that ask it over HTTP without a network."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
from starlette.applications import Starlette

from application.access import Access
from application.delivery import open_deliveries
from application.delivery.consuming import Consuming
from application.delivery.deliveries import Deliveries
from application.delivery.webhooks.secrets import Secrets
from application.feed import Feed
from application.feeds.events import Events
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.integrity.tiles import FileTiles
from application.issuer import Issuer
from application.ledger import Ledger
from application.reading import Reads, open_reads
from application.store import open_store
from domain import authority, organisation
from domain import token as tokens
from projections.runner import Runner
from projections.views import Views, open_views
from tests.api import garden

ROOMS = (organisation.ROOM, authority.ROOM, tokens.ROOM, garden.ROOM)
ADMIN = "the-administrator's-token"
SECRET = "a secret that only the identity provider and we know"
GRAPHQL = "application/graphql-response+json"
Play = Callable[..., None]
"""Plays a scene with a client; see the fixture of that name."""


@dataclass(frozen=True)
class Running:
    """A product whose only business is gardening, and its application."""

    ledger: Ledger
    access: Access
    views: Views
    runner: Runner
    reads: Reads
    deliveries: Deliveries

    @property
    def log(self) -> TransparencyLog:
        """The log as nobody signs it."""
        return TransparencyLog(self.ledger.store, FileTiles(Path("nowhere")))

    @property
    def notary(self) -> Notary:
        """A notary that has not begun."""
        return Notary(self.ledger.store, FileTiles(Path("nowhere")), lambda: Signer.made("nobody"))

    @property
    def consuming(self) -> Consuming:
        """Nobody consumes."""
        return Consuming(self.ledger, Events(self.ledger), self.deliveries, self.reads)

    @property
    def secrets(self) -> Secrets:
        """Nothing is signed."""
        return Secrets(lambda: "", self.deliveries)

    def recorded(self) -> int:
        """How many events there are."""
        return self.ledger.store.head()


@contextmanager
def running(store: str, views: str) -> Iterator[Running]:
    """The product over these places, with the views kept up."""
    with (
        closing(open_store(store)) as opened,
        closing(open_views(views, ROOMS)) as shown,
        closing(open_reads(store)) as reads,
        closing(open_deliveries(store)) as deliveries,
    ):
        ledger = Ledger(ROOMS, opened)
        runner = Runner(Feed(opened, ledger.mapper), shown)
        runner.start()
        try:
            access = Access(ledger, ADMIN, Issuer(SECRET, "https://id.example", "opsledger"))
            yield Running(ledger, access, shown, runner, reads, deliveries)
        finally:
            runner.stop()


def token(person: str, **claims: Any) -> str:
    """A JWT of the identity provider."""
    times = {"exp": datetime.now(UTC) + timedelta(hours=1)}
    about = {"sub": person, "iss": "https://id.example", "aud": "opsledger"}
    return jwt.encode({**about, **times, **claims}, SECRET)


class Client:
    """Somebody with a token."""

    def __init__(self, http: httpx.AsyncClient, bearer: str) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {bearer}", "Accept": GRAPHQL}

    async def post(self, query: Any, /, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        """The answer to a document."""
        body = {"query": query, "variables": variables}
        return await self.http.post("/graphql", json=body, headers={**self.headers, **(headers or {})})

    async def ask(self, query: str, **variables: Any) -> Any:
        """The data, of a document that must succeed."""
        answer = await self.post(query, **variables)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def do(self, mutation: str, input: dict[str, Any], fields: str = "position") -> Any:
        """The payload of a mutation that must be recorded."""
        payload = await self.try_(mutation, input, fields)
        assert payload["refusal"] is None, payload
        return payload

    async def try_(self, mutation: str, input: dict[str, Any], fields: str = "position") -> Any:
        """The payload of a mutation, be it recorded or refused."""
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation Do($input: {kind}Input!) {{ done: {mutation}(input: $input) "
            f"{{ {fields} refusal {{ code message messageZh facts }} }} }}"
        )
        return (await self.ask(document, input=input))["done"]


@asynccontextmanager
async def client(app: Starlette, bearer: str = ADMIN) -> AsyncIterator[Client]:
    """Somebody who asks the application."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://opsledger.test") as http:
        yield Client(http, bearer)
