"""Strawberry types made at run time: fields with a type, a description, arguments and a resolver.

Sources of fields are mappings: what the views answer, by the names that were asked for, or what a resolver returns, by
the names of its fields. An input arrives as a mapping by the names of its fields in the API. So nobody ever makes an
instance of a type: it has a definition, and is not the dataclass that Strawberry's decorators would make of it, which
takes as long as all the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from keyword import iskeyword
from typing import Any

from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.enum import EnumValue, StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from domain.shared.term import Term
from graphql_api.asking import KIND
from graphql_api.names import camel

Resolve = Callable[..., Any]
"""Called with the source, Strawberry's Info and the arguments; may return an awaitable."""


class Field(StrawberryField):
    """A field of a type (or of an input) that is made at run time."""

    def __init__(
        self,
        kind: Any,
        doc: str,
        resolve: Resolve | None = None,
        arguments: Iterable[StrawberryArgument] = (),
        default: Any = UNSET,
        reads: Any = None,
        asks: Any = None,
        travels: bool = False,
    ) -> None:
        super().__init__(type_annotation=StrawberryAnnotation(kind), description=doc, default=default)
        self._kind = kind
        self.key = ""
        """Its name in the source."""
        self.arguments = list(arguments)
        self.resolve = resolve
        self.reads = reads
        """For a field of a compiled type: what it stands for (graphql_api.reads)."""
        self.asks = asks
        """For a field at the root: what it asks of the views (graphql_api.questions)."""
        self.travels = travels
        """Whether what is inside is asked of another moment."""

    def resolve_type(self, *, type_definition: Any = None) -> Any:  # noqa: ARG002
        """What it is of. Kinds are types, never names of types to come; Strawberry asks for each many times."""
        return self._kind

    @property
    def is_basic_field(self) -> bool:
        return self.resolve is None and self.reads is None

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:  # noqa: ARG002
        if self.resolve:
            return self.resolve(source, info, **kwargs)
        return source[info.path.key] if self.reads else source.get(self.key)


def listed(kind: Any) -> Any:
    """`[Kind!]`"""
    return StrawberryList(kind)


def optional(kind: Any) -> Any:
    """The kind, or null."""
    return StrawberryOptional(kind)


def argument(name: str, kind: Any, doc: str, default: Any = UNSET) -> StrawberryArgument:
    """An argument; it may be left out when its kind is optional or when it has a default."""
    return StrawberryArgument(name, camel(name), StrawberryAnnotation(kind), description=doc, default=default)


def interface_type(shell: type, doc: str, fields: Mapping[str, Field]) -> type:
    """Give the class the fields of an interface. What is resolved to it says its type."""
    return defined(shell, doc, fields, is_interface=True, resolve_type=named_type)


def object_type(shell: type, doc: str, fields: Mapping[str, Field]) -> type:
    """Give the class, made beforehand so that others can point to it, the fields of an object type of its name."""
    return defined(shell, doc, fields, is_type_of=always)


def by_name(fields: Iterable[tuple[str, Field]]) -> dict[str, Field]:
    """The fields by name. Raises ValueError when two have the same."""
    found: dict[str, Field] = {}
    for name, field in fields:
        if name in found:
            raise ValueError(f"there are two fields {name}: {found[name].description} and {field.description}")
        found[name] = field
    return found


def defined(shell: type, doc: str, fields: Mapping[str, Field], **settings: Any) -> type:
    """Give the class a definition: its own fields, after those of the interfaces that it extends."""
    for name, field in fields.items():
        field.key, field.graphql_name = name, camel(name)
        field.python_name = f"{name}_" if iskeyword(name) else name
        field.origin = shell
    above = [vars(each)["__strawberry_definition__"] for each in shell.__mro__[1:-1]]
    inherited = {field.key: field for definition in reversed(above) for field in definition.fields}
    kind = {"is_input": False, "is_interface": False, "is_type_of": None, "resolve_type": None, **settings}
    definition = StrawberryObjectDefinition(
        name=shell.__name__, origin=shell, description=doc, fields=list({**inherited, **fields}.values()),
        interfaces=above, extend=False, directives=(), **kind,
    )
    shell.__strawberry_definition__ = definition  # type: ignore[attr-defined]
    return shell


def input_type(shell: type, doc: str, fields: Mapping[str, Field]) -> type:
    """Give the class the fields of an input type of its name."""
    return defined(shell, doc, fields, is_input=True, from_input=as_mapping)


def enum_type(name: str, doc: str, terms: type[Enum]) -> StrawberryEnumDefinition:
    """An enumeration by the names of its members. The domain's class itself stays as it is."""
    values = [
        EnumValue(each.name, each.value, description=f"{each.en} · {each.zh}" if isinstance(each, Term) else None)
        for each in terms
    ]
    return StrawberryEnumDefinition(wrapped_cls=terms, name=name, values=values, description=doc)


def named_type(row: Mapping[str, Any], *_: Any) -> str:
    return str(row[KIND])


def always(*_: Any) -> bool:
    return True


def as_mapping(_kind: type, value: Mapping[str, Any], _context: Any) -> Mapping[str, Any]:
    return value
