"""Asking views by compiled statements, as those who serve readers do."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from projections.compiling.selection import Edge, Edges, Fields, Link, Nodes, PageInfo, Pages, Value, Wish
from projections.compiling.template import Given, Template
from projections.dialect import Sql
from projections.filters import EVERYTHING, Filter, Order, Range
from projections.tables import Table
from projections.views import Views
from projections.visibility import SYSTEM, Viewer

ID: Fields = (("id", Value("id")),)
ALL = Range(first=50)
INFO = PageInfo(
    (
        ("next", Edge.HAS_NEXT),
        ("previous", Edge.HAS_PREVIOUS),
        ("start", Edge.START),
        ("end", Edge.END),
    )
)


def pages(
    table: Table,
    fields: Fields = ID,
    part: Range = ALL,
    where: Filter = EVERYTHING,
    order: Iterable[Order] = (),
    links: tuple[Link, ...] = (),
) -> Pages:
    """A page of which everything is wanted: rows, cursors, what lies around it, and the total."""
    wish = Wish(part, where, tuple(order))
    edges = Edges((("cursor", Edge.CURSOR), ("node", Nodes(fields))))
    parts = (("nodes", Nodes(fields)), ("edges", edges), ("info", INFO), ("total", Edge.TOTAL))
    return Pages(table, lambda _: wish, parts, links)


def nodes(
    table: Table,
    fields: Fields = ID,
    where: Filter = EVERYTHING,
    order: Iterable[Order] = (),
    links: tuple[Link, ...] = (),
) -> Pages:
    """A page of which only the rows are wanted."""
    wish = Wish(ALL, where, tuple(order))
    return Pages(table, lambda _: wish, (("nodes", Nodes(fields)),), links)


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, now or as of a position."""

    views: Views
    viewer: Viewer = SYSTEM
    at: int | None = None

    def row(self, table: str, fields: Fields, id: str | None) -> Any:
        """The row with the id."""
        return self.told(self.views.compiler.row(self.views.tables[table], fields, lambda _: id))

    def page(
        self,
        table: str,
        fields: Fields = ID,
        part: Range = ALL,
        where: Filter = EVERYTHING,
        order: Iterable[Order] = (),
    ) -> Any:
        """A page with everything that can be known of it."""
        return self.pages(pages(self.views.tables[table], fields, part, where, order))

    def pages(self, wanted: Pages) -> Any:
        """Just these pages."""
        return self.told(self.views.compiler.page(wanted))

    def rows(self, table: str, fields: Fields, ids: Iterable[str]) -> dict[str, Any]:
        """The rows with these ids, by id."""
        wanted = self.views.compiler.rows(self.views.tables[table], fields, lambda _: ids)
        return {id: json.loads(item) for id, item in self.views.database.read(*self.filled(wanted))}

    def told(self, wanted: Template) -> Any:
        """What a statement gives that consists of one expression."""
        ((text,),) = self.views.database.read(*self.statement(wanted))
        return None if text is None else json.loads(text)

    def statement(self, *wanted: Template) -> Sql:
        """The statement that gives these expressions."""
        return self.filled(self.views.compiler.statement(wanted))

    def filled(self, wanted: Template) -> Sql:
        """The expression, for whoever asks."""
        return wanted.filled(Given(self.viewer, self.at))


def ids(page: Any) -> str:
    """The rows of a page by the last characters of their ids."""
    return "".join(node["id"].rpartition("-")[2] for node in page["nodes"])
