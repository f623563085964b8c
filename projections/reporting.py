"""Reading the rows of a report, for those who write them to a file or to a terminal."""

from collections.abc import Iterable, Iterator

from projections.dialect import Sql, quoted
from projections.filters import And, Filter, Order, total
from projections.query import Reading
from projections.tables import Table
from projections.views import Reader, Row
from projections.visibility import visible


def rows(reader: Reader, table: Table, where: Filter, order: Iterable[Order]) -> Iterator[Row]:
    """The rows of a report that the reader may see and for which the condition holds, one by one."""
    query, orders = reader.query, total(order)
    seen = query.condition(table, And((visible(table, reader.viewer, reader.views.tables), where)))
    read = Reading(table, query.dialect, tuple(table.columns))
    stored = (each.name for column in table.columns.values() for each in query.dialect.stored(column))
    found = query.held(table, ", ".join(quoted(name) for name in stored), seen)
    ordered = Sql(f"{found.text} ORDER BY {query.ordering(table, orders)}", found.values)
    return map(read.row, reader.views.database.each(*ordered))
