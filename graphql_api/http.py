"""GraphQL over HTTP, by the specification of that name: media types, methods, status codes (draft of August 2026).

Callers are known by the Authorization header alone, which no other site can make a browser send: that is the guard
against forged requests. POST takes `application/json` only, GET executes queries only.
"""

import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute
from graphql.execution.executor import Executor
from orjson import Fragment
from starlette.requests import Request
from starlette.responses import Response

from application.access import Caller
from application.store import Unavailable
from domain.shared.refusal import Refused
from graphql_api.callers import Callers
from graphql_api.context import Product, RequestContext
from graphql_api.documents import Documents, NotAnswered, Prepared, refusal
from graphql_api.limits import BODY, OBJECTS
from graphql_api.media import GRAPHQL, JSON, is_json, preferred
from graphql_api.names import camel
from graphql_api.noting import note_read
from graphql_api.refusals import told
from graphql_api.threads import Threads
from projections import database

logger = logging.getLogger(__name__)

FAULTS = {"INTERNAL": 500, "UNAVAILABLE": 503}
PATIENCE = 5.0
"""Seconds that a query waits for the position which it asks for."""

SLOW = f"This takes the database longer than {database.PATIENCE:g} seconds; ask for less at once."


class Asked(NamedTuple):
    """A well-formed request."""

    query: str
    operation: str | None
    variables: dict[str, Any]
    min_position: int


class Endpoint:
    """Answers requests with a schema, about a product, to whom the product knows."""

    def __init__(self, schema: GraphQLSchema, product: Product) -> None:
        self._schema = schema
        self._product = product
        self._documents = Documents(schema)
        self._callers = Callers(product.access, product.runner)
        self.threads = Threads()

    async def answer(self, request: Request) -> Response:
        """The answer to any request; whatever goes wrong on our side is logged and told as no more than its number."""
        media = preferred(request.headers.get("accept"), (GRAPHQL, JSON))
        try:
            if request.method not in ("GET", "POST"):
                raise refusal(405, f"Use GET or POST, not {request.method}.", "METHOD", Allow="GET, POST")
            if media is None:
                raise refusal(406, f"Answers are {GRAPHQL} or {JSON}.", "NOT_ACCEPTABLE")
            return await self._answered(request, media)
        except NotAnswered as no:
            return response({"errors": [error.formatted for error in no.errors]}, no.status, media or JSON, no.headers)
        except Exception as bug:
            fault = hidden(bug)
            return response({"errors": [fault.formatted]}, fault_status([fault]) or 500, media or JSON)

    async def _answered(self, request: Request, media: str) -> Response:
        token, asked = bearer(request), await read(request)
        while (at_once := await self.threads.work(self._at_once, token, asked, request.method == "GET")) is None:
            await self._reach(asked.min_position)
        if isinstance(at_once, bytes):
            return answer(at_once, 200, media)
        prepared, context = at_once
        result = execute(
            self._schema,
            prepared.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation,
            executor_class=PassingOn,
        )
        done = result if isinstance(result, ExecutionResult) else await result
        errors = [shown(error) for error in done.errors or ()]
        faulty = fault_status(errors) if done.data is None else None
        status = faulty or (294 if errors and media == GRAPHQL else 200)
        body = {"data": done.data} | ({"errors": [error.formatted for error in errors]} if errors else {})
        return response(body, status, media)

    def _at_once(self, token: str, asked: Asked, reading: bool) -> bytes | tuple[Prepared, RequestContext] | None:
        """The answer, where the views have all of it; else what it takes to answer field by field.

        None while the views have not come as far as they must have to answer.
        """
        caller = self._caller(token)
        prepared = self._documents.prepare(asked.query, asked.operation)
        if reading and not prepared.reads:
            raise refusal(405, "GET is for queries; send mutations by POST.", "METHOD", Allow="POST")
        variables = prepared.variables(asked.variables)
        if (prepared.reads or asked.min_position) and not self._reached(asked.min_position):
            return None
        context = RequestContext(self._product, self.threads, caller, prepared.plans, variables)
        note_read(context, self._schema, prepared, asked.variables)
        straight = prepared.plans.straight(self._product.views.compiler, variables)
        try:
            return context.straight(straight) if straight else (prepared, context)
        except Refused:  # told field by field, each at its place
            return prepared, context
        except database.TooSlow:
            raise refusal(422, SLOW, "TOO_SLOW") from None

    def _caller(self, token: str) -> Caller:
        caller = self._callers.of(token)
        if caller is None:
            challenge = 'Bearer realm="opsledger", error="invalid_token"'
            raise refusal(401, "The token is not valid (any more).", "UNAUTHENTICATED", WWW_Authenticate=challenge)
        return caller

    def _reached(self, position: int) -> bool:
        status = self._product.runner.status()
        return status.ready and status.position >= position

    async def _reach(self, position: int) -> None:
        if not await self.threads.wait(self._product.runner.wait, position, PATIENCE):
            text = f"What is shown has not reached position {position} within {PATIENCE:g} seconds."
            raise refusal(503, text, "POSITION_NOT_REACHED", Retry_After="1")


