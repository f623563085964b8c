"""Reading the columns of a table off what it shows, by code made once per table; what is as before stays as encoded."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import astuple

from projections.database import Line
from projections.dialect import Dialect
from projections.tables import Column, Kind


class Row(NamedTuple):
    """A row: what it shows, what of that is computed, and the line that is stored."""

    shown: Any
    computed: tuple[Any, ...]
    line: Line


class Shape:
    """How what a class shows becomes lines: `own` columns first, which whoever asks has encoded, then its own.

    There are some hundred values to look at for each event, so they are looked at by code written for the class.
    """

    def __init__(self, described: type[Struct], columns: Sequence[Column], own: int, dialect: Dialect) -> None:
        code = Code(described, columns, own, dialect)
        self._first: Callable[[Any, Line], Row] = code.function(code.first())
        self._next: Callable[[Any, Line, Row], Row] = code.function(code.next())

    def row(self, shown: Any, own: Line, before: Row | None = None) -> Row:
        """The row that shows it; where its values are those of the row before, the stored forms are those too."""
        return self._first(shown, own) if before is None else self._next(shown, own, before)


class Code:
    """What is written for one class: each value has a number, `a3` is the one now and `b3` the one before."""

    def __init__(self, described: type[Struct], columns: Sequence[Column], own: int, dialect: Dialect) -> None:
        self._fields = described.__struct_fields__
        self._computed = [column.name for column in columns[own:] if column.name not in self._fields]
        self._numbers = {name: number for number, name in enumerate((*self._fields, *self._computed))}
        self._kept = [(self._numbers[column.name], kept) for column in columns[own:] for kept in dialect.stored(column)]
        self._kinds = {self._numbers[column.name]: column.kind for column in columns[own:]}
        self._own = own
        self._names = {"astuple": astuple, "Row": Row, "absent": dialect.absent}
        self._names |= {f"encode{place}": kept.encode for place, (_, kept) in enumerate(self._kept)}

    def function(self, lines: Iterator[str]) -> Callable[..., Row]:
        """The function of these lines."""
        exec("\n    ".join(lines), self._names)
        made: Callable[..., Row] = self._names["row"]
        return made

    def first(self) -> Iterator[str]:
        """A row that was not there before."""
        yield "def row(shown, own):"
        yield from self._read()
        stored = ", ".join(self._encoded(place) for place in range(len(self._kept)))
        yield f"return Row(shown, computed, (*own, {stored}))"

    def next(self) -> Iterator[str]:
        """A row in place of another: what is kept is written anew where it may be another text."""
        yield "def row(shown, own, before):"
        yield from self._read()
        yield f"{self._values('b')} = (*astuple(before.shown), *before.computed)"
        yield f"line = [*own, *before.line[{self._own}:]]"
        for place, (number, _) in enumerate(self._kept):
            yield f"if {self._differs(number)}: line[{self._own + place}] = {self._encoded(place)}"
        yield "return Row(shown, computed, tuple(line))"

    def _differs(self, number: int) -> str:
        """What is computed is another object each time, and so compared by its value; 1 and 1.0 are another text."""
        now, before = f"a{number}", f"b{number}"
        if number < len(self._fields):
            return f"{now} is not {before}"
        match self._kinds[number]:
            case Kind.DECIMAL:
                return f"{now} is not {before} and str({now}) != str({before})"
            case Kind.JSON:
                return f"{now} is not {before}"
        return f"{now} != {before}"

    def _read(self) -> Iterator[str]:
        yield f"computed = ({''.join(f'shown.{name}, ' for name in self._computed)})"
        yield f"{self._values('a')} = (*astuple(shown), *computed)"

    def _values(self, letter: str) -> str:
        return "".join(f"{letter}{number}, " for number in self._numbers.values())

    def _encoded(self, place: int) -> str:
        number, kept = self._kept[place]
        form = f"encode{place}(a{number})" if kept.encode else f"a{number}"
        return f"(absent if a{number} is None else {form})"
