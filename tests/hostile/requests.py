"""Requests as bytes on a line, most of them wrong in one way and right in all others."""

import json
from collections.abc import Iterator, Sequence
from random import Random
from urllib.parse import quote

from tests.hostile.values import TEXTS, Documents, changed, value

HEAD = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
PATHS = (
    "/graphql", "/feed", "/feed/stream", "/consumers", "/log/checkpoint", "/log/tile/0/000", "/assets/../app.py",
    "/metrics", "/healthz", "/readyz", "//", "/%00", "/%ff", "/graphql/", "/graphql;x", "*", "http://elsewhere.example/graphql",
)  # fmt: skip
MEDIA = (
    "application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data; boundary=x", "", "\xff",
    "application/x-www-form-urlencoded", "application/json;" * 50, "application/graphql", "application/json; charset=",
)  # fmt: skip
BODIES = (
    b"", b"{", b"null", b"[]", b"[[]]", b"NaN", b'"', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b"\x1f\x8b\x08\x00",
    b'{"query": "\\ud800"}', b'{"query": "{ position }", "query": 1}', b"[" * 100_000, b'{"a":' * 50_000,
    b'{"query": "{ position }", "variables": {"a": ' + b"9" * 10_000 + b"}}",
    b'{"query": "' + b"{" * 90_000 + b'"}',
    b'{"query": "{ position }", "extensions": {"minPosition": -1e400}}', b'{"query": "' + b"x" * 1_200_000 + b'"}',
    b'{"query": "{ position }", "extensions": {"minPosition": -1}, "documentId": {}}', b'{"query": "\xc3\x28"}',
)  # fmt: skip
LINES = (
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n",
    "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    "Content-Length: -1\r\n\r\n",
    "Content-Length: 99999999999999999999\r\n\r\n{}",
    "Content-Length: 0x10\r\n\r\n{}",
    "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
    "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "X: a\r\n b\r\n\r\n",
    "X-Request-Id: a\nSet-Cookie: b\r\n\r\n",
    "X: \x00\r\n\r\n",
    "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n\r\n",
    "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    "Accept: " + "a/b;q=0.1," * 2_000 + "\r\nContent-Length: 2\r\n\r\n{}",
    "".join(f"X-{number}: {number}\r\n" for number in range(500)) + "\r\n",
    "Authorization: Bearer \xe4\xf6\r\nAuthorization: Bearer b\r\nContent-Length: 2\r\n\r\n{}",
)
BEGINNINGS = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /graphql\r\n\r\n",
    b"\r\n" * 50,
    b"GET /graphql HTTP/9.9\r\n\r\n", b"GET " + b"/" * 100_000 + b" HTTP/1.1\r\n\r\n", b"\x00" * 100, b"G", b"",
    b"BREW /graphql HTTP/1.1\r\nHost: a\r\n\r\n", b"TRACE /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
)  # fmt: skip


def generated(random: Random, documents: Documents, tokens: Sequence[str]) -> Iterator[list[bytes]]:
    """Requests without end, each in the pieces in which it is sent; a pause lies between two pieces."""
    while True:
        token = random.choice(tokens)
        kind = random.random()
        if kind < 0.6:
            yield [operation(random, documents(random), token)]
        elif kind < 0.7:
            yield [in_address(random, documents(random), token)]
        elif kind < 0.8:
            yield [posted(random.choice(BODIES), token, random.choice(MEDIA) if random.random() < 0.3 else MEDIA[0])]
        elif kind < 0.85:
            whole = posted(json.dumps({"query": "{ position }"}).encode(), token, random.choice(MEDIA))
            yield [changed(random, whole.decode("latin-1")).encode("utf-8", "surrogatepass")]
        elif kind < 0.9:
            yield [elsewhere(random, token)]
        elif kind < 0.95:
            yield [(HEAD + f"Authorization: Bearer {token}\r\n" + random.choice(LINES)).encode("latin-1")]
        elif kind < 0.98:
            yield [random.choice(BEGINNINGS)]
        else:
            slow = posted(b'{"query": "{ position }"}', token, MEDIA[0])
            yield [slow[: -random.randint(1, 20)], b""]


def operation(random: Random, document: str, token: str) -> bytes:
    asked = {"query": document, "variables": value(random) if random.random() < 0.3 else {}}
    if random.random() < 0.1:
        asked |= {"operationName": value(random), "extensions": {"minPosition": random.choice((0, -1, "1", None))}}
    return posted(json.dumps(asked).encode(), token, MEDIA[0])


def posted(body: bytes, token: str, media: str) -> bytes:
    lines = f"Content-Type: {media}\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (HEAD + lines).encode("latin-1") + body


def in_address(random: Random, document: str, token: str) -> bytes:
    more = random.choice(
        ("", "&variables={", "&variables=%ff", "&query=%00", "&extensions=[]", "&operationName=" + "a" * 99)
    )
    query = quote(document.encode("utf-8", "surrogatepass"))
    return got(f"/graphql?query={query}{more}", token)


def elsewhere(random: Random, token: str) -> bytes:
    name = random.choice(("after", "limit", "types", "subjects", "wait", "consumer", "x"))
    text = quote(random.choice(TEXTS).encode("utf-8", "surrogatepass"))
    path = random.choice(PATHS)
    return got(f"{path}?{name}={text}" + ("&wait=0" if path == "/feed" else ""), token)


def got(path: str, token: str) -> bytes:
    lines = f"Host: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nLast-Event-ID: x\r\n\r\n"
    return f"GET {path} HTTP/1.1\r\n{lines}".encode("latin-1")
