"""JSON as SQLite builds it."""

from collections.abc import Sequence

from projections.compiling.json import Form, Member, Shown, name_of
from projections.compiling.template import Template, joined
from projections.dialect import Sql
from projections.tables import Column

MOST = 4
"""Members of an object up to which `json_object` is faster than putting it together."""


class SqliteJson:
    """Booleans are numbers, and whatever else is not a whole number is text."""

    mark = bound_text = "?"
    lateral = False
    ordered = True
    numbers = 'row_number() OVER () AS "#"'

    def shown(self, column: Column, name: str) -> str:  # noqa: ARG002
        return name

    def quoted(self, text: Template) -> Template:
        return Template("json_quote(", text, ")")

    def object(self, members: Sequence[Member]) -> Template | None:
        values = [value(shown) for _, shown in members]
        if not 0 < len(values) <= MOST or None in values:
            return None
        names = (name_of(name, self.bound_text) for name, _ in members)
        each = (Template(name, ", ", made) for name, made in zip(names, values, strict=True) if made)
        return Template("json_object(", joined(", ", each), ")")

    def whole(self, answer: Template) -> Template:
        # Bytes: text would be decoded on its way to Python, and encoded again on its way out.
        return Template("CAST(", answer, " AS BLOB)")

    def inside(self, column: Column, name: str) -> str:  # noqa: ARG002
        return name

    def member(self, inside: str, name: str) -> str:
        return f"({inside} -> '{name}')"

    def as_text(self, inside: str) -> str:
        return inside

    def once(self, text: str) -> str:
        return text

    def text(self, inside: str, name: str) -> str:
        return f"({inside} ->> '{name}')"

    def items(self, inside: str, alias: str) -> str:
        return f"json_each(CASE json_type({inside}) WHEN 'array' THEN {inside} END) AS {alias}"

    def entries(self, inside: str, alias: str) -> str:
        return f"json_each({inside}) AS {alias}"

    def item(self, alias: str) -> str:
        as_it_is = "WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'"
        nested = f"WHEN 'array' THEN {alias}.value WHEN 'object' THEN {alias}.value"
        return f"CASE {alias}.type {as_it_is} {nested} ELSE json_quote({alias}.value) END"

    def item_text(self, alias: str) -> str:
        return f"{alias}.value"

    def ids(self, inside: str, alias: str) -> str:
        return f'(SELECT value AS "#id", key AS "#place" FROM {self.items(inside, "e")}) AS {alias}'

    def opaque(self, text: str) -> str:
        return f"hex({text})"

    def among(self, many: str, one: str) -> str:
        return f"EXISTS (SELECT 1 FROM json_each({many}) AS e WHERE e.value = {one})"

    def last(self, value: Sql, size: Sql) -> Sql:
        # Beside the only max(), SQLite takes plain columns from the row that has it.
        text = f'CASE WHEN max("#") FILTER (WHERE "#" <= {size.text}) IS NOT NULL THEN {value.text} END'
        return Sql(text, (*size.values, *value.values))


def value(shown: object) -> Template | None:
    """What `json_object` takes for a value; None for JSON, which would have to be parsed."""
    match shown:
        case Shown(_, Form.JSON):
            return None
        case Shown(condition, Form.TRUTH):
            return Template("json(CASE ", condition, " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)")
        case Shown(plain):
            return plain
    return None
