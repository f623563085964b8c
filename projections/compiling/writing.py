"""JSON put together as text, by functions that both databases have: nothing is parsed again on its way out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from projections.compiling.json import Form, Json, Member, Shown, Text
from projections.compiling.selection import Alias
from projections.compiling.template import Template, joined
from projections.dialect import Sql

MOST = 90
"""Pieces that one call puts together: PostgreSQL takes 100 arguments."""


def expression(text: Text) -> Template:
    """The SQL that gives the text."""
    several = list(merged(text))
    if len(several) == 1:
        return several[0]
    calls = (several[start : start + MOST] for start in range(0, len(several), MOST))
    return joined(" || ", (Template("concat(", joined(", ", each), ")") for each in calls))


def merged(text: Text) -> Iterator[Template]:
    """The pieces as expressions: one for all that always stands together."""
    for fixed, pieces in groupby(text, lambda piece: isinstance(piece, str)):
        if fixed:
            yield Template(literal("".join(map(str, pieces))))
        else:
            yield from (Template(piece) for piece in pieces)


def literal(text: str) -> str:
    """Text of ours as SQL writes it."""
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def constant(value: Any) -> Text:
    """JSON of ours. It may not come from outside."""
    return (json.dumps(value),)


def shown(what: Shown | Text, words: Json) -> Text:
    """A value as JSON."""
    if not isinstance(what, Shown):
        return what
    value, form, may_lack = what
    match form:
        case Form.TEXT:
            return (words.quoted(value),)
        case Form.TRUTH:
            return (Template("CASE WHEN ", value, " THEN 'true' WHEN NOT ", value, " THEN 'false' ELSE 'null' END"),)
        case Form.PLAIN if not may_lack:
            return '"', value, '"'
        case _ if not may_lack:
            return (value,)
        case Form.PLAIN:
            value = Template("'\"' || ", value, " || '\"'")
        case Form.NUMBER:
            value = Template("CAST(", value, " AS text)")
    return (Template("coalesce(", value, ", 'null')"),)


def object_of(members: Sequence[Member], words: Json) -> Text:
    """An object of so many members as there are."""
    made = words.object(members)
    if made is not None:
        return (made,)
    each = (named(name, words) + shown(what, words) for name, what in members)
    return "{", *between(each), "}"


def named(name: str, words: Json) -> Text:
    """The name of a member: ours is written, an asker's is bound."""
    if isinstance(name, Alias):
        return words.quoted(Template(Sql(words.bound_text, (str(name),)))), ":"
    return (f'"{name}":',)


def list_of(items: Iterable[Text]) -> Text:
    """A list of these."""
    return "[", *between(items), "]"


def between(items: Iterable[Text]) -> Iterator[str | Template]:
    for number, item in enumerate(items):
        if number:
            yield ","
        yield from item


def gathered(item: Text, only: Template | None = None, order: Template | None = None) -> Text:
    """The list of what all rows show: of those that meet `only`, in that order, or else as the rows come."""
    sorted_by = (" ORDER BY ", order) if order else ()
    condition = (" FILTER (WHERE ", only, ")") if only else ()
    return "[", Template("string_agg(", expression(item), ", ','", *sorted_by, ")", *condition), "]"
