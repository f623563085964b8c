"""The protocol graphql-transport-ws, as its specification says it: messages, and codes with which a line is closed."""

from typing import Any, NamedTuple

import orjson

from graphql_api.documents import NotAnswered
from graphql_api.requests import Asked, well_formed

PROTOCOL = "graphql-transport-ws"


class Hangup(Exception):
    """The line is closed, with a code that the protocol (4xxx) or websockets (1xxx) give a meaning."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


MALFORMED = 4400
UNAUTHORIZED = 4401
FORBIDDEN = 4403
NOT_ACCEPTABLE = 4406
TOO_LATE = 4408
TWICE = 4409
TOO_OFTEN = 4429
RESTARTS = 1012


class Message(NamedTuple):
    """What a client says."""

    type: str
    id: str
    payload: Any


def parsed(text: str) -> Message:
    """The message. Raises Hangup (4400) when it is none."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Hangup(MALFORMED, "A message is JSON.") from None
    if not isinstance(given, dict) or not isinstance(type_ := given.get("type"), str):
        raise Hangup(MALFORMED, "A message is an object with a type.")
    id, payload = given.get("id", ""), given.get("payload")
    if type_ in ("subscribe", "complete") and not (isinstance(id, str) and id):
        raise Hangup(MALFORMED, "The message needs an id.")
    return Message(type_, id, payload)


def operation(payload: Any) -> Asked:
    """The operation that is to be followed. Raises Hangup (4400)."""
    try:
        return well_formed(payload)
    except NotAnswered as no:
        raise Hangup(MALFORMED, str(no)) from None


def bearer(payload: Any) -> str | None:
    """The token in what a client says at first: `{"Authorization": "Bearer …"}`."""
    if isinstance(payload, dict):
        for name, value in payload.items():
            if name.lower() == "authorization" and isinstance(value, str):
                scheme, _, token = value.partition(" ")
                return token.strip() if scheme.lower() == "bearer" else None
    return None


def begun(id: str) -> bytes:
    """The beginning of a message with a result; what follows is the result and a brace."""
    return b'{"id":%b,"type":"next","payload":' % orjson.dumps(id)


def said(type_: str, **more: Any) -> str:
    """A message of ours."""
    return orjson.dumps({"type": type_, **more}).decode()
