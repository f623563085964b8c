"""What one caller may ask: prices, rates, trusted documents, and bodies that take their time."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from graphql_api.app import create_app
from graphql_api.bounds import Bounds
from graphql_api.documents import NotAnswered
from graphql_api.limits import price
from graphql_api.rates import MOST, Held, Rate
from graphql_api.trusted import NotTrusted, Trusted, trusted
from tests.api.running import ADMIN, GRAPHQL, Client, Running, client

ASK = "{ position }"
ID = "sha256:" + sha256(ASK.encode()).hexdigest()


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        ("{ position }", 0),
        ("{ me { key } }", 1),
        ("{ plans(first: 50) { totalCount nodes { key preparer { name } } } }", 1 + 10 + 50 * (1 + 1)),
        ("{ plans(last: 2) { edges { node { tasks(first: 3) { nodes { key } } } } } }", 1 + 2 * (1 + 1 + 1 + 3 * 1)),
        ("{ plans(first: 2) { ...rows } } fragment rows on Plans { totalCount nodes { a { b } } }", 1 + 10 + 2 * 2),
        ("mutation { a: x { position } ...more } fragment more on Mutation { y { p { k } } }", 2 * 10 + 1 + 2),
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", 1 + 3),
        ("{ plans(first: -1000) { nodes { a { b } } } }", 1 + 1),
        ("{ kpi { figures { value working(first: 9) { key } } } terms { kpi } }", 1_000 + 1 + 1 + 9 + 1),
    ],
)
def test_a_price_is_reckoned_from_the_text_and_the_variables(document: str, cost: int) -> None:
    definitions = parse(document).definitions
    fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
    (operation,) = (each for each in definitions if isinstance(each, OperationDefinitionNode))
    assert price(operation, fragments, {"ids": ["a", "b", "c"]}).cost == cost


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("position changes { garden { name } }", 1_000),
        ("changes { garden { beds(first: 100) { nodes { history(first: 100) { nodes { id } } } } } }", 9),
        (" ".join(f"p{n}: position" for n in range(99)), 10),
    ],
)
def test_a_subscription_is_told_of_as_many_rows_at_once_as_an_operation_may_come_to(
    product: Running, asked: str, rows: int
) -> None:
    documents = create_app(product).operations.endpoint.documents
    prepared = documents.prepare(f"subscription {{ gardensChanged {{ {asked} }} }}", None)
    assert prepared.at_once(prepared.variables({}), 1_000) == rows


def test_answers_say_what_they_cost_and_too_much_is_not_begun(
    play: Any, product: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = "query($n: Int!) { gardens(first: $n) { nodes { neighbour { id } } } }"
    monkeypatch.setattr("graphql_api.documents.COST", 41)

    async def scene(admin: Client) -> None:
        assert (await admin.post(document, n=20)).json()["extensions"] == {"cost": 41}
        assert (await admin.post("{ gardens(first: 0) { totalCount } }")).json()["extensions"] == {"cost": 11}
        refused = await admin.post(document, n=21)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"

    play(scene)


def test_a_credential_asks_so_often_and_twice_as_often_for_a_while() -> None:
    now = [100.0]
    rate = Rate(10, lambda: now[0])
    for _ in range(20):
        rate.take("one")
    with pytest.raises(NotAnswered) as no:
        rate.take("one")
    assert (no.value.status, no.value.headers["Retry-After"]) == (429, "1")
    rate.take("another")
    now[0] += 0.1
    rate.take("one")
    with pytest.raises(NotAnswered):
        rate.take("one")
    now[0] += 3_600
    for _ in range(20):
        rate.take("one")
    with pytest.raises(NotAnswered):
        rate.take("one")


def test_whoever_sends_many_credentials_does_not_fill_the_memory() -> None:
    rate = Rate(1, lambda: 100.0)
    for number in range(MOST + 2):
        rate.take(str(number))
    assert len(rate._empty) <= MOST


def test_so_much_is_held_open_at_the_same_time() -> None:
    held = Held(2)
    with held.one("one"), held.one("one"):
        held.take("another")
        with pytest.raises(NotAnswered, match="2 subscriptions are open"):
            held.take("one")
    with held.one("one"), held.one("one"):
        pass


def test_a_request_too_many_is_told_when_to_come_back(product: Running) -> None:
    async def scene() -> None:
        async with client(create_app(product, Bounds(rate=1))) as admin:
            answers = [await admin.post(ASK) for _ in range(3)]
            assert [each.status_code for each in answers] == [200, 200, 429]
            assert answers[2].headers["retry-after"] == "1"
            assert answers[2].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"

    asyncio.run(scene())


def test_trusted_documents_are_asked_by_their_ids(product: Running, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "position.graphql").write_text(ASK)
    app = create_app(product, Bounds(documents=tmp_path, documents_only=True))

    async def scene() -> None:
        async with client(app) as admin:
            post = {"headers": {**admin.headers, "Content-Type": "application/json"}}
            for sent, status, code in (
                ({"documentId": ID}, 200, None),
                ({"documentId": ID, "operationName": "Other"}, 400, "OPERATION_UNKNOWN"),
                ({"documentId": "sha256:" + "0" * 64}, 404, "DOCUMENT_UNKNOWN"),
                ({"documentId": ID, "query": ASK}, 400, "MALFORMED"),
                ({"documentId": 1}, 400, "MALFORMED"),
                ({"query": ASK}, 200, None),
                ({"query": "{ position  }"}, 403, "DOCUMENT_NOT_TRUSTED"),
                ({"query": "{ __schema { types { name } } }"}, 403, "DOCUMENT_NOT_TRUSTED"),
            ):
                answer = await admin.http.post("/graphql", content=json.dumps(sent), **post)  # type: ignore[arg-type]
                told = answer.json().get("errors", [{"extensions": {"code": None}}])[0]["extensions"]["code"]
                assert (answer.status_code, told) == (status, code), sent
            answer = await admin.http.get("/graphql", params={"documentId": ID}, headers=admin.headers)
            assert answer.json()["data"] == {"position": product.recorded()}

    asyncio.run(scene())


def test_a_manifest_names_its_documents(tmp_path: Path) -> None:
    manifest = tmp_path / "documents.json"
    for name in (ID, ID.removeprefix("sha256:"), "Position"):
        manifest.write_text(json.dumps({name: ASK}))
        documents = trusted(manifest)
        assert documents.text(None, ID) == documents.text(None, name) == ASK
        assert documents.text("{ me { key } }", None) == "{ me { key } }"


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}', json.dumps({ID: "{ me { key } }"})])
def test_a_manifest_that_is_not_what_it_says_is_not_served(tmp_path: Path, text: str) -> None:
    (tmp_path / "documents.json").write_text(text)
    with pytest.raises(NotTrusted):
        trusted(tmp_path / "documents.json")


def test_nothing_else_but_nothing_is_no_setting(tmp_path: Path) -> None:
    with pytest.raises(NotTrusted):
        trusted(None, only=True)
    with pytest.raises(NotTrusted):
        trusted(tmp_path / "nowhere.json")
    assert len(Trusted([(None, ASK), ("a", ASK)])) == 1


async def answered(app: Any, chunks: AsyncIterator[bytes]) -> tuple[int, Mapping[str, Any]]:
    """What an application answers to a body that comes in chunks."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        chunk = await anext(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"authorization", b"Bearer " + ADMIN.encode())]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_a_body_that_takes_too_long_is_given_up(product: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphql_api.arrivals.PATIENCE", 0.1)
    app = create_app(product)

    async def body(pauses: float) -> AsyncIterator[bytes]:
        for chunk in (b'{"query":', b' "{ position }"', b"}"):
            yield chunk
            await asyncio.sleep(pauses)

    async def scene() -> None:
        quick, slow, slower = await asyncio.gather(*(answered(app, body(each)) for each in (0.0, 0.09, 60)))
        assert quick[0] == 200
        for status, told in (slow, slower):
            assert (status, told["errors"][0]["extensions"]["code"]) == (408, "TOO_SLOW_TO_ARRIVE")
        assert (await answered(app, body(0)))[0] == 200

    asyncio.run(scene())


def test_an_answer_bears_the_id_of_its_request(play: Any) -> None:
    async def scene(admin: Client) -> None:
        given = await admin.post(ASK, headers={"X-Request-Id": "mine-1"})
        made = [(await admin.post(ASK, headers={"X-Request-Id": "a b\x7f"})).headers["x-request-id"] for _ in "ab"]
        assert given.headers["x-request-id"] == "mine-1"
        assert len({*made, "a b"}) == 3
        assert given.headers["content-type"].startswith(GRAPHQL)

    play(scene)


def test_nobody_unknown_is_told_a_word_of_the_schema(play: Any) -> None:
    async def scene(admin: Client) -> None:
        for document in ("{ __schema { types { name } } }", "{ gardns }", "{"):
            answer = await admin.http.post("/graphql", json={"query": document})
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
            guessed = {"Authorization": "Bearer guess"}
            answer = await admin.http.post("/graphql", json={"query": document}, headers=guessed)
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")

    play(scene)
