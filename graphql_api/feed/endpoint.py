"""The addresses of the feed: who asks, within which bounds, and what is told of what cannot be answered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson

from application.access import Caller
from domain.shared.refusal import Refused
from graphql_api.answers import Answer, Send, answer, fault_status, hidden
from graphql_api.arrivals import Receive
from graphql_api.audit.noted import note_get
from graphql_api.context import Product
from graphql_api.documents import NotAnswered, refusal
from graphql_api.feed.asked import FOLLOWED, PAGED, asked
from graphql_api.feed.pull import Pull
from graphql_api.feed.sse import MEDIA, Stream
from graphql_api.feed.streams import Streams
from graphql_api.http import Endpoint
from graphql_api.media import JSON, preferred
from graphql_api.names import camel
from graphql_api.refusals import told
from graphql_api.requests import Headers, address_fields, token_of

Scope = Mapping[str, Any]
Answering = Callable[[Headers, str, Caller], Awaitable[None]]


class Door:
    """Lets callers in who are known, do not come too often and do not hold too much open; tells all others why not."""

    def __init__(self, endpoint: Endpoint, product: Product) -> None:
        self._endpoint, self._product = endpoint, product

    async def open(self, scope: Scope, send: Send, answered: Answering) -> None:
        """Have a GET answered; else say why it is not."""
        headers = Headers(scope["headers"])
        try:
            if scope["method"] != "GET":
                raise refusal(405, f"Use GET, not {scope['method']}.", "METHOD", Allow="GET")
            token = token_of(headers.get(b"authorization"))
            self._endpoint.rate.take(token)
            caller = await self._endpoint.threads.work(self._known, token, scope)
            with self._endpoint.held.one(token):
                return await answered(headers, token, caller)
        except NotAnswered as no:
            said = errors(no.status, [each.formatted for each in no.errors], no.headers)
        except Refused as no:
            facts = {camel(name): each for name, each in told(no).items()}
            said = errors(400, [{"message": facts.pop("message"), "extensions": facts}])
        except Exception as bug:
            fault = hidden(bug)
            said = errors(fault_status([fault]) or 500, [fault.formatted])
        await said.send(send)

    def _known(self, token: str, scope: Scope) -> Caller:
        """Who asks; what auditors read is noted before they are answered (AUDIT-09). Raises NotAnswered (401)."""
        caller = self._endpoint.callers.require(token)
        note_get(self._product, caller, scope["path"], scope["query_string"].decode("latin-1"), "feed")
        return caller


class FeedPages:
    """`GET /feed`."""

    def __init__(self, streams: Streams, door: Door, endpoint: Endpoint) -> None:
        self._door, self._events = door, streams.events
        self._pull = Pull(streams, endpoint.threads, endpoint.callers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page that is asked for, when there is something on it or the wait is over."""

        async def paged(headers: Headers, token: str, caller: Caller) -> None:
            fields = address_fields(scope["query_string"])
            wished = asked(fields, PAGED, self._events)
            async with until_gone(receive):
                page = await self._pull.answer(wished, caller, token, headers.get(b"accept"), fields)
                await page.send(send)

        await self._door.open(scope, send, paged)


class FeedStream:
    """`GET /feed/stream`."""

    def __init__(self, streams: Streams, door: Door) -> None:
        self._streams, self._door = streams, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Server-sent events, without end. Whoever comes again goes on where it was, whatever the address says."""

        async def streamed(headers: Headers, token: str, caller: Caller) -> None:
            if preferred(headers.get(b"accept"), (MEDIA,)) is None:
                raise refusal(406, f"Answers are {MEDIA}.", "NOT_ACCEPTABLE")
            fields = address_fields(scope["query_string"])
            if last := headers.get(b"last-event-id"):
                fields["after"] = last
            wished = asked(fields, FOLLOWED, self._streams.events)
            follower = await self._streams.begin(token, caller, wished.wanted, wished.after)
            async with until_gone(receive):
                await Stream(self._streams, follower).send(send)

        await self._door.open(scope, send, streamed)


def errors(status: int, content: list[Any], headers: dict[str, str] | None = None) -> Answer:
    """What is wrong, in the form in which GraphQL tells it."""
    return answer(orjson.dumps({"errors": content}), status, JSON, headers)


@asynccontextmanager
async def until_gone(receive: Receive) -> AsyncIterator[None]:
    """Do what is in the block until it is done, or nobody is there any more: then it is given up in silence."""
    task = asyncio.current_task()
    assert task is not None
    gone = asyncio.ensure_future(departure(receive))
    gone.add_done_callback(lambda done: None if done.cancelled() else task.cancel())
    try:
        yield
    except asyncio.CancelledError:
        if not gone.done():
            raise
        task.uncancel()
    finally:
        gone.cancel()


async def departure(receive: Receive) -> None:
    """Wait until whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
