"""Subscriptions of GraphQL: the log and live queries, over a websocket and over server-sent events."""

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from projections import database
from projections.views import Reader
from tests.feeds.serving import Served
from tests.feeds.talking import talking

CHANGES = """
subscription Changes($after: LogPosition, $types: [String!], $subjects: [ID!]) {
  changes(after: $after, types: $types, subjects: $subjects) {
    position caughtUp lagging events { id type subject sequence data part __typename }
  }
}
"""
GARDENS = """
subscription Gardens($after: LogPosition, $filter: GardenFilter) {
  gardensChanged(after: $after, filter: $filter) {
    position caughtUp
    changes { id membership fields parts events { type } garden { name beds(first: 9) { totalCount } } }
  }
}
"""
GARDEN = """
subscription Garden($garden: ID!, $after: LogPosition) {
  gardenChanged(id: $garden, after: $after) { position caughtUp changes { membership fields garden { name version } } }
}
"""


def test_the_log_is_told_from_any_position_and_on(served: Served) -> None:
    start = served.store.head()
    garden = served.open("Told")
    with talking(served) as talk:
        talk.subscribe(CHANGES, after=start)
        told = talk.told()
        if not told["caughtUp"]:
            assert talk.told()["caughtUp"]
        (event,) = told["events"]
        assert event == {
            "id": event["id"],
            "type": "opsledger.garden.opened",
            "subject": f"Garden:{garden}",
            "sequence": f"{start + 1:019}",
            "data": event["data"],
            "part": None,
            "__typename": "CloudEvent",
        }
        position = served.rename(garden, "Told again")
        told = talk.told()
        assert (told["position"], told["caughtUp"]) == (position, False)
        assert [each["data"] for each in told["events"]] == [{"type": "garden.renamed", "name": "Told again"}]


def test_a_live_query_says_what_has_changed_and_what_it_is_now(served: Served) -> None:
    garden = served.open("Watched")
    with talking(served) as talk:
        talk.subscribe(GARDEN, garden=garden)
        begun = talk.told()
        assert (begun["caughtUp"], begun["changes"]) == (True, [])
        position = served.rename(garden, "Seen")
        told = talk.told()
        assert told["position"] == position
        change = {"membership": "STAYED", "fields": ["name"], "garden": {"name": "Seen", "version": 2}}
        assert told["changes"] == [change]


def test_a_list_is_told_what_enters_it_and_what_leaves_it(served: Served) -> None:
    mine = {"filter": {"name": {"startsWith": "Mine"}}}
    with talking(served) as talk:
        talk.subscribe(GARDENS, **mine)
        assert talk.told()["caughtUp"]
        garden = served.open("Mine")
        entered = talk.told()["changes"]
        served.open("Another's")
        served.rename(garden, "Yours")
        (left,) = talk.told()["changes"]
    assert [(each["id"], each["membership"]) for each in entered] == [(f"Garden:{garden}", "ENTERED")]
    assert entered[0]["garden"] == {"name": "Mine", "beds": {"totalCount": 0}}
    assert (left["membership"], left["garden"]) == ("LEFT", None)


def test_whoever_has_caught_up_is_told_so_though_nothing_of_it_is_theirs(served: Served) -> None:
    start, _ = served.store.head(), served.open("Nobody's")
    with talking(served) as talk:
        talk.subscribe(GARDENS, after=start, filter={"name": {"eq": "None of these"}})
        told = talk.told()
    assert (told["position"], told["caughtUp"], told["changes"]) == (start + 1, True, [])


def test_whoever_was_away_is_told_once_what_each_record_is_now(served: Served) -> None:
    garden = served.open("Gone")
    start = served.store.head()
    for n in range(5):
        served.rename(garden, f"Gone {n}")
    with talking(served) as talk:
        talk.subscribe(GARDENS, after=start)
        told = talk.told()
    (change,) = told["changes"]
    assert (told["position"], change["garden"]["name"]) == (start + 5, "Gone 4")
    assert len(change["events"]) == 5


