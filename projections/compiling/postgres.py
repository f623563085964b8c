"""JSON as PostgreSQL builds it."""

import json
from collections.abc import Sequence
from typing import Any

from projections.compiling.json import Member
from projections.compiling.selection import Alias
from projections.compiling.template import Template, joined
from projections.dialect import Sql
from projections.tables import Column, Kind

MOST = 50
"""Members that one call makes: PostgreSQL takes 100 arguments."""


class PostgresJson:
    """Text, numbers, dates and truth become JSON by themselves; moments and decimals are said as text."""

    mark = "%s"
    bound_text = "%s::text"
    lateral = True
    ordered = False
    numbers = 'row_number() OVER () AS "#", count(*) OVER () AS "##"'
    nested = "{}"

    def name(self, name: str) -> Template:
        return Template(Sql(self.bound_text, (str(name),)) if isinstance(name, Alias) else f"'{name}'")

    def shown(self, column: Column, name: str) -> str:
        match column.kind:
            case Kind.MOMENT:
                return f"""to_char({name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
            case Kind.DECIMAL:
                return f"{name}::text"
            case _:
                return name

    def inside(self, column: Column, name: str) -> str:
        return f"{name}::json" if column.many else name

    def truth(self, condition: str) -> str:
        return condition

    def constant(self, value: Any) -> str:
        return f"{literal(json.dumps(value))}::json"

    def object(self, members: Sequence[Member]) -> Template:
        if members and all(each.text for each in members):
            return all_text(members)
        made = some = one_call(members[:MOST])
        for start in range(MOST, len(members), MOST):
            some = one_call(members[start : start + MOST])
            made = Template("(left(", made, "::text, -1) || ',' || substr(", some, "::text, 2))::json")
        return made

    def list(self, items: Sequence[str]) -> str:
        return f"json_build_array({', '.join(items)})"

    def gathered(self, item: Template, only: Template | None = None, order: Template | None = None) -> Template:
        condition = Template(" FILTER (WHERE ", only, ")") if only else ""
        items = Template(item, " ORDER BY ", order) if order else item
        return Template("coalesce(json_agg(", items, ")", condition, ", '[]'::json)")

    def member(self, inside: str, name: str) -> str:
        return f"{inside} -> '{name}'"

    def text(self, inside: str, name: str) -> str:
        return f"({inside} ->> '{name}')"

    def items(self, inside: str, alias: str) -> str:
        listed = f"CASE json_typeof({inside}) WHEN 'array' THEN {inside} END"
        return f"json_array_elements({listed}) WITH ORDINALITY AS {alias}(value, place)"

    def entries(self, inside: str, alias: str) -> str:
        return f"json_each({inside}) AS {alias}"

    def item(self, alias: str) -> str:
        return f"{alias}.value"

    def item_text(self, alias: str) -> str:
        return f"({alias}.value #>> '{{}}')"

    def ids(self, inside: str, alias: str) -> str:
        return (
            f"""(SELECT e.value #>> '{{}}' AS "#id", e.place AS "#place" FROM {self.items(inside, "e")}) AS {alias}"""
        )

    def opaque(self, text: str) -> str:
        return f"encode(convert_to({text}, 'UTF8'), 'hex')"

    def as_text(self, list: str) -> str:
        return f"{list}::text"

    def among(self, many: str, one: str) -> str:
        return f"{many} @> jsonb_build_array({one})"

    def last(self, value: Sql, size: Sql) -> Sql:
        text = f'max({value.text}) FILTER (WHERE "#" = least("##", {size.text}))'
        return Sql(text, (*value.values, *size.values))

    def answer(self, value: str) -> str:
        return f"{value}::text"


def one_call(members: Sequence[Member]) -> Template:
    each = (Template(name, ", ", value) for name, value, _ in members)
    return Template("json_build_object(", joined(", ", each), ")")


def all_text(members: Sequence[Member]) -> Template:
    """An object of texts: made in two thirds of the time, since nothing has to be found out about types."""
    names, values = (joined(", ", each) for each in list(zip(*members, strict=True))[:2])
    return Template("json_object(ARRAY[", names, "], ARRAY[", values, "])")


def literal(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'"
