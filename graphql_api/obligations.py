"""What is overdue of the ledger of obligations, now or then (AUDIT-10)."""

from collections.abc import Iterator

from graphql_api import questions
from graphql_api.context import Moment, RequestContext
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import Field, Resolve
from projections.compiling.template import Given
from projections.filters import Filter
from projections.obligations import overdue


def lists(types: ObjectTypes, answered: Resolve) -> Iterator[tuple[str, Field]]:
    """`overdueObligations`; all of them are `obligations`, like the rows of any table."""
    table = types.registry.tables["obligation"]
    doc = "What should have been done by now and is not (AUDIT-10); as of an earlier moment, by then. · 逾期职责"
    asks = questions.page(types.listing(table), by_now)
    yield "overdue_obligations", types.list_of(table, doc, resolve=answered, asks=asks)


def by_now(given: Given) -> Filter:
    """The condition that it is overdue now, or was at the moment that is asked about."""
    context: RequestContext = given.root
    return overdue(context.moment(None if given.at is None else Moment(given.at, given.clock)))
