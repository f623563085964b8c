"""Lists: pages, filters, orders, counts, relations; and that many rows cost no more statements than few."""

import asyncio
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from graphql_api.app import create_app
from tests.api.running import ADMIN, Client, Running, client, running

GARDENS = [
    {"name": f"Garden {n % 7}", "area": str(Decimal(n * 37 % 101) + Decimal("1.5")), "public": n % 3 == 0}
    | ({"closes": f"20{30 + n % 5}-01-01"} if n % 4 else {})
    for n in range(23)
]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def gardens(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Starlette]]:
    """Twenty-three gardens, each with a bed and beside the first."""
    folder: Path = tmp_path_factory.mktemp("gardens")
    views = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else str(folder)
    with running(str(folder), views) as product:
        app = create_app(product)

        async def planted() -> None:
            async with client(app) as admin:
                first = None
                for given in GARDENS:
                    made = await admin.do("gardenOpen", {**given, "neighbourId": first}, "garden { id }")
                    first = first or made["garden"]["id"]
                    await admin.do("gardenDig", {"id": made["garden"]["id"], "area": 2})

        asyncio.run(planted())
        yield product, app


@pytest.fixture
def play(gardens: tuple[Running, Starlette]) -> Callable[..., None]:
    def played(scene: Any, bearer: str = ADMIN) -> None:
        async def whole() -> None:
            async with client(gardens[1], bearer) as somebody:
                await scene(somebody)

        asyncio.run(whole())

    return played


ORDERS: list[list[dict[str, str]]] = [
    [],
    [{"field": "AREA"}],
    [{"field": "NAME", "direction": "DESC"}, {"field": "AREA"}],
    [{"field": "CLOSES"}, {"field": "PUBLIC", "direction": "DESC"}],
    [{"field": "CLOSES", "direction": "DESC"}],
    [{"field": "NEIGHBOUR"}, {"field": "CREATED_AT", "direction": "DESC"}],
]
LIST = """query List(
  $first: Int, $last: Int, $after: String, $before: String, $order: [GardenOrder!], $filter: GardenFilter
) {
  gardens(first: $first, last: $last, after: $after, before: $before, orderBy: $order, filter: $filter) {
    edges { cursor node { id key name area closes public neighbourId } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}"""


def sort_key(order: dict[str, str], row: dict[str, Any]) -> Any:
    value = row[{"NEIGHBOUR": "neighbourId", "CREATED_AT": "key"}.get(order["field"], order["field"].lower())]
    if order["field"] == "AREA":
        value = Decimal(value)
    return (value is None, value if value is not None else 0)


def sorted_plainly(rows: list[dict[str, Any]], orders: list[dict[str, str]]) -> list[str]:
    falling = bool(orders) and orders[-1].get("direction") == "DESC"
    rows = sorted(rows, key=lambda row: str(row["key"]), reverse=falling)
    for order in reversed(orders):
        rows = sorted(rows, key=lambda row: sort_key(order, row), reverse=order.get("direction") == "DESC")
    return [row["id"] for row in rows]


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("size", [1, 4, 23])
def test_pages_forward_and_back_are_the_plain_sort(play: Any, order: list[dict[str, str]], size: int) -> None:
    async def scene(admin: Client) -> None:
        whole = (await admin.ask(LIST, first=100, order=order))["gardens"]
        wanted = sorted_plainly([edge["node"] for edge in whole["edges"]], order)
        assert whole["totalCount"] == len(wanted) == 23
        forward: list[str] = []
        page: Any = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
        while page["pageInfo"]["hasNextPage"]:
            page = (await admin.ask(LIST, first=size, after=page["pageInfo"]["endCursor"], order=order))["gardens"]
            forward += [node["id"] for node in page["nodes"]]
        assert forward == wanted
        back: list[str] = []
        page = {"pageInfo": {"hasPreviousPage": True, "startCursor": None}}
        while page["pageInfo"]["hasPreviousPage"]:
            page = (await admin.ask(LIST, last=size, before=page["pageInfo"]["startCursor"], order=order))["gardens"]
            back = [node["id"] for node in page["nodes"]] + back
        assert back == wanted

    play(scene)


