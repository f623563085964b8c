"""When things happened, as the ledger takes it: the past within limits, migrated times, and timers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from application.ledger import Ledger
from application.scheduler import Scheduler
from tests.application.doing import NOW, Clock, do, note, refused


def test_the_past_is_recorded_a_week_back_with_a_reason(ledger: Ledger, clock: Clock) -> None:
    late: dict[str, Any] = {"occurred_at": NOW - timedelta(days=6), "backdating_reason": "the line was down"}
    it = do(ledger, "note.write", subject="a", **late).record
    assert ledger.mapper.decode(ledger.store.stream(it)[0]).envelope.backdated == "the line was down"
    assert note(ledger, it).written_at == NOW - timedelta(days=6)


@pytest.mark.parametrize(
    ("code", "days", "reason"),
    [
        ("ledger.future", -1, "why"),
        ("ledger.backdated_too_far", 8, "why"),
        ("ledger.backdating_reason", 1, " "),
        ("ledger.before_previous", 3, "why"),
    ],
)
def test_the_past_has_its_limits(ledger: Ledger, clock: Clock, code: str, days: int, reason: str) -> None:
    clock.now = NOW - timedelta(days=2)
    it = do(ledger, "note.write", subject="a").record
    clock.now = NOW
    at = NOW - timedelta(days=days)
    refused(code, ledger, "note.amend", it, text="b", occurred_at=at, backdating_reason=reason)


def test_a_refusal_tells_people_the_company_s_own_time_and_programs_the_exact_moment(ledger: Ledger) -> None:
    at = NOW - timedelta(days=8, microseconds=1)
    no = refused("ledger.backdated_too_far", ledger, "note.write", subject="a", occurred_at=at)
    assert no.message == "2026-02-22 08:59:59 is more than 7 days ago."
    assert no.message_zh == "2026-02-22 08:59:59距今超过7天，不能补录。"
    assert datetime.fromisoformat(no.plain_facts["at"]) == at
    last = datetime(9999, 12, 31, 20, tzinfo=UTC)  # already the next day in the company, which no calendar has
    assert "9999-12-31" in refused("ledger.future", ledger, "note.write", subject="a", occurred_at=last).message


def test_migrated_events_keep_their_own_times(ledger: Ledger) -> None:
    times = [NOW - timedelta(days=400), NOW - timedelta(days=400), NOW - timedelta(days=3)]
    it = do(ledger, "note.relate", subject="old", times=[at.isoformat() for at in times]).record
    envelopes = [ledger.mapper.decode(stored).envelope for stored in ledger.store.stream(it)]
    assert [e.occurred_at for e in envelopes] == times and all(e.migrated and e.recorded_at == NOW for e in envelopes)


def test_timers_fire_when_their_moment_has_come_and_once(ledger: Ledger, clock: Clock) -> None:
    it = do(ledger, "note.write", subject="a").record
    scheduler = Scheduler(ledger)
    assert scheduler.tick() == 0
    clock.now = NOW + timedelta(days=1)
    assert scheduler.tick() == 1 and note(ledger, it).reminded
    assert scheduler.tick() == 0


def test_a_record_that_fails_to_wake_keeps_no_other_asleep(ledger: Ledger, clock: Clock) -> None:
    do(ledger, "note.write", subject="a", text="broken")
    clock.now = NOW + timedelta(minutes=1)
    it = do(ledger, "note.write", subject="b").record
    clock.now = NOW + timedelta(days=2)
    assert Scheduler(ledger).tick() == 1 and note(ledger, it).reminded
