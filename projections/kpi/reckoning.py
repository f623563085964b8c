"""From a declared figure to its value and its working: one statement each, over the rows that the reader may see.

Sums are exact: the database counts how often each pair of addends occurs, and they are added up as decimals here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from domain.shared.values import Period, end_of, hundredths, midnight
from projections.dialect import Sql, quoted
from projections.filters import EVERYTHING, And, Compare, Filter, Not, Op, Or, Through
from projections.kpi.declaring import Exclusion, FigureDimension, FigureUnit, Measure, Total
from projections.tables import Column, Kind
from projections.views import Reader
from projections.visibility import visible

FACTORS: Mapping[FigureUnit, Fraction] = {
    FigureUnit.PERCENT: Fraction(100),
    FigureUnit.RATIO: Fraction(1),
    FigureUnit.POINTS: Fraction(1),
    FigureUnit.DAYS: Fraction(1, 24),
}
COUNTS = -1
"""Instead of the number of an exclusion: the row counts."""
NOTHING = Decimal(0)


class LeftOut(NamedTuple):
    """How many rows of the period did not count for a reason."""

    exclusion: Exclusion
    rows: int


class Figure(NamedTuple):
    """A figure with its working. Without a value where there is nothing to divide by, which is neither 0 nor 100."""

    unit: FigureUnit
    numerator: Decimal
    denominator: Decimal
    rows: int
    """How many rows counted."""
    left_out: tuple[LeftOut, ...]

    @property
    def value(self) -> Decimal | None:
        """Numerator ÷ denominator in the unit, to the hundredth."""
        if not self.denominator:
            return None
        exact = Fraction(self.numerator) / Fraction(self.denominator) * FACTORS[self.unit]
        return hundredths(Decimal(exact.numerator) / Decimal(exact.denominator))


class Group(NamedTuple):
    """The figure of the rows that have the same value in a dimension; `key` is absent for those without any."""

    key: str | None
    figure: Figure


class Entry(NamedTuple):
    """What one row adds to numerator and denominator; nothing, and why, when it was left out."""

    id: str
    numerator: Decimal
    denominator: Decimal
    left_out: Exclusion | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figure is asked for: everybody's, or that of what is named for each of these dimensions."""

    keys: Mapping[FigureDimension, tuple[str, ...]] = field(default_factory=dict)

    def fits(self, measure: Measure) -> bool:
        """Whether the rows of the measure know all of the dimensions."""
        return self.keys.keys() <= measure.by.keys()

    def condition(self, measure: Measure) -> Filter:
        """The condition that a row belongs to it."""
        return And(tuple(Compare(measure.by[each], Op.IN, keys) for each, keys in self.keys.items()))


