"""What a caller gives, by the names of the API, as the domain's acts take it."""

from collections.abc import Mapping
from typing import Any

from graphql_api.names import camel
from graphql_api.reading import Taken, taken, values
from graphql_api.vocabulary import Vocabulary, given_name


def given_values(words: Vocabulary, structure: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a structure that were given, with plain keys for ids. Refuses ids of another kind.

    Null for what may not be absent means that it is left to its default.
    """
    found: dict[str, Any] = {}
    for value in values(structure):
        type_, name = taken(value.type), camel(given_name(value))
        if name in given and (given[name] is not None or type_.nullable):
            found[value.name] = given_value(words, type_, given[name])
    return found


def given_value(words: Vocabulary, type_: Taken, given: Any) -> Any:
    if given is None:
        return None
    if type_.is_map:
        pairs = (given_values(words, type_.inner, each) for each in given)
        return {each["key"]: each["value"] for each in pairs}
    if type_.many:
        return [given_value(words, type_._replace(many=False), each) for each in given]
    if type_.is_structure:
        return given_values(words, type_.inner, given)
    return words.key(given, words.leads_to(type_.inner)) if type_.is_id else given
