"""What is overdue of the ledger of obligations, now or then (AUDIT-10)."""

from collections.abc import Iterator

from graphql_api import questions
from graphql_api.context import RequestContext
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import Field, Resolve
from projections.across import ObligationStatus
from projections.compiling.template import Given
from projections.filters import And, Compare, Filter, Op


def lists(types: ObjectTypes, answered: Resolve) -> Iterator[tuple[str, Field]]:
    """`overdueObligations`; all of them are `obligations`, like the rows of any table."""
    table = types.registry.tables["obligation"]
    doc = "What should have been done by now and is not (AUDIT-10); as of an earlier moment, by then. · 逾期职责"
    asks = questions.page(types.listing(table), overdue)
    yield "overdue_obligations", types.list_of(table, doc, resolve=answered, asks=asks)


def overdue(given: Given) -> Filter:
    """The condition that an obligation is open past its day."""
    context: RequestContext = given.root
    still_open = Compare("status", Op.EQ, ObligationStatus.OPEN)
    return And((still_open, Compare("due", Op.LTE, context.moment(given.at))))
