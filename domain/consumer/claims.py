"""By which keys consumers are found."""

from collections.abc import Iterator

from domain.consumer.state import Consumer
from domain.consumer.terms import Channel, ConsumerStatus
from domain.shared.refusal import Reason

NAME = "consumer.name"
"""`owner/name` of a consumer that was not deleted."""
NAME_TAKEN = Reason("consumer.name_taken", "You have a consumer by this name: {holder}.", "同名订阅{holder}已存在。")
SENDING = "consumer.sending"
"""Webhooks that are to be sent, all under one key."""
ALL = "all"


def claims(consumer: Consumer) -> Iterator[tuple[str, str]]:
    """A consumer is found by its owner and name; active webhooks are found together."""
    if consumer.live:
        yield NAME, named(consumer.owner, consumer.name)
    if consumer.status is ConsumerStatus.ACTIVE and consumer.channel is Channel.WEBHOOK:
        yield SENDING, ALL


def named(owner: str, name: str) -> str:
    """The key of an owner's consumer by that name."""
    return f"{owner}/{name}"
