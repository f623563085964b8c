"""GraphQL over HTTP: media types, methods and statuses by the specification; nothing that is sent breaks it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from application.feed import Feed
from graphql_api.app import create_app
from graphql_api.media import JSON
from projections.runner import Runner
from tests.api.running import GRAPHQL, SECRET, Client, Play, Running, client, token

ASK = '{"query": "{ position }"}'


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        (None, 200, JSON),
        ("*/*", 200, JSON),
        (GRAPHQL, 200, GRAPHQL),
        (JSON, 200, JSON),
        (f"{JSON};q=0.9, {GRAPHQL}", 200, GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.5", 200, JSON),
        (f"{GRAPHQL};q=0, */*", 200, JSON),
        ("application/*, text/html", 200, JSON),
        ("application/xml", 406, JSON),
        ("text/html", 406, JSON),
    ],
)
def test_the_answer_has_the_media_type_that_is_liked_best(
    play: Play, accept: str | None, status: int, media: str
) -> None:
    async def scene(admin: Client) -> None:
        del admin.http.headers["accept"]
        headers = {"Authorization": admin.headers["Authorization"], "Content-Type": JSON}
        answer = await admin.http.post(
            "/graphql", content=ASK, headers=headers | ({"Accept": accept} if accept else {})
        )
        assert (answer.status_code, answer.headers["content-type"]) == (status, f"{media}; charset=utf-8")

    play(scene)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "NOT_JSON"),
        ("{", 400, "NOT_JSON"),
        ("NaN", 400, "NOT_JSON"),
        ("[" * 100_000, 400, "NOT_JSON"),
        ('"query"', 400, "MALFORMED"),
        (f"[{ASK}]", 400, "MALFORMED"),
        ("{}", 400, "MALFORMED"),
        ('{"query": 1}', 400, "MALFORMED"),
        ('{"query": "{ position }", "variables": [7]}', 400, "MALFORMED"),
        ('{"query": "{ position }", "variables": "{}"}', 400, "MALFORMED"),
        ('{"query": "{ position }", "operationName": 3}', 400, "MALFORMED"),
        ('{"query": "{ position }", "extensions": 3}', 400, "MALFORMED"),
        ('{"query": "{ position }", "extensions": {"minPosition": "soon"}}', 400, "MALFORMED"),
        (f'{{"query": "", "variables": {{"deep": {"[" * 1_000}{"]" * 1_000}}}}}', 400, "SYNTAX"),
        ('{"query": "{"}', 400, "SYNTAX"),
        ('{"query": ""}', 400, "SYNTAX"),
        ('{"query": "{ nonsense }"}', 400, "DOCUMENT_INVALID"),
        ('{"query": "subscription { position }"}', 400, "DOCUMENT_INVALID"),
        ('{"query": "query A { position } query B { position }"}', 400, "OPERATION_UNKNOWN"),
        ('{"query": "{ position }", "operationName": "Other"}', 400, "OPERATION_UNKNOWN"),
        ('{"query": "query($n: Int!) { gardens(first: $n) { totalCount } }"}', 400, "VARIABLES_INVALID"),
        (
            '{"query": "query($n: Int!) { gardens(first: $n) { totalCount } }", "variables": {"n": "x"}}',
            400,
            "VARIABLES_INVALID",
        ),
        (
            '{"query": "query($i: ID = \\"x\\") { node(id: $i) { id } }", "variables": {"i": null}}',
            400,
            "VARIABLES_INVALID",
        ),
        (
            '{"query": "query($s: Boolean = true) { ...f } fragment f on Query { position @skip(if: $s) }",'
            ' "variables": {"s": null}}',
            400,
            "VARIABLES_INVALID",
        ),
        ('{"query": "query($i: ID!) { node(id: $i) { id } }", "variables": {"i": "\\u0000"}}', 422, "NUL"),
        (f'{{"query": "{{ position }}", "variables": {{"many": [{", ".join(["{}"] * 2_000)}]}}}}', 422, "TOO_MUCH"),
        ('{"query": "{ node(id: \\"\\\\u0000\\") { id } }"}', 422, "NUL"),
    ],
)
def test_what_is_not_a_good_request_is_told_so(play: Play, body: str, status: int, code: str) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.http.post("/graphql", content=body, headers={**admin.headers, "Content-Type": JSON})
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"].startswith(GRAPHQL)
        assert answer.json()["errors"][0]["extensions"]["code"] == code
        assert "data" not in answer.json()

    play(scene)


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", f"{JSON}; charset=latin-1", ""]
)
def test_only_json_is_read(play: Play, media: str) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.http.post("/graphql", content=ASK, headers={**admin.headers, "Content-Type": media})
        assert answer.status_code == 415

    play(scene)


@pytest.mark.parametrize(("encoding", "status"), [("gzip", 415), ("identity", 200)])
def test_what_is_compressed_is_not_read(play: Play, encoding: str, status: int) -> None:
    async def scene(admin: Client) -> None:
        headers = {**admin.headers, "Content-Type": JSON, "Content-Encoding": encoding}
        answer = await admin.http.post("/graphql", content=ASK, headers=headers)
        assert answer.status_code == status
        assert status == 200 or answer.headers["accept-encoding"] == "identity"

    play(scene)


def test_too_long_a_body_is_not_read_to_its_end(play: Play) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.post("{ position }", padding="x" * 1_000_000)
        assert answer.status_code == 413

    play(scene)


def test_get_asks_and_never_acts(play: Play, product: Running) -> None:
    async def scene(admin: Client) -> None:
        before = product.recorded()
        asked = {"query": "query($n: Int!) { gardens(first: $n) { totalCount } }", "variables": '{"n": 1}'}
        answer = await admin.http.get("/graphql", params=asked, headers=admin.headers)
        assert answer.status_code == 200
        acted = {"query": 'mutation { gardenOpen(input: {name: "x", area: 5}) { position } }'}
        answer = await admin.http.get("/graphql", params=acted, headers=admin.headers)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        answer = await admin.http.get(
            "/graphql", params={"query": "{ position }", "variables": "{"}, headers=admin.headers
        )
        assert answer.status_code == 400
        assert product.recorded() == before

    play(scene)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_not_for_asking(play: Play, method: str) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.http.request(method, "/graphql", content=ASK, headers=admin.headers)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")

    play(scene)


WRONG: Mapping[str, str | None] = {
    "none": None,
    "not a bearer": "Basic YTpi",
    "empty": "Bearer ",
    "unknown": "Bearer guess",
    "expired": f"Bearer {token('ana', exp=1)}",
    "of another issuer": f"Bearer {token('ana', iss='https://evil.example')}",
    "for others": f"Bearer {token('ana', aud='them')}",
    "nobody here": f"Bearer {token('stranger')}",
    "not ascii": "Bearer pässword",
}


@pytest.mark.parametrize("authorization", WRONG.values(), ids=WRONG.keys())
def test_nobody_asks_unknown(play: Play, product: Running, authorization: str | None) -> None:
    async def scene(admin: Client) -> None:
        before = product.recorded()
        sent = {"Authorization": authorization} if authorization else {}
        headers = [(n.encode(), v.encode("latin-1")) for n, v in {"Content-Type": JSON, **sent}.items()]
        body = json.dumps({"query": 'mutation { gardenOpen(input: {name: "x", area: 5}) { position } }'})
        answer = await admin.http.post("/graphql", content=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith('Bearer realm="opsledger"')
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert SECRET not in answer.text
        assert product.recorded() == before

    play(scene)


def test_a_query_waits_for_a_position_and_gives_up(
    play: Play, product: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.http.PATIENCE", 0.05)

    async def scene(admin: Client) -> None:
        for position, status in ((product.recorded(), 200), (product.recorded() + 1, 503)):
            body = {"query": "{ position }", "extensions": {"minPosition": position}}
            answer = await admin.http.post("/graphql", json=body, headers=admin.headers)
            assert answer.status_code == status
        assert answer.headers["retry-after"] == "1"
        assert answer.json()["errors"][0]["extensions"]["code"] == "POSITION_NOT_REACHED"

    play(scene)


def test_nothing_is_read_before_there_are_views(product: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphql_api.http.PATIENCE", 0.05)
    asleep = Runner(Feed(product.ledger.store, product.ledger.mapper), product.views)

    async def scene() -> None:
        async with client(create_app(replace(product, runner=asleep))) as admin:
            assert (await admin.post("{ position }")).status_code == 503

    asyncio.run(scene())
