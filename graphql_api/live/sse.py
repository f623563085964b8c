"""GraphQL over server-sent events, by the protocol graphql-sse: a connection for each operation."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any

import orjson

from graphql_api.answers import Send, hidden, not_answered
from graphql_api.arrivals import Arrivals, Receive
from graphql_api.documents import NotAnswered, refusal
from graphql_api.feed.endpoint import until_gone
from graphql_api.feed.sse import MEDIA, START
from graphql_api.feed.streams import Ended
from graphql_api.live.operations import Operations, Results
from graphql_api.media import GRAPHQL, JSON, preferred
from graphql_api.requests import Headers, HungUp, in_address, require_json, token_of, well_formed

COMPLETE = b"event: complete\ndata: \n\n"


class EventStream:
    """Answers those who accept `text/event-stream`: a bare ASGI application."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._arrivals = Arrivals()

    @staticmethod
    def wanted(headers: Sequence[tuple[bytes, bytes]]) -> bool:
        """Whether a request with these headers is for this."""
        accept = next((value for name, value in headers if name == b"accept" and b"event-stream" in value), None)
        return accept is not None and preferred(accept.decode("latin-1"), (GRAPHQL, JSON, MEDIA)) == MEDIA

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Execute the operation, and send its results as they come."""
        headers = Headers(scope["headers"])
        try:
            if scope["method"] not in ("GET", "POST"):
                raise refusal(405, f"Use GET or POST, not {scope['method']}.", "METHOD", Allow="GET, POST")
            token = token_of(headers.get(b"authorization"))
            await self._operations.endpoint.threads.work(self._operations.endpoint.callers.require, token)
            if scope["method"] == "POST":
                require_json(headers.get(b"content-type"), headers.get(b"content-encoding"))
                asked = well_formed(await self._arrivals.json(receive))
            else:
                asked = well_formed(in_address(scope["query_string"]))
        except NotAnswered as no:
            return await not_answered(no, GRAPHQL).send(send)
        except HungUp:
            return None
        async with until_gone(receive):
            await send(START)
            await self._send(send, self._operations.results(token, asked))
            await send({"type": "http.response.body", "body": b""})

    async def _send(self, send: Send, results: Results) -> None:
        """Send what there is; an end that is not the client's is no `complete`, so that the client comes again."""
        try:
            async with aclosing(results):
                async for result in results:
                    await self._text(send, b"event: next\ndata: " + result + b"\n\n")
        except NotAnswered as no:
            await self._text(send, failed([each.formatted for each in no.errors]))
        except Ended as end:
            if end.resumable:
                return
            error = {"message": end.message, "extensions": {"code": end.code, "position": end.position}}
            await self._text(send, failed([error]))
        except Exception as bug:
            await self._text(send, failed([hidden(bug).formatted]))
        await self._text(send, COMPLETE)

    async def _text(self, send: Send, text: bytes) -> None:
        await self._operations.streams.sent(send({"type": "http.response.body", "body": text, "more_body": True}))


def failed(errors: list[Any]) -> bytes:
    """The last result of an operation that ends in errors."""
    return b"event: next\ndata: " + orjson.dumps({"errors": errors}) + b"\n\n"
