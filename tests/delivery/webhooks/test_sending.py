"""Webhooks by Standard Webhooks 1.0: signed, sent once each, and to nobody they must not."""

import socket
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from application.delivery.webhooks import sender as sending
from application.delivery.webhooks.body import Bodies
from application.delivery.webhooks.post import Post
from application.delivery.webhooks.sender import Sender
from domain.consumer.state import Consumer
from domain.consumer.terms import ConsumerStatus, Suspension
from domain.shared.ids import ADMINISTRATOR
from tests.delivery.business import Business, business
from tests.delivery.receiver import Receiver
from tests.delivery.webhooks.sending import attempts, hook, secrets, sent, until


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


@pytest.mark.parametrize("ending", ["token.revoke", "consumer.pause"])
def test_of_events_that_were_taken_together_none_is_sent_after_the_right_to_them_has_ended(
    company: Business, receiver: Receiver, ending: str
) -> None:
    id = hook(company, receiver.url)
    company.review(company.goal(), 5)
    of = {"token.revoke": company.found().credential, "consumer.pause": id}
    receiver.meanwhile = lambda: company.do(ending, of[ending], by=ADMINISTRATOR, reason="At once")
    consumer = company.found()
    with sent(company):
        until(lambda: company.consuming.attempts(consumer, 0, 10))
        until(lambda: company.consuming.standing(consumer).handed_out == 0)
    assert (company.consuming.standing(consumer).waiting, len(receiver.got)) == (5, 1)
    ended = company.ledger.world().get(Consumer, id)
    assert ended and ended.status is ConsumerStatus.PAUSED


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
