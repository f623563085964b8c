"""The program behind the address: the API, the explorer for browsers, a page for newcomers, signs of life."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from graphql_api import pages
from graphql_api.audit.dossiers import DossiersOverGet
from graphql_api.audit.plain import Plain
from graphql_api.audit.tiles import LogOverGet
from graphql_api.bounds import GENEROUS, Bounds
from graphql_api.consumers.desk import Desk
from graphql_api.context import Product
from graphql_api.feed.endpoint import Door, FeedPages, FeedStream
from graphql_api.feed.streams import Streams
from graphql_api.http import Endpoint
from graphql_api.live.operations import Operations
from graphql_api.live.socket import Socket
from graphql_api.live.sse import EventStream
from graphql_api.schema import schema
from graphql_api.signs import Draining, Signs


class App(Starlette):
    """Answers at the address; `/graphql` without asking the routes, as most requests are for it."""

    endpoint: Endpoint
    draining: Draining
    operations: Operations
    event_stream: EventStream
    socket: Socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI hands it over."""
        if scope["type"] == "http" and scope["path"] == "/graphql":
            follows = EventStream.wanted(scope["headers"])
            await (self.event_stream if follows else self.endpoint)(scope, receive, send)
        elif scope["type"] == "websocket" and scope["path"] == "/graphql":
            await self.socket(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(product: Product, bounds: Bounds = GENEROUS) -> App:
    """The application for a running product, within bounds. Raises NotTrusted."""
    endpoint = Endpoint(schema(*product.ledger.rooms.values()), product, bounds)
    plain = Plain(endpoint)
    draining = Draining()
    streams = Streams(product.ledger, product.access, endpoint.threads)
    draining.then(streams.close)
    desk = Desk(product.consuming, product.secrets, endpoint, streams)
    door = Door(endpoint, product)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        endpoint.threads.close()

    routes = [
        Route("/", pages.landing),
        Route("/graphql", endpoint),
        Route("/feed", FeedPages(streams, door, endpoint)),
        Route("/feed/stream", FeedStream(streams, door)),
        *Signs(product, endpoint.threads, draining).routes(),
        *LogOverGet(product).routes(plain),
        *DossiersOverGet(product).routes(plain),
        *desk.routes(),
        pages.assets(),
    ]
    app = App(routes=routes, lifespan=lifespan)
    app.endpoint, app.draining = endpoint, draining
    app.operations = Operations(endpoint, product, streams)
    app.event_stream, app.socket = EventStream(app.operations), Socket(app.operations)
    return app
