"""A caller is known again while nothing has happened; a token that is taken back or has ended is found out at once."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from application.command import Command
from domain.shared.ids import ADMINISTRATOR
from graphql_api import callers
from graphql_api.callers import Callers
from tests.api.running import Running, running, token


def do(product: Running, act: str, record: str | None = None, **inputs: object) -> str:
    receipt = product.ledger.do(Command(act=act, actor=ADMINISTRATOR, record=record, inputs=inputs))
    assert product.runner.wait(receipt.position, 10)
    return receipt.part or receipt.record


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Running]:
    with running(str(tmp_path), str(tmp_path)) as product:
        do(product, "organisation.found", company="Green", structural_form="flat", headquarters="Office", unit="hq")
        head = do(product, "organisation.define_position", name="Head", roles=["MGMT"])
        do(product, "organisation.hire_person", name="Ana", person="ana", unit="hq", position=head)
        yield product


def test_a_token_that_is_taken_back_is_not_known_again(product: Running) -> None:
    hash = sha256(b"good").hexdigest()
    issued = do(
        product, "token.issue", person="ana", label="x", hash=hash, expires_on=date(2199, 1, 1).isoformat(), scopes=[]
    )
    known = Callers(product.access, product.runner)
    assert known.of("good") is known.of("good") is not None
    do(product, "token.revoke", issued, reason="lost")
    assert known.of("good") is None


def test_a_token_that_has_ended_is_not_known_again(product: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "KNOWN", 0.0)
    known = Callers(product.access, product.runner)
    ends = datetime.now(UTC) + timedelta(seconds=1)
    brief = token("ana", exp=ends)
    assert known.of(brief)
    deadline = time.monotonic() + 5
    while known.of(brief):
        assert time.monotonic() < deadline
        time.sleep(0.02)
