"""A statement of SQL laid out to be read: what belongs inside stands further in. Nothing but white space changes."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Inner: TypeAlias = "list[str | Inner]"
"""Words, and what stands between two parentheses among them."""

WIDTH = 110
SHORT = 50
"""Characters between two parentheses that stay on the line."""
WORD = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|[(),]|[^\s'"(),]+|\s+""")
CLAUSES = {"SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "UNION", "AND", "OR"}
PAIRED = "json_object"
"""The function whose arguments are names and values by turns."""


def laid_out(sql: str) -> str:
    """The statement over several lines."""
    return "\n".join(lines(nested(iter(WORD.findall(sql))), WIDTH))


def nested(words: Iterator[str]) -> Inner:
    """The words up to the parenthesis that closes."""
    inner: Inner = []
    for word in words:
        if word == ")":
            break
        inner.append(nested(words) if word == "(" else word)
    return inner


def lines(inner: Inner, width: int, together: int = 1) -> Iterator[str]:
    """One line for each clause, or for so many arguments together; more where that is too long."""
    for clause in clauses(inner):
        for part in [clause] if fits(clause, width) else arguments(clause, together):
            if fits(part, width):
                yield flat(part).strip()
            else:
                yield from broken(part, width)


def clauses(inner: Inner) -> Iterator[Inner]:
    clause: Inner = []
    for item in inner:
        if isinstance(item, str) and item in CLAUSES and flat(clause).strip():
            yield clause
            clause = []
        clause.append(item)
    yield clause


def arguments(clause: Inner, together: int) -> Iterator[Inner]:
    some: Inner = []
    for item in clause:
        some.append(item)
        if item == "," and some.count(",") == together:
            yield some
            some = []
    yield some


def fits(inner: Inner, width: int) -> bool:
    return len(flat(inner).strip()) <= width


def broken(part: Inner, width: int) -> Iterator[str]:
    """A part with what is inside its parentheses on lines of its own."""
    line = ""
    for item in part:
        if isinstance(item, str) or len(flat(item)) <= SHORT:
            line += flat([item])
            continue
        together = 2 if line.endswith(PAIRED) else 1
        yield f"{line.lstrip()}("
        yield from (f"  {each}" for each in lines(item, width - 2, together))
        line = ")"
    yield line.strip()


def flat(inner: "Iterable[str | Inner]") -> str:
    return "".join(each if isinstance(each, str) else f"({flat(each)})" for each in inner)
