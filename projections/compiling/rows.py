"""The rows that a statement is made of: visible ones, now or as they stood at a position."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from projections.compiling.selection import Link, Pages
from projections.compiling.sources import RowSource
from projections.compiling.template import Given, Hole, Template, remembered
from projections.compiling.writing import literal
from projections.dialect import Dialect, Sql, quoted
from projections.filters import EVERYTHING, Compare, Filter, Not, Op, total
from projections.first import First
from projections.items import ITEM, list_id
from projections.query import Query
from projections.tables import Table
from projections.visibility import Viewer, visible
from projections.ways import Way, way

EVERY = Template("TRUE")


class Rows:
    """Writes what follows FROM. Every table is read through here, and so never without its rule of visibility."""

    def __init__(self, dialect: Dialect, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self._query = Query(dialect, tables)
        self._allowed = lru_cache(4096)(self._visible)

    def one(self, source: RowSource, link: Template) -> Hole:
        """The row whose id meets the condition. To be written when all columns that are used are known."""
        columns, table = names(source.used), source.table

        def written(given: Given) -> Sql:
            query, condition = self._seen(table, [link.written(given)], given)
            return named(query.one(table, columns, condition), source)

        return remembered(Hole(written, link.pages))

    def several(self, source: RowSource, link: Template = EVERY) -> Hole:
        """The rows whose ids meet the condition; without one, all rows."""
        columns, table = names(source.used), source.table

        def written(given: Given) -> Sql:
            query, condition = self._seen(table, [link.written(given)], given)
            return named(query.held(table, columns, condition, Way.FEW), source)

        return remembered(Hole(written, link.pages))

    def joined(self, source: RowSource, id: str) -> Hole:
        """A join with the row of that id, where a join may look at the row before it.

        To many rows of the past all that ever held is joined, and narrowed by the join: so the database can look it up
        for each of them, or for all at once. It cannot where conditions stand inside, such as who may see which rows.
        """
        table, row = source.table, source.alias
        one = Template(" LEFT JOIN LATERAL ", self.one(source, Template(f'"id" = {id}')), " ON TRUE")
        columns = names(source.used, [quoted(table.begins)])

        def written(given: Given) -> Sql:
            query, allowed = self._seen(table, (), given)
            if given.at is None or not source.many or allowed.text != "TRUE":
                return one.written(given)
            ever, held = query.ever(table, columns), query.spanned(table, row)
            return Sql(f' LEFT JOIN ({ever}) AS {row} ON {row}."id" = {id} AND {held.text}', held.values)

        return remembered(Hole(written))

    def page(self, source: RowSource, pages: Pages, link: Template) -> Hole:
        """The rows of a page in their order."""
        columns = tuple(source.used)

        def written(given: Given) -> Sql:
            query, orders = self._at(given), total(given.wish(pages).order)
            read = self._read(columns, pages, link, given)
            if given.wish(pages).part.backwards:
                turned = f"SELECT * FROM ({read.text}) AS n ORDER BY {query.ordering(pages.table, orders)}"
                read = Sql(turned, read.values)
            return named(read, source)

        return remembered(Hole(written, (pages,)))

    def unsorted(self, source: RowSource, pages: Pages, link: Template) -> Hole:
        """All rows of which the page is made, before they are put in `order`; of a page from the end its rows."""
        columns, page = tuple(source.used), self.page(source, pages, link)

        def written(given: Given) -> Sql:
            if given.wish(pages).part.backwards:
                return page.write(given)
            query, selected, condition = self._selected(columns, pages, link, given)
            return named(query.held(pages.table, selected, condition, Way.FEW), source)

        return remembered(Hole(written, (pages,)))

    def order(self, source: RowSource, pages: Pages, at_once: bool) -> Hole:
        """What puts joined rows in order; of `unsorted` ones, if `at_once`, as many as the page has."""

        def written(given: Given) -> Sql:
            query, wish = self._at(given), given.wish(pages)
            limited = at_once and not wish.part.backwards
            order = query.ordering(pages.table, total(wish.order), row=source.alias, apart=limited)
            if limited:
                return Sql(f" ORDER BY {order} LIMIT {query.dialect.mark}", (wish.part.size,))
            return Sql(f" ORDER BY {order}")

        return Hole(written, (pages,))

    def numbered(self, source: RowSource, pages: Pages, link: Template, numbers: str) -> Hole:
        """The rows of a page in their order and one more, with columns of numbers in the order of reading."""
        columns = tuple(source.used)

        def written(given: Given) -> Sql:
            read = self._read(columns, pages, link, given, more=1)
            turned = ' ORDER BY "#" DESC' if given.wish(pages).part.backwards else ""
            return named(Sql(f"SELECT *, {numbers} FROM ({read.text}) AS n{turned}", read.values), source)

        return remembered(Hole(written, (pages,)))

    def _read(self, columns: Iterable[str], pages: Pages, link: Template, given: Given, more: int = 0) -> Sql:
        table, (part, where, order) = pages.table, given.wish(pages)
        query, selected, condition = self._selected(columns, pages, link, given)
        orders = total(order)
        by = way(table, where, orders, linked(pages))
        if by in (Way.NEAR, Way.LATEST) and not mostly(visible(table, given.viewer, self.tables, pages.about)):
            by = Way.FORK  # of whatever is near, a viewer may see too little
        begins = query.joined(" AND ", "TRUE", query.begins(table, orders, part))
        first = First(query, table, selected, condition, orders, part.size + more, part.backwards)
        return first.found(by, begins, alone=not pages.links)

    def _selected(self, columns: Iterable[str], pages: Pages, link: Template, given: Given) -> tuple[Query, str, Sql]:
        """What writes of the position, the columns with those of the order, and the condition on rows of the page."""
        table, (part, where, order), query = pages.table, given.wish(pages), self._at(given)
        orders = total(order)
        conditions = [link.written(given), query.condition(table, where), *query.between(table, orders, part)]
        sorted_by = [query.sortable(table.columns[each.column]) for each in orders]
        selected = names([*columns, *(each.column for each in orders)], sorted_by)
        return query, selected, self._seen(table, conditions, given, pages)[1]

    def items(self, source: RowSource, name: str) -> Hole:
        """The items of a list of the row that only grows, each as `value`, in order: they are seen with the row."""
        condition = Sql(f'"list" = {source.text("id")} || {literal(list_id("", name))}')

        def written(given: Given) -> Sql:
            held = self._at(given).held(ITEM, '"value"', condition)
            return Sql(f'({held.text} ORDER BY "id")', held.values)

        return remembered(Hole(written))

    def with_ids(self, table: Table, ids: Callable[[Given], Iterable[str]]) -> Template:
        """The condition that a row has one of the ids."""

        def written(given: Given) -> Sql:
            return self._query.condition(table, Compare("id", Op.IN, tuple(ids(given))))

        return Template(Hole(written, None))

    def counted(self, pages: Pages, link: Template) -> Hole:
        """How many rows the whole list has."""

        def written(given: Given) -> Sql:
            wanted = self._at(given).condition(pages.table, given.wish(pages).where)
            query, condition = self._seen(pages.table, [link.written(given), wanted], given, pages, each=False)
            if condition.text == "TRUE" and given.at is not None and pages.table.records:
                found = query.come(pages.table)
            else:
                by = way(pages.table, given.wish(pages).where, linked=linked(pages))
                found = query.held(pages.table, "1", condition, by)
            return Sql(f"(SELECT count(*) FROM ({found.text}) AS c)", found.values)

        return remembered(Hole(written, (pages,)))

    def _seen(
        self, table: Table, conditions: Iterable[Sql], given: Given, pages: Pages | None = None, each: bool = True
    ) -> tuple[Query, Sql]:
        """What writes of the position, and the condition that these hold and that the viewer may see the row.

        Of few rows, the records that they are about are looked up for `each` of them.
        """
        if pages is not None and seen_with_owner(pages):
            allowed = Sql("TRUE")
        else:
            allowed = self._allowed(table, given.viewer, given.at, each, pages and pages.about)
        query = self._at(given)
        return query, query.joined(" AND ", "TRUE", (*conditions, allowed))

    def _at(self, given: Given) -> Query:
        return self._query if given.at is None else replace(self._query, at=given.at)

    def _visible(self, table: Table, viewer: Viewer, at: int | None, each: bool, about: str | None) -> Sql:
        return replace(self._query, at=at, each=each).condition(table, visible(table, viewer, self.tables, about))


def names(columns: Iterable[str], also: Iterable[str] = ()) -> str:
    return ", ".join(dict.fromkeys([*map(quoted, columns), *also])) or "1"


def linked(pages: Pages) -> set[str]:
    """The relations by which the rows belong to another one; not the lists of such."""
    return {link.column for link in pages.links if not link.among}


def of_owner(pages: Pages) -> bool:
    """Whether it is a page of the parts of one record."""
    return pages.table.owner in linked(pages)


def seen_with_owner(pages: Pages) -> bool:
    """Whether it is a page of what anybody sees who sees the record that it is asked of: then nothing more is held."""
    part, owner = pages.table.part, pages.table.owner
    return bool(part and owner and part.readers is None and Link(owner, "id") in pages.links)


def mostly(seen: Filter) -> bool:
    """Whether it is met by all rows, or by all but those that are kept from somebody."""
    return seen == EVERYTHING or isinstance(seen, Not)


def named(rows: Sql, source: RowSource) -> Sql:
    return Sql(f"({rows.text}) AS {source.alias}", rows.values)
