"""Plain GET beside GraphQL: who asks is known by a token, what cannot be answered is told in a line of text."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from application.access import Caller
from application.store import Unavailable
from domain.shared.refusal import Refused
from graphql_api.callers import Callers
from graphql_api.context import Product
from graphql_api.documents import NotAnswered, refusal
from graphql_api.http import bearer, hidden
from graphql_api.threads import Threads
from projections import database

Read: TypeAlias = Callable[[Request, Caller], Response]
PASSING = (Unavailable, database.Unavailable, OSError)


class Plain:
    """Makes routes of functions that read. Each runs on a thread of its own."""

    def __init__(self, product: Product, threads: Threads) -> None:
        self._callers = Callers(product.access, product.runner)
        self._threads = threads

    def route(self, path: str, read: Read) -> Route:
        """GET and HEAD of that path, for callers with a token. `read` may raise NotAnswered and Refused."""
        return Route(path, partial(self._answer, read))

    async def _answer(self, read: Read, request: Request) -> Response:
        try:
            return await self._threads.work(self._read, read, request)
        except NotAnswered as no:
            return said(no.status, str(no), no.headers)
        except Refused as no:
            return said(422, no.message)
        except Exception as bug:
            return said(503 if isinstance(bug, PASSING) else 500, hidden(bug).message)

    def _read(self, read: Read, request: Request) -> Response:
        caller = self._callers.of(bearer(request))
        if caller is None:
            challenge = 'Bearer realm="opsledger", error="invalid_token"'
            raise refusal(401, "The token is not valid (any more).", "UNAUTHENTICATED", WWW_Authenticate=challenge)
        return read(request, caller)


def content(body: bytes, media: str, kept: str, **headers: str) -> Response:
    """What was asked for, and for how long whoever asked may keep it."""
    return Response(body, headers={"Content-Type": media, "Cache-Control": kept, "Vary": "Authorization", **headers})


def said(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    """Why there is no such thing to be had."""
    return PlainTextResponse(f"{why}\n", status, {"Cache-Control": "no-store", **(headers or {})})
