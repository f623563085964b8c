"""Values that nobody should send, and texts that are nearly right."""

import json
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)

TEXTS = (
    "", " ", "\u0000", "\ud800", "\U0010ffff", "\u202e", "'; DROP TABLE events; --", '"', "%", "_", "\\", "{{7*7}}",
    "../../etc/passwd", "null", "NaN", "2026-02-30", "9999-12-31T23:59:60+99:99", "1e999", "-0", "[a-", "(a+)+$",
    "organisation", "计划", "é", "x" * 5_000, "T3JnYW5pc2F0aW9uOm9yZ2FuaXNhdGlvbg==", "AAAA====", "WzAsMV0=",
)  # fmt: skip
NUMBERS = (0, -1, 1, 101, 2**31, -(2**31) - 1, 2**53 + 1, 2**63, -(2**63) - 1, 10**40, 0.1, -1e308, 1e-320)
NAMES = ("__typename", "__schema", "__type", "__proto__", "id", "nodes", "totalCount", "a" * 300, "_", "π")
FALSE_LITERALS = (
    "1e999",
    "-",
    "0x1",
    "$unknown",
    "$",
    "{",
    "[",
    "]",
    '"',
    '"""',
    "...",
    "@include",
    "#",
    "\ufeff",
    "&",
)


def value(random: Random, depth: int = 0) -> Any:
    """Any JSON value, mostly a strange one."""
    kind = random.random()
    if kind < 0.35:
        return random.choice(TEXTS)
    if kind < 0.7:
        return random.choice(NUMBERS)
    if kind < 0.8 or depth > 3:
        return random.choice((None, True, False))
    if kind < 0.9:
        return [value(random, depth + 1) for _ in range(random.randint(0, 4))]
    return {random.choice(NAMES): value(random, depth + 1) for _ in range(random.randint(0, 4))}


def fitting(random: Random, kind: Any, depth: int = 0) -> Any:
    """A value of an input type; now and then one that is none."""
    if random.random() < 0.12:
        return value(random)
    if isinstance(kind, GraphQLNonNull):
        return fitting(random, kind.of_type, depth)
    if random.random() < 0.1:
        return None
    if isinstance(kind, GraphQLList):
        return [fitting(random, kind.of_type, depth + 1) for _ in range(random.randint(0, 3))]
    if isinstance(kind, GraphQLEnumType):
        return Literal(random.choice(list(kind.values)))
    if isinstance(kind, GraphQLInputObjectType):
        chosen = {
            name: field
            for name, field in kind.fields.items()
            if depth < 6 and (isinstance(field.type, GraphQLNonNull) or random.random() < 0.3)
        }
        return {name: fitting(random, field.type, depth + 1) for name, field in chosen.items()}
    if kind.name == "Int":
        return random.choice((1, 2, 100, *NUMBERS))
    if kind.name == "Boolean":
        return random.random() < 0.5
    return random.choice((*TEXTS, "5", "2026-01-31", "2026-01-31T00:00:00Z"))


class Literal(str):
    """A word that is written without quotes."""


def written(given: Any) -> str:
    """A value as GraphQL writes it."""
    if isinstance(given, Literal):
        return str(given)
    if isinstance(given, dict):
        return "{" + ", ".join(f"{name}: {written(each)}" for name, each in given.items()) + "}"
    if isinstance(given, list):
        return "[" + ", ".join(map(written, given)) + "]"
    return json.dumps(given)


class Documents:
    """Writes operations of a schema that are nearly valid. `held` are fields that every input of an act is given."""

    def __init__(self, schema: GraphQLSchema, held: dict[str, Any]) -> None:
        self._schema, self._held = schema, held

    def __call__(self, random: Random) -> str:
        """A document."""
        roots = [("query", self._schema.query_type), ("mutation", self._schema.mutation_type)]
        word, root = random.choice([*roots, roots[0], ("subscription", self._schema.subscription_type)])
        text = f"{word} {self._selection(random, root, 0)}"
        if random.random() < 0.15:
            text += " fragment f on Query { ...f } fragment g on Nothing { a }"
        return changed(random, text) if random.random() < 0.25 else text

    def _selection(self, random: Random, kind: Any, depth: int) -> str:
        fields = getattr(kind, "fields", {}) if kind else {}
        chosen = random.sample(list(fields), min(len(fields), random.randint(1, 4 if depth < 3 else 2)))
        parts = [self._field(random, name, fields[name], depth) for name in chosen]
        if random.random() < 0.06:
            parts.append(random.choice((*NAMES, "...f", "... on Plan { id }", "... @skip(if: 1) { id }")))
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def _field(self, random: Random, name: str, field: Any, depth: int) -> str:
        given = {
            argument: fitting(random, about.type)
            for argument, about in field.args.items()
            if isinstance(about.type, GraphQLNonNull) or random.random() < 0.4
        }
        if "first" in field.args and random.random() < 0.9:
            given = {each: value for each, value in given.items() if each != "last"} | {"first": random.randint(1, 5)}
        if isinstance(given.get("input"), dict):
            given["input"] |= self._held
        arguments = "(" + ", ".join(f"{each}: {written(value)}" for each, value in given.items()) + ")" if given else ""
        alias = f"{random.choice('abc')}: " if random.random() < 0.2 else ""
        named = get_named_type(field.type)
        if not is_composite_type(named):
            return f"{alias}{name}{arguments}"
        inside = self._selection(random, named, depth + 1) if depth < 9 else "{ __typename }"
        return f"{alias}{name}{arguments} {inside}"


def changed(random: Random, text: str) -> str:
    """The text with something taken out, put in, or twice."""
    for _ in range(random.randint(1, 3)):
        at, size = random.randrange(len(text) + 1), random.randint(1, 12)
        strange = random.choice((*FALSE_LITERALS, *NAMES, *TEXTS))
        ways = (
            text[:at] + text[at + size :],
            text[:at] + strange + text[at:],
            text[: at + size] + text[at:],
            text[:at],
        )
        text = random.choice(ways)
    return text
