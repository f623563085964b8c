"""The figures of the issue ledger, as a question of the API (ISSUE-18)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from domain.issue.terms import CauseClass
from domain.shared.refusal import Labelled
from graphql_api import resolve
from graphql_api.asking import Asking
from graphql_api.limits import PAGE
from graphql_api.names import pascal
from graphql_api.reading import Value
from graphql_api.refusals import TOO_MANY
from graphql_api.shapes import Shape, argument, listed, optional, output, together
from graphql_api.types import Types
from projections.figures import IS_OPEN, ISSUE, Count, IssueFigures, Spread

GROUPED = ("status", "kind", "severity", "category", "origin", "unit", "responsible_unit", "process")
"""The columns by whose values issues are counted."""
HOURS = ("delay_hours", "register_hours", "analyse_hours", "assign_hours", "solve_hours", "verify_hours", "close_hours")
"""The columns whose spread is told."""
OLDEST = Labelled("issues", "issues", "个问题")


def questions(types: Types) -> Iterator[tuple[str, Shape]]:
    """`issueFigures`, where issues are kept at all."""
    table = types.words.tables.get(ISSUE)
    if table is None:
        return

    def figures(_source: Any, info: Any, filter: Mapping[str, Any] | None = None) -> IssueFigures:
        asking: Asking = info.context
        return IssueFigures(asking.reader, types.selecting.condition(table, filter), asking.product.ledger.clock())

    wanted = argument("filter", optional(types.selecting.filter(table)), "Which issues are counted.", default=None)
    yield "issue_figures", Shape(figures_type(types), "The issue ledger in figures (ISSUE-18).", figures, [wanted])


def figures_type(types: Types) -> type:
    counts = {
        "total": Shape(int, "How many issues there are.", counted(IssueFigures.count)),
        "open": Shape(int, "How many wait for something.", counted(lambda of: of.count(IS_OPEN))),
        "overdue": Shape(int, "How many are open and past the date that they have now.", counted(IssueFigures.overdue)),
        "reopened": Shape(
            int,
            "How many went back to work after they had been called solved or closed.",
            counted(lambda of: of.at_least_once("reopened")),
        ),
        "recurred": Shape(
            int, "How many came back after they had been closed.", counted(lambda of: of.at_least_once("recurrences"))
        ),
    }
    first = argument("first", int, "At most so many: 1 to 100.")
    oldest = Shape(
        listed(types.words.records[ISSUE]), "The open issues that were reported longest ago.", oldest_open, [first]
    )
    fields = {**counts, **dict(groups(types)), **dict(spreads(types)), "oldest_open": oldest}
    return output(type("IssueFigures", (), {}), "Issues, counted and measured (ISSUE-18).", fields)


def groups(types: Types) -> Iterator[tuple[str, Shape]]:
    """Counts by the values of columns, by class of root cause, and of open issues by age."""
    for name in GROUPED:
        column = types.words.tables[ISSUE].columns[name]
        kind = count_type(types, name, column.type, column.doc)
        doc = "How many issues there are of each; those without a value are left out."
        yield f"by_{name}", Shape(listed(kind), doc, grouped(name, by(name)))
    cause = count_type(types, "cause_class", CauseClass, "Where a root cause lies.")
    doc = "How many issues have a root cause of each class; one with several counts for each."
    yield "by_cause_class", Shape(listed(cause), doc, grouped("cause_class", IssueFigures.by_cause))
    age = count_type(types, "days", int | None, "At most so many days since the report; null for more than all these.")
    yield (
        "open_by_age",
        Shape(
            listed(age), "How many open issues are so old, and no younger.", grouped("days", IssueFigures.open_by_age)
        ),
    )


def by(name: str) -> Callable[[IssueFigures], Sequence[Count]]:
    return lambda of: of.by(name)


def spreads(types: Types) -> Iterator[tuple[str, Shape]]:
    fields = {
        "known": Shape(int, "For how many issues the hours are known."),
        "median": Shape(optional(types.words.shown(Decimal)), "Half of them took at most so many hours."),
        "p90": Shape(optional(types.words.shown(Decimal)), "Nine in ten took at most so many hours, interpolated."),
    }
    spread = output(type("HoursSpread", (), {}), "How the hours that something took are spread.", fields)
    for name in HOURS:
        yield name, Shape(spread, types.words.tables[ISSUE].columns[name].doc, measured(name))


def count_type(types: Types, name: str, annotation: Any, doc: str) -> type:
    fields = together(
        (
            *types.words.fields(Value(name, annotation, doc, msgspec.NODEFAULT)),
            ("count", Shape(int, "How many issues.")),
        )
    )
    return output(type(f"IssuesBy{pascal(name)}", (), {}), "Issues of one value.", fields)


def counted(read: Callable[[IssueFigures], int]) -> resolve.Resolver:
    async def resolved(figures: IssueFigures, info: Any) -> int:
        asking: Asking = info.context
        return await asking.threads.work(read, figures)

    return resolved


def grouped(name: str, read: Callable[[IssueFigures], Sequence[Count]]) -> resolve.Resolver:
    async def resolved(figures: IssueFigures, info: Any) -> list[dict[str, Any]]:
        asking: Asking = info.context
        return [{name: each.value, "count": each.issues} for each in await asking.threads.work(read, figures)]

    return resolved


def measured(name: str) -> resolve.Resolver:
    async def resolved(figures: IssueFigures, info: Any) -> dict[str, Any]:
        asking: Asking = info.context
        spread: Spread = await asking.threads.work(figures.hours, name)
        return spread._asdict()

    return resolved


async def oldest_open(figures: IssueFigures, info: Any, first: int) -> list[Any]:
    """The rows, each read together with the others."""
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=OLDEST)
    asking: Asking = info.context
    ids = await asking.threads.work(figures.oldest_open, first)
    return [await each for each in [resolve.row_of(asking, ISSUE, id) for id in ids]]
