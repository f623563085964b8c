"""Whoever sends much at once is dealt with a little at a time, and nothing that is for nobody is kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from uvicorn import Config
from uvicorn.server import ServerState

from opsledger.listening import Frames, Line
from tests.hostile.frames import PING, frame

UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
REQUEST = b"GET / HTTP/1.1\r\n\r\n"
ANSWER = b"HTTP/1.1 204"
SHORTEST = len(REQUEST)


class Watched(Frames):
    """A websocket that notes how many bytes were taken at once."""

    taken: ClassVar[list[int]] = []

    def take(self, data: bytes) -> None:
        self.taken.append(len(data))
        super().take(data)


class Answering:
    """Answers each request when it may, and websockets for ever."""

    def __init__(self) -> None:
        self.may = asyncio.Event()

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (await receive())["type"] != "websocket.disconnect":
                pass
            return
        await self.may.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Answering, Line, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A client, and the connection as the server sees it."""
    answering, lines = Answering(), list[Line]()
    config = Config(answering, http=Line, ws=Watched, ws_per_message_deflate=False, log_config=None)
    config.load()
    server_state = ServerState()

    def line() -> Line:
        lines.append(Line(config=config, server_state=server_state, app_state={}))
        return lines[-1]

    server = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield answering, await until(lambda: lines and lines[0]), reader, writer
    finally:
        writer.close()
        server.close()


async def until(look: Callable[[], Any]) -> Any:
    """What there is to be seen, once it is there."""
    async with asyncio.timeout(20):
        while not (seen := look()):
            await asyncio.sleep(0.001)
        return seen


def test_of_many_requests_at_once_few_are_looked_at_and_all_are_answered() -> None:
    async def scene() -> None:
        async with connected() as (answering, line, reader, writer):
            writer.write(REQUEST * 3_000)
            await until(lambda: line.pipeline)
            for _ in range(20):
                await asyncio.sleep(0.001)
                assert len(line.pipeline) <= Line.portion / SHORTEST
            answering.may.set()
            answers = b""
            async with asyncio.timeout(20):
                while answers.count(ANSWER) < 3_000:
                    answers += await reader.read(65_536)
                    assert len(line.pipeline) <= Line.portion / SHORTEST

    asyncio.run(scene())


def test_of_many_frames_at_once_few_are_looked_at_and_all_are_answered() -> None:
    async def scene() -> None:
        async with connected() as (_, _line, reader, writer):
            writer.write(UPGRADE)
            await reader.readuntil(b"\r\n\r\n")
            Watched.taken.clear()
            writer.write(frame("", PING) * 10_000)
            async with asyncio.timeout(20):
                await reader.readexactly(2 * 10_000)
            assert max(Watched.taken) <= Frames.portion
            assert sum(Watched.taken) == 6 * 10_000

    asyncio.run(scene())


def test_lines_after_the_body_are_not_kept() -> None:
    async def scene() -> None:
        async with connected() as (_, line, _reader, writer):
            writer.write(b"POST / HTTP/1.1\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
            writer.write(b"X: y\r\n" * 1_000 + b"\r\n")
            await until(lambda: line.cycle and not line.cycle.more_body)
            assert [name for name, _ in line.headers] == [b"a", b"transfer-encoding"]

    asyncio.run(scene())


def test_the_rest_of_what_is_answered_is_not_awaited_for_ever() -> None:
    async def scene() -> None:
        async with connected() as (answering, line, reader, writer):
            answering.may.set()
            writer.write(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
            await reader.readuntil(b"\r\n\r\n")
            rest = await until(lambda: line.rest)
            assert line.late(rest + 1) and not line.late(rest - 1)
            writer.write(b"0\r\n\r\n" + REQUEST)
            await reader.readuntil(b"\r\n\r\n")
            assert not line.late(rest + 1)

    asyncio.run(scene())
