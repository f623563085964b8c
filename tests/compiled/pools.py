"""What a random question may speak of: values that are in the rows, and values that are in none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from domain.shared.term import Term
from graphql_api.names import opaque
from tests.compiled.history import History
from tests.compiled.kinds import Kinds
from tests.compiled.strange import STRANGE

T = TypeVar("T")
MOST = 30
"""So many different values of a column are enough."""
NUMBERS = (0, -1, 1, 2, 100, 2**31 - 1, -(2**31))
POSITIONS = (0, 1, 2**53 - 1)
DECIMALS: tuple[Any, ...] = (0, -1, 12, 0.5, "12.50", "1e3", "0.000", "-0", "99999999999999999999.5", "1E-10")
DAYS = ("2026-01-01", "2025-12-31", "0001-01-01", "9999-12-31")
MOMENTS = ("2026-11-01T00:00:00+08:00", "2025-12-31T23:59:59.999999Z", "0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z")


class Draw:
    """Draws small things. What it draws shrinks towards the first of the choices, and towards no."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        """A whole number between these, both included."""
        return self._draw(integers(least, most)) if most > least else least

    def chance(self, percent: int) -> bool:
        """True so often."""
        return self.number(0, 99) >= 100 - percent

    def of(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.number(0, len(choices) - 1)]


@cache
def integers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Pools:
    """The values of each column in the rows of a history, and what is like them."""

    def __init__(self, kinds: Kinds, history: History) -> None:
        self.kinds = kinds
        self.history = history
        self._known: dict[tuple[str, str], list[Any]] = {}

    def keys(self, kind: str) -> list[str]:
        """The ids of rows of that kind; that of nothing where there are none."""
        return list(self.history.at(self.history.head)[kind])[:MOST] or ["nothing"]

    def values(self, kind: str, name: str) -> list[Any]:
        """Different values of a column; of a list those in it."""
        if (kind, name) not in self._known:
            found = [row.value(name) for row in self.history.at(self.history.head)[kind].values()]
            single = [one for each in found for one in (each if isinstance(each, tuple) else [each])]
            self._known[kind, name] = [each for each in dict.fromkeys(single) if each is not None][-MOST:]
        return self._known[kind, name]

    def like(self, draw: Draw, kind: str, name: str, type_: str) -> Any:
        """A value of that scalar type, to compare the column with, as plain JSON."""
        known = self.values(kind, name)
        if type_ in MADE:
            return MADE[type_](draw, known)
        if type_ == "ID":
            return self._id(draw, kind, name, known)
        terms = [each.name for each in (type(known[0]) if known else ()) if isinstance(each, Term)]
        return draw.of(terms) if terms else None

    def _id(self, draw: Draw, kind: str, name: str, known: Sequence[str]) -> str:
        to = self.kinds.led_to(kind, "id" if name == "id" else f"{name}Id", name) or "Person"
        if draw.chance(8):
            return draw.of(("nobody", "", *STRANGE[:12], opaque("Plan", "nowhere"), opaque("Person", "nobody")))
        found = draw.of(known or self.keys(to))
        return opaque(to, found) if draw.chance(50) else found


def words(draw: Draw, known: Sequence[Any]) -> str:
    """Some of a text, in either case."""
    if not known or draw.chance(15):
        return draw.of(STRANGE)
    cased = [each for each in known if each.swapcase() != each]
    value = str(draw.of(cased if cased and draw.chance(60) else known))
    starts = draw.number(0, min(len(value), 10))
    found = value[starts : starts + draw.number(1, 8)]
    return found.swapcase() if draw.chance(40) else found


def text(draw: Draw, known: Sequence[str]) -> str:
    how = draw.number(0, 4)
    if how == 0 or not known:
        return draw.of(STRANGE)
    value = str(draw.of(known))
    if how == 1:
        return value.swapcase()
    return f"{value}{draw.of(STRANGE)}" if how == 2 else value


def number(draw: Draw, known: Sequence[int]) -> int:
    return draw.of(known) + draw.number(-1, 1) if known and draw.chance(80) else draw.of(NUMBERS)


def place(draw: Draw, known: Sequence[int]) -> int:
    return max(0, draw.of(known) + draw.number(-1, 1)) if known and draw.chance(80) else draw.of(POSITIONS)


def decimal(draw: Draw, known: Sequence[Decimal]) -> Any:
    return str(draw.of(known)) if known and draw.chance(70) else draw.of(DECIMALS)


def day(draw: Draw, known: Sequence[date]) -> str:
    return draw.of(known).isoformat() if known and draw.chance(80) else draw.of(DAYS)


def moment(draw: Draw, known: Sequence[datetime]) -> str:
    return draw.of(known).isoformat() if known and draw.chance(80) else draw.of(MOMENTS)


MADE: Mapping[str, Callable[[Draw, Sequence[Any]], Any]] = {
    "String": text,
    "Words": words,
    "Int": number,
    "LogPosition": place,
    "Decimal": decimal,
    "Date": day,
    "DateTime": moment,
    "Boolean": lambda draw, known: draw.chance(50),  # noqa: ARG005
}
