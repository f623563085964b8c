"""What a class says about its fields: their types, and what is written beneath each of them."""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import Any, get_type_hints

from msgspec.structs import fields

from domain.shared.growing import GROWS
from domain.shared.room import shown


@cache
def values_of(state: type[Any]) -> tuple[tuple[str, Any, str], ...]:
    """Name, type and meaning of everything that a state shows: its fields, then its `@shown` properties."""
    hints, written = get_type_hints(state), meanings(state)
    kept = ((each.name, hints[each.name], written.get(each.name, in_words(each.name))) for each in fields(state))
    derived = (
        (name, get_type_hints(found.fget)["return"], inspect.getdoc(found) or in_words(name))
        for name, found in inspect.getmembers_static(state, lambda member: isinstance(member, shown))
    )
    return (*kept, *derived)


def growing(state: type[Any]) -> frozenset[str]:
    """The fields of a state that are lists to which is only ever added."""
    hints = get_type_hints(state, include_extras=True)
    return frozenset(name for name, hint in hints.items() if GROWS in getattr(hint, "__metadata__", ()))


def meanings(described: type[Any]) -> dict[str, str]:
    """The sentences written beneath the fields of a class and of those that it extends."""
    found: dict[str, str] = {}
    for each in reversed(described.__mro__):
        if each.__module__.partition(".")[0] not in {"builtins", "msgspec", "typing"}:
            found |= written_in(each.__module__).get(each.__name__, {})
    return found


@cache
def written_in(module: str) -> dict[str, dict[str, str]]:
    """The sentences beneath the fields of each class of a module, by the name of the class."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: sentences(each.body) for each in tree.body if isinstance(each, ast.ClassDef)}


def sentences(body: list[ast.stmt]) -> dict[str, str]:
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }


def in_words(name: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}."
