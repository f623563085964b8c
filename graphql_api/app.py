"""The program behind the address: the API, the explorer for browsers, a page for newcomers, a sign of life."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from application.store import Unavailable
from graphql_api import pages
from graphql_api.audit.plain import Plain
from graphql_api.audit.tiles import LogOverGet
from graphql_api.context import Product
from graphql_api.http import Endpoint
from graphql_api.schema import schema


def create_app(product: Product) -> Starlette:
    """The application for a running product."""
    endpoint = Endpoint(schema(*product.ledger.rooms.values()), product)

    async def graphql(request: Request) -> Response:
        return pages.explorer() if pages.wanted(request) else await endpoint.answer(request)

    async def health(_request: Request) -> Response:
        try:
            head = await endpoint.threads.work(product.ledger.store.head)
        except Unavailable:
            return JSONResponse({"status": "ledger unavailable"}, 503)
        status = product.runner.status()
        stopped = status.error is not None
        sign = {"status": "views stopped" if stopped else "ok", "recorded": head, "shown": status.position}
        return JSONResponse(sign, 503 if stopped else 200)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        endpoint.threads.close()

    routes = [
        Route("/", pages.landing),
        Route("/graphql", graphql, methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        Route("/healthz", health),
        *LogOverGet(product.log).routes(Plain(product, endpoint.threads)),
        pages.assets(),
    ]
    return Starlette(routes=routes, lifespan=lifespan)
