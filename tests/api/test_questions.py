"""Questions at the root: anything by its id, who is calling, what waits for them; and what each may see."""

import asyncio
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.applications import Starlette

from graphql_api.app import create_app
from tests.api.running import Client, Running, client, running, token


class Company(NamedTuple):
    """Ana heads it; Bo gardens below her; Aud audits; Ina calls for a program that may see the organisation only."""

    product: Running
    app: Starlette
    garden: dict[str, Any]
    bed: dict[str, Any]


async def founded(app: Starlette, product: Running) -> Company:
    async with client(app) as admin:
        given = {"company": "Green", "structuralForm": "直线职能制", "headquarters": "Head office", "unitId": "hq"}
        await admin.do("organisationFound", given)
        for person, roles, superior in (
            ("ana", ["MGMT"], None), ("bo", ["PG"], "ana"), ("aud", ["AUD"], "ana"), ("ina", ["INT"], "ana")
        ):  # fmt: skip
            position = await admin.do(
                "organisationDefinePosition", {"name": f"As {person}", "roles": roles}, "organisationPosition { key }"
            )
            hired = {"name": person.title(), "personId": person, "unitId": "hq", "superiorId": superior}
            await admin.do("organisationHirePerson", {**hired, "positionId": position["organisationPosition"]["key"]})
        done = await admin.do(
            "gardenOpen",
            {"name": "Park", "area": 9, "gardenerId": "bo", "helperIds": ["ana", "bo"]},
            "garden { id key }",
        )
        bed = await admin.do("gardenDig", {"id": done["garden"]["id"], "area": 2}, "bed { id key }")
        for name, scopes in (("for ina", ["organisation"]), ("for bo", [])):
            secret = sha256(f"secret {name}".encode()).hexdigest()
            person = name.split()[-1]
            await admin.do(
                "tokenIssue",
                {"personId": person, "label": name, "hash": secret, "expiresOn": "2199-01-01", "scopes": scopes},
            )
        return Company(product, app, done["garden"], bed["bed"])


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("company")
    with running(str(folder), str(folder)) as product:
        app = create_app(product)
        yield asyncio.run(founded(app, product))


@pytest.fixture
def play(company: Company) -> Callable[..., None]:
    def played(scene: Any, person: str) -> None:
        bearer = person if person.startswith(("secret", "the-")) else token(person)

        async def whole() -> None:
            async with client(company.app, bearer) as somebody:
                await scene(somebody)

        asyncio.run(whole())

    return played


def test_anything_is_found_by_its_opaque_id(play: Any, company: Company) -> None:
    async def scene(bo: Client) -> None:
        ids = [company.bed["id"], company.garden["id"], "no-such-id", company.garden["key"]]
        document = """query($ids: [ID!]!, $one: ID!) {
          node(id: $one) { __typename id ... on Record { key version history(first: 1) { nodes { type } } } }
          nodes(ids: $ids) { __typename ... on Garden { name } ... on GardenBed { area } }
        }"""
        data = await bo.ask(document, ids=ids, one=company.garden["id"])
        assert data["node"]["key"] == company.garden["key"]
        assert data["node"]["history"]["nodes"] == [{"type": "garden.opened"}]
        assert data["nodes"] == [
            {"__typename": "GardenBed", "area": "2"}, {"__typename": "Garden", "name": "Park"}, None, None,
        ]  # fmt: skip

    play(scene, "bo")


def test_a_row_is_asked_for_by_id_or_key_but_not_by_that_of_another_kind(play: Any, company: Company) -> None:
    async def scene(bo: Client) -> None:
        document = "query($id: ID!) { garden(id: $id) { name } }"
        for id in company.garden.values():
            assert (await bo.ask(document, id=id))["garden"] == {"name": "Park"}
        assert (await bo.ask(document, id="nothing"))["garden"] is None
        answer = await bo.post(document, id=company.bed["id"])
        assert answer.status_code == 294
        assert answer.json()["data"] == {"garden": None}
        assert answer.json()["errors"][0]["extensions"]["code"] == "input.wrong_kind"

    play(scene, "bo")


def test_several_things_are_asked_of_one_moment_beside_what_is_asked_of_now(play: Any, company: Company) -> None:
    async def scene(bo: Client) -> None:
        counts = "gardens(first: 1) { totalCount } gardenBeds(first: 1) { totalCount }"
        document = f"query($one: ID!) {{ {counts} then: asOf(position: 3) {{ {counts} garden(id: $one) {{ name }} }} }}"
        told = await bo.ask(document, one=company.garden["id"])
        none = {"totalCount": 0}
        assert told["gardens"] == told["gardenBeds"] == {"totalCount": 1}
        assert told["then"] == {"gardens": none, "gardenBeds": none, "garden": None}

    play(scene, "bo")


