"""What consumers ask over HTTP, and what they are told when it cannot be done."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from application.delivery.webhooks.secrets import Secrets
from application.feed import Feed
from domain.shared.ids import ADMINISTRATOR
from graphql_api.bounds import Bounds
from graphql_api.consumers.desk import Desk
from graphql_api.feed.streams import Streams
from graphql_api.http import Endpoint
from graphql_api.schema import schema
from projections.runner import Runner
from projections.views import open_views
from tests.delivery.business import ROOMS, SECRET, Business, business

AT_ONCE = 2


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Business]:
    with business(str(tmp_path_factory.mktemp("company"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(company: Business, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    with desk(company, tmp_path_factory.mktemp("views")) as opened:
        yield opened


@contextmanager
def desk(company: Business, folder: Path) -> Iterator[Starlette]:
    """Where consumers ask."""
    with closing(open_views(str(folder), ROOMS)) as views:
        runner = Runner(Feed(company.ledger.store, company.ledger.mapper), views)
        product: Any = SimpleNamespace(access=company.access, runner=runner)
        endpoint = Endpoint(schema(*ROOMS), product, Bounds(subscriptions=AT_ONCE))
        secrets = Secrets(lambda: "key", company.consuming.deliveries)
        streams = Streams(company.ledger, company.access, endpoint.threads)
        yield Starlette(routes=Desk(company.consuming, secrets, endpoint, streams).routes())
        endpoint.threads.close()


@asynccontextmanager
async def program(app: Starlette, token: str = SECRET) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://opsledger.test", headers=headers) as client:
        yield client


def said(app: Starlette, method: str, path: str, token: str = SECRET, **rest: Any) -> tuple[int, Any]:
    """Status and content of the answer."""

    async def asked() -> tuple[int, Any]:
        async with program(app, token) as client:
            answer = await client.request(method, f"/consumers/{path}", **rest)
            return answer.status_code, answer.json()

    return asyncio.run(asked())


def code(content: Any) -> str:
    """The code of the only error."""
    (error,) = content["errors"]
    return str(error["extensions"]["code"])


def test_events_are_pulled_rejected_parked_replayed_and_acknowledged(company: Business, app: Starlette) -> None:
    company.consumer("whole-round", origin="NOW")
    goal = company.goal()
    company.review(goal, 2)
    status, taken = said(app, "POST", "whole-round/pull", json={"limit": 10, "lease": 60})
    first, second, third = (each["id"] for each in taken["deliveries"])
    assert status == 200 and taken["deliveries"][0]["event"]["id"] == first
    lease = taken["lease"]
    again = {"lease": lease, "ids": [second], "reason": "busy", "delay": 0}
    assert said(app, "POST", "whole-round/park", json={"lease": lease, "ids": [first]})[1]["settled"] == [first]
    assert said(app, "POST", "whole-round/nack", json=again) == (200, {"settled": [second], "lost": []})
    assert said(app, "POST", "whole-round/ack", json={"lease": lease, "ids": [third]})[1]["lost"] == [third]
    assert [each["event"] for each in said(app, "GET", "whole-round/parked")[1]["parked"]] == [first]
    assert said(app, "POST", "whole-round/replay") == (200, {"replayed": 1})
    _, taken = said(app, "POST", "whole-round/pull")
    ids = [each["id"] for each in taken["deliveries"]]
    assert (ids, [each["attempt"] for each in taken["deliveries"]]) == ([first, second, third], [1, 2, 1])
    assert said(app, "POST", "whole-round/ack", json={"lease": taken["lease"], "ids": ids})[1]["settled"] == ids
    _, standing = said(app, "GET", "whole-round")
    head = company.ledger.store.head()
    assert standing == {
        "key": company.found("whole-round").id, "owner": "erp", "name": "whole-round", "channel": "PULL",
        "status": "ACTIVE", "settled": head, "position": head, "head": head, "lag": 0,
        "waiting": 0, "handedOut": 0, "parkedCount": 0,
    }  # fmt: skip
    attempts = said(app, "GET", "whole-round/attempts?first=2")[1]["attempts"]
    assert [each["outcome"] for each in attempts] == ["PARKED", "FAILED"]
    assert datetime.fromisoformat(attempts[0]["at"]).tzinfo


def test_a_pull_may_wait_for_the_next_event(company: Business, app: Starlette) -> None:
    company.consumer("waiting", origin="NOW")

    async def waited() -> Any:
        async with program(app) as client:
            pulling = asyncio.create_task(client.post("/consumers/waiting/pull", json={"wait": 20}))
            await asyncio.sleep(0.05)
            await asyncio.to_thread(company.goal)
            return (await pulling).json()

    assert len(asyncio.run(waited())["deliveries"]) == 1


def test_whoever_waits_is_handed_nothing_when_the_token_is_taken_back(company: Business, app: Starlette) -> None:
    company.consumer("left", origin="NOW")
    hash = sha256(b"lost").hexdigest()
    given: Any = {"person": "erp", "label": "lost", "hash": hash, "expires_on": "2099-01-01"}
    lost = company.do("token.issue", by=ADMINISTRATOR, scopes=["goal", "consumer"], **given).record

    async def waited() -> httpx.Response:
        async with program(app, "lost") as client:
            pulling = asyncio.create_task(client.post("/consumers/left/pull", json={"wait": 20}))
            await asyncio.sleep(0.05)
            await asyncio.to_thread(company.do, "token.revoke", lost, ADMINISTRATOR, reason="lost")
            await asyncio.to_thread(company.goal)
            return await pulling

    answer = asyncio.run(waited())
    assert (answer.status_code, code(answer.json())) == (401, "UNAUTHENTICATED")
    assert len(company.pull("left").handed) == 1


def test_a_credential_holds_only_so_many_pulls_open(company: Business, app: Starlette) -> None:
    company.consumer("crowded", origin="NOW")

    async def crowd() -> list[int]:
        async with program(app) as client:
            pulls = [client.post("/consumers/crowded/pull", json={"wait": 1}) for _ in range(AT_ONCE + 1)]
            return sorted(answer.status_code for answer in await asyncio.gather(*pulls))

    assert asyncio.run(crowd()) == [200] * AT_ONCE + [429]


def test_a_secret_is_shown_once_over_http(company: Business, app: Starlette) -> None:
    company.consumer("secretive", channel="WEBHOOK", url="https://erp.example/")
    status, shown = said(app, "POST", "secretive/secret")
    assert status == 200 and shown["secret"].startswith("whsec_") and shown["number"] == 1
    status, refused = said(app, "POST", "secretive/secret")
    assert (status, code(refused)) == (409, "consumer.secret_shown")


@pytest.mark.parametrize(
    ("status", "error", "path", "rest"),
    [
        (401, "UNAUTHENTICATED", "sound/pull", {"token": "nobody's"}),
        (404, "consumer.unknown", "nobody/pull", {}),
        (404, "consumer.unknown", "no%00body/pull", {}),
        (409, "consumer.not_active", "asleep/pull", {}),
        (400, "NOT_JSON", "sound/pull", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
        (415, "UNSUPPORTED_MEDIA_TYPE", "sound/pull", {"content": b"{}"}),
        (413, "TOO_LARGE", "sound/pull", {"content": b" " * 1_000_001}),
        (422, "MALFORMED", "sound/pull", {"json": {"limit": 1_001}}),
        (422, "MALFORMED", "sound/pull", {"json": {"limit": "10"}}),
        (422, "MALFORMED", "sound/pull", {"json": {"limits": 10}}),
        (422, "MALFORMED", "sound/ack", {"json": {"lease": 1, "ids": []}}),
        (422, "MALFORMED", "sound/ack", {"json": []}),
        (422, "MALFORMED", "sound/ack", {"json": {"lease": 2**63, "ids": ["x"]}}),
        (422, "MALFORMED", "sound/park", {"json": {"lease": 1, "ids": ["x"], "reason": "no\0body"}}),
        (422, "MALFORMED", "sound/replay", {"json": {"from": -1}}),
        (422, "consumer.range_too_large", "sound/replay", {"json": {"from": 1, "to": 10}}),
        (422, "consumer.not_a_webhook", "sound/secret", {}),
        (400, "address.parameter", "sound/pull?limit=1", {}),
    ],
)
def test_what_cannot_be_done_is_told(
    company: Business, app: Starlette, monkeypatch: pytest.MonkeyPatch, status: int, error: str, path: str, rest: Any
) -> None:
    for name, active in (("sound", True), ("asleep", False)):
        if not company.ledger.world().find("consumer.name", f"erp/{name}"):
            company.consumer(name, active=active, origin="NOW")
    monkeypatch.setattr("application.delivery.consuming.RANGE", 2)
    answered, content = said(app, "POST", path, **rest)
    assert (answered, code(content)) == (status, error)


def test_a_body_that_does_not_come_is_not_awaited_for_ever(
    company: Business, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b'{"limit":'
        await asyncio.Event().wait()

    company.consumer("patient", origin="NOW")
    monkeypatch.setattr("graphql_api.arrivals.PATIENCE", 0.1)
    headers = {"Content-Type": "application/json"}
    with desk(company, tmp_path) as app:
        status, content = said(app, "POST", "patient/pull", content=half(), headers=headers)
    assert (status, code(content)) == (408, "TOO_SLOW_TO_ARRIVE")


def test_pages_begin_after_a_number_that_is_one(app: Starlette, company: Business) -> None:
    company.consumer("pages", origin="NOW")
    assert said(app, "GET", "pages/attempts?after=3&first=5") == (200, {"attempts": []})
    status, content = said(app, "GET", "pages/attempts?after=x")
    assert (status, code(content)) == (422, "MALFORMED")
    for path in ("pages/attempts?before=3", "pages?first=5"):
        status, content = said(app, "GET", path)
        assert (status, code(content)) == (400, "address.parameter")
