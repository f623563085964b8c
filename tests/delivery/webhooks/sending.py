"""A company whose webhooks are sent, and what came of that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from application.delivery.webhooks.body import Bodies, NoBody
from application.delivery.webhooks.post import Post
from application.delivery.webhooks.secrets import Secrets
from application.delivery.webhooks.sender import Sender
from tests.delivery.business import Business

KEY = "the operator's key"


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
