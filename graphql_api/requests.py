"""What a request says: who sends it, what it asks, and how the answer is to be written.

Nothing here knows a framework: a request is what ASGI hands over.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import orjson

from graphql_api.documents import refusal
from graphql_api.limits import OBJECTS
from graphql_api.media import GRAPHQL, JSON, is_json, preferred

FIELDS = 20
"""Fields of an address that are looked at."""

media_type_for = lru_cache(256)(lambda accept: preferred(accept, (JSON, GRAPHQL)))
reads_as_json = lru_cache(256)(is_json)


class Asked(NamedTuple):
    """A well-formed request: a document or the id of a trusted one, and the rest."""

    query: str | None
    document: str | None
    operation: str | None
    variables: dict[str, Any]
    min_position: int
    values: int
    """How many values the variables hold, those inside others too."""


class HungUp(Exception):
    """Nobody waits for the answer any more."""


class Headers:
    """The headers of a request by their names in lower case; those that come several times as one list."""

    def __init__(self, raw: Sequence[tuple[bytes, bytes]]) -> None:
        self._values = dict(raw)
        if len(self._values) < len(raw):
            self._values = {name: b", ".join(value for key, value in raw if key == name) for name in self._values}

    def get(self, name: bytes) -> str | None:
        """The value, or None when there is none."""
        value = self._values.get(name)
        return None if value is None else value.decode("latin-1")


def token_of(authorization: str | None) -> str:
    """The bearer token that a header brings. Raises NotAnswered (401) where there is none."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not (token := token.strip()):
        challenge = 'Bearer realm="opsledger"'
        raise refusal(401, "Send a token: Authorization: Bearer …", "UNAUTHENTICATED", WWW_Authenticate=challenge)
    return token


def address_fields(query: bytes) -> dict[str, str]:
    """The fields of an address. Raises NotAnswered (400) when they cannot be read, or are too many."""
    try:
        return dict(parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS))
    except ValueError:
        raise refusal(400, "The address cannot be read.", "MALFORMED") from None


def require_json(content_type: str | None, encoding: str | None) -> None:
    """Raises NotAnswered (415) for a body of another media type, or one that is compressed."""
    if encoding and encoding.strip().lower() != "identity":
        raise refusal(415, "Send the body uncompressed.", "UNSUPPORTED_ENCODING", Accept_Encoding="identity")
    if not reads_as_json(content_type or ""):
        raise refusal(415, f"Send {JSON} in UTF-8.", "UNSUPPORTED_MEDIA_TYPE", Accept=JSON)


def parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise refusal(400, "The request is not JSON.", "NOT_JSON") from None


def in_address(query: bytes) -> dict[str, Any]:
    """A request that stands in an address: the fields as they are in a body. Raises NotAnswered (400)."""
    given: dict[str, Any] = dict(address_fields(query))
    for name in ("variables", "extensions"):
        given[name] = parsed(given[name].encode()) if given.get(name) else None
    for name in ("operationName", "documentId"):
        given[name] = given.get(name) or None
    return given


def well_formed(given: Any) -> Asked:
    """The request that this says. Raises NotAnswered (400, 422)."""
    if not isinstance(given, dict):
        raise malformed("A request is one JSON object.")
    query, document, operation = given.get("query"), given.get("documentId"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    variables = {} if variables is None else variables
    extensions = {} if extensions is None else extensions
    if not isinstance(query if document is None else document, str):
        raise malformed("query must be a string, or documentId in its place.")
    if document is not None and query is not None:
        raise malformed("Send query or documentId, not both.")
    if not isinstance(operation, str | None):
        raise malformed("operationName must be a string.")
    if not isinstance(variables, dict) or not isinstance(extensions, dict):
        raise malformed("variables and extensions must be objects.")
    values = moderate(variables) if variables else 0
    position = extensions.get("minPosition", 0)
    if not isinstance(position, int) or isinstance(position, bool):
        raise malformed("extensions.minPosition must be a position in the log.")
    return Asked(query, document, operation, variables, position, values)


def malformed(message: str) -> Exception:
    return refusal(400, message, "MALFORMED")


def moderate(variables: dict[str, Any]) -> int:
    """How many values there are. Raises NotAnswered (422) for too many objects, or what no text may hold."""
    objects = values = 0
    for each in values_in(variables):
        values += 1
        if isinstance(each, str) and "\0" in each:
            raise refusal(422, "A text may not contain the character U+0000.", "NUL")
        objects += isinstance(each, dict)
    if objects > OBJECTS:
        raise refusal(422, f"The variables may hold {OBJECTS} objects.", "TOO_MUCH")
    return values


def values_in(value: Any) -> Iterator[Any]:
    """Everything inside a JSON value, however deep, names too, and the value itself."""
    left = [value]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, dict):
            left.extend(each)
            left.extend(each.values())
        elif isinstance(each, list):
            left.extend(each)
