"""What a consumer's GraphQL document answers as of the position of an event, by the rights of its credential."""

import asyncio
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import msgspec
import orjson
from graphql import ExecutionResult, execute
from graphql.execution.values import VariableValues

from application.access import Caller
from application.delivery.webhooks.body import NoBody
from application.feeds.events import Item
from graphql_api.answers import shown
from graphql_api.context import Moment, Product, RequestContext
from graphql_api.documents import Documents, NotAnswered, Prepared
from graphql_api.http import PassingOn
from graphql_api.schema import schema
from graphql_api.threads import Threads

PATIENCE = 5.0
"""Seconds that are waited for the views to have come to the event."""


class Told(msgspec.Struct):
    """What a document's variables may stand for: attributes of the event, and its position."""

    id: str
    type: str
    subject: str
    sequence: str

    def variables(self) -> Mapping[str, Any]:
        """The values by name."""
        return {"id": self.id, "type": self.type, "subject": self.subject, "position": int(self.sequence)}


class AsOfEvent:
    """Answers documents about the moment just after an event. To be called from threads without an event loop."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._schema = schema(*product.ledger.rooms.values())
        self._documents = Documents(self._schema)

    def __call__(self, document: str, caller: Caller, item: Item) -> bytes:
        """The JSON of the answer's data. Raises NoBody."""
        if not self._product.runner.wait(item.position, PATIENCE):
            raise NoBody("the views have not come to this event yet")
        try:
            prepared = self._documents.prepare(document, None)
            if not prepared.reads:
                raise NoBody("the document is no query")
            given = dict(msgspec.json.decode(item.event, type=Told).variables())
            variables = prepared.variables(given)
            prepared.cost(variables)
            done = asyncio.run(self._executed(prepared, given, variables, caller, item))
        except NotAnswered as no:
            raise NoBody(f"the document cannot be answered: {no.errors[0].message}") from None
        if done.errors:
            raise NoBody(f"the document cannot be answered: {shown(done.errors[0]).message}")
        return orjson.dumps(done.data)

    async def _executed(
        self, prepared: Prepared, given: dict[str, Any], variables: VariableValues, caller: Caller, item: Item
    ) -> ExecutionResult:
        with closing(Threads()) as threads:
            context = RequestContext(self._product, threads, caller, prepared.plans, variables)
            result = execute(
                self._schema,
                prepared.document,
                root_value=Moment(item.position),
                context_value=context,
                variable_values=given,
                executor_class=PassingOn,
            )
            return result if isinstance(result, ExecutionResult) else await result
