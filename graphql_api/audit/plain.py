"""Plain GET beside GraphQL: who asks is known by a token, what cannot be answered is told in a line of text."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from application.access import Caller
from domain.shared.refusal import Refused
from graphql_api.answers import fault_status, hidden
from graphql_api.documents import NotAnswered
from graphql_api.http import Endpoint
from graphql_api.parameters import UNKNOWN, require_known
from graphql_api.requests import token_of

Read: TypeAlias = Callable[[Request, Caller], Response]


class Plain:
    """Makes routes of functions that read. Each runs on a thread of its own, within the rate that GraphQL keeps too."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def route(self, path: str, read: Read, *parameters: str) -> Route:
        """GET and HEAD of that path, for callers with a token. `read` may raise NotAnswered and Refused."""
        return Route(path, partial(self._answer, read, parameters))

    async def _answer(self, read: Read, parameters: Sequence[str], request: Request) -> Response:
        try:
            require_known(request.query_params, *parameters)
            token = token_of(request.headers.get("authorization"))
            self._endpoint.rate.take(token)
            return await self._endpoint.threads.work(self._read, read, request, token)
        except NotAnswered as no:
            return said(no.status, str(no), no.headers)
        except Refused as no:
            return said(400 if no.reason is UNKNOWN else 422, no.message)
        except Exception as bug:
            fault = hidden(bug)
            return said(fault_status([fault]) or 500, fault.message)

    def _read(self, read: Read, request: Request, token: str) -> Response:
        return read(request, self._endpoint.callers.require(token))


def content(body: bytes, media: str, kept: str, **headers: str) -> Response:
    """What was asked for, and for how long whoever asked may keep it."""
    return Response(body, headers={"Content-Type": media, "Cache-Control": kept, "Vary": "Authorization", **headers})


def said(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    """Why there is no such thing to be had."""
    return PlainTextResponse(f"{why}\n", status, {"Cache-Control": "no-store", **(headers or {})})
