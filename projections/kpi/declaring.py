"""The words in which a figure is declared: which rows of which table, by which day, what counts and what is summed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.shared.term import Term
from projections.filters import EVERYTHING, Compare, Filter, Op, Through


class FigureUnit(Term):
    """What the value of a figure is in: the quotient times 100, as it is, or (of hours) divided by 24."""

    PERCENT = "PERCENT", "百分比"
    RATIO = "RATIO", "比率"
    POINTS = "POINTS", "分"
    DAYS = "DAYS", "天"


class FigureDimension(Term):
    """By what a figure can be narrowed and grouped. A unit stands for itself and everything below it."""

    UNIT = "UNIT", "单位"
    PERSON = "PERSON", "人员"
    PLAN = "PLAN", "计划"
    PROJECT = "PROJECT", "项目"


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over rows: of a column, or of ones, where the condition holds."""

    column: str | None = None
    where: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that belong to the period but do not count, and why, in English and in Chinese."""

    why: str
    zh: str
    where: Filter


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One figure: numerator ÷ denominator over the rows of a table whose `day` lies in the period.

    `formula` says the same in words. Rows for which an exclusion holds are left out and counted apart, under the first
    one that does. `by` names, for each dimension that the rows know, the column that says it.
    """

    key: str
    name: str
    zh: str
    formula: str
    of: str
    day: str
    numerator: Total
    denominator: Total = Total()
    left_out: tuple[Exclusion, ...] = ()
    unit: FigureUnit = FigureUnit.PERCENT
    by: Mapping[FigureDimension, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kpi:
    """A figure of requirements §6, told by one measure or several; the first is what an indicator bound to it takes.

    One that cannot be told yet has none, and says what it waits for.
    """

    id: str
    name: str
    zh: str
    source: str
    """Where the company's documents ask for it."""
    measures: tuple[Measure, ...] = ()
    waits_for: str = ""


def is_(column: str, value: Any = True) -> Filter:
    """The column has this value."""
    return Compare(column, Op.EQ, value)


def among(column: str, *values: Any) -> Filter:
    """The column has one of these values."""
    return Compare(column, Op.IN, values)


def known(column: str) -> Filter:
    """The column has a value."""
    return Compare(column, Op.IS_NULL, False)


def unknown(column: str) -> Filter:
    """The column has no value."""
    return Compare(column, Op.IS_NULL, True)


def over(column: str, value: Any) -> Filter:
    """The column has more than this."""
    return Compare(column, Op.GT, value)


def of_its(table: str, where: Filter) -> Filter:
    """The condition holds for the row of that table to which the column of the same name leads."""
    return Through(table, table, where)
