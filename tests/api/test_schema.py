"""The schema is kept in the repository: every change is seen, and none breaks what clients rely on."""

import subprocess
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLSchema, build_schema, is_introspection_type
from graphql.utilities import find_breaking_changes

import graphql_api
from domain.rooms import ROOMS
from graphql_api.schema import print_schema, schema

KEPT = Path(graphql_api.__file__).with_name("schema.graphql")


@pytest.fixture(scope="module")
def real() -> GraphQLSchema:
    """The schema of the product."""
    return schema(*ROOMS)


def test_the_schema_is_the_one_that_is_kept() -> None:
    assert print_schema() == KEPT.read_text(), "python -m graphql_api.schema writes it anew; read the difference first"


def test_no_change_since_the_last_commit_breaks_a_client() -> None:
    committed = subprocess.run(
        ["git", "show", f"HEAD:graphql_api/{KEPT.name}"], cwd=KEPT.parent, capture_output=True, text=True, check=False
    )
    if committed.returncode:
        pytest.skip("there is no commit to compare with")
    breaking = find_breaking_changes(build_schema(committed.stdout), build_schema(print_schema()))
    assert [change.description for change in breaking] == []


def test_everything_is_described(real: GraphQLSchema) -> None:
    nameless = []
    for name, kind in real.type_map.items():
        if is_introspection_type(kind):
            continue
        if not kind.description:
            nameless.append(name)
        for field_name, field in getattr(kind, "fields", {}).items():
            if not field.description:
                nameless.append(f"{name}.{field_name}")
            arguments = {} if isinstance(kind, GraphQLInputObjectType) else field.args
            nameless += [f"{name}.{field_name}({a}:)" for a, argument in arguments.items() if not argument.description]
    assert nameless == []


def test_an_input_says_of_a_field_what_the_event_says_of_it(real: GraphQLSchema) -> None:
    given = real.type_map["AuthorityGrantDelegationInput"]
    assert isinstance(given, GraphQLInputObjectType)
    assert given.fields["validTo"].description == "The last day of it."


def test_every_act_of_people_is_a_mutation_and_none_of_the_system(real: GraphQLSchema) -> None:
    assert real.mutation_type
    mutations = set(real.mutation_type.fields)
    for room in ROOMS:
        for act in room.acts.values():
            head, *rest = f"{room.name}_{act.verb}".split("_")
            name = head + "".join(map(str.title, rest))
            by_people = any(grant.role != "SYSTEM" for grant in act.grants)
            assert (name in mutations) == by_people, name


def test_terms_are_said_in_both_languages(real: GraphQLSchema) -> None:
    status = real.type_map["PlanStatus"]
    assert isinstance(status, GraphQLEnumType)
    assert status.values["DRAFT"].description == "draft · 草稿"
