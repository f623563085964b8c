"""Reading the type annotations and fields of the domain's classes."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from domain.shared.annotations import without_constraints, without_none
from domain.shared.term import Term
from projections.fields import in_words, values_of
from projections.tables import Kind, kind_of


class Value(NamedTuple):
    """A field of a structure. `default` is msgspec.NODEFAULT where a value is required."""

    name: str
    type: Any
    doc: str
    default: Any


class Unwrapped(NamedTuple):
    """A type without its wrappings: what it is made of, whether None is allowed, and whether it is a list."""

    inner: Any
    nullable: bool
    many: bool

    @property
    def is_id(self) -> bool:
        return kind_of(self.inner) is Kind.ID

    @property
    def is_term(self) -> bool:
        return isinstance(self.inner, type) and issubclass(self.inner, Term)

    @property
    def is_map(self) -> bool:
        return get_origin(self.inner) in (dict, Mapping) and get_args(self.inner)[1] is not Any

    @property
    def is_structure(self) -> bool:
        """Whether it has fields of its own."""
        return self.is_map or (isinstance(self.inner, type) and issubclass(self.inner, Struct))


def unwrapped(annotation: Any) -> Unwrapped:
    """`tuple[PersonId, ...] | None` is PersonId, nullable, many."""
    inner, nullable = without_none(without_constraints(annotation))
    inner = without_constraints(inner)
    if get_origin(inner) in (tuple, frozenset, list) and len(set(get_args(inner)) - {...}) == 1:
        return Unwrapped(without_constraints(get_args(inner)[0]), nullable, True)
    return Unwrapped(inner, nullable, False)


@cache
def values(structure: Any) -> tuple[Value, ...]:
    """The fields of a Struct, or the two of an entry of a map."""
    if get_origin(structure):
        key, value = get_args(structure)
        return (
            Value("key", key, "What the value is for.", msgspec.NODEFAULT),
            Value("value", value, "The value.", msgspec.NODEFAULT),
        )
    defaults = {field.name: default(field) for field in msgspec.structs.fields(structure)}
    return tuple(
        Value(name, type_, doc, defaults.get(name, msgspec.NODEFAULT)) for name, type_, doc in described(structure)
    )


def described(structure: type[Struct]) -> Iterator[tuple[str, Any, str]]:
    """Names, types and meanings of fields. A class without a source (the input of an act) has only names to go by."""
    if getattr(sys.modules[structure.__module__], structure.__name__, None) is structure:
        yield from values_of(structure)
        return
    for name, type_ in get_type_hints(structure, include_extras=True).items():
        yield name, type_, in_words(name)


def default(field: msgspec.structs.FieldInfo) -> Any:
    """What stands for a field that is not given, as plain data."""
    if field.default_factory is not msgspec.NODEFAULT:
        return msgspec.to_builtins(field.default_factory())
    return field.default if field.default is msgspec.NODEFAULT else msgspec.to_builtins(field.default)


def meaning(class_: Any, otherwise: str) -> str:
    """What a class says about itself."""
    own = vars(class_).get("__doc__") if isinstance(class_, type) else None
    return " ".join(own.split()) if own else in_words(otherwise)


def lives_in(class_: type, state: type) -> bool:
    """Whether a class belongs to the room with that state: it is in the same module, or in the room's own folder."""
    folder, own_folder = (each.__module__.rpartition(".")[0] for each in (state, class_))
    return class_.__module__ == state.__module__ or (folder == own_folder and folder not in ("domain", "domain.shared"))
