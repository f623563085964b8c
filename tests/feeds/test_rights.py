"""What one may see is decided anew for each event, and for as long as one follows."""

from datetime import date, timedelta
from hashlib import sha256
from threading import Thread
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from application.command import Command
from application.feeds import hub
from domain.shared.ids import ADMINISTRATOR
from graphql_api.feed import pulse, streams
from tests.api.running import token
from tests.feeds.serving import Served, stream
from tests.feeds.talking import talking
from tests.feeds.test_subscriptions import CHANGES

PROGRAM = "a-program's-secret"


@pytest.fixture(scope="session")
def program(served: Served) -> str:
    """A program that may see the organisation and nothing else; the record of its token."""
    do(served, "organisation.found", company="Ace", structural_form="line", headquarters="HQ", unit="hq")
    do(served, "organisation.define_position", position="program", name="Program", headcount=9, roles=["INT"])
    do(served, "organisation.hire_person", name="Ida", unit="hq", position="program", person="ida")
    ends = str(date.today() + timedelta(days=9))
    return do(
        served, "token.issue", person="ida", label="p", scopes=["organisation"], expires_on=ends,
        hash=sha256(PROGRAM.encode()).hexdigest(),
    )  # fmt: skip


def do(served: Served, act: str, record: str | None = None, **inputs: Any) -> str:
    return served.running.ledger.do(Command(act=act, actor=ADMINISTRATOR, record=record, inputs=inputs)).record


def test_a_program_sees_the_rooms_of_its_scopes_and_positions_go_on(served: Served, program: str) -> None:
    served.open("Unseen")
    with served.http(PROGRAM) as http:
        answer = http.get("/feed?limit=10000")
        assert {each["subject"] for each in answer.json()} == {"Organisation:organisation"}
        assert int(answer.headers["feed-position"]) == served.store.head()
        with stream(http, types="garden.*") as messages:
            caught_up = next(messages)
    assert (caught_up.name, caught_up.id) == ("caught-up", served.store.head())


def test_a_closed_record_is_shown_to_those_whom_it_names(served: Served, program: str) -> None:
    for bearer, seen in (("the-administrator's-token", True), (PROGRAM, False)):
        with served.http(bearer) as http:
            found = {each["type"] for each in http.get("/feed?limit=10000").json()}
        assert ("opsledger.token.issued" in found) == seen


def test_a_stream_and_a_wait_end_when_their_token_is_taken_back(served: Served, program: str) -> None:
    start, pages = served.store.head(), list[int]()
    with (
        served.http(PROGRAM) as http,
        served.http(PROGRAM) as other,
        stream(http, after=served.store.head()) as messages,
        talking(served, PROGRAM) as talk,
    ):
        assert next(messages).name == "caught-up"
        talk.subscribe(CHANGES)
        assert talk.told()["caughtUp"]
        wait = {"after": start, "wait": 15}
        waiting = Thread(target=lambda: pages.append(other.get("/feed", params=wait).status_code))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        do(served, "token.revoke", program, reason="lost")
        do(served, "organisation.define_position", position="late", name="Not for you", headcount=1, roles=[])
        (end,) = list(messages)
        assert (end.name, end.data["code"]) == ("end", "UNAUTHENTICATED")
        with pytest.raises(ConnectionClosed):
            talk.hear()
        assert talk.line.close_code == 4401
        waiting.join(5)
        assert pages == [401]
        assert served.running.runner.wait(served.store.head(), 10)
        assert http.get("/feed?limit=10000").status_code == 401


def test_whoever_comes_behind_is_told_and_misses_nothing(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "KEPT", 5)
    monkeypatch.setattr(hub, "HEAVIEST", 4_000)
    monkeypatch.setattr(pulse, "PAUSE", 0.2)
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    monkeypatch.setattr(streams, "PAGE", 7)
    garden, seen, names = served.open("Fast"), list[int](), set[str]()
    start = served.store.head()
    with served.http() as http, stream(http, after=start) as messages:
        assert next(messages).name == "caught-up"
        for n in range(100):
            served.rename(garden, f"Fast {n}")
        for message in messages:
            names.add(message.name)
            if message.name == "message":
                assert message.id is not None
                seen.append(message.id)
                if message.id == start + 100:
                    break
    assert seen == list(range(start + 1, start + 101))
    assert "lagging" in names


def test_what_auditors_follow_is_noted(served: Served) -> None:
    do(served, "organisation.define_position", position="auditor", name="Auditor", headcount=9, roles=["AUD"])
    do(served, "organisation.hire_person", name="Ada", unit="hq", position="auditor", person="ada", superior="ida")
    with served.http(token("ada")) as http, talking(served, token("ada")) as talk:
        http.get("/feed?limit=1")
        talk.subscribe(CHANGES)
        assert talk.told()["caughtUp"]
    noted = [read for _, read in served.running.reads.lines(0, 100) if read.actor == "ada"]
    assert [(each.operation, each.fields) for each in noted] == [("GET /feed", ("feed",)), ("Changes", ("changes",))]
