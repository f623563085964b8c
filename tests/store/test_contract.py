"""What every store does, on SQLite and on PostgreSQL."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from application.store import Claim, Lookup, Repeated, Snapshot, Stale, Store, Taken, Unavailable, Unit
from tests.store.conftest import Opening
from tests.store.units import DATA, entry, history, receipt, refusal, unit


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.head() == 0
    assert not store.log(0, 10) and not store.stream("plan-1") and not store.refusals(0, 10)
    assert store.claimed("parent", "x") == []
    assert store.receipt("command-1") is None and store.snapshot("plan-1") is None


def test_an_event_is_read_as_it_was_appended(store: Store) -> None:
    assert store.append(unit(entry("plan-1"))) == 1
    assert store.log(0, 10) == store.stream("plan-1") == [(1, "plan-1", 1, "plan.submitted", DATA)]
    assert type(store.log(0, 1)[0].data) is bytes


def test_positions_follow_one_another_over_all_streams(store: Store) -> None:
    assert store.append(unit(entry("plan-1"), entry("plan-1", 2), entry("series-plan"))) == 3
    assert store.append(unit(entry("series-plan", 2), entry("plan-2"))) == 5
    assert [(s.position, s.stream, s.version) for s in store.log(0, 10)] == [
        (1, "plan-1", 1), (2, "plan-1", 2), (3, "series-plan", 1), (4, "series-plan", 2), (5, "plan-2", 1),
    ]  # fmt: skip
    assert store.head() == 5


def test_the_log_is_read_in_pages(store: Store) -> None:
    store.append(history("plan-1", 7))
    assert [s.position for s in store.log(0, 3)] == [1, 2, 3]
    assert [s.position for s in store.log(5, 3)] == [6, 7]
    assert store.log(7, 3) == []


def test_a_stream_is_read_between_versions(store: Store) -> None:
    store.append(unit(*history("plan-1", 5).entries, entry("plan-2")))
    assert [s.version for s in store.stream("plan-1", 3)] == [4, 5]
    assert [s.version for s in store.stream("plan-1", 1, 3)] == [2, 3]


@pytest.mark.parametrize("version", [2, 1, 4])
def test_a_wrong_version_is_stale_and_records_nothing(store: Store, version: int) -> None:
    store.append(history("plan-1", 2))
    with pytest.raises(Stale) as no:
        store.append(Unit((entry("plan-2"), entry("plan-1", version)), claims=(Claim("parent", "x", "plan-2"),)))
    assert (no.value.stream, no.value.version) == ("plan-1", 2)
    assert (store.head(), store.claimed("parent", "x")) == (2, [])
    assert store.append(unit(entry("plan-1", 3))) == 3


def test_what_was_looked_up_must_still_be_found(store: Store) -> None:
    store.append(Unit((entry("plan-1"),), claims=(Claim("parent", "x", "plan-1"),)))
    found = (Lookup("parent", "x", ("plan-1",)), Lookup("parent", "y", ()))
    store.append(Unit((entry("plan-2"),), claims=(Claim("parent", "x", "plan-2"),), lookups=found))
    for outdated in (found[:1], (Lookup("parent", "y", ("plan-9",)),)):
        with pytest.raises(Stale):
            store.append(Unit((entry("plan-3"),), lookups=outdated))
    assert not store.stream("plan-3")
    store.append(Unit((entry("plan-3"),), lookups=(Lookup("parent", "x", ("plan-1", "plan-2")),)))


def test_what_was_read_must_still_hold(store: Store) -> None:
    store.append(history("department-1", 2))
    with pytest.raises(Stale) as no:
        store.append(Unit((entry("plan-1"),), reads={"department-1": 1}))
    assert (no.value.stream, no.value.version) == ("department-1", 2)
    assert store.append(Unit((entry("plan-1"),), reads={"department-1": 2, "plan-9": 0})) == 3


@pytest.mark.parametrize("moved", [0, 17, 39])
def test_each_of_many_that_were_read_must_still_hold(store: Store, moved: int) -> None:
    reads = {f"plan-{n}": 1 for n in range(40)}
    store.append(unit(*(entry(stream) for stream in reads)))
    store.append(unit(entry(f"plan-{moved}", 2)))
    with pytest.raises(Stale) as no:
        store.append(Unit((entry("plan-x"),), reads=reads))
    assert (no.value.stream, no.value.version) == (f"plan-{moved}", 2)
    store.append(Unit((entry("plan-x"),), reads={**reads, f"plan-{moved}": 2}))


@pytest.mark.parametrize("versions", [(1, 3), (2, 1), (0,), (1, 1)])
def test_versions_that_cannot_be_a_history_are_a_fault(store: Store, versions: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="plan-1"):
        store.append(unit(*(entry("plan-1", version) for version in versions)))
    assert store.head() == 0


def test_a_command_is_answered_once(store: Store) -> None:
    store.append(Unit((entry("plan-1"),), receipt=receipt()))
    with pytest.raises(Repeated) as again:
        store.append(Unit((entry("plan-1", 9),), receipt=receipt(digest="other", answer=b"other")))
    assert again.value.receipt == store.receipt("command-1") == receipt()
    assert store.head() == 1


@pytest.mark.parametrize("first", [(), ("plan-1",)])
@pytest.mark.parametrize("second", [(), ("plan-2",)])
def test_a_command_is_answered_once_whether_it_records_events_or_not(
    store: Store, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    store.append(Unit(tuple(map(entry, first)), receipt=receipt(answer=b"first")))
    with pytest.raises(Repeated) as again:
        store.append(Unit(tuple(map(entry, second)), receipt=receipt(answer=b"second")))
    assert again.value.receipt == store.receipt("command-1") == receipt(answer=b"first")
    assert store.head() == len(first)


def test_a_command_is_answered_once_however_long_ago_and_by_whichever_store(opening: Opening) -> None:
    one, other = opening(), opening()
    for n in range(4):
        (one, other)[n % 2].append(unit_of_many(n, 400))
        for store in (other, one, opening()):
            for known in range(n + 1):
                with pytest.raises(Repeated) as again:
                    store.append(Unit((entry("plan-new"),), receipt=receipt(f"command-{known}")))
                assert again.value.receipt == store.receipt(f"command-{known}") == receipt(f"command-{known}")
            assert store.receipt(f"command-{n + 1}") is None


def unit_of_many(n: int, events: int) -> Unit:
    return Unit(history(f"plan-{n}", events).entries, receipt=receipt(f"command-{n}"))


def test_a_unit_without_events_is_recorded_too(store: Store) -> None:
    store.append(history("plan-1", 2))
    assert store.append(Unit((), claims=(Claim("wakes", "2026", "plan-1"),), receipt=receipt())) == 2
    assert (store.claimed("wakes", "2026"), store.receipt("command-1")) == (["plan-1"], receipt())


def test_a_unique_key_has_one_holder(store: Store) -> None:
    key, other = Claim("plan.key", "ANNUAL/2027", "plan-1"), Claim("plan.key", "ANNUAL/2027", "plan-2")
    unique = frozenset({"plan.key"})
    store.append(Unit((entry("plan-1"),), claims=(key,), unique=unique))
    with pytest.raises(Taken) as no:
        store.append(Unit((entry("plan-2"),), claims=(other,), unique=unique, receipt=receipt()))
    assert (no.value.claim, no.value.holder) == (other, "plan-1")
    assert (store.head(), store.receipt("command-1"), store.claimed(*key[:2])) == (1, None, ["plan-1"])
    store.append(Unit((entry("plan-1", 2),), claims=(key,), unique=unique))
    store.append(Unit((entry("plan-1", 3), entry("plan-2")), releases=(key,), claims=(other,), unique=unique))
    assert store.claimed(*key[:2]) == ["plan-2"]


def test_two_streams_of_one_unit_cannot_share_a_unique_key(store: Store) -> None:
    claims = Claim("plan.key", "x", "plan-1"), Claim("plan.key", "x", "plan-2")
    with pytest.raises(Taken) as no:
        store.append(Unit((entry("plan-1"), entry("plan-2")), claims=claims, unique=frozenset({"plan.key"})))
    assert (no.value.claim, no.value.holder, store.claimed("plan.key", "x")) == (claims[1], "plan-1", [])


def test_a_common_key_has_many_holders_in_order(store: Store) -> None:
    for child in ("plan-3", "plan-1", "Plan-2"):
        store.append(Unit((), claims=(Claim("plan.parent", "plan-0", child),)))
    assert store.claimed("plan.parent", "plan-0") == ["Plan-2", "plan-1", "plan-3"]


def test_what_is_due_comes_in_order_of_time(store: Store) -> None:
    days = ["2026-11-30T01:00:00Z", "2026-11-02T01:00:00Z", "2026-12-01T01:00:00Z"]
    store.append(Unit((), claims=tuple(Claim("wakes", day, f"plan-{n}") for n, day in enumerate(days))))
    assert [c.stream for c in store.due("wakes", "2026-11-30T01:00:00Z", 10)] == ["plan-1", "plan-0"]
    assert store.due("wakes", "2026-12-31", 1) == [Claim("wakes", days[1], "plan-1")]
    assert store.due("parent", "2026-12-31", 10) == []


def test_checks_come_in_their_order(store: Store) -> None:
    taken = Claim("plan.key", "x", "plan-1")
    store.append(Unit((entry("plan-1"),), claims=(taken,), receipt=receipt()))
    wrong = Unit(
        (entry("plan-1", 9),), claims=(taken._replace(stream="plan-2"),), unique=frozenset({"plan.key"}),
        receipt=receipt(),
    )  # fmt: skip
    with pytest.raises(Repeated):
        store.append(wrong)
    with pytest.raises(Stale):
        store.append(replace(wrong, receipt=None))
    with pytest.raises(Taken):
        store.append(replace(wrong, receipt=None, entries=()))


def test_refusals_are_kept_in_order_apart_from_the_log(store: Store) -> None:
    for code in ("NOT_ALLOWED", "CONFLICT", "GONE"):
        store.refuse(refusal(code))
    assert store.refusals(0, 2) == [(1, refusal("NOT_ALLOWED")), (2, refusal("CONFLICT"))]
    assert store.refusals(2, 9) == [(3, refusal("GONE"))]
    assert store.head() == 0


def test_the_newest_snapshot_is_kept(store: Store) -> None:
    newest = Snapshot("plan-1", 200, "shape-1", b"{}")
    for snapshot in (newest._replace(version=100), newest, newest._replace(version=150)):
        store.keep(snapshot)
    assert store.snapshot("plan-1") == newest
    store.keep(newest._replace(version=150, shape="shape-2"))
    assert store.snapshot("plan-1") == ("plan-1", 150, "shape-2", b"{}")


def test_everything_is_there_when_it_is_opened_again(opening: Opening) -> None:
    store = opening()
    store.append(Unit((entry("plan-1"),), claims=(Claim("parent", "x", "plan-1"),), receipt=receipt()))
    store.refuse(refusal())
    store.close()
    again = opening()
    assert [s.stream for s in again.log(0, 10)] == again.claimed("parent", "x") == ["plan-1"]
    assert (again.receipt("command-1"), again.refusals(0, 9)) == (receipt(), [(1, refusal())])
    assert again.append(unit(entry("plan-1", 2))) == 2


def test_whoever_waits_is_woken_by_an_append(opening: Opening) -> None:
    store, elsewhere = opening(), opening()
    assert store.wait(0, 0.05) is False
    for writer in (store, elsewhere):
        head = store.head()
        threading.Timer(0.05, writer.append, [history(f"plan-{head}", 1)]).start()
        before = time.monotonic()
        assert store.wait(head, 10) is True
        assert time.monotonic() - before < 2
    assert store.wait(0, 0) is True


@pytest.mark.parametrize("end", ["wake", "close"])
def test_those_who_wait_for_nothing_can_be_woken(opening: Opening, end: str) -> None:
    store = opening()
    threading.Timer(0.05, getattr(store, end)).start()
    before = time.monotonic()
    assert store.wait(0, 10) is False
    assert time.monotonic() - before < 2


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(Unavailable):
        store.append(unit(entry("plan-1")))
    with pytest.raises(Unavailable):
        store.head()


def test_only_one_leads_until_it_lets_go(opening: Opening) -> None:
    first, second = opening(), opening()
    assert first.leads("timers") and first.leads("timers")
    assert not second.leads("timers") and second.leads("webhooks")
    first.close()
    assert second.leads("timers")
    with pytest.raises(ValueError, match="names"):
        second.leads("../timers")


def test_threads_append_side_by_side(store: Store) -> None:
    def work(worker: int) -> list[int]:
        return [store.append(history(f"plan-{worker}", 2, after=2 * n)) for n in range(25)]

    with ThreadPoolExecutor(16) as pool:
        ends = sorted(end for mine in pool.map(work, range(16)) for end in mine)
    assert ends == list(range(2, 801, 2))
    log = store.log(0, 1000)
    assert [s.position for s in log] == list(range(1, 801))
    assert [s.version for s in log[::2]] == [s.version - 1 for s in log[1::2]]


def test_a_refused_unit_does_not_touch_those_written_with_it(store: Store) -> None:
    def work(n: int) -> object:
        events = entry(f"plan-{n}"), entry("plan-one", 1 if n % 2 else 5)
        try:
            return store.append(Unit(events, receipt=receipt(f"command-{n}")))
        except Stale as no:
            return no.stream

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(work, range(64)))
    assert [answer for answer in answers if answer != "plan-one"] == [2]
    assert store.head() == 2
    assert [store.receipt(f"command-{n}") is not None for n in range(64)] == [answer == 2 for answer in answers]


def test_one_of_many_gets_the_key(store: Store) -> None:
    def work(n: int) -> bool:
        claim = Claim("plan.key", "ANNUAL/2027", f"plan-{n}")
        try:
            return bool(store.append(Unit((entry(claim.stream),), claims=(claim,), unique=frozenset({claim.name}))))
        except Taken:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(work, range(64))) == 1
    assert len(store.claimed("plan.key", "ANNUAL/2027")) == store.head() == 1
