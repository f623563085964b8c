"""The types of figures: declaration, value, what was left out, groups, and what each row adds."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import strawberry

from domain.shared.refusal import Labelled, Reason
from domain.shared.values import Period
from graphql_api.context import RequestContext
from graphql_api.limits import PAGE
from graphql_api.names import opaque
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import TOO_MANY
from graphql_api.registry import type_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, Resolve, argument, listed, object_type, optional
from projections.kpi.declaring import FigureDimension, FigureUnit, Kpi, Measure
from projections.kpi.reckoning import Entry, Figure, Group, Reckoning, Scope

NOT_BY = Reason("kpi.dimension", "This figure is not kept by {dimension}.", "该指标不按{dimension}统计。")
LINES = Labelled("entries", "entries", "条记录")


class Asked(NamedTuple):
    """A figure that somebody asks for: of which period and whose, and as of which position."""

    kpi: Kpi
    period: Period
    scope: Scope
    at: int


class Told(NamedTuple):
    """One of its measures, for whoever asks."""

    measure: Measure
    reckoning: Reckoning


def tellable(types: ObjectTypes, kpi: Kpi) -> list[Measure]:
    """The measures of a figure whose rows are kept here."""
    return [each for each in kpi.measures if each.of in types.registry.tables]


def kpi_type(types: ObjectTypes) -> type:
    """`Kpi`, of what is `Asked`."""

    def figures(asked: Asked, info: Any) -> list[Told]:
        reader = info.context.reader(asked.at)
        fitting = (each for each in tellable(types, asked.kpi) if asked.scope.fits(each))
        return [Told(each, Reckoning(each, reader, asked.period, asked.scope)) for each in fitting]

    doc = "Its figures, the leading one first; without those that are not kept by what it is narrowed to."
    place = "It was computed as of here; asked as of this place, it is the same for ever."
    fields = {
        "id": Field(str, "Its number in the requirements.", lambda asked, _: asked.kpi.id),
        "name": Field(str, "In English.", lambda asked, _: asked.kpi.name),
        "name_zh": Field(str, "In Chinese.", lambda asked, _: asked.kpi.zh),
        "source": Field(str, "Where the company's documents ask for it.", lambda asked, _: asked.kpi.source),
        "waits_for": Field(str, "What it waits for; empty once it can be told.", lambda asked, _: asked.kpi.waits_for),
        "starts": Field(date, "The first day of the period.", lambda asked, _: asked.period.starts),
        "ends": Field(date, "The last day of the period.", lambda asked, _: asked.period.ends),
        "position": Field(LogPosition, place, lambda asked, _: asked.at),
        "figures": Field(listed(figure_type(types)), doc, figures),
    }
    return object_type(type("Kpi", (), {}), "A figure of the company (requirements §6).", fields)


def figure_type(types: ObjectTypes) -> type:
    """`KpiFigure`, of what is `Told`."""
    registry, left_out = types.registry, left_out_type()
    dimension = registry.term(FigureDimension)
    by = argument("by", dimension, "The dimension.")
    fields = {
        "key": Field(str, "What it is called in its declaration.", lambda told, _: told.measure.key),
        "name": Field(str, "In English.", lambda told, _: told.measure.name),
        "name_zh": Field(str, "In Chinese.", lambda told, _: told.measure.zh),
        "unit": Field(registry.term(FigureUnit), "What the value is in.", lambda told, _: told.measure.unit),
        "formula": Field(str, "How it is computed, in words.", lambda told, _: told.measure.formula),
        "dimensions": Field(
            listed(dimension), "By what it can be narrowed and grouped.", lambda told, _: list(told.measure.by)
        ),
        **result(left_out, reckoned),
        "complete": Field(
            bool,
            "Whether every row counts; else only those that the caller may see do.",
            lambda told, _: told.reckoning.complete,
        ),
        "groups": Field(
            listed(group_type(types, left_out)),
            "The figure for each value of a dimension, in order of these.",
            partial(groups, types),
            [by, *paged()],
        ),
        "working": Field(
            listed(entry_type()), "What each row adds, in order of their keys.", partial(working, types), paged()
        ),
    }
    return object_type(type("KpiFigure", (), {}), "A figure with its working.", fields)


def result(left_out: type, picked: Callable[[Callable[[Figure], Any]], Resolve]) -> dict[str, Field]:
    """What a figure and a group of it have in common."""
    said = "Numerator ÷ denominator in its unit, to the hundredth; none where nothing was to divide by."
    return {
        "value": Field(optional(Decimal), said, picked(lambda figure: figure.value)),
        "numerator": Field(Decimal, "The sum above.", picked(lambda figure: figure.numerator)),
        "denominator": Field(Decimal, "The sum below.", picked(lambda figure: figure.denominator)),
        "rows": Field(int, "How many rows counted.", picked(lambda figure: figure.rows)),
        "left_out": Field(listed(left_out), "What did not count.", picked(lambda figure: figure.left_out)),
    }


def reckoned(pick: Callable[[Figure], Any]) -> Resolve:
    """What is picked of a figure. All figures that are asked for at the same time are read one after the other."""

    async def resolved(told: Told, info: Any) -> Any:
        context: RequestContext = info.context
        return pick(await context.load("figures", told.reckoning, read))

    def read(several: Sequence[Reckoning]) -> list[Figure]:
        return [each.figure() for each in several]

    return resolved


def left_out_type() -> type:
    fields = {
        "why": Field(str, "In English.", lambda left, _: left.exclusion.why),
        "why_zh": Field(str, "In Chinese.", lambda left, _: left.exclusion.zh),
        "rows": Field(int, "How many rows.", lambda left, _: left.rows),
    }
    return object_type(type("KpiLeftOut", (), {}), "Rows of the period that do not count, and why.", fields)


def group_type(types: ObjectTypes, left_out: type) -> type:
    fields = {
        "id": Field(optional(strawberry.ID), "What it is the figure of; none for rows that name none.", name_of(0)),
        "key": Field(optional(str), "The same, as people and the log know it.", name_of(1)),
        **result(left_out, lambda pick: lambda grouped, _: pick(grouped[2])),
    }
    return object_type(type("KpiGroup", (), {}), "The figure of the rows that have one value in a dimension.", fields)


def entry_type() -> type:
    fields = {
        "id": Field(strawberry.ID, "What it is: ask node for it.", name_of(0)),
        "key": Field(str, "The same, as people and the log know it; the next page comes after it.", name_of(1)),
        "numerator": Field(Decimal, "What it adds above.", lambda entry, _: entry[2].numerator),
        "denominator": Field(Decimal, "What it adds below: its weight.", lambda entry, _: entry[2].denominator),
        "left_out": Field(optional(str), "Why it does not count.", lambda entry, _: reason(entry[2], "why")),
        "left_out_zh": Field(optional(str), "The same in Chinese.", lambda entry, _: reason(entry[2], "zh")),
    }
    return object_type(type("KpiEntry", (), {}), "What one row adds to a figure.", fields)


def name_of(place: int) -> Resolve:
    return lambda named, _: named[place]


def reason(entry: Entry, language: str) -> str | None:
    return getattr(entry.left_out, language) if entry.left_out else None


def paged() -> list[Any]:
    return [
        argument("first", int, "At most so many: 1 to 100."),
        argument("after", str, "Only those that come after this key.", ""),
    ]


async def working(
    types: ObjectTypes, told: Told, info: Any, first: int, after: str = ""
) -> list[tuple[str, str, Entry]]:
    """Opaque id, key and entry of each row. Refuses TOO_MANY."""
    require(first)
    context: RequestContext = info.context
    kind = type_name(types.registry.tables[told.measure.of])
    found = await context.threads.work(told.reckoning.entries, first, after)
    return [(opaque(kind, each.id), each.id, each) for each in found]


async def groups(
    types: ObjectTypes, told: Told, info: Any, by: FigureDimension, first: int, after: str = ""
) -> list[tuple[str | None, str | None, Figure]]:
    """Opaque id, key and figure of each group; what has no value comes last. Refuses TOO_MANY, NOT_BY."""
    require(first)
    if by not in told.measure.by:
        raise NOT_BY(dimension=by)
    context: RequestContext = info.context
    table = types.registry.tables[told.measure.of]
    column = table.columns[told.measure.by[by]]
    kind = type_name(types.registry.tables[column.refers or table.name])
    found = await context.threads.work(told.reckoning.groups, by)
    return [(each.key and opaque(kind, each.key), *each) for each in page(found, first, after)]


def page(found: Sequence[Group], first: int, after: str) -> Iterator[Group]:
    wanted = (each for each in found if each.key is None or each.key > after)
    yield from (each for _, each in zip(range(first), wanted, strict=False))


def require(first: int) -> None:
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=LINES)