def test_a_line_takes_queries_too(served: Served) -> None:
    with talking(served) as talk:
        talk.subscribe("{ me { key } }")
        assert talk.hear() == {"id": "1", "type": "next", "payload": {"data": {"me": {"key": "administrator"}}}}
        assert talk.hear() == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('subscription { changes(types: ["garden.digged"]) { position } }', "feed.type_unknown"),
        ("subscription { changes(after: 999999) { position } }", "feed.not_yet"),
        ("subscription { nothing }", "DOCUMENT_INVALID"),
        ("subscription { a: changes { position } b: changes { position } }", "DOCUMENT_INVALID"),
        ("subscription {", "SYNTAX"),
    ],
)
def test_what_cannot_be_followed_is_refused(served: Served, query: str, code: str) -> None:
    with talking(served) as talk:
        talk.subscribe(query)
        message = talk.hear()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([{"type": "connection_init"}], 4403),
        ([{"type": "connection_init", "payload": {"Authorization": "Bearer nobody's"}}], 4403),
        ([{"type": "subscribe", "id": "1", "payload": {"query": "{ me { key } }"}}], 4401),
        ([{"type": "nonsense"}], 4400),
        (["nonsense"], 4400),
    ],
)
def test_a_line_on_which_the_protocol_is_not_kept_is_closed(served: Served, said: list[Any], code: int) -> None:
    with talking(served, None) as talk:
        for each in said:
            talk.line.send(json.dumps(each))
        with pytest.raises(ConnectionClosed):
            talk.hear()
        assert talk.line.close_code == code


def test_an_id_is_used_once_at_a_time(served: Served) -> None:
    with talking(served) as talk:
        talk.subscribe(CHANGES)
        assert talk.told()["caughtUp"]
        talk.subscribe(CHANGES)
        with pytest.raises(ConnectionClosed):
            talk.hear()
        assert talk.line.close_code == 4409


def test_a_subscription_is_told_over_server_sent_events(served: Served) -> None:
    garden = served.open("Sent")
    body = {"query": CHANGES, "variables": {"subjects": [garden]}}
    headers = {"Accept": "text/event-stream"}
    with served.http() as http, http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        assert next(lines) == "event: next"
        assert json.loads(next(lines).removeprefix("data: "))["data"]["changes"]["caughtUp"]
        assert next(lines) == ""
        served.rename(garden, "Sent again")
        assert next(lines) == "event: next"
        (event,) = json.loads(next(lines).removeprefix("data: "))["data"]["changes"]["events"]
        assert event["data"]["name"] == "Sent again"


def test_a_query_over_server_sent_events_is_complete_at_once(served: Served) -> None:
    with served.http() as http:
        text = http.post("/graphql", json={"query": "{ me { key } }"}, headers={"Accept": "text/event-stream"}).text
    assert text == 'event: next\ndata: {"data":{"me":{"key":"administrator"}}}\n\nevent: complete\ndata: \n\n'


def test_a_subscription_asked_like_a_query_is_told_how_to_follow_it(served: Served) -> None:
    with served.http() as http:
        answer = http.post("/graphql", json={"query": "subscription { changes { position } }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "subscription.transport"


def test_the_server_hangs_up_so_that_clients_come_again(served: Served) -> None:
    with talking(served) as talk:
        talk.subscribe(CHANGES)
        assert talk.told()["caughtUp"]
        served.stop()
        with pytest.raises(ConnectionClosed):
            talk.hear()
        assert talk.line.close_code == 1012
    served.start()


def test_whoever_follows_rows_comes_again_when_these_cannot_be_read(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Any:
        raise database.Unavailable("the database is away")

    start, garden = served.store.head(), served.open("Unread")
    with talking(served) as talk, monkeypatch.context() as failing:
        failing.setattr(Reader, "rows", away)
        talk.subscribe(GARDENS, after=start)
        with pytest.raises(ConnectionClosed):
            talk.hear()
        assert talk.line.close_code == 1012
    with talking(served) as talk:
        talk.subscribe(GARDENS, after=start)
        assert [each["id"] for each in talk.told()["changes"]] == [f"Garden:{garden}"]
