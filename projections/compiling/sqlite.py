"""JSON as SQLite builds it."""

import json
from collections.abc import Sequence
from typing import Any

from projections.compiling.json import Member
from projections.compiling.selection import Alias
from projections.compiling.template import Template, joined
from projections.dialect import Sql
from projections.tables import Column, Kind

MOST = 60
"""Members that one call makes: SQLite takes 127 arguments."""


class SqliteJson:
    """Booleans are numbers and JSON is text, until `json` says otherwise: also what an inner SELECT gives."""

    mark = bound_text = "?"
    lateral = False
    ordered = True
    numbers = 'row_number() OVER () AS "#"'
    nested = "json({})"

    def name(self, name: str) -> Template:
        return Template(Sql(self.bound_text, (str(name),)) if isinstance(name, Alias) else f"'{name}'")

    def shown(self, column: Column, name: str) -> str:
        match column.kind:
            case Kind.BOOLEAN:
                return self.truth(name)
            case Kind.JSON:
                return f"json({name})"
            case _:
                return name

    def inside(self, column: Column, name: str) -> str:  # noqa: ARG002
        return name

    def truth(self, condition: str) -> str:
        return f"json(CASE {condition} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"

    def constant(self, value: Any) -> str:
        return f"json({literal(json.dumps(value))})"

    def object(self, members: Sequence[Member]) -> Template:
        made = Template("json_object(", joined(", ", map(member, members[:MOST])), ")")
        for start in range(MOST, len(members), MOST):
            more = joined(", ", (Template("'$.' || ", member(each)) for each in members[start : start + MOST]))
            made = Template("json_insert(", made, ", ", more, ")")
        return made

    def list(self, items: Sequence[str]) -> str:
        return f"json_array({', '.join(items)})"

    def gathered(self, item: Template, only: Template | None = None, order: Template | None = None) -> Template:  # noqa: ARG002
        return Template("json_group_array(", item, ")", *((" FILTER (WHERE ", only, ")") if only else ()))

    def member(self, inside: str, name: str) -> str:
        return f"{inside} -> '{name}'"

    def text(self, inside: str, name: str) -> str:
        return f"({inside} ->> '{name}')"

    def items(self, inside: str, alias: str) -> str:
        return f"json_each(CASE json_type({inside}) WHEN 'array' THEN {inside} END) AS {alias}"

    def entries(self, inside: str, alias: str) -> str:
        return f"json_each({inside}) AS {alias}"

    def item(self, alias: str) -> str:
        truth = "WHEN 'true' THEN json('true') WHEN 'false' THEN json('false')"
        nested = f"WHEN 'array' THEN json({alias}.value) WHEN 'object' THEN json({alias}.value)"
        return f"CASE {alias}.type {truth} {nested} ELSE {alias}.value END"

    def item_text(self, alias: str) -> str:
        return f"{alias}.value"

    def ids(self, inside: str, alias: str) -> str:
        return f'(SELECT value AS "#id", key AS "#place" FROM {self.items(inside, "e")}) AS {alias}'

    def opaque(self, text: str) -> str:
        return f"hex({text})"

    def as_text(self, list: str) -> str:
        return list

    def among(self, many: str, one: str) -> str:
        return f"EXISTS (SELECT 1 FROM json_each({many}) AS e WHERE e.value = {one})"

    def last(self, value: Sql, size: Sql) -> Sql:
        # Beside the only max(), SQLite takes plain columns from the row that has it.
        text = f'CASE WHEN max("#") FILTER (WHERE "#" <= {size.text}) IS NOT NULL THEN {value.text} END'
        return Sql(text, (*size.values, *value.values))

    def answer(self, value: str) -> str:
        return value


def member(each: Member) -> Template:
    return Template(each.name, ", ", each.value)


def literal(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'"
