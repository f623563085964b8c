"""Operations that are followed: a subscription goes on, a query or a mutation is answered once (API-04)."""

import asyncio
import time
from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast

import orjson
from graphql import ExecutionResult, FieldNode, GraphQLError, OperationType, execute
from graphql.execution.values import VariableValues, get_argument_values

from application.access import Caller
from application.store import Unavailable
from domain.shared.refusal import Refused
from graphql_api.answers import FAULTS, fault_status, shown
from graphql_api.asking import Asking
from graphql_api.context import Product, RequestContext
from graphql_api.documents import NotAnswered, Prepared, refusal
from graphql_api.feed.streams import PAGE, Batch, Ended, Follower, Streams
from graphql_api.http import Endpoint, PassingOn
from graphql_api.live.following import Following, Subscribed
from graphql_api.noting import note_read
from graphql_api.reaching import reached, shows
from graphql_api.requests import Asked
from projections import database

Results: TypeAlias = AsyncGenerator[bytes, None]
"""What an operation is answered, each time as JSON."""
PATIENCE = 10.0
"""Seconds in which the views must have come as far as what is told of them."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that may be executed, for somebody who is known."""

    prepared: Prepared
    asked: Asked
    variables: VariableValues
    token: str
    caller: Caller
    most: int
    """Events that are told of at once, at most."""

    @property
    def key(self) -> Hashable:
        """The same for operations that ask the same."""
        return self.prepared, orjson.dumps(self.asked.variables, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Operations:
    """Executes operations for whoever keeps a line open."""

    endpoint: Endpoint
    product: Product
    streams: Streams

    async def results(self, token: str, asked: Asked) -> Results:
        """All that there is to say. Raises NotAnswered for what cannot be executed, and Ended."""
        self.endpoint.rate.take(token)
        operation = await self.endpoint.threads.work(self._operation, token, asked)
        if operation.prepared.operation.operation is not OperationType.SUBSCRIPTION:
            content, _ = await self._result(operation, self._context(operation, operation.caller), None)
            yield content
            return
        with self.endpoint.held.one(token):
            try:
                following = await self.endpoint.threads.work(self._following, operation)
                follower = await self.streams.begin(token, operation.caller, following.wanted, following.after)
                follower.blind = following.reads_views
                follower.most = operation.most
            except Refused as no:
                raise NotAnswered(200, shown(GraphQLError("", original_error=no))) from None
            async with aclosing(self._followed(operation, following, follower)) as results:
                async for result in results:
                    yield result

    def _operation(self, token: str, asked: Asked) -> Operation:
        caller = self.endpoint.callers.require(token)
        prepared = self.endpoint.documents.prepare(
            self.endpoint.trusted.text(asked.query, asked.document), asked.operation
        )
        variables = prepared.variables(asked.variables)
        operation = Operation(prepared, asked, variables, token, caller, prepared.at_once(variables, PAGE))
        note_read(self._context(operation, caller), self.endpoint.schema, prepared, asked.variables)
        return operation

    def _context(self, operation: Operation, caller: Caller) -> RequestContext:
        return RequestContext(
            self.product, self.endpoint.threads, caller, operation.prepared.plans, operation.variables
        )

    def _following(self, operation: Operation) -> Following:
        """What the only field of a subscription follows. Refuses what its arguments refuse."""
        kind, prepared = self.endpoint.schema.subscription_type, operation.prepared
        assert kind is not None
        asking = Asking(self.endpoint.schema, prepared.fragments, operation.variables)
        ((node, *_),) = asking.collected(kind, cast("list[FieldNode]", [prepared.operation])).values()
        field = kind.fields.get(node.name.value)
        definition = field and field.extensions["strawberry-definition"]
        if field is None or not isinstance(definition, Subscribed):
            raise refusal(400, "There is nothing to follow in this.", "DOCUMENT_INVALID")
        arguments = get_argument_values(field, node, operation.variables)
        return definition.follows(arguments, self._context(operation, operation.caller), self.streams.events)

    async def _followed(self, operation: Operation, following: Following, follower: Follower) -> Results:
        async with aclosing(self.streams.follow(follower)) as batches:
            async for batch in batches:
                key = operation.key, following.common(batch), batch.due
                told = partial(self._telling, key, operation, following, batch, follower.caller)
                result = await asyncio.shield(self.streams.pulse.common(key, told))
                if result is not None:
                    yield result
                    follower.told = time.monotonic()

    def _telling(self, key: Hashable, *what: Any) -> asyncio.Future[bytes | None]:
        """What is told, for all who wait for it; who comes after it has failed does not get the failure too."""

        def end(told: asyncio.Future[bytes | None]) -> None:
            if told.cancelled() or told.exception():
                self.streams.pulse.forget(key)

        telling = asyncio.ensure_future(self._told(*what))
        telling.add_done_callback(end)
        return telling

    async def _told(self, operation: Operation, following: Following, batch: Batch, caller: Caller) -> bytes | None:
        """What is told of a batch, when the views have come as far; None for no news, when no sign of life is due.

        Raises Ended when the views do not come as far, or cannot be read: nothing is passed over.
        """
        if following.reads_views:
            await self._shown(batch)
        context = self._context(operation, caller)
        try:
            source = await following.told(batch, context)
        except (Unavailable, database.Unavailable):
            raise unavailable(batch) from None
        if not (following.is_news(source) or batch.due or batch.caught_up or batch.lagging):
            return None
        content, errors = await self._result(operation, context, source)
        if fault_status(errors) == FAULTS["UNAVAILABLE"]:
            raise unavailable(batch)
        return content

    async def _shown(self, batch: Batch) -> None:
        runner, position = self.product.runner, batch.position
        if shows(runner, position):
            return

        def wait() -> asyncio.Future[bool]:
            return asyncio.ensure_future(reached(runner, position, PATIENCE))

        if not await asyncio.shield(self.streams.pulse.common(("views", position), wait)):
            raise Ended("UNAVAILABLE", "The views do not follow the log.", batch.after, True)

    async def _result(
        self, operation: Operation, context: RequestContext, source: Any
    ) -> tuple[bytes, Sequence[GraphQLError]]:
        """The result as JSON, and the errors in it."""
        done = await self._done(operation, context, source)
        errors = [shown(error) for error in done.errors or ()]
        told = {"errors": [each.formatted for each in errors]} if errors else {}
        return orjson.dumps({"data": done.data} | told), errors

    async def _done(self, operation: Operation, context: RequestContext, source: Any) -> ExecutionResult:
        if operation.prepared.introspects:
            return await self.endpoint.threads.work(operation.prepared.introspected)
        result = execute(
            self.endpoint.schema,
            operation.prepared.document,
            source,
            context_value=context,
            variable_values=operation.asked.variables,
            operation_name=operation.asked.operation,
            executor_class=PassingOn,
        )
        return result if isinstance(result, ExecutionResult) else await result


def unavailable(batch: Batch) -> Ended:
    """The end of what is read from a database that is away: whoever followed comes again for this batch."""
    return Ended("UNAVAILABLE", "The ledger cannot be used just now.", batch.after, True)
