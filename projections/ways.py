"""How rows are found among those of now, or among all that ever were."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from projections.filters import And, Compare, Filter, Op, Order
from projections.layout import COMING, CROWDED, UPDATED, leads, walked
from projections.tables import Kind, Table

LASTING = ("id", COMING)
"""The columns of a record that never change."""


class Way(Enum):
    """How rows are found: among those of now, and those that held at a position among all that ever were."""

    FEW = "few"
    """The condition leads to an id or to the parts of a record: what these ever were is looked at."""
    RELATED = "related"
    """By their forks, together with a relation: so few that they are read whatever order they are put in."""
    FORK = "fork"
    """By their forks alone, or together with a word that is asked for."""
    NEAR = "near"
    """The same, for records that had a word which many had, in their order of coming: first among the next of these."""
    ORDER = "order"
    """In the order that is asked for, until there are enough."""
    LATEST = "latest"
    """By when they last changed: the latest are looked for from the watermark on, all others by their forks."""
    RECORDS = "records"
    """The same where the order is that of records and never changes: the present has it too."""


def way(table: Table, where: Filter, order: Sequence[Order] = (), linked: Iterable[str] = ()) -> Way:
    """The way to rows of a table: along an order if there is an index, unless a relation or a word leads to fewer.

    `linked` are the relations by which the rows belong to another one.
    """
    columns = {*linked, *leading(table, where)}
    if table.owner in columns:
        return Way.FEW
    if any(table.columns[name].kind is Kind.ID for name in columns):
        return Way.RELATED
    if lasting(table, order) and order[0].column == COMING and columns & CROWDED:
        return Way.NEAR
    if order and order[0].column == UPDATED and walked(table, UPDATED):
        return Way.LATEST
    if columns or not (order and walked(table, order[0].column)):
        return Way.FORK
    return Way.RECORDS if lasting(table, order) else Way.ORDER


def lasting(table: Table, order: Sequence[Order]) -> bool:
    """Whether the order is that of records, in which no two have the same place, nor ever another."""
    return bool(order and table.records and order[0].column in LASTING)


def leading(table: Table, where: Filter) -> Iterator[str]:
    """The columns of relations and words that lead to all the rows which are wanted."""
    match where:
        case And(all=parts):
            for each in parts:
                yield from leading(table, each)
        case Compare(column=name, op=Op.EQ | Op.IN, value=value) if value is not None:
            if leads(table, table.columns[name]):
                yield name
