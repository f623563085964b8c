"""Websockets by hand: conversations of frames, most of them wrong, and what comes back."""

import json
import os
import socket
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from random import Random
from typing import Any, NamedTuple

from tests.hostile.values import changed, value

TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
FINAL, MASKED = 0x80, 0x80
LONGEST = 5.0
"""Seconds within which something must come back."""
QUIET = 0.2


class Ended(NamedTuple):
    """What was said, and by which code the line was closed; 0 where there was none."""

    said: tuple[str, ...]
    code: int


def frame(content: bytes | str, opcode: int = TEXT, flags: int = FINAL, masked: bool = True) -> bytes:
    """One frame, as a client sends it."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    mark = MASKED if masked else 0
    if len(data) < 126:
        size = bytes([mark | len(data)])
    elif len(data) < 2**16:
        size = bytes([mark | 126]) + len(data).to_bytes(2, "big")
    else:
        size = bytes([mark | 127]) + len(data).to_bytes(8, "big")
    return bytes([flags | opcode]) + size + (bytes(4) if masked else b"") + data


def said(type_: str, **more: Any) -> bytes:
    """A message of the protocol."""
    return frame(json.dumps({"type": type_, **more}))


def begun(token: str) -> bytes:
    """The first message."""
    return said("connection_init", payload={"Authorization": f"Bearer {token}"})


def follows(id: str = "1", query: str = "subscription { changes { position } }") -> bytes:
    """That an operation shall be followed."""
    return said("subscribe", id=id, payload={"query": query})


def conversation(
    address: tuple[str, int], *frames: bytes, protocol: str = "graphql-transport-ws", quiet: float = LONGEST
) -> Ended:
    """Send these frames, and then nothing more; hang up when nothing has come for so long."""
    head = (
        "GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {protocol}\r\n\r\n"
    )
    told = b""
    with socket.create_connection(address, timeout=LONGEST) as line:
        line.sendall(head.encode())
        while b"\r\n\r\n" not in told:
            told += line.recv(65_536)
        told = told.partition(b"\r\n\r\n")[2]
        line.settimeout(quiet)
        with suppress(OSError):  # it may be closed before everything was sent
            line.sendall(b"".join(frames))
        with suppress(OSError):
            while not heard(told).code and (piece := line.recv(65_536)):
                told += piece
    return heard(told)


def heard(data: bytes) -> Ended:
    """The frames that came."""
    texts, at = list[str](), 0
    while len(data) >= at + 2:
        opcode, size, at = data[at] & 0x0F, data[at + 1], at + 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(data[at : at + wide], "big"), at + wide
        content, at = data[at : at + size], at + size
        if opcode == CLOSE:
            return Ended(tuple(texts), int.from_bytes(content[:2], "big"))
        if opcode == TEXT:
            texts.append(content.decode())
    return Ended(tuple(texts), 0)


def generated(random: Random, tokens: Sequence[str]) -> Iterator[list[bytes]]:
    """Conversations without end."""
    while True:
        first = [begun(random.choice(tokens))] if random.random() < 0.8 else []
        yield first + [strange(random) for _ in range(random.randint(1, 6))]


def strange(random: Random) -> bytes:
    """A message that is right, nearly right or wrong, in a frame that mostly is as it should be."""
    types = ("connection_init", "subscribe", "complete", "ping", "pong", "next", "error", "", "计" * 200, None, 7)
    message = {"type": random.choice(types), "id": random.choice(("1", "1", "2", "", None, "计" * 200, value(random)))}
    query = random.choice(("subscription { changes { position } }", "{ position }", "mutation { x }", value(random)))
    message["payload"] = {"query": query} if random.random() < 0.7 else value(random)
    text = json.dumps(message)
    if random.random() < 0.3:
        text = changed(random, text)
    if random.random() < 0.7:
        return frame(text)
    flags = random.choice((FINAL, 0, FINAL | 0x40, FINAL | 0x70))
    whole = frame(text, random.choice((0, TEXT, BINARY, 3, CLOSE, PING, 10, 15)), flags, random.random() < 0.8)
    return whole[: random.randint(1, len(whole))] if random.random() < 0.2 else whole
