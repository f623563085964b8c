"""What is handed out and what came of it: in order for each record, to one process at a time, on either database."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from application.delivery import open_deliveries
from application.delivery.deliveries import Deliveries
from application.delivery.values import Counts, Delivery, Lease, Outcome, Place, Settled, Waiting

ME = "consumer-me"
NUMBERS = count(1)
START = Place(1, 0)


@pytest.fixture(params=["sqlite", "postgres"])
def deliveries(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deliveries]:
    sqlite = request.param == "sqlite"
    target = str(tmp_path) if sqlite else request.getfixturevalue("database")
    with closing(open_deliveries(target, f"deliveries_{next(NUMBERS)}")) as opened:
        opened.begin(ME, START)
        yield opened


def waiting(*subjects: str) -> list[Waiting]:
    """Events of these records, at positions from 1."""
    return [Waiting(position, subject, f"e{position}") for position, subject in enumerate(subjects, 1)]


def take(deliveries: Deliveries, now: int = 0, until: int = 100, most: int = 10) -> Lease:
    return deliveries.take(ME, now, until, most)


def counts(deliveries: Deliveries) -> Counts:
    """What is kept for one consumer, as it is found alone and among all."""
    kept = deliveries.kept(ME, 0)
    assert kept and deliveries.kept_for_all(0) == {ME: kept}
    assert {type(each) for each in kept.counts} <= {int, type(None)}, "JSON has no other numbers for it"
    return kept.counts


def positions(lease: Lease) -> list[int]:
    return [each.position for each in lease.deliveries]


def settle(deliveries: Deliveries, lease: Lease, *settled: Settled) -> list[str]:
    return deliveries.settle(ME, lease.number, 50, settled)


def done(*events: str) -> list[Settled]:
    return [Settled(each, Outcome.DELIVERED) for each in events]


def test_each_event_is_handed_out_once_and_is_gone_when_it_is_done(deliveries: Deliveries) -> None:
    assert deliveries.add(ME, START, 3, waiting("a", "b", "c"))
    lease = take(deliveries)
    assert lease.deliveries == [Delivery(1, "a", "e1", 1), Delivery(2, "b", "e2", 1), Delivery(3, "c", "e3", 1)]
    assert positions(take(deliveries)) == []
    assert settle(deliveries, lease, *done("e1", "e2", "e3")) == ["e1", "e2", "e3"]
    assert positions(take(deliveries, now=1_000)) == []
    assert counts(deliveries) == (0, 0, 0, None)
    assert [(each.position, each.outcome, each.at) for each in deliveries.attempts(ME, 0, 10)] == [
        (1, "DELIVERED", 50), (2, "DELIVERED", 50), (3, "DELIVERED", 50),
    ]


def test_a_record_is_one_process_s_at_a_time_and_others_are_free(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 4, waiting("a", "b", "a", "b"))
    mine, others = take(deliveries, most=1), take(deliveries)
    assert (positions(mine), positions(others)) == ([1], [2, 4])
    settle(deliveries, mine, *done("e1"))
    assert positions(take(deliveries)) == [3]


def test_a_lease_that_has_ended_belongs_to_whoever_takes_it_next(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 2, waiting("a", "a"))
    lost = take(deliveries, until=100)
    assert positions(take(deliveries, now=99)) == []
    again = take(deliveries, now=100, until=200)
    assert again.deliveries == [Delivery(1, "a", "e1", 2), Delivery(2, "a", "e2", 2)]
    assert settle(deliveries, lost, *done("e1", "e2")) == []
    assert settle(deliveries, again, *done("e1", "e2")) == ["e1", "e2"]
    outcomes = [each.outcome for each in deliveries.attempts(ME, 0, 10)]
    assert outcomes == ["EXPIRED", "EXPIRED", "DELIVERED", "DELIVERED"]


def test_what_was_not_handed_out_cannot_be_settled(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 1, waiting("a"))
    nobodys = deliveries.take("consumer-without-events", 0, 100, 10)
    assert settle(deliveries, nobodys, *done("e1")) == []
    assert positions(take(deliveries)) == [1]


def test_a_late_answer_counts_while_nobody_else_has_the_event(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 1, waiting("a"))
    lease = take(deliveries, until=10)
    assert settle(deliveries, lease, *done("e1")) == ["e1"]


def test_what_failed_waits_and_holds_its_own_record_only(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 4, waiting("a", "a", "b", "a"))
    lease = take(deliveries, most=3)
    failed = Settled("e1", Outcome.FAILED, "no room", 500)
    assert settle(deliveries, lease, failed, *done("e3")) == ["e1", "e3"]
    assert settle(deliveries, lease, *done("e2")) == []
    assert positions(take(deliveries, now=499)) == []
    again = take(deliveries, now=500, until=600)
    assert again.deliveries == [Delivery(1, "a", "e1", 2), Delivery(2, "a", "e2", 1), Delivery(4, "a", "e4", 1)]


def test_what_is_parked_lets_the_rest_go_on_and_is_replayed(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 2, waiting("a", "a"))
    lease = take(deliveries, most=1)
    settle(deliveries, lease, Settled("e1", Outcome.PARKED, "cannot read it"))
    assert positions(take(deliveries, until=60)) == [2]
    ((position, subject, event, attempts, reason),) = deliveries.parked(ME, 0, 10)
    assert (position, subject, event, attempts, reason) == (1, "a", "e1", 1, "cannot read it")
    assert counts(deliveries) == (0, 1, 1, 2)
    assert deliveries.replay_parked(ME, 2, 9) == 0
    assert deliveries.replay_parked(ME, 1, 9) == 1
    assert positions(take(deliveries, now=50)) == []
    assert positions(take(deliveries, now=60)) == [1, 2]


def test_what_is_done_is_replayed_under_the_same_id(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 2, waiting("a", "b"))
    settle(deliveries, take(deliveries), *done("e1", "e2"))
    assert deliveries.replay(ME, waiting("a", "b")) == 2
    assert deliveries.replay(ME, waiting("a", "b")) == 0
    assert take(deliveries).deliveries == [Delivery(1, "a", "e1", 1), Delivery(2, "b", "e2", 1)]


def test_the_log_is_looked_through_by_one_at_a_time(deliveries: Deliveries) -> None:
    assert deliveries.add(ME, START, 500, [])
    assert not deliveries.add(ME, START, 3, waiting("a"))
    assert deliveries.place(ME) == (1, 500)
    assert deliveries.add(ME, Place(1, 500), 600, [])


def test_a_new_beginning_forgets_what_was_on_its_way(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 2, waiting("a", "b"))
    lease = take(deliveries, most=1)
    deliveries.begin(ME, Place(2, 40))
    assert (deliveries.place(ME), positions(take(deliveries, now=1_000))) == ((2, 40), [])
    assert settle(deliveries, lease, *done("e1")) == []
    deliveries.begin(ME, START)
    assert deliveries.place(ME) == (2, 40)
    deliveries.add(ME, Place(2, 40), 41, [Waiting(41, "a", "e41")])
    assert take(deliveries).number > lease.number


def test_leases_end_at_once_when_their_holder_is_known_to_be_gone(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 1, waiting("a"))
    take(deliveries, until=10_000)
    deliveries.let_go(ME)
    assert take(deliveries).deliveries == [Delivery(1, "a", "e1", 2)]


def test_consumers_do_not_know_each_other(deliveries: Deliveries) -> None:
    deliveries.begin("consumer-other", START)
    deliveries.add("consumer-other", START, 1, waiting("a"))
    assert positions(take(deliveries)) == []
    deliveries.forget(ME)
    assert deliveries.place(ME) is None
    assert deliveries.ready("consumer-other", 0, 10) == (1, 1)


def test_attempts_are_shown_from_a_number_and_of_one_event(deliveries: Deliveries) -> None:
    deliveries.add(ME, START, 2, waiting("a", "b"))
    settle(deliveries, take(deliveries), Settled("e1", Outcome.FAILED, "busy", 60), *done("e2"))
    settle(deliveries, take(deliveries, now=60), *done("e1"))
    assert [each.number for each in deliveries.attempts(ME, 1, 10)] == [2, 3]
    assert [(each.outcome, each.detail) for each in deliveries.attempts(ME, 0, 10, 1)] == [
        ("FAILED", "busy"), ("DELIVERED", ""),
    ]


def test_processes_agree_on_what_the_first_one_said(deliveries: Deliveries) -> None:
    assert deliveries.agreed("key", "one") == "one"
    assert deliveries.agreed("key", "two") == "one"


def test_two_processes_share_the_deliveries(deliveries: Deliveries, tmp_path: Path) -> None:
    name = f"deliveries_{next(NUMBERS)}"
    with closing(open_deliveries(str(tmp_path), name)) as one, closing(open_deliveries(str(tmp_path), name)) as two:
        one.begin(ME, START)
        one.add(ME, START, 4, waiting("a", "b", "a", "b"))
        assert [positions(take(two, most=1)), positions(take(one, most=1)), positions(take(two))] == [[1], [2], []]


def attempted(deliveries: Deliveries, *moments: int) -> None:
    """An event is handed out and done with at each of these moments."""
    for at in moments:
        place = deliveries.place(ME)
        assert place
        deliveries.add(ME, place, place.position + 1, [Waiting(place.position + 1, "a", f"e{at}")])
        deliveries.settle(ME, take(deliveries).number, at, done(f"e{at}"))


def numbers(deliveries: Deliveries) -> list[int]:
    return [each.number for each in deliveries.attempts(ME, 0, 100)]


def test_attempts_are_dropped_when_they_are_old_a_few_at_a_time(deliveries: Deliveries) -> None:
    attempted(deliveries, 10, 20, 30, 40, 50)
    assert [deliveries.prune(since=35, most=100, at_once=2) for _ in range(3)] == [2, 1, 0]
    assert numbers(deliveries) == [4, 5]


def test_beyond_a_number_the_oldest_attempts_are_dropped_however_young(deliveries: Deliveries) -> None:
    attempted(deliveries, 10, 20, 30, 40, 50)
    assert deliveries.prune(since=15, most=3, at_once=100) == 2
    assert numbers(deliveries) == [3, 4, 5]


def test_the_last_attempt_is_never_dropped_so_that_numbers_go_on(deliveries: Deliveries) -> None:
    attempted(deliveries, 10, 20)
    assert (deliveries.prune(since=1_000, most=100, at_once=100), numbers(deliveries)) == (1, [2])
    attempted(deliveries, 30)
    assert numbers(deliveries) == [2, 3]