def bearer(request: Request) -> str:
    """The token that is sent. Raises NotAnswered (401) where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        challenge = 'Bearer realm="opsledger"'
        raise refusal(401, "Send a token: Authorization: Bearer …", "UNAUTHENTICATED", WWW_Authenticate=challenge)
    return token.strip()


class PassingOn(Executor[Any]):
    """Passes on what the views have answered already as JSON."""

    def complete_value(self, return_type: Any, details: Any, info: Any, path: Any, result: Any, place: Any) -> Any:
        """The value as it is when it is JSON; else as GraphQL completes it."""
        if type(result) is Fragment:
            return result
        return super().complete_value(return_type, details, info, path, result, place)


async def read(request: Request) -> Asked:
    """What is asked. Raises NotAnswered: 400 not JSON, 413 too large, 415 another media type, 422 not a request."""
    if request.method == "GET":
        given: Any = dict(request.query_params)
        for name in ("variables", "extensions"):
            given[name] = parsed(given[name].encode()) if given.get(name) else None
        given["operationName"] = given.get("operationName") or None
    else:
        if not is_json(request.headers.get("content-type", "")):
            raise refusal(415, f"Send {JSON} in UTF-8.", "UNSUPPORTED_MEDIA_TYPE", Accept=JSON)
        given = parsed(await body(request))
    return well_formed(given)


async def body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > BODY:
            raise refusal(413, f"A request may have at most {BODY} bytes.", "TOO_LARGE", Connection="close")
    return bytes(received)


def parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise refusal(400, "The request is not JSON.", "NOT_JSON") from None


def well_formed(given: Any) -> Asked:
    if not isinstance(given, dict):
        raise refusal(422, "A request is one JSON object.", "MALFORMED")
    query, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    variables = {} if variables is None else variables
    extensions = {} if extensions is None else extensions
    if not isinstance(query, str):
        raise refusal(422, "query must be a string.", "MALFORMED")
    if not isinstance(operation, str | None):
        raise refusal(422, "operationName must be a string.", "MALFORMED")
    if not isinstance(variables, dict) or not isinstance(extensions, dict):
        raise refusal(422, "variables and extensions must be objects.", "MALFORMED")
    inside = list(values_in(variables))
    if any(isinstance(each, str) and "\0" in each for each in inside):
        raise refusal(422, "A text may not contain the character U+0000.", "NUL")
    if sum(isinstance(each, dict) for each in inside) > OBJECTS:
        raise refusal(422, f"The variables may hold {OBJECTS} objects.", "TOO_MUCH")
    position = extensions.get("minPosition", 0)
    if not isinstance(position, int) or isinstance(position, bool):
        raise refusal(422, "extensions.minPosition must be a position in the log.", "MALFORMED")
    return Asked(query, operation, variables, position)


def values_in(value: Any) -> Iterator[Any]:
    """Everything inside a JSON value, however deep, and the value itself."""
    left = [value]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, list | dict):
            left.extend(each.values() if isinstance(each, dict) else each)


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
    passing = isinstance(bug, Unavailable | database.Unavailable)
    what = "The ledger cannot be used just now" if passing else "Something went wrong on our side"
    code = "UNAVAILABLE" if passing else "INTERNAL"
    return GraphQLError(f"{what}. It is logged as {number}.", extensions={"code": code, "requestId": number})


def fault_status(errors: Iterable[GraphQLError]) -> int | None:
    """The status of an answer that is nothing but faults of ours; None where there are none."""
    return max((FAULTS[code] for e in errors if (code := (e.extensions or {}).get("code")) in FAULTS), default=None)


def response(content: Any, status: int, media: str, headers: Mapping[str, str] | None = None) -> Response:
    """Something as JSON."""
    return answer(orjson.dumps(content), status, media, headers)


def answer(content: bytes, status: int, media: str, headers: Mapping[str, str] | None = None) -> Response:
    """JSON in the media type; other answers than 2xx are told in GraphQL's own even to those who only know JSON."""
    told_as = media if status < 300 or media != JSON or status == 406 else GRAPHQL
    always = {"Vary": "Accept, Authorization", "Cache-Control": "no-store"}
    return Response(content, status, {**always, **(headers or {})}, f"{told_as}; charset=utf-8")
