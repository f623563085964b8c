"""The demonstration company, asked for everything that the schema offers: each type is true of real rows."""

import asyncio

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from starlette.applications import Starlette

from domain.rooms import ROOMS
from domain.shared.values import civil
from graphql_api.app import create_app
from graphql_api.names import camel
from graphql_api.schema import schema
from opsledger.compose import Product
from opsledger.demo.people import AUDITOR, PERSONAS, Persona
from projections.reports import REPORTS
from tests.api.running import client
from tests.demonstration import NOW

SCHEMA = schema(*ROOMS)
LISTS = sorted(
    name
    for name, field in (SCHEMA.query_type.fields if SCHEMA.query_type else {}).items()
    if get_named_type(field.type).name.endswith("Connection")
)
TELLING = (
    "plan.issued", "plan.reissued", "plan.reminded",
    "issue.dismissed", "issue.merged", "issue.reminded", "issue.measure.reminded", "issue.escalated",
    "appraisal.reminded", "appraisal.form.self_assessment_reminded", "appraisal.result_delivered",
    "project.team_assembled", "project.team_changed", "peer_evaluation.invited", "project.reminded", "goal.reminded",
    "coordination.reminded", "coordination.failed",
)  # fmt: skip
EMPTY = {
    "consumers", "delegations", "matrices", "myNotices", "myTasks", "planOpinions", "selfApprovals",
    "decisionsAgainstOpinion", "approvalsAfterTheFact", "numberingGaps",
}  # fmt: skip
REPORTED = {camel(report.many) for report in REPORTS}
"""Lists whose rows have no ids: answers to ready questions."""
TOKEN = next(each.token for each in PERSONAS if each.person == AUDITOR)


@pytest.fixture(scope="module")
def app(demonstration: Product) -> Starlette:
    return create_app(demonstration)


def selection(type_: GraphQLOutputType, depth: int) -> str:
    """Everything that a type shows without arguments, relations to that depth, and a few rows of each list."""
    kind = get_named_type(type_)
    assert isinstance(kind, GraphQLObjectType)
    return "{ " + " ".join(chosen(name, field, depth) for name, field in kind.fields.items()) + " }"


def chosen(name: str, field: GraphQLField, depth: int) -> str:
    kind = get_named_type(field.type)
    if is_leaf_type(kind):
        return name
    if not isinstance(kind, GraphQLObjectType):
        return f"{name} {{ __typename }}"
    if any(map(is_required_argument, field.args.values())) or (depth == 0 and kind.interfaces):
        return ""
    if kind.name.endswith("Connection"):
        return f"{name}(first: 3) {{ totalCount nodes {{ __typename }} }}" if depth else ""
    return f"{name} {selection(kind, depth - bool(kind.interfaces))}"


@pytest.mark.parametrize("name", LISTS)
def test_every_field_of_every_row_is_answered(app: Starlette, name: str) -> None:
    assert SCHEMA.query_type
    row = SCHEMA.query_type.fields[name].type
    nodes = get_named_type(row).fields["nodes"].type

    async def scene() -> None:
        async with client(app, TOKEN) as auditor:
            data = await auditor.ask(f"{{ {name}(first: 100) {{ totalCount nodes {selection(nodes, 1)} }} }}")
            assert data[name]["nodes"] or name in EMPTY, "make one in opsledger/demo, or name the list in EMPTY"
            assert all(node.get("key") or node.get("id") or name in REPORTED for node in data[name]["nodes"])

    asyncio.run(scene())


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each.person != AUDITOR], ids=lambda each: each.token)
def test_people_are_told_exactly_what_the_events_say(app: Starlette, persona: Persona) -> None:
    told = "first: 100) { nodes { position toldIds told { key } } }"

    async def scene() -> None:
        async with client(app, TOKEN) as auditor, client(app, persona.token) as caller:
            of_type = [f'e{n}: events(filter: {{type: {{eq: "{type}"}}}}, {told}' for n, type in enumerate(TELLING)]
            telling = await auditor.ask(f"{{ {' '.join(of_type)} }}")
            nodes = [event for each in telling.values() for event in each["nodes"]]
            mine = sorted(e["position"] for e in nodes if {"key": persona.person} in e["told"])
            notices = (await caller.ask(f"{{ myNotices({told} }}"))["myNotices"]["nodes"]
            assert [each["position"] for each in notices] == mine[::-1]
            assert mine or persona.person not in ("he-fang", "zhou-mingyuan")

    asyncio.run(scene())


def test_the_content_of_a_plan_is_told_at_any_version_and_as_of_any_moment(app: Starlette) -> None:
    content = 'plan(id: "plan-annual") { status content { focus } versions { focus } }'

    async def scene() -> None:
        async with client(app, TOKEN) as auditor:
            history = "history(first: 20) { nodes { type position recordedAt } }"
            query = f'{{ {content} plan(id: "plan-annual") {{ {history} }} }}'
            now = (await auditor.ask(query))["plan"]
            revised = next(each for each in now["history"]["nodes"] if each["type"] == "plan.revised")
            old, new = (version["focus"] for version in now["versions"])
            assert (old, new) == ("缩短交付周期", now["content"]["focus"]) and old != new
            moments = (f"position: {revised['position'] - 1}", f"at: \"{revised['recordedAt']}\"")
            before, after = [(await auditor.ask(f"{{ asOf({each}) {{ {content} }} }}"))["asOf"] for each in moments]
            assert before["plan"] == {"status": "RETURNED", "content": {"focus": old}, "versions": [{"focus": old}]}
            assert after["plan"]["content"] == {"focus": new}
            of_unit = 'planAdjustments(first: 9, filter: {unitId: {eq: "U-MKT"}}) { nodes { unitId } }'
            of_plan = 'plan(id: "plan-quarter") { adjustments(first: 9) { totalCount } }'
            found = await auditor.ask(f"{{ {of_unit} {of_plan} }}")
            assert found["planAdjustments"]["nodes"] and found["plan"]["adjustments"]["totalCount"]

    asyncio.run(scene())


def test_a_progress_meeting_that_was_missed_shows(app: Starlette) -> None:
    meetings = 'filter: {rule: {eq: "project.meeting"}}'

    async def scene() -> None:
        async with client(app, TOKEN) as auditor:
            query = f"""{{ obligations(first: 100, {meetings}) {{ nodes {{ status due recordId nth }} }}
                overdueObligations(first: 100, {meetings}) {{ nodes {{ due recordId nth }} }} }}"""
            told = await auditor.ask(query)
            owed = [each for each in told["obligations"]["nodes"] if each.pop("status") == "OPEN"]
            missed = [each for each in owed if each["due"] < str(civil(NOW))]
            assert missed
            assert sorted(told["overdueObligations"]["nodes"], key=str) == sorted(missed, key=str)

    asyncio.run(scene())
