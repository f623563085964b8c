"""What webhooks are signed with: shown once, overlapping, and by the key of this machine alone."""

from datetime import timedelta
from time import sleep

import pytest
from standardwebhooks import Webhook

from application.delivery.webhooks.body import Bodies
from application.delivery.webhooks.post import Post
from application.delivery.webhooks.secrets import OtherKey, Secrets
from application.delivery.webhooks.sender import Sender
from domain.consumer.acts import SECRET_SHOWN
from domain.shared.refusal import Refused
from tests.delivery.business import Business
from tests.delivery.receiver import Receiver
from tests.delivery.webhooks.sending import hook, no_documents, secrets, sent


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
