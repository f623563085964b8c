"""A page of a list as JSON: its rows, their cursors, what lies around it, and how many there are in all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from projections import cursors
from projections.compiling.json import Form, Json, Member, Shown, Text
from projections.compiling.rows import Rows, of_owner
from projections.compiling.selection import Constant, Edge, Edges, Fields, Nodes, PageInfo, Pages
from projections.compiling.sources import RowSource, Source
from projections.compiling.template import Given, Hole, Template, joined
from projections.compiling.writing import constant, expression, gathered, list_of, object_of, shown
from projections.dialect import Sql
from projections.filters import total

ObjectOf: TypeAlias = Callable[[Fields, Source], Text]
Part: TypeAlias = Nodes | Edges | PageInfo | Edge | Constant
AROUND = {Edge.HAS_NEXT, Edge.HAS_PREVIOUS, Edge.START, Edge.END}


class PageWriter:
    """Writes one page. `row` stands for each row of it; `often` says that such pages are read often.

    PostgreSQL cannot tell how many rows a bound size leaves. What is joined after it is looked up one by one, or put
    into a hash table anew for each record. So parts of a record that are read often are joined first, then sorted.
    """

    def __init__(
        self,
        pages: Pages,
        link: Template,
        row: RowSource,
        rows: Rows,
        words: Json,
        object_of: ObjectOf,
        often: bool,
    ) -> None:
        self.pages, self.link, self.row = pages, link, row
        self.rows, self.words, self.object_of = rows, words, object_of
        self.at_once = often and of_owner(pages)

    def written(self) -> Template:
        """An expression that gives the page."""
        parts = [part for _, part in self.pages.fields]
        if any(isinstance(part, PageInfo) and any(edge in AROUND for _, edge in part.fields) for part in parts):
            return self._numbered()
        if any(isinstance(part, Nodes | Edges) for part in parts):
            return self._as_read()
        return Template(expression(self._page(())), self._hole(self._checked))

    def _as_read(self) -> Template:
        """The rows are put together as they are read."""
        parts = [part for _, part in self.pages.fields if isinstance(part, Nodes | Edges)]
        items = [self._item(part, self.row) for part in parts]
        if self._in_order(self.row):
            rows = Template(self.rows.page(self.row, self.pages, self.link), *self.row.joins)
            return Template("(SELECT ", expression(self._page(map(gathered, items))), " FROM ", rows, ")")
        read = self.rows.unsorted if self.at_once else self.rows.page
        rows = Template(read(self.row, self.pages, self.link), *self.row.joins)
        lists, found = self._sorted(items, rows)
        return Template("(SELECT ", expression(self._page(lists)), " FROM ", found, ")")

    def _numbered(self) -> Template:
        """The rows are numbered as they are read: one more than the page has, to know whether there is more."""
        parts = [part for _, part in self.pages.fields if isinstance(part, Nodes | Edges)]
        items = [self._item(part, self.row) for part in parts]
        only = Template('"#" <= ', self._hole(self._size))
        order = None if self._in_order(self.row) else Template('"#"', self._hole(self._direction))
        page = expression(self._page(gathered(item, only, order) for item in items))
        rows = Template(self.rows.numbered(self.row, self.pages, self.link, self.words.numbers), *self.row.joins)
        return Template("(SELECT ", page, " FROM ", rows, ")")

    def _direction(self, given: Given) -> Sql:
        return Sql(" DESC" if given.wish(self.pages).part.backwards else "")

    def _size(self, given: Given) -> Sql:
        return Sql(self.words.mark, (given.wish(self.pages).part.size,))

    def _in_order(self, source: RowSource) -> bool:
        return self.words.ordered or not source.joins

    def _sorted(self, items: Sequence[Text], rows: Template) -> tuple[list[Text], Template]:
        """The lists of items, of rows that what is joined to them has brought out of order."""
        order = self.rows.order(self.row, self.pages, self.at_once)
        columns = joined(", ", (Template(expression(item), f" AS i{number}") for number, item in enumerate(items)))
        found = Template("(SELECT ", columns, " FROM ", rows, order, ") AS o")
        return [gathered((Template(f"i{number}"),)) for number in range(len(items))], found

    def _page(self, lists: Iterable[Text]) -> Text:
        in_turn = iter(lists)
        return self._members((name, self._part(part, in_turn)) for name, part in self.pages.fields)

    def _part(self, part: Part, lists: Iterator[Text]) -> Shown | Text:
        match part:
            case Nodes() | Edges():
                return next(lists)
            case PageInfo(fields):
                return self._members((name, self._around(each)) for name, each in fields)
            case Edge.TOTAL:
                return Shown(Template(self.rows.counted(self.pages, self.link)), Form.NUMBER, may_lack=False)
            case Constant(text):
                return constant(text)
        raise ValueError(f"{part} is nothing of a page")

    def _members(self, members: Iterable[tuple[str, Shown | Text]]) -> Text:
        return object_of([Member(name, each) for name, each in members], self.words)

    def _item(self, part: Nodes | Edges, source: RowSource) -> Text:
        match part:
            case Nodes(fields):
                return self.object_of(fields, source)
            case Edges(fields):
                return self._members((name, self._of_row(each, source)) for name, each in fields)

    def _of_row(self, part: Nodes | Edge | Constant, source: RowSource) -> Shown | Text:
        match part:
            case Nodes(fields):
                return self.object_of(fields, source)
            case Constant(text):
                return constant(text)
        return Shown(Template(self._hole(self._cursor)), Form.PLAIN, may_lack=False)

    def _around(self, edge: Edge | Constant) -> Shown | Text:
        match edge:
            case Constant(text):
                return constant(text)
            case Edge.HAS_NEXT | Edge.HAS_PREVIOUS:
                return (Template(self._more(edge is Edge.HAS_NEXT)),)
        return Shown(Template(self._end(edge is Edge.START)), Form.PLAIN)

    def _more(self, after: bool) -> Hole:
        """Whether rows lie after the page, or before it: seen where it is read towards them, else known by a cursor."""

        def written(given: Given) -> Sql:
            part = given.wish(self.pages).part
            if part.backwards == after:
                known = (part.before if after else part.after) is not None
                seen = Sql(f"count(*) {'>=' if known else '<'} 0")  # still an aggregate: one answer
            else:
                seen = Sql(f"count(*) > {self.words.mark}", (part.size,))
            return Sql(f"CASE WHEN {seen.text} THEN 'true' ELSE 'false' END", seen.values)

        return self._hole(written)

    def _end(self, start: bool) -> Hole:
        """The cursor of the page's first row, or of its last. Rows are numbered as they are read."""

        def written(given: Given) -> Sql:
            cursor = self._cursor(given)
            if given.wish(self.pages).part.backwards == start:
                return self.words.last(cursor, self._size(given))
            return Sql(f"string_agg({cursor.text}, '') FILTER (WHERE \"#\" = 1)", cursor.values)

        return self._hole(written)

    def _checked(self, given: Given) -> Sql:
        """Nothing, when the cursors belong to the list: where no row is read, nobody else would look at them."""
        wish = given.wish(self.pages)
        for cursor in (wish.part.after, wish.part.before):
            if cursor is not None:
                cursors.place(self.pages.table, total(wish.order), cursor)
        return Sql("")

    def _cursor(self, given: Given) -> Sql:
        table, orders = self.pages.table, total(given.wish(self.pages).order)
        values = expression(list_of(shown(self.row.shown(each.column), self.words) for each in orders)).written(given)
        text = f"{self.words.bound_text} || {self.words.opaque(values.text)}"
        return Sql(text, (cursors.mark(table, orders), *values.values))

    def _hole(self, write: Callable[[Given], Sql]) -> Hole:
        return Hole(write, (self.pages,))
