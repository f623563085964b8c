"""JSON as PostgreSQL builds it."""

from collections.abc import Sequence

from projections.compiling.json import Form, Member, Shown, name_of
from projections.compiling.template import Template, joined
from projections.dialect import Sql
from projections.tables import Column, Kind


class PostgresJson:
    """Everything is made text as it is put together, also JSON: its functions look anew for the type of each value."""

    mark = "%s"
    bound_text = "%s::text"
    lateral = True
    ordered = False
    numbers = 'row_number() OVER () AS "#", count(*) OVER () AS "##"'

    def shown(self, column: Column, name: str) -> str:
        match column.kind:
            case Kind.MOMENT:
                return f"""to_char({name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
            case Kind.DATE | Kind.DECIMAL | Kind.JSON:
                return f"{name}::text"
            case _:
                return name

    def quoted(self, text: Template) -> Template:
        return Template("coalesce(to_json(", text, ")::text, 'null')")

    def object(self, members: Sequence[Member]) -> Template | None:
        values = [shown.value for _, shown in members if isinstance(shown, Shown) and shown.form in TEXTS]
        if not 0 < len(values) == len(members):
            return None
        names = joined(", ", (name_of(name, self.bound_text) for name, _ in members))
        return Template("json_object(ARRAY[", names, "], ARRAY[", joined(", ", values), "])::text")

    def whole(self, answer: Template) -> Template:
        return answer

    def inside(self, column: Column, name: str) -> str:
        return f"{name}::json" if column.many else name

    def member(self, inside: str, name: str) -> str:
        return f"({inside} -> '{name}')"

    def as_text(self, inside: str) -> str:
        return f"{inside}::text"

    def once(self, text: str) -> str:
        return f"(SELECT {text})"

    def text(self, inside: str, name: str) -> str:
        return f"({inside} ->> '{name}')"

    def items(self, inside: str, alias: str) -> str:
        listed = f"CASE json_typeof({inside}) WHEN 'array' THEN {inside} END"
        return f"json_array_elements({listed}) WITH ORDINALITY AS {alias}(value, place)"

    def entries(self, inside: str, alias: str) -> str:
        return f"json_each({inside}) AS {alias}"

    def item(self, alias: str) -> str:
        return f"{alias}.value::text"

    def item_text(self, alias: str) -> str:
        return f"({alias}.value #>> '{{}}')"

    def ids(self, inside: str, alias: str) -> str:
        return (
            f"""(SELECT e.value #>> '{{}}' AS "#id", e.place AS "#place" FROM {self.items(inside, "e")}) AS {alias}"""
        )

    def opaque(self, text: str) -> str:
        return f"encode(convert_to({text}, 'UTF8'), 'hex')"

    def among(self, many: str, one: str) -> str:
        return f"{many} @> jsonb_build_array({one})"

    def last(self, value: Sql, size: Sql) -> Sql:
        text = f'max({value.text}) FILTER (WHERE "#" = least("##", {size.text}))'
        return Sql(text, (*value.values, *size.values))


TEXTS = {Form.TEXT, Form.PLAIN}
