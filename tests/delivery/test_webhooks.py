"""Webhooks by Standard Webhooks 1.0: signed, tried again, in order for each record, sent to nobody they must not."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from application.delivery.webhooks import sender as sending
from application.delivery.webhooks.body import Bodies, NoBody
from application.delivery.webhooks.post import Post
from application.delivery.webhooks.schedule import JITTER, PAUSES, pause
from application.delivery.webhooks.secrets import OtherKey, Secrets
from application.delivery.webhooks.sender import Sender
from domain.consumer.acts import SECRET_SHOWN
from domain.consumer.state import Consumer
from domain.consumer.terms import ConsumerStatus, Suspension
from domain.shared.ids import ADMINISTRATOR
from domain.shared.refusal import Refused
from tests.delivery.business import Business, business
from tests.delivery.receiver import Receiver

KEY = "the operator's key"


@pytest.fixture
def company(tmp_path: Any) -> Iterator[Business]:
    """The company on SQLite: nothing here depends on where deliveries are kept."""
    with business(str(tmp_path)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "REST", 0.02)
    monkeypatch.setattr(sending, "NAP", 0.02)


def no_documents(*_: Any) -> bytes:
    raise NoBody("nobody answers documents here")


def secrets(company: Business) -> Secrets:
    return Secrets(lambda: KEY, company.consuming.deliveries)


@contextmanager
def sent(company: Business, loopback: bool = True) -> Iterator[None]:
    """The company's webhooks are sent until the end of the block."""
    sender = Sender(company.consuming, company.access, secrets(company), Bodies(no_documents), Post(loopback, 0.5))
    sender.start()
    try:
        yield
    finally:
        sender.stop()


def hook(company: Business, url: str, **inputs: Any) -> str:
    """The program has goals' events sent there; the consumer's id."""
    return company.consumer(channel="WEBHOOK", url=url, **inputs)


def until(holds: Callable[[], Any]) -> Any:
    """What the function gives, once it is something."""
    deadline = monotonic() + 10
    while not (found := holds()):
        assert monotonic() < deadline, "it did not come to be"
        sleep(0.01)
    return found


def attempts(company: Business, number: int) -> list[tuple[str, str]]:
    """Outcome and detail of the first attempts, once there are so many."""

    def made() -> list[tuple[str, str]] | None:
        found = company.consuming.attempts(company.found(), 0, 100)
        return [(each.outcome, each.detail) for each in found] if len(found) >= number else None

    return list(until(made))


def test_an_event_is_sent_as_it_was_recorded_and_verifies_by_the_standard_s_library(
    company: Business, receiver: Receiver
) -> None:
    hook(company, receiver.url)
    company.goal()
    with sent(company):
        (got,) = receiver.wait(1)
    (item,) = company.consuming._events.read(company.ledger.store.head() - 1, 1)
    assert got.body == item.event
    assert got.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    secret = secrets(company).newest(company.found())
    told = Webhook(secret).verify(got.body, got.headers)
    assert (told["id"], told["type"]) == (got.id, "opsledger.goal.set")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(got.body + b" ", got.headers)


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
        assert company.consuming.replay(company.found(), None, None) == 1
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


def test_while_secrets_overlap_webhooks_are_signed_with_both(company: Business, receiver: Receiver) -> None:
    id = hook(company, receiver.url)
    old = secrets(company).newest(company.found())
    company.do("consumer.rotate_secret", id, by="erp", overlap_hours=1)
    new = secrets(company).newest(company.found())
    company.goal()
    with sent(company):
        (got,) = receiver.wait(1)
    assert old != new
    for each in (old, new):
        assert Webhook(each).verify(got.body, got.headers)
    until_then = company.clock() + timedelta(hours=2)
    assert secrets(company).signing(company.found(), until_then) == [new]


def test_a_secret_is_shown_once_and_is_nowhere_in_the_log(company: Business) -> None:
    hook(company, "https://erp.example/hook")
    company.consuming.show_secret(company.found(), company.erp)
    with pytest.raises(Refused) as no:
        company.consuming.show_secret(company.found(), company.erp)
    assert no.value.reason == SECRET_SHOWN
    secret = secrets(company).newest(company.found()).removeprefix("whsec_").encode()
    log = company.ledger.store.log(0, 100)
    assert [each.type for each in log].count("consumer.secret.shown") == 1
    assert all(secret not in each.data for each in log)