FILTERS: list[tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]] = [
    ({}, lambda _: True),
    ({"name": {"eq": "Garden 3"}}, lambda row: row["name"] == "Garden 3"),
    ({"name": {"ne": "Garden 3"}}, lambda row: row["name"] != "Garden 3"),
    ({"name": {"in": ["Garden 1", "Garden 2"]}}, lambda row: row["name"] in ("Garden 1", "Garden 2")),
    ({"name": {"contains": "GARDEN 4"}}, lambda row: "Garden 4" in row["name"]),
    ({"name": {"startsWith": "den"}}, lambda _: False),
    ({"area": {"gt": "9.5", "lte": "50.5"}}, lambda row: Decimal("9.5") < Decimal(row["area"]) <= Decimal("50.5")),
    ({"area": {"lt": 10}}, lambda row: Decimal(row["area"]) < 10),
    ({"closes": {"isNull": True}}, lambda row: row["closes"] is None),
    ({"closes": {"gte": "2032-01-01"}}, lambda row: (row["closes"] or "") >= "2032-01-01"),
    ({"public": {"eq": True}, "name": {"gt": "Garden 2"}}, lambda row: row["public"] and row["name"] > "Garden 2"),
    ({"or": [{"public": {"eq": True}}, {"area": {"gt": 90}}]}, lambda row: row["public"] or Decimal(row["area"]) > 90),
    (
        {"not": {"or": [{"public": {"eq": True}}, {"closes": {"isNull": True}}]}},
        lambda row: not row["public"] and bool(row["closes"]),
    ),
    (
        {"and": [{"name": {"gte": "Garden 2"}}, {"name": {"lt": "Garden 5"}}]},
        lambda row: "Garden 2" <= row["name"] < "Garden 5",
    ),
    ({"status": {"in": ["CLOSED"]}}, lambda _: False),
    ({"name": {"eq": "'; DROP TABLE garden; --"}}, lambda _: False),
]


@pytest.mark.parametrize(("filter", "wanted"), FILTERS, ids=[str(f[0]) for f in FILTERS])
def test_a_filter_is_what_it_says(play: Any, filter: dict[str, Any], wanted: Callable[[dict[str, Any]], bool]) -> None:
    async def scene(admin: Client) -> None:
        whole = [edge["node"] for edge in (await admin.ask(LIST, first=100))["gardens"]["edges"]]
        found = (await admin.ask(LIST, first=100, filter=filter))["gardens"]
        assert [node["id"] for node in found["nodes"]] == [row["id"] for row in whole if wanted(row)]
        assert found["totalCount"] == len(found["nodes"])

    play(scene)


def test_a_filter_takes_opaque_ids_and_keys(play: Any) -> None:
    async def scene(admin: Client) -> None:
        (first,) = (await admin.ask(LIST, first=1))["gardens"]["edges"]
        for id in (first["node"]["id"], first["node"]["key"]):
            assert (await admin.ask(LIST, first=100, filter={"neighbourId": {"eq": id}}))["gardens"]["totalCount"] == 22
            assert (await admin.ask(LIST, first=100, filter={"id": {"in": [id]}}))["gardens"]["totalCount"] == 1

    play(scene)


def nested(levels: int) -> dict[str, Any]:
    """A condition inside so many others."""
    return {"not": nested(levels - 1)} if levels else {"public": {"eq": True}}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "page.size"),
        ({"first": 1, "last": 1}, "page.size"),
        ({"first": 0}, "page.size"),
        ({"first": 101}, "page.size"),
        ({"last": -1}, "page.size"),
        ({"first": 1, "after": "nonsense"}, "page.invalid_cursor"),
        ({"first": 1, "after": "é"}, "page.invalid_cursor"),
        ({"first": 1, "filter": {"name": {"eq": None}}}, "filter.null"),
        ({"first": 1, "filter": {"name": {"in": ["x"] * 1_001}}}, "filter.too_much"),
        ({"first": 1, "filter": {"or": [{"public": {"eq": True}}] * 101}}, "filter.too_much"),
        ({"first": 1, "filter": nested(10)}, "filter.too_much"),
        ({"first": 1, "order": [{"field": "NAME"}] * 11}, "filter.too_much"),
    ],
    ids=str,
)
def test_what_a_list_cannot_give_is_refused(play: Any, arguments: dict[str, Any], code: str) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.post(LIST, **arguments)
        assert answer.status_code == 294
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == code
        assert error["extensions"]["messageZh"]

    play(scene)


