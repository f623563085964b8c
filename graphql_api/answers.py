"""How answers are written: media types, status codes, and what is told of errors.

One table says which status an error has. Where the draft of GraphQL over HTTP and the audit suite of its reference
implementation differ, the suite is followed: docs/decisions/0011-we-answer-http-ourselves.md.
"""

import logging
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any, TypeAlias

import orjson
from graphql import ExecutionResult, GraphQLError

from application.mapper import UnknownEvent
from application.store import Unavailable
from domain.shared.refusal import Refused
from graphql_api.documents import NotAnswered
from graphql_api.media import GRAPHQL, JSON
from graphql_api.names import camel
from graphql_api.refusals import told
from projections import database

logger = logging.getLogger(__name__)

FAULTS = {"INTERNAL": 500, "UNAVAILABLE": 503}
NOT_GRAPHQL = frozenset({"SYNTAX", "DOCUMENT_INVALID", "VARIABLES_INVALID", "OPERATION_UNKNOWN"})
"""What is wrong with the GraphQL of a request. Those who know only JSON are told so under status 200, as ever."""
PARTIAL = 294
"""The status of data with errors, for those who know the media type of GraphQL."""
SLOW = f"This takes the database longer than {database.PATIENCE:g} seconds; ask for less at once."

Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answer:
    """A whole answer: status, headers, content, and to which kind of operation, where it came to one."""

    __slots__ = ("content", "headers", "kind", "status")

    def __init__(self, content: bytes, status: int, headers: list[tuple[bytes, bytes]], kind: str) -> None:
        self.content, self.status, self.headers, self.kind = content, status, headers, kind

    async def send(self, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.content})


def answer(
    content: bytes, status: int, media: str, headers: Mapping[str, str] | None = None, kind: str = "none"
) -> Answer:
    """JSON in the media type; other answers than 2xx are told in GraphQL's own even to those who only know JSON."""
    told_as = media if status < 300 or media != JSON or status == 406 else GRAPHQL
    always = [*always_sent(told_as), (b"content-length", b"%d" % len(content))]
    if headers:
        always += [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Answer(content, status, always, kind)


@lru_cache(4)
def always_sent(media: str) -> list[tuple[bytes, bytes]]:
    """The headers of every answer."""
    return [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"vary", b"Accept, Authorization"),
        (b"cache-control", b"no-store"),
    ]


def costing(content: bytes, cost: int) -> bytes:
    """An answer that is JSON already, with what it cost."""
    return b'%s,"extensions":{"cost":%d}}' % (content[:-1], cost)


def executed(done: ExecutionResult, media: str, cost: int, kind: str) -> Answer:
    """What came of executing an operation."""
    errors = [shown(error) for error in done.errors or ()]
    faulty = fault_status(errors) if done.data is None else None
    status = faulty or (PARTIAL if errors and media == GRAPHQL else 200)
    content = {"data": done.data} | ({"errors": [error.formatted for error in errors]} if errors else {})
    return answer(orjson.dumps(content | {"extensions": {"cost": cost}}), status, media, kind=kind)


def not_answered(no: NotAnswered, media: str) -> Answer:
    """Why a request is not executed."""
    codes = {(error.extensions or {}).get("code") for error in no.errors}
    status = 200 if media == JSON and codes <= NOT_GRAPHQL else no.status
    return answer(orjson.dumps({"errors": [error.formatted for error in no.errors]}), status, media, no.headers)


def failed(bug: Exception, media: str) -> Answer:
    """A fault of ours."""
    fault = hidden(bug)
    return answer(orjson.dumps({"errors": [fault.formatted]}), fault_status([fault]) or 500, media)


def shown(error: GraphQLError) -> GraphQLError:
    """The error as the caller may see it."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return error
    if isinstance(cause, Refused):
        no = {camel(name): each for name, each in told(cause).items()}
        return GraphQLError(no.pop("message"), error.nodes, path=error.path, extensions=no)
    if isinstance(cause, database.TooSlow):
        return GraphQLError(SLOW, error.nodes, path=error.path, extensions={"code": "TOO_SLOW"})
    masked = hidden(cause)
    return GraphQLError(masked.message, error.nodes, path=error.path, extensions=masked.extensions)


def hidden(bug: Exception) -> GraphQLError:
    """An error that says nothing but under which number the bug was logged, and whether it may pass."""
    number = uuid.uuid4().hex
    logger.error("request %s failed", number, exc_info=bug)
    passing = isinstance(bug, Unavailable | UnknownEvent | database.Unavailable)
    what = "The ledger cannot be used just now" if passing else "Something went wrong on our side"
    code = "UNAVAILABLE" if passing else "INTERNAL"
    return GraphQLError(f"{what}. It is logged as {number}.", extensions={"code": code, "requestId": number})


def fault_status(errors: Iterable[GraphQLError]) -> int | None:
    """The status of an answer that is nothing but faults of ours; None where there are none."""
    return max((FAULTS[code] for e in errors if (code := (e.extensions or {}).get("code")) in FAULTS), default=None)