def test_callers_know_who_they_are(play: Any) -> None:
    async def scene(bo: Client) -> None:
        data = await bo.ask("{ me { key roles scopes person { name } } organisation { company } position }")
        assert data["me"] == {"key": "bo", "roles": ["EMP", "PG"], "scopes": [], "person": {"name": "Bo"}}
        assert data["organisation"] == {"company": "Green"}
        assert data["position"] > 0

    play(scene, "bo")


def test_a_relation_to_people_leads_there_and_back(play: Any, company: Company) -> None:
    async def scene(bo: Client) -> None:
        document = """query($id: ID!) { garden(id: $id) {
          gardenerId gardener { id key name gardensByGardener(first: 5) { nodes { name } } } helperIds helpers { key }
          createdBy { name } createdById
        } }"""
        garden = (await bo.ask(document, id=company.garden["id"]))["garden"]
        assert garden["gardener"]["id"] == garden["gardenerId"]
        assert garden["gardener"]["gardensByGardener"]["nodes"] == [{"name": "Park"}]
        assert [each["key"] for each in garden["helpers"]] == ["ana", "bo"]
        assert garden["helperIds"][1] == garden["gardenerId"]
        assert garden["createdBy"] is None  # the administrator is nobody of the organisation

    play(scene, "bo")


WAITING = """{ myTasks(first: 10, filter: {act: {eq: "garden.plant"}}) {
  totalCount nodes { title act partId person { key } record { key } }
} }"""


def test_work_waits_for_its_person_only(play: Any, company: Company) -> None:
    async def bos(bo: Client) -> None:
        (task,) = (await bo.ask(WAITING))["myTasks"]["nodes"]
        assert (task["act"], task["title"], task["person"]) == ("garden.plant", "Park", {"key": "bo"})
        assert task["record"] == {"key": company.garden["key"]}

    async def anas(ana: Client) -> None:
        assert (await ana.ask(WAITING))["myTasks"]["totalCount"] == 0

    play(bos, "bo")
    play(anas, "ana")


def test_events_are_read_from_a_position_on(play: Any) -> None:
    async def scene(aud: Client) -> None:
        document = """query($after: LogPosition!) {
          events(first: 100, filter: {position: {gt: $after}}) { nodes { position } }
        }"""
        places = [each["position"] for each in (await aud.ask(document, after=3))["events"]["nodes"]]
        assert places == list(range(4, places[-1] + 1))

    play(scene, "aud")


@pytest.mark.parametrize(("person", "may"), [("aud", True), ("the-administrator's-token", True), ("bo", False)])
def test_refused_commands_are_for_auditors_and_administrators(play: Any, person: str, may: bool) -> None:
    async def scene(somebody: Client) -> None:
        answer = await somebody.post("{ refusals(first: 5) { number code } }")
        assert answer.status_code == (200 if may else 294)
        if not may:
            assert answer.json()["errors"][0]["extensions"]["code"] == "authority.readers"

    play(scene, person)


def test_a_program_sees_its_scope(play: Any) -> None:
    async def scene(ina: Client) -> None:
        data = await ina.ask(
            "{ gardens(first: 5) { totalCount } people(first: 5) { totalCount } tokens(first: 5) { totalCount } }"
        )
        assert data == {"gardens": {"totalCount": 0}, "people": {"totalCount": 4}, "tokens": {"totalCount": 0}}

    play(scene, "secret for ina")


def test_people_see_their_own_tokens_only(play: Any) -> None:
    async def scene(bo: Client) -> None:
        data = await bo.ask("{ tokens(first: 5) { nodes { label } } signatures(first: 1) { totalCount } }")
        assert data["tokens"]["nodes"] == [{"label": "for bo"}]

    play(scene, "secret for bo")


def test_auditors_see_everything_and_can_do_nothing(play: Any, company: Company) -> None:
    async def scene(aud: Client) -> None:
        data = await aud.ask(
            "{ tokens(first: 5) { totalCount } gardens(first: 1) { nodes { allowedCommands { act } } } }"
        )
        assert data["tokens"]["totalCount"] == 2
        assert data["gardens"]["nodes"] == [{"allowedCommands": []}]
        done = await aud.try_("gardenRename", {"id": company.garden["id"], "name": "Mine"})
        assert done["refusal"]["code"] == "authority.auditor"

    play(scene, "aud")


def test_the_words_of_every_enumeration_can_be_read(play: Any) -> None:
    async def scene(bo: Client) -> None:
        terms = {
            each["name"]: each["values"]
            for each in (await bo.ask("{ terms { name values { value label labelZh } } }"))["terms"]
        }
        assert terms["GardenStatus"][1] == {"value": "CLOSED", "label": "closed", "labelZh": "关闭"}
        assert {"value": "MGMT", "label": "company management", "labelZh": "公司管理层"} in terms["Role"]

    play(scene, "bo")
