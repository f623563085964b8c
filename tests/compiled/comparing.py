"""Where two answers differ first."""

from collections.abc import Iterator
from typing import Any

from tests.compiled.cursors import Cursors
from tests.compiled.interpreter import Answer

MISSING = "nothing at all"


def difference(told: Answer, meant: Answer, cursors: Cursors) -> str | None:
    """The first difference of an answer from the one that is meant, in words; None when there is none.

    Objects are compared by their keys, lists in their order. Where an answer has lost a whole object to one of several
    refusals, it may tell any of these.
    """
    for path, one, other in differences(told.data, meant.data, cursors):
        return f"{'.'.join(path)}: told {one!r}, meant {other!r}"
    if bool(told.refused) != bool(meant.refused) or not told.refused <= meant.refused:
        return f"refusals: told {sorted(map(str, told.refused))}, meant {sorted(map(str, meant.refused))}"
    return None


def differences(
    told: Any, meant: Any, cursors: Cursors, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Every place where the data differ, with what stands there."""
    if isinstance(told, dict) and isinstance(meant, dict):
        for key in [*told, *(key for key in meant if key not in told)]:
            yield from differences(told.get(key, MISSING), meant.get(key, MISSING), cursors, (*path, key))
    elif isinstance(told, list) and isinstance(meant, list | tuple) and len(told) == len(meant):
        for number, (one, other) in enumerate(zip(told, meant, strict=True)):
            yield from differences(one, other, cursors, (*path, str(number)))
    elif not same(told, meant, cursors):
        yield path, told, meant


def same(told: Any, meant: Any, cursors: Cursors) -> bool:
    """Whether single values are the same. A whole number is not a truth value; cursors are the same by their place."""
    if isinstance(told, list):
        return False
    if isinstance(told, str) and isinstance(meant, str) and cursors.learn(told, meant):
        return True
    return type(told) is type(meant) and bool(told == meant)
