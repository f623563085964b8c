"""The questions that are answered by one expression of SQL: each function makes what one kind of root field asks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from domain.shared.refusal import Labelled
from graphql_api.asking import Asked
from graphql_api.limits import PAGE
from graphql_api.names import opened
from graphql_api.reads import Listing, Narrowing, pages
from graphql_api.refusals import TOO_MANY
from graphql_api.registry import TypeRegistry
from graphql_api.threads import may_block
from projections.compiling.compiler import Compiler
from projections.compiling.template import Given, Hole, Template
from projections.dialect import Sql
from projections.tables import Table

Question: TypeAlias = Callable[[Asked, Compiler], Template]

IDS = Labelled("ids", "ids", "标识")


def one(table: Table, key: Callable[[Mapping[str, Any]], str]) -> Question:
    """One row, with the key that the arguments say."""

    def asks(asked: Asked, compiler: Compiler) -> Template:
        arguments = asked.arguments()
        return compiler.row(table, asked.fields(), lambda given: key(arguments(given)))

    return asks


def page(listing: Listing, narrow: Narrowing | None = None) -> Question:
    """A page of all rows of a table."""
    reads = pages(listing, narrow=narrow)
    return lambda asked, compiler: compiler.page(reads(asked))


def position(_: Asked, compiler: Compiler) -> Template:
    """The place in the log that the whole answer is of."""
    return compiler.position()


def node(registry: TypeRegistry) -> Question:
    """Anything, by its id."""

    def asks(asked: Asked, compiler: Compiler) -> Template:
        arguments, any_row = asked.arguments(), AnyRow(registry, asked, compiler)
        return Template(Hole(lambda given: any_row.named(arguments(given)["id"], given), None))

    return asks


def nodes(registry: TypeRegistry) -> Question:
    """Several things, by their ids. Refuses TOO_MANY."""

    def asks(asked: Asked, compiler: Compiler) -> Template:
        arguments, any_row = asked.arguments(), AnyRow(registry, asked, compiler)

        def listed(given: Given) -> Sql:
            ids = arguments(given)["ids"]
            if len(ids) > PAGE:
                raise TOO_MANY(limit=PAGE, what=IDS)
            return compiler.listed(any_row.named(id, given) for id in ids).written(given)

        return Template(Hole(listed, None))

    return asks


class AnyRow:
    """A row of whichever table its id names: an expression for each, made when the first such id comes."""

    def __init__(self, registry: TypeRegistry, asked: Asked, compiler: Compiler) -> None:
        self._registry, self._compiler = registry, compiler
        self._fields = {kind: asked.fields(kind) for kind in registry.kinds}
        self._made: dict[str, Template] = {}

    def named(self, id: str, given: Given) -> Sql:
        """The expression for the row; NULL where the id names none."""
        kind, key = opened(id, self._registry.kinds)
        if kind is None:
            return Sql("NULL")
        if kind not in self._made:
            may_block()
            table = self._registry.tables[self._registry.kinds[kind]]
            self._made[kind] = self._compiler.row(table, self._fields[kind], lambda given: given.root)
        return self._made[kind].filled(replace(given, root=key))
