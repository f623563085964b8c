"""GraphQL over HTTP, by the specification of that name: media types, methods, status codes (draft of August 2026).

Callers are known by the Authorization header alone, which no other site can make a browser send: that is the guard
against forged requests. POST takes `application/json` only, GET executes queries only.

The endpoint is a bare ASGI application: a small query is answered in less time than a framework takes to look at it.
"""

import logging
import time
from typing import Any, TypeAlias

from graphql import ExecutionResult, GraphQLSchema, execute
from graphql.execution.executor import Executor
from orjson import Fragment
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from domain.shared.refusal import Refused
from graphql_api import measures, pages
from graphql_api.answers import SLOW, Answer, answer, costing, executed, failed, not_answered
from graphql_api.arrivals import Arrivals
from graphql_api.bounds import GENEROUS, Bounds
from graphql_api.callers import Callers
from graphql_api.context import Product, RequestContext
from graphql_api.documents import Documents, NotAnswered, Prepared, refusal
from graphql_api.media import GRAPHQL, JSON
from graphql_api.noting import note_read
from graphql_api.plans import OperationPlan
from graphql_api.rates import Held, Rate
from graphql_api.reaching import reached, shows
from graphql_api.requests import Asked, Headers, HungUp, in_address, media_type_for, require_json, token_of, well_formed
from graphql_api.threads import Threads, may_block
from graphql_api.trail import REQUEST, note, request_id
from graphql_api.trusted import trusted
from projections import database
from projections.dialect import Sql

logger = logging.getLogger("opsledger.requests")

PATIENCE = 5.0
"""Seconds that a query waits for the position which it asks for."""
FEW = 100
"""Values that are looked at in the event loop; more of them by a thread."""

Question: TypeAlias = tuple[Prepared, RequestContext, int, tuple[OperationPlan, Sql | None] | None]
"""An operation, who asks it, what it costs, and its statement where the views have the whole answer."""


class Endpoint:
    """Answers requests with a schema, about a product, to whom the product knows, within bounds."""

    def __init__(self, schema: GraphQLSchema, product: Product, bounds: Bounds = GENEROUS) -> None:
        """Raises NotTrusted when the trusted documents cannot be read."""
        self.schema = schema
        self._product = product
        self.documents = Documents(schema)
        self.trusted = trusted(bounds.documents, bounds.documents_only)
        self.rate = Rate(bounds.rate)
        self._arrivals = Arrivals()
        self.callers = Callers(product.access, product.runner)
        self.held = Held(bounds.subscriptions)
        self.threads = Threads()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI hands it over; whatever goes wrong on our side is told as no more than a number."""
        began, headers = time.perf_counter(), Headers(scope["headers"])
        method, accept = scope["method"], headers.get(b"accept") or ""
        if method == "GET" and "html" in accept and pages.wanted(request := Request(scope)):
            await pages.explorer()(request.scope, receive, send)
            return
        id = request_id(headers.get(b"x-request-id"))
        REQUEST.set(id)
        media = media_type_for(accept)
        try:
            said = await self._answered(method, media, headers, scope["query_string"], receive)
        except NotAnswered as no:
            said = not_answered(no, media or JSON)
        except HungUp:
            return
        except Exception as bug:
            said = failed(bug, media or JSON)
        said.headers.append((b"x-request-id", id.encode()))
        await said.send(send)
        took = time.perf_counter() - began
        measures.answered(said.kind, said.status)(took)
        if logger.isEnabledFor(logging.INFO):
            note(logger, "answered", kind=said.kind, status=said.status, milliseconds=round(took * 1_000, 2))

    async def _answered(
        self, method: str, media: str | None, headers: Headers, query: bytes, receive: Receive
    ) -> Answer:
        if method not in ("GET", "POST"):
            raise refusal(405, f"Use GET or POST, not {method}.", "METHOD", Allow="GET, POST")
        if media is None:
            raise refusal(406, f"Answers are {GRAPHQL} or {JSON}.", "NOT_ACCEPTABLE")
        token = token_of(headers.get(b"authorization"))
        self.rate.take(token)
        asked = well_formed(in_address(query) if method == "GET" else await self._posted(headers, receive))
        while (question := await self.threads.here(self._question, token, asked, method == "GET")) is None:
            await self._reach(asked.min_position)
        prepared, context, cost, planned = question
        if planned is None:
            return await self._executed(prepared, context, cost, asked, media)
        try:
            return answer(costing(await context.whole_answer(*planned), cost), 200, media, kind="query")
        except database.TooSlow:
            raise refusal(422, SLOW, "TOO_SLOW") from None

    async def _posted(self, headers: Headers, receive: Receive) -> Any:
        require_json(headers.get(b"content-type"), headers.get(b"content-encoding"))
        return await self._arrivals.json(receive)

    async def _executed(
        self, prepared: Prepared, context: RequestContext, cost: int, asked: Asked, media: str
    ) -> Answer:
        """The answer, put together field by field."""
        if prepared.introspects:
            return executed(await self.threads.work(prepared.introspected), media, cost, "query")
        result = execute(
            self.schema,
            prepared.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation,
            executor_class=PassingOn,
        )
        done = result if isinstance(result, ExecutionResult) else await result
        return executed(done, media, cost, "query" if prepared.reads else "mutation")

    def _question(self, token: str, asked: Asked, reading: bool) -> Question | None:
        """What it takes to answer. None while the views have not come as far as they must have to answer."""
        if asked.values > FEW:
            may_block()
        caller = self.callers.require(token)
        prepared = self.documents.prepare(self.trusted.text(asked.query, asked.document), asked.operation)
        if reading and not prepared.reads:
            raise refusal(405, "GET is for queries; send mutations by POST.", "METHOD", Allow="POST")
        variables = prepared.variables(asked.variables)
        cost = prepared.cost(variables)
        if (prepared.reads or asked.min_position) and not shows(self._product.runner, asked.min_position):
            return None
        context = RequestContext(self._product, self.threads, caller, prepared.plans, variables)
        note_read(context, self.schema, prepared, asked.variables)
        plan = prepared.plans.operation(self._product.views.compiler, variables)
        try:
            return prepared, context, cost, (plan, context.filled(plan)) if plan else None
        except Refused:  # told field by field, each at its place
            return prepared, context, cost, None

    async def _reach(self, position: int) -> None:
        if not await reached(self._product.runner, position, PATIENCE):
            text = f"What is shown has not reached position {position} within {PATIENCE:g} seconds."
            raise refusal(503, text, "POSITION_NOT_REACHED", Retry_After="1")


class PassingOn(Executor[Any]):
    """Passes on what the views have answered already as JSON."""

    def complete_value(self, return_type: Any, details: Any, info: Any, path: Any, result: Any, place: Any) -> Any:
        """The value as it is when it is JSON; else as GraphQL completes it."""
        if type(result) is Fragment:
            return result
        return super().complete_value(return_type, details, info, path, result, place)
