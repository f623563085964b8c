"""Where two answers differ first."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.compiled.cursors import Cursors
from tests.compiled.interpreter import Answer
from tests.compiled.refusing import Path

MISSING = "nothing at all"


def difference(told: Answer, meant: Answer, refusable: Mapping[Path, set[str]], cursors: Cursors) -> str | None:
    """The first difference of an answer from the one that is meant, in words; None when there is none.

    Objects are compared by their keys, lists in their order. What is lost to a refusal is not compared, but there must
    be a reason for the refusal: an argument of the field that is refused, or of one inside it.
    """
    refused = {names(path): code for path, code in told.refused}
    for path, code in refused.items():
        if not any(below[: len(path)] == path and code in codes for below, codes in refusable.items()):
            return f"{'.'.join(path)} is refused by {code}; meant is {dict(refusable)}"
    for place, one, other in differences(told.data, meant.data, cursors):
        if one is not None or not any(path[: len(names(place))] == names(place) for path in refused):
            return f"{'.'.join(map(str, place))}: told {one!r}, meant {other!r}"
    if meant.refused and not refused:
        return f"told no refusal, meant {sorted(map(str, meant.refused))}"
    return None


def names(path: tuple[str | int, ...]) -> Path:
    """The path without the numbers of rows."""
    return tuple(step for step in path if isinstance(step, str))


def differences(
    told: Any, meant: Any, cursors: Cursors, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    """Every place where the data differ, with what stands there."""
    if isinstance(told, dict) and isinstance(meant, dict):
        for key in [*told, *(key for key in meant if key not in told)]:
            yield from differences(told.get(key, MISSING), meant.get(key, MISSING), cursors, (*path, key))
    elif isinstance(told, list) and isinstance(meant, list | tuple) and len(told) == len(meant):
        for number, (one, other) in enumerate(zip(told, meant, strict=True)):
            yield from differences(one, other, cursors, (*path, number))
    elif not same(told, meant, cursors):
        yield path, told, meant


def same(told: Any, meant: Any, cursors: Cursors) -> bool:
    """Whether single values are the same. A whole number is not a truth value; cursors are the same by their place."""
    if isinstance(told, list):
        return False
    if isinstance(told, str) and isinstance(meant, str) and cursors.learn(told, meant):
        return True
    return type(told) is type(meant) and bool(told == meant)
