"""Figures of the issue ledger 问题台账: counted and measured by the database, over the issues that a reader may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from domain.issue.figures import AGES
from domain.issue.terms import CauseClass, Status
from domain.shared.values import civil
from projections.dialect import quoted
from projections.filters import And, Compare, Filter, Not, Op, Or, Order
from projections.views import Reader

ISSUE = "issue"
IS_OPEN = Compare("is_open", Op.EQ, True)


class Count(NamedTuple):
    """How many issues have that value."""

    value: Any
    issues: int


class Spread(NamedTuple):
    """Hours that something took: for how many issues they are known, their median, and what 90 % took at most.

    Between two issues the hours are interpolated, as spreadsheets do it (PERCENTILE.INC).
    """

    known: int
    median: Decimal | None
    p90: Decimal | None


@dataclass(frozen=True, slots=True)
class IssueFigures:
    """The figures of ISSUE-18 over the issues for which a condition holds, at a moment."""

    reader: Reader
    where: Filter
    now: datetime

    def count(self, *more: Filter) -> int:
        """How many of the issues meet these conditions too."""
        return self.reader.count(ISSUE, And((self.where, *more)))

    def overdue(self) -> int:
        """How many are open, and past the date that they have now."""
        return self.count(overdue(civil(self.now)))

    def at_least_once(self, column: str) -> int:
        """How many have something in that column that counts how often it happened."""
        return self.count(Compare(column, Op.GT, 0))

    def by(self, column: str) -> list[Count]:
        """How many there are of each value in the column, most first; those without a value are left out."""
        source = self.reader.source(ISSUE, And((self.where, Compare(column, Op.IS_NULL, False))), [column])
        name = quoted(column)
        text = f"SELECT {name}, count(*) FROM {source.text} GROUP BY {name}"
        decode = self.reader.query.dialect.decoder(self.reader.views.tables[ISSUE].columns[column])
        found = self.reader.views.database.read(text, source.values)
        return most_first(Count(decode(value) if decode else value, issues) for value, issues in found)

    def by_cause(self) -> list[Count]:
        """How many have a root cause of each class, most first; one with several classes counts for each of them."""
        source = self.reader.source(ISSUE, self.where, ["causes"])
        text = f"SELECT CAST(causes AS TEXT) AS kept, count(*) FROM {source.text} GROUP BY kept"
        counted: Counter[CauseClass] = Counter()
        for kept, count in self.reader.views.database.read(text, source.values):
            for cause_class in {CauseClass[cause["cause_class"]] for cause in msgspec.json.decode(kept)}:
                counted[cause_class] += count
        return most_first(Count(*pair) for pair in counted.items())

    def open_by_age(self) -> list[Count]:
        """How many open issues are up to 7, 30, 90 days old, and how many are older (no value)."""
        limits: list[int | None] = [*AGES, None]
        counts = []
        younger: list[Filter] = []
        for limit in limits:
            reported = [Compare("reported_at", Op.GT, self.now - timedelta(days=limit + 1))] if limit else []
            counts.append(Count(limit, self.count(IS_OPEN, *reported, *map(Not, younger))))
            younger = [*reported]
        return counts

    def hours(self, column: str) -> Spread:
        """How the hours in a column are spread."""
        described = self.reader.views.tables[ISSUE].columns[column]
        value, sortable = quoted(column), self.reader.query.sortable(described)
        source = self.reader.source(ISSUE, And((self.where, Compare(column, Op.IS_NULL, False))), [column])
        numbered = (
            f"SELECT {value} AS hours, row_number() OVER (ORDER BY {sortable}) AS place, count(*) OVER () AS known"
            f" FROM {source.text}"
        )
        places = ", ".join(f"(known - 1) * {tenths} / 10 + {step}" for tenths in (5, 9) for step in (1, 2))
        found = self.reader.views.database.read(
            f"SELECT place, hours, known FROM ({numbered}) AS n WHERE place IN ({places})", source.values
        )
        if not found:
            return Spread(0, None, None)
        at = {place: Decimal(hours) for place, hours, _ in found}
        known = found[0][2]
        return Spread(known, interpolated(at, known, 5), interpolated(at, known, 9))

    def oldest_open(self, first: int) -> list[str]:
        """Ids of the open issues that were reported longest ago."""
        found = self.reader.rows(ISSUE, And((self.where, IS_OPEN)), ["id"], [Order("reported_at")], first)
        return [row["id"] for row in found]


def overdue(today: date) -> Filter:
    """Open, and past the date of the answer, the analysis or the solution, whichever it waits for now."""
    unanswered = Compare("unanswered", Op.EQ, True)
    analysed = Compare("status", Op.EQ, Status.IN_ANALYSIS)
    late = (
        And((unanswered, Compare("answer_due", Op.LT, today))),
        And((analysed, Compare("analysis_due", Op.LT, today))),
        And((Not(unanswered), Not(analysed), Compare("due", Op.LT, today))),
    )
    return And((IS_OPEN, Or(late)))


def most_first(counts: Iterable[Count]) -> list[Count]:
    return sorted(counts, key=lambda each: (-each.issues, str(each.value)))


def interpolated(at: dict[int, Decimal], known: int, tenths: int) -> Decimal:
    """The value at so many tenths of the way from the least to the greatest."""
    whole, rest = divmod((known - 1) * tenths, 10)
    below = at[whole + 1]
    return below + (at.get(whole + 2, below) - below) * rest / 10
