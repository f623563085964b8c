"""What was not taken is tried again, for days, in order for each record."""

from datetime import timedelta

import msgspec

from application.delivery.webhooks.schedule import JITTER, PAUSES, pause
from tests.delivery.business import Business
from tests.delivery.receiver import Receiver
from tests.delivery.webhooks.sending import attempts, hook, sent, until


def test_a_failure_is_tried_again_under_the_same_id_and_every_attempt_is_kept(
    company: Business, receiver: Receiver
) -> None:
    receiver.status = 503
    hook(company, receiver.url)
    company.goal()
    with sent(company):
        assert attempts(company, 1) == [("FAILED", "answered 503")]
        receiver.status = 200
        company.clock.go(seconds=6)
        assert attempts(company, 2)[1] == ("DELIVERED", "answered 200")
    first, second = receiver.got
    assert first.id == second.id
    assert first.headers["webhook-timestamp"] < second.headers["webhook-timestamp"]


def test_ten_attempts_are_made_over_three_days_then_the_event_is_parked_and_the_rest_goes_on(
    company: Business, receiver: Receiver
) -> None:
    hook(company, receiver.url)
    goal = company.goal()
    receiver.status = 500
    with sent(company):
        for made, longest in enumerate([*PAUSES, timedelta()], 1):
            assert len(attempts(company, made)) == made
            company.clock.go(seconds=longest.total_seconds() * (1 + JITTER) + 1)
        (parked,) = company.consuming.parked(company.found(), 0, 10)
        assert (parked.attempts, parked.reason) == (10, "answered 500")
        receiver.status = 200
        company.review(goal)
        assert [outcome for outcome, _ in attempts(company, 11)] == ["FAILED"] * 9 + ["PARKED", "DELIVERED"]
        assert company.consuming.replay(company.found(), company.erp, None, None) == 1
        receiver.wait(12)
    assert {got.id for got in receiver.got[:10]} == {receiver.got[11].id}


def test_pauses_come_to_about_three_days_and_differ() -> None:
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=3.5)
    drawn = {pause(1) for _ in range(20)}
    assert len(drawn) > 1
    assert all(each and abs(each - PAUSES[0]) <= PAUSES[0] * JITTER for each in drawn)
    assert pause(len(PAUSES) + 1) is None


def test_a_failing_event_holds_its_own_record_only(company: Business, receiver: Receiver) -> None:
    hook(company, receiver.url)
    bad, good = company.goal(), company.goal()
    receiver.special[bad] = 500
    company.review(bad, 2)
    company.review(good, 2)
    with sent(company):
        until(lambda: sum(got.subject == good for got in receiver.got) == 3)
        attempts(company, 4)
        assert [got.subject for got in receiver.got].count(bad) == 1
        receiver.special.clear()
        company.clock.go(seconds=6)
        receiver.wait(7)
    for goal in (bad, good):
        versions = [msgspec.json.decode(got.body)["recordversion"] for got in receiver.got if got.subject == goal]
        assert versions == sorted(versions) and {*versions} == {1, 2, 3}
