"""What is run to answer an operation: the statements, their values, and how the database goes about them."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, NamedTuple, cast

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, OperationType

from application.access import Caller
from graphql_api.asking import Asked, Asking
from graphql_api.context import Moment, Product, RequestContext
from graphql_api.documents import Documents
from graphql_api.plans import planned
from graphql_api.threads import Threads
from projections.compiling.template import Template
from projections.dialect import Sql

ELSEWHERE = "the views do not have it; what it leads to in them is read by statements of their own"
ACT = "an act; the records in its answer are read by statements of their own"
COMPOSED = "a statement of its own: part of what is asked is reckoned elsewhere and put in"


class Question(NamedTuple):
    """A field at the root, by its path in the answer; the column of a statement for it, if it is compiled.

    `apart` says why it does not go along with the others in one statement, if it does not.
    """

    path: str
    answer: Template | None
    apart: str = ""


class Statement(NamedTuple):
    """What is run for some fields at the root, and how the database goes about it."""

    fields: tuple[str, ...]
    sql: Sql
    plan: list[str]


class Explained(NamedTuple):
    """The statements, and the fields at the root that do not go along in one, each with the reason."""

    statements: list[Statement]
    apart: dict[str, str]


def explained(
    schema: GraphQLSchema, product: Product, caller: Caller, text: str, operation: str | None, given: dict[str, Any]
) -> Explained:
    """How an operation is answered to the caller. Raises NotAnswered; refuses what its arguments refuse."""
    prepared = Documents(schema).prepare(text, operation)
    variables = prepared.variables(given)
    asking, kind = Asking(schema, prepared.fragments, variables), schema.get_root_type(prepared.operation.operation)
    assert kind
    with closing(Threads()) as threads:
        context = RequestContext(product, threads, caller, prepared.plans, variables)
        nodes = [cast("FieldNode", prepared.operation)]
        if prepared.operation.operation is OperationType.QUERY:
            asked = list(questions(asking, kind, nodes, context))
        else:
            asked = [Question(name, None, ACT) for name in asking.collected(kind, nodes)]
        found = list(statements(asked, context))
    return Explained(found, {each.path: each.apart for each in asked if each.apart})


def questions(
    asking: Asking,
    kind: GraphQLObjectType,
    nodes: list[FieldNode],
    context: RequestContext,
    of: Moment | None = None,
    inside: str = "",
) -> Iterator[Question]:
    """Each field at the root; of `asOf` each field inside. Refuses what their arguments refuse."""
    for name, asked in asking.collected(kind, nodes).items():
        path, called = f"{inside}{name}", asked[0].name.value
        field = None if called.startswith("__") else Asked(asking, kind.fields[called], asked)
        if field and field.definition.travels:
            then = context.meant(field.arguments()(context.given(of)))
            yield from questions(asking, kind, asked, context, then, f"{path}.")
        elif field and field.definition.asks:
            plan = planned(field, context.product.views.compiler)
            column = plan.template.filled(context.given(of))
            yield Question(path, Template(column), COMPOSED if plan.composed else "")
        else:
            yield Question(path, None, ELSEWHERE)


def statements(asked: Iterable[Question], context: RequestContext) -> Iterator[Statement]:
    """One statement if the database can answer everything at once; else one for each field that is compiled."""
    views, compiled = context.product.views, [each for each in asked if each.answer]
    groups = [[each] for each in compiled] if any(each.apart for each in asked) else [compiled]
    for several in groups:
        answers = [each.answer for each in several if each.answer]
        sql = views.compiler.statement(answers).filled(context.given(None))
        yield Statement(tuple(each.path for each in several), sql, views.database.plan(*sql))
