"""How fields find their values: the one place where the API reads the views.

Each function makes the resolver of one kind of field. What is asked of many rows at once is read by one statement.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from domain.shared.refusal import Labelled
from graphql_api.context import RequestContext
from graphql_api.limits import ORDERS, PAGE
from graphql_api.names import opaque
from graphql_api.refusals import PAGE_SIZE, TOO_MANY
from projections.filters import EVERYTHING, And, Filter, Order
from projections.tables import Table
from projections.views import Page, Range, Row

ORDER = Labelled("orders", "columns to sort by", "排序字段")

Resolver: TypeAlias = Callable[..., Any]
Key: TypeAlias = Callable[[Row], str]
Narrowing: TypeAlias = Callable[[Row], Filter]


class Kinds(Protocol):
    """Knows what the rows of each table are called in the API."""

    def kind_of(self, table: str) -> str:
        """The name of the object type."""


def nothing(_source: Any, _info: Any, **_asked: Any) -> None:
    """The resolver of an interface's field: the types that implement it have their own."""


def own_id(kind: str) -> Resolver:
    """The opaque id of a row."""
    return lambda row, _info: opaque(kind, row["id"])


def own_key(row: Row, _info: Any) -> str:
    return str(row["id"])


def record_id(registry: Kinds) -> Resolver:
    """The opaque id of the record that a row about all rooms names."""
    return lambda row, _info: opaque(registry.kind_of(row["room"]), row["record"])


def record(registry: Kinds) -> Resolver:
    """The record that a row about all rooms names."""
    return lambda row, info: typed_row(info.context, registry, row["room"], row["record"])


async def typed_row(context: RequestContext, registry: Kinds, table: str, id: str) -> Row | None:
    """The row, with the name of its type, for a field that may be of several types."""
    row = await row_of(context, table, id)
    return row and {**row, "__typename": registry.kind_of(table)}


def bare_ids(name: str, kind: str | None, many: bool) -> Resolver:
    """The opaque id (or ids) in a field; as it is, where no table has rows of that kind."""

    def resolve(row: Row, _info: Any) -> Any:
        value = row.get(name)
        if value is None or kind is None:
            return value
        return [opaque(kind, each) for each in value] if many else opaque(kind, value)

    return resolve


def entries(name: str, default: Any) -> Resolver:
    """A map as a list of its entries."""

    def resolve(row: Row, _info: Any) -> Any:
        value = row.get(name, default)
        return None if value is None else [{"key": key, "value": each} for key, each in value.items()]

    return resolve


def relation(name: str, table: str, many: bool) -> Resolver:
    """The row (or rows) to which a field leads; what may not be seen is left out."""

    async def several(ids: Sequence[str], context: RequestContext) -> list[Row]:
        found = [await one for one in [row_of(context, table, each) for each in ids]]
        return [row for row in found if row is not None]

    def resolve(row: Row, info: Any) -> Any:
        value = row.get(name)
        if many:
            return several(value or (), info.context)
        return None if value is None else row_of(info.context, table, value)

    return resolve


def row_of(context: RequestContext, table: str, id: str) -> Any:
    """An awaitable of the row, or of None where there is none for this caller."""

    def read(ids: Sequence[str]) -> list[Row | None]:
        found = context.reader.by_ids(table, ids)
        return [found.get(each) for each in ids]

    return context.load(("row", table), id, read)


class Listing(NamedTuple):
    """How the arguments of a list are read: the table, what a filter means, and the order when none is given."""

    table: Table
    condition: Callable[[Table, Mapping[str, Any] | None], Filter]
    order: tuple[Order, ...]

    def requested(self, narrow: Filter, **asked: Any) -> tuple[Range, Filter, tuple[Order, ...]]:
        """Which part of which list is asked for. Refuses PAGE_SIZE, TOO_MANY."""
        first, last = asked.get("first"), asked.get("last")
        size = first if last is None else last
        if (first is None) == (last is None) or not 1 <= (size or 0) <= PAGE:
            raise PAGE_SIZE(limit=PAGE)
        given = asked.get("order_by") or ()
        if len(given) > ORDERS:
            raise TOO_MANY(limit=ORDERS, what=ORDER)
        order = tuple(Order(each["field"].value, each["direction"].value == "DESC") for each in given)
        part = Range(first=first, last=last, after=asked.get("after"), before=asked.get("before"))
        return part, And((self.condition(self.table, asked.get("filter")), narrow)), order or self.order


def page_of(listing: Listing, narrow: Callable[[RequestContext], Filter] = lambda context: EVERYTHING) -> Resolver:  # noqa: ARG005
    """A page of all rows of a table."""

    async def resolve(_source: Any, info: Any, **asked: Any) -> Page:
        context: RequestContext = info.context
        part, where, order = listing.requested(narrow(context), **asked)
        return await context.threads.work(context.reader.page, listing.table.name, part, where, order)

    return resolve


def page_by(listing: Listing, column: str, key: Key, narrow: Narrowing | None = None) -> Resolver:
    """For each row a page of those rows of a table whose column has the row's key."""

    def resolve(row: Row, info: Any, **asked: Any) -> Any:
        context: RequestContext = info.context
        table, wish = listing.table.name, listing.requested(narrow(row) if narrow else EVERYTHING, **asked)

        def read(keys: Sequence[str]) -> list[Page]:
            part, where, order = wish
            pages = context.reader.pages_by(table, column, keys, part, where, order)
            return [pages[each] for each in keys]

        return context.load(("pages", table, column, wish), key(row), read)

    return resolve


def nodes(page: Page, _info: Any) -> list[Row]:
    return page.rows


def edges(page: Page, _info: Any) -> list[dict[str, Any]]:
    return [{"node": row, "cursor": page.cursor(row)} for row in page.rows]


def page_info(page: Page, _info: Any) -> dict[str, Any]:
    first, last = (page.rows[0], page.rows[-1]) if page.rows else (None, None)
    return {
        "has_next_page": page.has_next,
        "has_previous_page": page.has_previous,
        "start_cursor": first and page.cursor(first),
        "end_cursor": last and page.cursor(last),
    }


def total(page: Page, info: Any) -> Any:
    context: RequestContext = info.context
    return context.counted(page)
