"""The queries whose speed is measured are queries of this API, and the database answers each of them alone."""

from pathlib import Path

import pytest
from graphql import GraphQLSchema

from benchmarks import reads
from domain.rooms import ROOMS
from graphql_api.documents import Documents
from graphql_api.schema import schema
from projections.compiling.compiler import Compiler
from projections.compiling.postgres import PostgresJson
from projections.postgres_dialect import PostgresDialect
from projections.tables import tables

QUERIES = sorted((Path(reads.__path__[0]) / "queries").glob("*.graphql"))
GIVEN = {"id": "plan-1", "unit": "unit-1", "status": "CLOSED", "severity": 1}


@pytest.fixture(scope="module")
def made() -> GraphQLSchema:
    """The schema of all rooms."""
    return schema(*ROOMS)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_measured_query_is_answered_by_the_database_alone(made: GraphQLSchema, file: Path) -> None:
    prepared = Documents(made).prepare(file.read_text(), None)
    named = {each.variable.name.value for each in prepared.operation.variable_definitions or ()}
    variables = prepared.variables({name: value for name, value in GIVEN.items() if name in named})
    compiler = Compiler(PostgresDialect(), PostgresJson(), tables(ROOMS))
    assert prepared.plans.straight(compiler, variables)