def test_a_process_with_another_key_signs_nothing(company: Business) -> None:
    hook(company, "https://erp.example/hook")
    assert secrets(company).newest(company.found())
    with pytest.raises(OtherKey):
        Secrets(lambda: "another key", company.consuming.deliveries).newest(company.found())


def test_a_process_with_another_key_leaves_the_sending_to_others(company: Business, receiver: Receiver) -> None:
    hook(company, receiver.url)
    company.goal()
    secrets(company).require()
    other = Secrets(lambda: "another key", company.consuming.deliveries)
    sender = Sender(company.consuming, company.access, other, Bodies(no_documents), Post(loopback=True))
    sender.start()
    sleep(0.1)
    sender.stop()
    assert company.consuming.attempts(company.found(), 0, 10) == []
    assert company.consuming.pull(company.found(), company.erp, 10, 30).handed


def test_a_fault_with_one_consumer_stops_no_other(company: Business, receiver: Receiver, caplog: Any) -> None:
    hook(company, receiver.url)
    hook(company, receiver.url, name="other", document="{ me { key } }")
    company.goal()

    def broken(*_: Any) -> bytes:
        raise ZeroDivisionError("a bug")

    sender = Sender(company.consuming, company.access, secrets(company), Bodies(broken), Post(loopback=True))
    sender.start()
    try:
        receiver.wait(1)
        until(lambda: company.consuming.attempts(company.found("other"), 0, 10))
    finally:
        sender.stop()
    (attempt,) = company.consuming.attempts(company.found("other"), 0, 10)
    assert (attempt.outcome, attempt.detail) == ("FAILED", "a fault of ours, which is logged")
    assert "ZeroDivisionError" in caplog.text


def test_a_receiver_that_is_gone_pauses_the_consumer_and_gets_the_event_when_it_is_back(
    company: Business, receiver: Receiver
) -> None:
    id = hook(company, receiver.url)
    receiver.status = 410
    company.goal()
    with sent(company):
        until(lambda: company.found().status is ConsumerStatus.PAUSED)
        assert company.found().suspension is Suspension.GONE
        receiver.status = 200
        company.do("consumer.resume", id, by="erp")
        one, two = receiver.wait(2)
    assert one.id == two.id


def test_a_redirect_is_a_failure_and_is_not_followed(company: Business, receiver: Receiver) -> None:
    receiver.status = 302
    hook(company, receiver.url)
    company.goal()
    with sent(company):
        assert attempts(company, 1) == [("FAILED", "answered 302: redirects are not followed")]
    assert len(receiver.got) == 1


def test_a_receiver_that_says_nothing_has_failed(company: Business) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        hook(company, f"http://127.0.0.1:{mute.getsockname()[1]}/")
        company.goal()
        with sent(company):
            assert attempts(company, 1) == [("FAILED", "no answer within 0.5 seconds")]


def test_this_machine_is_sent_to_only_where_that_is_allowed(company: Business, receiver: Receiver) -> None:
    hook(company, receiver.url)
    company.goal()
    with sent(company, loopback=False):
        assert attempts(company, 1) == [("FAILED", "127.0.0.1 is not a public address")]
    assert receiver.got == []


def test_a_token_that_ends_pauses_the_webhook(company: Business, receiver: Receiver) -> None:
    id, token = hook(company, receiver.url), company.erp.token
    company.do("token.revoke", token, by=ADMINISTRATOR, reason="Lost")
    company.goal()
    with sent(company):
        paused = until(lambda: (now := at_present(company, id)).status is ConsumerStatus.PAUSED and now)
    assert paused.suspension is Suspension.CREDENTIAL
    assert receiver.got == []


def at_present(company: Business, id: str) -> Consumer:
    found = company.ledger.world().get(Consumer, id)
    assert found
    return found


def test_a_document_that_cannot_be_answered_is_a_failure_that_says_why(company: Business, receiver: Receiver) -> None:
    hook(company, receiver.url, document="{ me { key } }")
    company.goal()
    with sent(company):
        assert attempts(company, 1) == [("FAILED", "nobody answers documents here")]
    assert receiver.got == []


def test_one_process_sends_and_another_takes_over_what_it_had_in_hand(
    tmp_path: Any, company: Business, receiver: Receiver
) -> None:
    hook(company, receiver.url)
    with business(str(tmp_path)) as another:
        assert company.ledger.store.leads(sending.LEADERSHIP)
        company.goal()
        assert len(company.pull(seconds=10_000).handed) == 1
        with sent(another):
            assert receiver.got == []
            company.ledger.store.close()
            assert len(receiver.wait(1)) == 1