@dataclass(frozen=True, slots=True, eq=False)
class Reckoning:
    """A measure for a period and a scope, by whoever reads, as of the position that the reader looks at."""

    measure: Measure
    reader: Reader
    period: Period
    scope: Scope = Scope()

    @property
    def complete(self) -> bool:
        """Whether every row counts; else only those that the reader may see do."""
        table = self.reader.views.tables[self.measure.of]
        return visible(table, self.reader.viewer, self.reader.views.tables) == EVERYTHING

    def figure(self) -> Figure:
        """The figure."""
        return self._added((why, part, whole, rows) for _, why, part, whole, rows in self._counted("NULL"))

    def groups(self, dimension: FigureDimension) -> list[Group]:
        """The figure for each value of the dimension, in order of these; what has no value comes last."""
        found: dict[str | None, list[Any]] = defaultdict(list)
        for key, *line in self._counted(quoted(self.measure.by[dimension])):
            found[key].append(line)
        keys = sorted(found, key=lambda key: (key is None, key or ""))
        return [Group(key, self._added(found[key])) for key in keys]

    def entries(self, first: int, after: str = "") -> list[Entry]:
        """What each row adds, in order of id: so many rows after that id, those left out too."""
        rows = self._rows(quoted("id"), Compare("id", Op.GT, after))
        text = f"SELECT id, why, part, whole FROM {rows.text} ORDER BY id LIMIT {self.reader.query.dialect.mark}"
        return [
            Entry(id, *((addend(part), addend(whole)) if why == COUNTS else (NOTHING, NOTHING)), self._reason(why))
            for id, why, part, whole in self._read(Sql(text, (*rows.values, first)))
        ]

    def _counted(self, key: str) -> list[tuple[Any, ...]]:
        """Key, number of the exclusion, addends of numerator and denominator, and how many rows have the same."""
        rows = self._rows(key, EVERYTHING)
        text = f"SELECT id, why, part, whole, count(*) FROM {rows.text} GROUP BY id, why, part, whole"
        return self._read(Sql(text, rows.values))

    def _rows(self, key: str, where: Filter) -> Sql:
        """The rows of the period and the scope, each with a key, why it is left out, and its addends."""
        measure, table = self.measure, self.reader.views.tables[self.measure.of]
        conditions = [self._condition(each.where) for each in measure.left_out]
        why = " ".join(f"WHEN {each.text} THEN {number}" for number, each in enumerate(conditions))
        part, whole = self._addend(measure.numerator), self._addend(measure.denominator)
        asked = And((self._in_period(table.columns[measure.day]), self.scope.condition(measure), where))
        source = self.reader.source(measure.of, asked, columns(measure))
        reason = f"CASE {why} ELSE {COUNTS} END" if why else str(COUNTS)
        told = f"{key} AS id, {reason} AS why, {part.text} AS part, {whole.text} AS whole"
        bound = [value for each in (*conditions, part, whole, source) for value in each.values]
        return Sql(f"(SELECT {told} FROM {source.text}) AS r", tuple(bound))

    def _addend(self, total: Total) -> Sql:
        amount = quoted(total.column) if total.column else "1"
        if total.where == EVERYTHING:
            return Sql(amount)
        condition = self._condition(total.where)
        return Sql(f"CASE WHEN {condition.text} THEN {amount} END", condition.values)

    def _condition(self, where: Filter) -> Sql:
        return self.reader.query.condition(self.reader.views.tables[self.measure.of], where)

    def _in_period(self, day: Column) -> Filter:
        starts, ends = self.period.starts, self.period.ends
        if day.kind is Kind.MOMENT:
            return And((Compare(day.name, Op.GTE, midnight(starts)), Compare(day.name, Op.LT, end_of(ends))))
        return And((Compare(day.name, Op.GTE, starts), Compare(day.name, Op.LTE, ends)))

    def _read(self, sql: Sql) -> list[tuple[Any, ...]]:
        return self.reader.views.database.read(sql.text, sql.values)

    def _reason(self, why: int) -> Exclusion | None:
        return None if why == COUNTS else self.measure.left_out[why]

    def _added(self, lines: Iterable[Sequence[Any]]) -> Figure:
        numerator = denominator = NOTHING
        counted, left = 0, [0] * len(self.measure.left_out)
        for why, part, whole, rows in lines:
            if why != COUNTS:
                left[why] += rows
                continue
            counted += rows
            numerator += addend(part) * rows
            denominator += addend(whole) * rows
        left_out = (LeftOut(*each) for each in zip(self.measure.left_out, left, strict=True))
        return Figure(self.measure.unit, plain(numerator), plain(denominator), counted, tuple(left_out))


def addend(value: Any) -> Decimal:
    """What is added for a value as the database gives it; nothing for none."""
    return plain(Decimal(value)) if value is not None else NOTHING


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent, nor zeros at its end."""
    return Decimal(f"{value.normalize():f}") if value else NOTHING


def columns(measure: Measure) -> list[str]:
    """The columns that the working of a measure looks at."""
    totals = (measure.numerator, measure.denominator)
    named = [each.column for each in totals if each.column]
    asked = [*(each.where for each in measure.left_out), *(each.where for each in totals)]
    looked = (name for each in asked for name in looked_at(each))
    return list(dict.fromkeys(["id", *measure.by.values(), *named, *looked]))


def looked_at(where: Filter) -> Iterator[str]:
    """The columns of its own rows that a condition looks at."""
    match where:
        case And(parts) | Or(parts):
            for each in parts:
                yield from looked_at(each)
        case Not(part):
            yield from looked_at(part)
        case Compare(column=column) | Through(column=column):
            yield column
