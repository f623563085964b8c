"""What is told of faults of ours: that there is one, whether it may pass, and nothing else."""

import asyncio
import json
from pathlib import Path

import pytest

from application.mapper import UnknownEvent
from graphql_api.answers import failed
from graphql_api.app import create_app
from graphql_api.media import JSON
from tests.api.running import Client, Play, Running, client, running


def test_a_bug_is_told_by_its_number_only(
    play: Play, product: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> int:
        raise RuntimeError("the secret of the house")

    async def scene(admin: Client) -> None:
        assert (await admin.post("{ position }")).status_code == 200
        monkeypatch.setattr(type(product.views.database), "told", lambda *_: broken())
        answer = await admin.post("{ position }")
        assert answer.status_code == 500
        assert "secret" not in answer.text
        number = answer.json()["errors"][0]["extensions"]["requestId"]
        assert number in caplog.text
        assert "the secret of the house" in caplog.text

    play(scene)


def test_a_ledger_that_cannot_be_used_is_told_so(tmp_path: Path) -> None:
    async def scene(product: Running) -> None:
        product.ledger.store.close()
        async with client(create_app(product)) as admin:
            health = await admin.http.get("/healthz")
            answer = await admin.post('mutation { gardenOpen(input: {name: "x", area: "1"}) { position } }')
            assert (health.status_code, answer.status_code) == (503, 503)
            assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"

    with running(str(tmp_path), str(tmp_path)) as product:
        asyncio.run(scene(product))


def test_what_a_newer_program_has_recorded_is_no_fault_of_ours() -> None:
    told = failed(UnknownEvent("position 42, issue.commented.9"), JSON)
    (error,) = json.loads(told.content)["errors"]
    assert (told.status, error["extensions"]["code"]) == (503, "UNAVAILABLE")
    assert "issue.commented" not in error["message"]
