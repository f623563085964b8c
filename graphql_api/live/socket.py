"""GraphQL over a websocket: one line for any number of operations, by the protocol graphql-transport-ws."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from typing import Any

from graphql_api.answers import Send, hidden
from graphql_api.arrivals import Receive
from graphql_api.documents import NotAnswered
from graphql_api.feed.streams import Ended
from graphql_api.limits import BODY
from graphql_api.live import messages
from graphql_api.live.messages import PROTOCOL, Hangup, Message
from graphql_api.live.operations import Operations
from graphql_api.requests import Asked, Headers

INIT = 10.0
"""Seconds in which a client must have said who it is."""
REASON = 123
"""Bytes that fit into the frame that closes a line."""
MOST = 100
"""Operations at the same time on one line."""


class Gone(Exception):
    """Nobody hears any more what is said on the line."""


class Socket:
    """Answers websockets: a bare ASGI application."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Follow operations until somebody hangs up."""
        await receive()
        spoken = PROTOCOL in scope["subprotocols"]
        await send({"type": "websocket.accept", **({"subprotocol": PROTOCOL} if spoken else {})})
        try:
            if not spoken:
                raise Hangup(messages.NOT_ACCEPTABLE, "Subprotocol not acceptable")
            await Line(self._operations, Headers(scope["headers"]), receive, send).talk()
        except Gone:
            pass
        except Hangup as no:
            with suppress(Exception):  # the other side may have gone at the same time
                reason = no.reason.encode()[:REASON].decode(errors="ignore")
                await send({"type": "websocket.close", "code": no.code, "reason": reason})


class Line:
    """One websocket."""

    def __init__(self, operations: Operations, headers: Headers, receive: Receive, send: Send) -> None:
        self._operations, self._headers = operations, headers
        self._receive, self._send = receive, send
        self._token: str | None = None
        self._followed: dict[str, asyncio.Task[None]] = {}
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def talk(self) -> None:
        """Take messages until the other side hangs up. Raises Hangup when this side does."""
        tasks = [asyncio.ensure_future(each) for each in (self._listen(), self._over_with())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (*tasks, *self._followed.values()):
                task.cancel()

    async def _over_with(self) -> None:
        await self._over

    async def _listen(self) -> None:
        try:
            async with asyncio.timeout(INIT):
                while self._token is None and (message := await self._message()):
                    await self._take(message)
        except TimeoutError:
            raise Hangup(messages.TOO_LATE, "Connection initialisation timeout") from None
        while self._token is not None and (message := await self._message()):
            await self._take(message)

    async def _message(self) -> Message | None:
        """What the client says next; None when it has hung up."""
        received = await self._receive()
        if received["type"] == "websocket.disconnect":
            return None
        text = received.get("text")
        if text is None or len(text) > BODY:
            raise Hangup(messages.MALFORMED, f"A message is text of at most {BODY} bytes.")
        return messages.parsed(text)

    async def _take(self, message: Message) -> None:
        match message.type:
            case "connection_init":
                await self._begin(message.payload)
            case "ping":
                await self._say(messages.said("pong"))
            case "pong":
                pass
            case "subscribe":
                self._follow(message.id, messages.operation(message.payload))
            case "complete":
                if task := self._followed.pop(message.id, None):
                    task.cancel()
            case other:
                raise Hangup(messages.MALFORMED, f"Invalid message type {other[:40]}")

    async def _begin(self, payload: Any) -> None:
        if self._token is not None:
            raise Hangup(messages.TOO_OFTEN, "Too many initialisation requests")
        sent = messages.bearer(payload) or messages.bearer({"Authorization": self._headers.get(b"authorization")})
        try:
            endpoint = self._operations.endpoint
            await endpoint.threads.work(endpoint.callers.require, sent or "")
        except NotAnswered:
            raise Hangup(messages.FORBIDDEN, "Forbidden") from None
        self._token = sent
        await self._say(messages.said("connection_ack"))

    def _follow(self, id: str, asked: Asked) -> None:
        if self._token is None:
            raise Hangup(messages.UNAUTHORIZED, "Unauthorized")
        if id in self._followed:
            raise Hangup(messages.TWICE, f"Subscriber for {id[:60]} already exists")
        if len(self._followed) >= MOST:
            raise Hangup(messages.MALFORMED, f"At most {MOST} operations at the same time")
        self._followed[id] = asyncio.ensure_future(self._guarded(id, self._token, asked))

    async def _results(self, id: str, token: str, asked: Asked) -> None:
        begun = messages.begun(id)
        async with aclosing(self._operations.results(token, asked)) as results:
            async for result in results:
                await self._operations.streams.sent(self._say((begun + result + b"}").decode()))
        self._followed.pop(id, None)
        await self._say(messages.said("complete", id=id))

    async def _guarded(self, id: str, token: str, asked: Asked) -> None:
        """Follow; tell what goes wrong."""
        try:
            await self._results(id, token, asked)
        except NotAnswered as no:
            await self._fail(id, [each.formatted for each in no.errors])
        except Gone:
            self._followed.pop(id, None)
        except Ended as end:
            hangup = Hangup(messages.RESTARTS if end.resumable else messages.UNAUTHORIZED, end.message)
            if not self._over.done():
                self._over.set_exception(hangup)
        except Exception as bug:
            await self._fail(id, [hidden(bug).formatted])

    async def _fail(self, id: str, errors: list[Any]) -> None:
        self._followed.pop(id, None)
        with suppress(Gone):
            await self._say(messages.said("error", id=id, payload=errors))

    async def _say(self, text: str) -> None:
        """Say something. Raises Gone once the line is closed: by the other side, or for its silence."""
        try:
            await self._send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError) as closed:
            raise Gone from closed