def test_a_list_inside_is_named_by_its_place_when_it_cannot_be_given(play: Any) -> None:
    asked = """{ gardens(first: 1) { nodes {
      few: beds(first: 3) { totalCount }
      many: beds(first: 300) { totalCount }
    } } }"""

    async def scene(admin: Client) -> None:
        (error,) = (await admin.post(asked)).json()["errors"]
        assert (error["extensions"]["code"], error["locations"]) == ("page.size", [{"line": 3, "column": 7}])

    play(scene)


def test_a_cursor_belongs_to_its_order(play: Any) -> None:
    async def scene(admin: Client) -> None:
        cursor = (await admin.ask(LIST, first=1, order=[{"field": "AREA"}]))["gardens"]["pageInfo"]["endCursor"]
        answer = await admin.post(LIST, first=1, after=cursor, order=[{"field": "NAME"}])
        assert answer.json()["errors"][0]["extensions"]["code"] == "page.invalid_cursor"

    play(scene)


EVERYTHING = """query Everything($first: Int) {
  gardens(first: $first) {
    totalCount
    nodes {
      name allowedCommands { mutation label labelZh }
      neighbour { name neighbour { name } }
      createdBy { name }
      gardensByNeighbour(first: 2) { totalCount nodes { name } }
      beds(first: 3, orderBy: [{field: AREA}]) {
        totalCount nodes { area garden { name } allowedCommands { mutation } }
      }
      history(first: 5) { totalCount nodes { type position actor { name } record { id } } }
      approvals(first: 5) { nodes { verdict } }
    }
  }
}"""


def test_many_rows_cost_no_more_statements_than_few(
    play: Any, gardens: tuple[Running, Starlette], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = gardens[0].views.database
    statements: list[str] = []

    def counted_too(ask: Any) -> Any:
        def asking(sql: str, *values: Any) -> Any:
            statements.append(sql)
            return ask(sql, *values)

        return asking

    for name in ("read", "told"):
        monkeypatch.setattr(database, name, counted_too(getattr(database, name)))

    async def scene(admin: Client) -> None:
        counted = []
        for first in (2, 20):
            statements.clear()
            data = await admin.ask(EVERYTHING, first=first)
            assert len(data["gardens"]["nodes"]) == first
            counted.append(len(statements))
        assert counted[0] == counted[1] <= 16, statements

    play(scene)


def test_relations_lead_there_and_back(play: Any) -> None:
    async def scene(admin: Client) -> None:
        nodes = (await admin.ask(EVERYTHING, first=3))["gardens"]["nodes"]
        assert nodes[0]["neighbour"] is None
        assert nodes[1]["neighbour"] == {"name": nodes[0]["name"], "neighbour": None}
        assert nodes[0]["gardensByNeighbour"]["totalCount"] == 22
        assert nodes[1]["gardensByNeighbour"] == {"totalCount": 0, "nodes": []}
        assert [bed["garden"]["name"] for bed in nodes[2]["beds"]["nodes"]] == [nodes[2]["name"]]
        assert [event["type"] for event in nodes[2]["history"]["nodes"]] == ["garden.opened", "garden.bed.dug"]
        assert {"mutation": "gardenDig", "label": "dig", "labelZh": "挖床"} in nodes[2]["allowedCommands"]
        assert nodes[2]["beds"]["nodes"][0]["allowedCommands"] == [{"mutation": "gardenPlant"}]

    play(scene)
