"""The ready questions of auditors as lists at the root (AUDIT-09): for auditors and administrators."""

from collections.abc import Iterator

from domain.shared.term import Role
from graphql_api import questions
from graphql_api.object_types import ObjectTypes
from graphql_api.reads import Listing
from graphql_api.refusals import NOT_FOR_YOU
from graphql_api.strawberry_types import Field, Resolve
from projections.compiling.template import Given
from projections.filters import EVERYTHING, Filter, Order
from projections.reports import reports

READERS = (Role.AUD, Role.ADM)


def lists(types: ObjectTypes, answered: Resolve) -> Iterator[tuple[str, Field]]:
    """A list for each report that the rooms can answer."""
    for report, table in reports(types.registry.tables).items():
        types.add(table)
        order = tuple(map(Order, report.order))
        asks = questions.page(Listing(table, types.filters.condition, order), for_auditors)
        yield report.many, types.list_of(table, f"{report.doc} · {report.zh}", resolve=answered, asks=asks)


def for_auditors(given: Given) -> Filter:
    """Every row that the caller may see. Refuses NOT_FOR_YOU."""
    if not given.viewer.roles.intersection(READERS):
        raise NOT_FOR_YOU(needed=READERS)
    return EVERYTHING
