"""The queries whose speed is measured are queries of this API, and the database answers each of them alone."""

import pytest
from graphql import GraphQLSchema

from benchmarks.reads.company import QUICK
from benchmarks.reads.questions import QUERIES, QUESTIONS, Question
from domain.rooms import ROOMS
from graphql_api.documents import Documents
from graphql_api.schema import schema
from projections.compiling.compiler import Compiler
from projections.compiling.postgres import PostgresJson
from projections.postgres_dialect import PostgresDialect
from projections.tables import tables


@pytest.fixture(scope="module")
def made() -> GraphQLSchema:
    """The schema of all rooms."""
    return schema(*ROOMS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_measured_query_is_answered_by_the_database_alone(made: GraphQLSchema, question: Question) -> None:
    document = (QUERIES / f"{question.name}.graphql").read_text()
    prepared = Documents(made).prepare(document, None)
    variables = prepared.variables(dict(next(question.arguments(QUICK))))
    compiler = Compiler(PostgresDialect(), PostgresJson(), tables(ROOMS))
    assert prepared.plans.operation(compiler, variables)
