"""The figures of the issue ledger, as a question of the API (ISSUE-18)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from domain.issue.terms import CauseClass
from domain.shared.refusal import Labelled
from graphql_api.annotations import Value
from graphql_api.context import RequestContext, past, then
from graphql_api.limits import PAGE
from graphql_api.names import pascal
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import TOO_MANY
from graphql_api.strawberry_types import Field, Resolve, argument, by_name, listed, object_type, optional
from projections.figures import IS_OPEN, ISSUE, Count, IssueFigures, Spread

GROUPED = ("status", "kind", "severity", "category", "origin", "unit", "responsible_unit", "process")
"""The columns by whose values issues are counted."""
HOURS = ("delay_hours", "register_hours", "analyse_hours", "assign_hours", "solve_hours", "verify_hours", "close_hours")
"""The columns whose spread is told."""
OLDEST = Labelled("issues", "issues", "个问题")


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """`issueFigures`, where issues are kept at all."""
    table = types.registry.tables.get(ISSUE)
    if table is None:
        return

    async def figures(source: Any, info: Any, filter: Mapping[str, Any] | None = None) -> IssueFigures:
        context: RequestContext = info.context
        reader, where = context.reader(past(source)), types.filters.condition(table, filter)
        return IssueFigures(reader, where, await context.threads.work(context.moment, then(source)))

    wanted = argument("filter", optional(types.filters.filter(table)), "Which issues are counted.", default=None)
    yield "issue_figures", Field(figures_type(types), "The issue ledger in figures (ISSUE-18).", figures, [wanted])


def figures_type(types: ObjectTypes) -> type:
    counts = {
        "total": Field(int, "How many issues there are.", counted(IssueFigures.count)),
        "open": Field(int, "How many wait for something.", counted(lambda of: of.count(IS_OPEN))),
        "overdue": Field(int, "How many are open and past the date that they have now.", counted(IssueFigures.overdue)),
        "reopened": Field(
            int,
            "How many went back to work after they had been called solved or closed.",
            counted(lambda of: of.at_least_once("reopened")),
        ),
        "recurred": Field(
            int, "How many came back after they had been closed.", counted(lambda of: of.at_least_once("recurrences"))
        ),
    }
    first = argument("first", int, "At most so many: 1 to 100.")
    oldest = Field(
        listed(types.registry.records[ISSUE]), "The open issues that were reported longest ago.", oldest_open, [first]
    )
    fields = {**counts, **dict(groups(types)), **dict(spreads(types)), "oldest_open": oldest}
    return object_type(type("IssueFigures", (), {}), "Issues, counted and measured (ISSUE-18).", fields)


def groups(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """Counts by the values of columns, by class of root cause, and of open issues by age."""
    for name in GROUPED:
        column = types.registry.tables[ISSUE].columns[name]
        kind = count_type(types, name, column.type, column.doc)
        doc = "How many issues there are of each; those without a value are left out."
        yield f"by_{name}", Field(listed(kind), doc, grouped(name, by(name)))
    cause = count_type(types, "cause_class", CauseClass, "Where a root cause lies.")
    doc = "How many issues have a root cause of each class; one with several counts for each."
    yield "by_cause_class", Field(listed(cause), doc, grouped("cause_class", IssueFigures.by_cause))
    age = count_type(types, "days", int | None, "At most so many days since the report; null for more than all these.")
    yield (
        "open_by_age",
        Field(
            listed(age), "How many open issues are so old, and no younger.", grouped("days", IssueFigures.open_by_age)
        ),
    )


def by(name: str) -> Callable[[IssueFigures], Sequence[Count]]:
    return lambda of: of.by(name)


def spreads(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    fields = {
        "known": Field(int, "For how many issues the hours are known."),
        "median": Field(optional(types.registry.shown(Decimal)), "Half of them took at most so many hours."),
        "p90": Field(optional(types.registry.shown(Decimal)), "Nine in ten took at most so many hours, interpolated."),
    }
    spread = object_type(type("HoursSpread", (), {}), "How the hours that something took are spread.", fields)
    for name in HOURS:
        yield name, Field(spread, types.registry.tables[ISSUE].columns[name].doc, measured(name))


def count_type(types: ObjectTypes, name: str, annotation: Any, doc: str) -> type:
    value = types.registry.resolved(Value(name, annotation, doc, msgspec.NODEFAULT))
    fields = by_name((*value, ("count", Field(int, "How many issues."))))
    return object_type(type(f"IssuesBy{pascal(name)}", (), {}), "Issues of one value.", fields)


def counted(read: Callable[[IssueFigures], int]) -> Resolve:
    async def resolved(figures: IssueFigures, info: Any) -> int:
        context: RequestContext = info.context
        return await context.threads.work(read, figures)

    return resolved


def grouped(name: str, read: Callable[[IssueFigures], Sequence[Count]]) -> Resolve:
    async def resolved(figures: IssueFigures, info: Any) -> list[dict[str, Any]]:
        context: RequestContext = info.context
        counts = await context.threads.work(read, figures)
        return [{name: each.value, "count": each.issues, "at": figures.reader.at} for each in counts]

    return resolved


def measured(name: str) -> Resolve:
    async def resolved(figures: IssueFigures, info: Any) -> dict[str, Any]:
        context: RequestContext = info.context
        spread: Spread = await context.threads.work(figures.hours, name)
        return spread._asdict()

    return resolved


async def oldest_open(figures: IssueFigures, info: Any, first: int) -> list[Any]:
    """The rows, each read together with the others."""
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=OLDEST)
    context: RequestContext = info.context
    ids = await context.threads.work(figures.oldest_open, first)
    return [await each for each in [context.row(info, ISSUE, id, figures.reader.at) for id in ids]]
