"""Inputs as the API names them, turned into inputs as the domain's acts take them."""

from collections.abc import Mapping
from typing import Any

from graphql_api.annotations import Unwrapped, unwrapped, values
from graphql_api.names import camel
from graphql_api.registry import TypeRegistry, given_name


def given_values(registry: TypeRegistry, structure: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a structure that were given, with plain keys for ids. Refuses ids of another kind.

    Null for what may not be absent means that it is left to its default.
    """
    found: dict[str, Any] = {}
    for value in values(structure):
        type_, name = unwrapped(value.type), camel(given_name(value))
        if name in given and (given[name] is not None or type_.nullable):
            found[value.name] = given_value(registry, type_, given[name])
    return found


def given_value(registry: TypeRegistry, type_: Unwrapped, given: Any) -> Any:
    if given is None:
        return None
    if type_.is_map:
        pairs = (given_values(registry, type_.inner, each) for each in given)
        return {each["key"]: each["value"] for each in pairs}
    if type_.many:
        return [given_value(registry, type_._replace(many=False), each) for each in given]
    if type_.is_structure:
        return given_values(registry, type_.inner, given)
    return registry.key(given, registry.leads_to(type_.inner)) if type_.is_id else given
