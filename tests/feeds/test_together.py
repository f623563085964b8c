"""How much is handed on together, and what is found in common: no more, and for no longer, than is meant."""

import asyncio

import pytest

from application.feeds import events
from application.feeds.events import Events, together
from application.feeds.hub import Hub
from graphql_api.feed import pull
from graphql_api.feed.pulse import Pulse
from tests.feeds.serving import Served, stream
from tests.feeds.talking import talking
from tests.feeds.test_subscriptions import CHANGES


def test_together_go_as_many_as_are_not_too_large_and_one_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LARGE", 10)
    assert [together(sizes) for sizes in ([], [99, 1], [4, 4, 4, 4], [1, 1])] == [0, 1, 3, 2]


def test_large_events_come_in_small_pieces_by_every_way_out(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    start = served.store.head()
    for n in range(9):
        served.open(f"Large {n}")
    wanted = list(range(start + 1, start + 10))
    monkeypatch.setattr(events, "LARGE", 1_000)
    monkeypatch.setattr(events, "FEW", 2)
    monkeypatch.setattr(pull, "LARGE", 1)
    with served.http() as http, talking(served) as talk:
        pages, answer = list[list[int]](), http.get("/feed", params={"after": start})
        while answer.headers["feed-caught-up"] == "false":
            pages.append([int(each["sequence"]) for each in answer.json()])
            answer = http.get(answer.links["next"]["url"])
        assert [each for page in pages for each in page] == wanted and max(map(len, pages)) < 5

        talk.subscribe(CHANGES, after=start)
        told = [talk.told()]
        while not told[-1]["caughtUp"]:
            told.append(talk.told())
        assert [int(each["sequence"]) for some in told for each in some["events"]] == wanted
        assert max(len(each["events"]) for each in told) < 5

        with stream(http, after=start) as messages:
            assert [next(messages).id for _ in wanted] == wanted


def test_what_was_found_in_common_is_not_kept_while_nobody_follows(served: Served) -> None:
    pulse = Pulse(Hub(Events(served.running.ledger)), lambda: None)

    async def found(now: str) -> str:
        async with pulse.attended():
            return pulse.common("who it is", lambda: now)

    async def twice() -> tuple[str, str]:
        return await found("somebody"), await found("nobody")

    assert asyncio.run(twice()) == ("somebody", "nobody")
