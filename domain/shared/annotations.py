"""Type annotations taken apart, for whatever is derived from the classes of the domain."""

from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin


def without_none(type_: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was in it."""
    if get_origin(type_) not in (Union, UnionType):
        return type_, False
    some = [each for each in get_args(type_) if each is not NoneType]
    return reduce(or_, some), len(some) < len(get_args(type_))


def without_constraints(type_: Any) -> Any:
    """The type inside `Annotated`: `str` for a Line."""
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def bare(type_: Any) -> Any:
    """The type without None and without constraints, whichever of them is outside: `str` for `Line | None`."""
    inner, _ = without_none(without_constraints(type_))
    return without_constraints(inner)
