"""Consumers take every event that they want and may see, in order for each record, and share the work (API-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.delivery import consuming
from application.delivery.consuming import NO_SUCH_CONSUMER, NOT_ACTIVE, RANGE_TOO_LARGE
from application.delivery.values import Outcome
from domain.shared.refusal import Refused
from domain.shared.term import Role
from tests.delivery.business import OTHER, Business, business, taken


def test_a_consumer_takes_what_its_filters_let_pass_from_the_beginning(company: Business) -> None:
    goal = company.goal()
    company.review(goal, 2)
    company.consumer(types=["goal.reviewed"])
    pulled = company.pull()
    assert [each.item.stored.type for each in pulled.handed] == ["goal.reviewed"] * 2
    assert pulled.position == pulled.head == company.ledger.store.head()
    assert len(company.settle(pulled)) == 2
    assert taken(company.pull()) == []


def test_a_consumer_that_wants_nothing_of_what_happens_moves_on_all_the_same(company: Business) -> None:
    company.consumer(types=["goal.missed"])
    company.review(company.goal(), 5)
    company.pull()
    standing = company.consuming.standing(company.found())
    assert standing.settled == standing.position == standing.head == company.ledger.store.head()


def test_a_consumer_begins_now_at_a_position_or_at_a_moment(company: Business) -> None:
    goal = company.goal()
    first = company.review(goal)
    moment = company.clock()
    company.clock.go(seconds=5)
    second = company.review(goal)
    company.consumer("from-now", origin="NOW")
    company.consumer("from-position", origin="POSITION", position=first)
    company.consumer("from-moment", origin="MOMENT", moment=(moment + timedelta(seconds=1)).isoformat())
    third = company.review(goal)
    assert taken(company.pull("from-now")) == [third]
    assert taken(company.pull("from-position")) == [second, third]
    assert taken(company.pull("from-moment")) == [second, third]


def test_of_what_the_credential_may_not_see_a_consumer_is_told_neither_that_it_happened_nor_how_often(
    company: Business,
) -> None:
    company.consumer()
    last = company.review(company.goal())
    blind = company.access.authenticate(OTHER)
    assert blind
    pulled = company.consuming.pull(company.found(), blind, 10, 30)
    assert (pulled.handed, pulled.position) == ([], company.ledger.store.head())
    assert company.consuming.attempts(company.found(), 0, 10) == []
    assert company.consuming.standing(company.found())[3:] == (0, 0, 0)
    assert company.consuming.replay(company.found(), blind, 1, last) == 0


def test_what_may_be_seen_is_looked_at_again_when_it_is_handed_out(company: Business) -> None:
    company.consumer()
    company.goal()
    company.goal()
    company.pull(most=1)
    blind = company.access.authenticate(OTHER)
    assert blind
    assert company.consuming.pull(company.found(), blind, 10, 30).handed == []
    assert [each.outcome for each in company.consuming.attempts(company.found(), 0, 10)] == ["WITHHELD"]


def test_a_token_that_does_not_cover_consumers_has_none(company: Business) -> None:
    company.consumer()
    narrow = replace(company.erp, scopes=frozenset({"goal"}))
    with pytest.raises(Refused) as no:
        company.consuming.consumer(narrow, "crm")
    assert no.value.reason == NO_SUCH_CONSUMER


def test_two_processes_share_a_consumer_in_order_for_each_record(company: Business, target: str) -> None:
    one, two = company.goal(), company.goal()
    company.review(one, 2)
    company.review(two, 2)
    company.consumer()
    with business(target) as another:
        mine, others = company.pull(most=1), another.pull()
        of_mine, of_others = ({each.delivery.subject for each in pulled.handed} for pulled in (mine, others))
        assert (of_mine, of_others) == ({one}, {two})
        company.settle(mine)
        another.settle(others)
        rest = another.pull()
        assert {each.delivery.subject for each in rest.handed} == {one}
        assert taken(rest) == sorted(taken(rest)) and len(taken(mine) + taken(others) + taken(rest)) == 6


def test_what_a_process_that_died_had_in_hand_comes_again_with_the_same_id(company: Business) -> None:
    company.consumer()
    company.goal()
    lost = company.pull(seconds=30)
    company.clock.go(seconds=31)
    again = company.pull()
    assert [each.delivery.event for each in again.handed] == [each.delivery.event for each in lost.handed]
    assert [each.delivery.attempt for each in again.handed] == [2]
    assert company.settle(lost) == []


def test_what_is_parked_is_replayed_and_what_is_settled_too_when_its_range_is_named(company: Business) -> None:
    company.consumer()
    goal = company.goal()
    last = company.review(goal, 2)
    pulled = company.pull()
    company.settle(pulled._replace(handed=pulled.handed[:1]), Outcome.PARKED)
    company.settle(pulled._replace(handed=pulled.handed[1:]))
    assert [each.position for each in company.consuming.parked(company.found(), 0, 10)] == taken(pulled)[:1]
    assert company.consuming.replay(company.found(), company.erp, None, None) == 1
    again = company.pull()
    assert taken(again) == taken(pulled)[:1]
    company.settle(again)
    assert company.consuming.replay(company.found(), company.erp, last, last + 1_000) == 1
    assert company.consuming.replay(company.found(), company.erp, None, None) == 0
    assert taken(company.pull()) == [last]


def test_a_range_that_is_replayed_has_its_limit(company: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    company.consumer()
    company.pull()
    monkeypatch.setattr(consuming, "RANGE", 3)
    with pytest.raises(Refused) as no:
        company.consuming.replay(company.found(), company.erp, 1, 4)
    assert no.value.reason == RANGE_TOO_LARGE


def test_a_reset_begins_anew_and_forgets_what_was_parked(company: Business) -> None:
    id = company.consumer()
    first = company.review(company.goal())
    pulled = company.pull()
    company.settle(pulled, Outcome.PARKED)
    company.do("consumer.reset", id, by="erp", origin="POSITION", position=first - 1, reason="Lost my database")
    assert company.consuming.parked(company.found(), 0, 10) == []
    assert taken(company.pull()) == [first]
    assert company.settle(pulled) == []


def test_only_an_active_consumer_takes_events_and_a_pause_keeps_its_place(company: Business) -> None:
    id = company.consumer(active=False)
    company.goal()
    for act in ("consumer.activate", "consumer.resume"):
        with pytest.raises(Refused) as no:
            company.pull()
        assert no.value.reason == NOT_ACTIVE
        company.do(act, id, by="erp")
        company.settle(company.pull())
        company.do("consumer.pause", id, by="erp", reason="Moving")
    position = company.goal() and company.ledger.store.head()
    company.do("consumer.resume", id, by="erp")
    assert taken(company.pull()) == [position]


def test_a_consumer_is_its_owner_s_alone(company: Business) -> None:
    company.consumer()
    stranger = company.access.of(company.found().owner.__class__("chen"), None)
    assert stranger
    with pytest.raises(Refused) as no:
        company.consuming.consumer(stranger, "crm")
    assert no.value.reason == NO_SUCH_CONSUMER


def test_the_lag_is_told_by_position_and_by_what_waits(company: Business) -> None:
    company.consumer()
    goal = company.goal()
    company.review(goal, 3)
    pulled = company.pull(most=2)
    standing = company.consuming.standing(company.found())
    assert standing.settled == taken(pulled)[0] - 1
    assert (standing.waiting, standing.handed_out) == (2, 2)
    company.settle(pulled)
    company.settle(company.pull())
    assert company.consuming.standing(company.found()).settled == company.ledger.store.head()


def test_what_an_auditor_is_handed_is_noted_before_and_nothing_of_others(company: Business) -> None:
    company.consumer()
    goal = company.goal()
    last = company.review(goal, 2)
    auditor = replace(company.erp, roles=frozenset({Role.AUD}))
    company.pull(most=1)
    company.clock.go(minutes=1)
    assert taken(company.consuming.pull(company.found(), auditor, 10, 30))[-1] == last
    assert not company.consuming.pull(company.found(), auditor, 10, 30).handed

    ((_, noted),) = company.reads.lines(0, 10)
    assert (noted.actor, noted.operation, noted.fields) == ("erp", "PULL crm", ("consumer",))
    assert (noted.records, noted.position) == ((goal,), last)
