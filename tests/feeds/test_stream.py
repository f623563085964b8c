"""The log as server-sent events: everything once, in order, from any position, over whatever breaks."""

import json
import random
from itertools import islice
from threading import Thread

import httpx
import pytest

from application.feeds.events import Events, Item
from graphql_api.feed import pulse, streams
from tests.feeds.serving import Message, Served, stream


def test_what_was_and_what_comes_are_one_stream(served: Served) -> None:
    garden = served.open("Old")
    with served.http() as http, stream(http) as messages:
        before = served.store.head()
        past = list(islice(messages, before + 1))
        assert [each.name for each in past] == ["message"] * before + ["caught-up"]
        assert [each.id for each in past] == [*range(1, before + 1), before]
        position = served.rename(garden, "New")
        new = next(messages)
        assert (new.name, new.id, new.data["subject"]) == ("message", position, f"Garden:{garden}")
        assert new.data["data"] == {"type": "garden.renamed", "name": "New"}


def test_there_is_no_seam_wherever_somebody_connects_while_others_write(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.0)
    gardens = [served.open(f"Garden {n}") for n in range(4)]
    start = last = served.store.head()

    def write(garden: str) -> None:
        for n in range(60):
            served.rename(garden, f"Name {n}")

    writers = [Thread(target=write, args=(garden,)) for garden in gardens]
    dice, seen = random.Random(7), list[int]()
    for writer in writers:
        writer.start()
    with served.http() as http:
        while last < start + 240:
            with stream(http, last=last) as messages:
                for message in islice(messages, dice.randrange(1, 60)):
                    assert message.id is not None
                    seen += [message.id] if message.name == "message" else []
                    last = message.id
                    if last == start + 240:
                        break
    assert seen == list(range(start + 1, start + 241))


def test_a_stream_goes_on_over_a_server_that_was_stopped(served: Served) -> None:
    garden = served.open("Standing")
    start = served.store.head()
    with served.http() as http, stream(http, after=start) as messages:
        assert next(messages) == Message("caught-up", start, {"position": start})
        first = served.rename(garden, "Still standing")
        assert next(messages).id == first
        stopped = Thread(target=served.stop)
        stopped.start()
        farewell = next(messages)
        assert (farewell.name, farewell.id, farewell.data["code"]) == ("resume", first, "CLOSING")
        assert next(messages, None) is None
        stopped.join()
    second = served.rename(garden, "Standing again")
    served.start()
    with served.http() as http, stream(http, last=farewell.id) as messages:
        assert next(messages).id == second


def test_only_what_is_asked_for_comes_but_positions_move_on(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.0)
    mine, other = served.open("Mine"), served.open("Other")
    start = served.store.head()
    with served.http() as http, stream(http, after=start, types="garden.*", subjects=f"Garden:{mine}") as messages:
        assert next(each for each in messages if each.name == "caught-up").id == start
        passed = served.rename(other, "Something else")
        standing = next(each for each in messages if each.id == passed)
        assert standing == Message("position", passed, {"position": passed})
        position = served.rename(mine, "Mine again")
        assert next(each for each in messages if each.name == "message").id == position


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/feed?types=garden.digged", "feed.type_unknown"),
        ("/feed?after=-1", "feed.number"),
        ("/feed?limit=10001", "feed.number"),
        ("/feed/stream?after=99999999", "feed.not_yet"),
        ("/feed?subjects=" + ",".join("x" * 1_001), "feed.too_many"),
        ("/feed?type=garden.opened", "address.parameter"),
        ("/feed/stream?limit=10", "address.parameter"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_both_languages(served: Served, address: str, code: str) -> None:
    with served.http() as http:
        answer = http.get(address)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (400, code)
    assert error["message"].isascii() and not error["extensions"]["messageZh"].isascii()


@pytest.mark.parametrize("address", ["/feed", "/feed/stream"])
def test_nobody_unknown_is_told_anything(served: Served, address: str) -> None:
    assert httpx.get(served.url + address).status_code == 401
    with served.http("nobody's") as http:
        assert http.get(address).status_code == 401


def pulled(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [int(each["sequence"]) for each in answer.json()]


def test_pages_lead_to_each_other_until_the_end(served: Served) -> None:
    start = served.store.head()
    for n in range(8):
        served.open(f"Page {n}")
    with served.http() as http:
        answer = http.get("/feed", params={"after": start, "limit": 3})
        found = pulled(answer)
        while answer.headers["feed-caught-up"] == "false":
            answer = http.get(answer.links["next"]["url"])
            found += pulled(answer)
    assert found == list(range(start + 1, start + 9))
    assert int(answer.headers["feed-position"]) == served.store.head()
    assert answer.headers["content-type"].startswith("application/cloudevents-batch+json")


def test_a_page_may_be_lines(served: Served) -> None:
    with served.http() as http:
        lines = http.get("/feed?limit=9", headers={"Accept": "application/x-ndjson"}).text.splitlines()
        assert [json.loads(line) for line in lines] == http.get("/feed?limit=9").json()


def test_an_answer_is_awaited_and_comes_at_once_when_there_is_one(served: Served) -> None:
    garden, start = served.open("Awaited"), served.store.head()
    found: list[list[int]] = []
    with served.http() as http:
        waiting = Thread(target=lambda: found.append(pulled(http.get("/feed", params={"after": start, "wait": 15}))))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        position = served.rename(garden, "Here")
        waiting.join(2)
    assert found == [[position]]


def test_whoever_waits_is_answered_when_the_server_stops(served: Served) -> None:
    found: list[httpx.Response] = []
    with served.http() as http:
        waiting = Thread(target=lambda: found.append(http.get("/feed", params={"after": "now", "wait": 30})))
        waiting.start()
        waiting.join(0.3)
        served.stop()
        waiting.join(5)
    served.start()
    assert [each.json() for each in found] == [[]]
    assert found[0].headers["feed-position"] == str(served.store.head())


def test_a_fault_while_the_log_is_followed_passes_and_nothing_is_missed(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reading, faults = Events.read, iter([ZeroDivisionError("a bug")])

    def read(events: Events, after: int, limit: int) -> list[Item]:
        for fault in faults:
            raise fault
        return reading(events, after, limit)

    with served.http() as http, stream(http, after="now") as messages:
        assert next(messages).name == "caught-up"
        monkeypatch.setattr(Events, "read", read)
        garden = served.open("After all")
        assert next(messages).data["record"] == garden
    assert "ZeroDivisionError" in caplog.text


def test_whoever_comes_between_two_beats_waits_for_the_next_one(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PAUSE", 0.5)
    garden, start = served.open("Between"), served.store.head()
    with served.http() as http, stream(http, after=start) as messages:
        assert next(messages).name == "caught-up"
        position = served.rename(garden, "Between two")
        with stream(http, after=start) as others:
            assert next(each.id for each in others if each.name == "message") == position
        assert next(each.id for each in messages if each.name == "message") == position
