"""The words in which a dashboard is declared: tiles that count rows of a table, and the figures beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from projections.filters import EVERYTHING, Compare, Filter, Op, Or, Through

Where: TypeAlias = Callable[[datetime], Filter]
"""Which rows are counted at a moment."""
Within: TypeAlias = Callable[[Sequence[str]], Filter]
"""Which rows are those of these units."""


def always(_: datetime) -> Filter:
    return EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """How many rows of a table there are, and how many of each value of a column."""

    key: str
    name: str
    zh: str
    of: str
    within: Within
    where: Where = always
    by: str = "status"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Board:
    """A dashboard: its tiles, and the numbers of the figures that are shown beside them."""

    key: str
    name: str
    zh: str
    tiles: tuple[Tile, ...]
    kpis: tuple[str, ...] = ()


def unit(column: str = "unit") -> Within:
    """The column names one of the units."""
    return lambda units: Compare(column, Op.IN, tuple(units))


def person(column: str) -> Within:
    """The column names somebody who works in one of the units."""
    return lambda units: Through(column, "organisation_person", unit()(units))


def its(table: str, within: Within) -> Within:
    """The row of that table to which the column of the same name leads is theirs."""
    return lambda units: Through(table, table, within(units))


def either(*several: Within) -> Within:
    """One of these holds."""
    return lambda units: Or(tuple(each(units) for each in several))
