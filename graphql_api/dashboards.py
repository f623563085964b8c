"""The dashboards as questions of the API: `overview` of the company (API-10), `cockpit` of a unit (ORG-15)."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import strawberry

from domain.shared.refusal import Labelled
from domain.shared.term import Term
from graphql_api.context import RequestContext, then
from graphql_api.kpi_figures import Asked
from graphql_api.limits import PAGE
from graphql_api.names import opaque
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import TOO_MANY
from graphql_api.registry import type_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, Resolve, argument, listed, object_type, optional
from projections.boards import ALL
from projections.boards.counting import Count, Counting
from projections.boards.declaring import Board, Tile
from projections.kpi.declaring import FigureDimension

ROWS = Labelled("rows", "rows", "条记录")
Figures = Callable[..., Awaitable[list[Asked]]]
"""What is asked of each figure, for a period and perhaps a unit."""


class Dashboard(NamedTuple):
    """All boards at a moment, of some units or of the whole company."""

    figures: list[Asked]
    now: datetime

    @property
    def asked(self) -> Asked:
        """What all of its figures have in common: period, scope, position."""
        return self.figures[0]


class Shown(NamedTuple):
    """One board of it."""

    board: Board
    of: Dashboard


def questions(types: ObjectTypes, kpi: type, figures: Figures) -> Iterator[tuple[str, Field]]:
    """`overview` and `cockpit`."""

    async def overview(source: Any, info: Any, starts: date, ends: date) -> Dashboard:
        return await dashboard(source, info, await figures(source, info, starts, ends))

    async def cockpit(source: Any, info: Any, starts: date, ends: date, unit_id: str) -> Dashboard:
        return await dashboard(source, info, await figures(source, info, starts, ends, unit_id=unit_id))

    period = [
        argument("starts", date, "The first day of the period of the figures."),
        argument("ends", date, "The last day of the period of the figures."),
    ]
    kind = dashboard_type(types, kpi)
    yield (
        "overview",
        Field(kind, "The company at a glance: its boards and figures (API-10, PRIN-07).", overview, period),
    )
    unit = argument("unit_id", strawberry.ID, "The department, or any unit; those below it are part of it.")
    doc = (
        "A department at a glance: plans, projects, people, issues, appraisals, open approvals, overdue work (ORG-15)."
    )
    yield "cockpit", Field(kind, doc, cockpit, [unit, *period])


async def dashboard(source: Any, info: Any, figures: list[Asked]) -> Dashboard:
    context: RequestContext = info.context
    return Dashboard(figures, await context.threads.work(context.moment, then(source)))


def dashboard_type(types: ObjectTypes, kpi: type) -> type:
    def boards(of: Dashboard, _: Any) -> list[Shown]:
        return [Shown(board, of) for board in ALL if any(kept(types, tile) for tile in board.tiles)]

    place = "It was counted as of here."
    fields = {
        "position": Field(LogPosition, place, lambda of, _: of.asked.at),
        "at": Field(
            datetime,
            "What is overdue is so at this moment: now, or the one asked about, or when the position was recorded.",
            now,
        ),
        "unit_keys": Field(listed(str), "The units that it is about; none for the whole company.", unit_keys),
        "boards": Field(listed(board_type(types, kpi)), "Its boards.", boards),
    }
    return object_type(type("Dashboard", (), {}), "Boards with what is counted, and how.", fields)


def now(of: Dashboard, _: Any) -> datetime:
    return of.now


def unit_keys(of: Dashboard, _: Any) -> list[str]:
    return list(of.asked.scope.keys.get(FigureDimension.UNIT, ()))


def kept(types: ObjectTypes, tile: Tile) -> bool:
    return tile.of in types.registry.tables


def board_type(types: ObjectTypes, kpi: type) -> type:
    def tiles(shown: Shown, info: Any) -> list[Counting]:
        asked = shown.of.asked
        units = asked.scope.keys.get(FigureDimension.UNIT)
        reader = info.context.reader(asked.at)
        return [Counting(each, reader, shown.of.now, units) for each in shown.board.tiles if kept(types, each)]

    def figures(shown: Shown, _: Any) -> list[Asked]:
        return [each for each in shown.of.figures if each.kpi.id in shown.board.kpis]

    fields = {
        "key": Field(str, "What it is called in its declaration.", lambda shown, _: shown.board.key),
        "name": Field(str, "In English.", lambda shown, _: shown.board.name),
        "name_zh": Field(str, "In Chinese.", lambda shown, _: shown.board.zh),
        "tiles": Field(listed(tile_type(types)), "What is counted. Only rows that the caller may see are.", tiles),
        "kpis": Field(listed(kpi), "The figures that belong to it.", figures),
    }
    return object_type(type("Board", (), {}), "A dashboard of one kind of record.", fields)


def tile_type(types: ObjectTypes) -> type:
    paged = [argument("first", int, "At most so many: 1 to 100."), argument("after", str, "Only after this key.", "")]
    row = {
        "id": Field(strawberry.ID, "Its id: ask node for it.", lambda named, _: named[0]),
        "key": Field(str, "Its id as people and the log know it.", lambda named, _: named[1]),
    }
    behind = object_type(type("TileRow", (), {}), "A row behind a number.", row)

    async def rows(counting: Counting, info: Any, first: int, after: str = "") -> list[tuple[str, str]]:
        if not 1 <= first <= PAGE:
            raise TOO_MANY(limit=PAGE, what=ROWS)
        context: RequestContext = info.context
        kind = type_name(types.registry.tables[counting.tile.of])
        found = await context.threads.work(counting.ids, first, after)
        return [(opaque(kind, each), each) for each in found]

    fields = {
        "key": Field(str, "What it is called in its declaration.", lambda counting, _: counting.tile.key),
        "name": Field(str, "In English.", lambda counting, _: counting.tile.name),
        "name_zh": Field(str, "In Chinese.", lambda counting, _: counting.tile.zh),
        "count": Field(int, "How many rows there are.", counted(lambda counts: sum(each.rows for each in counts))),
        "counts": Field(listed(count_type()), "How many of each value, most first.", counted(lambda counts: counts)),
        "by": Field(str, "What the values are of.", lambda counting, _: counting.tile.by),
        "rows": Field(listed(behind), "The rows behind the number, in order of their keys.", rows, paged),
    }
    return object_type(type("Tile", (), {}), "Rows that are counted.", fields)


def count_type() -> type:
    fields = {
        "value": Field(optional(str), "The value; none for rows that have none.", said("name")),
        "label": Field(optional(str), "In English, if it is a word of ours.", said("en")),
        "label_zh": Field(optional(str), "In Chinese, if it is a word of ours.", said("zh")),
        "rows": Field(int, "How many rows have it.", lambda count, _: count.rows),
    }
    return object_type(type("TileCount", (), {}), "How many rows have a value.", fields)


def said(word: str) -> Resolve:
    """The value, or what a term is called."""

    def resolved(count: Count, _: Any) -> str | None:
        if isinstance(count.value, Term):
            return str(getattr(count.value, word))
        return str(count.value) if word == "name" and count.value is not None else None

    return resolved


def counted(pick: Callable[[list[Count]], Any]) -> Resolve:
    """What is picked of the counts. All tiles that are asked for at the same time are read one after the other."""

    async def resolved(counting: Counting, info: Any) -> Any:
        context: RequestContext = info.context
        return pick(await context.load("tiles", counting, read))

    def read(several: Sequence[Counting]) -> list[list[Count]]:
        return [each.counts() for each in several]

    return resolved
