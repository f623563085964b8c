"""Whether consumers get what they are to get, for the doctor."""

from collections.abc import Iterator
from datetime import timedelta

from application.integrity.verify import Finding
from application.mapper import UnknownEvent
from domain.consumer.state import Consumer
from domain.consumer.terms import ConsumerStatus
from graphql_api.consumers.measures import live
from opsledger.commands.evidence import some
from opsledger.compose import Product

LATE = timedelta(days=1)
"""How long an event may wait for a consumer."""


def consumers_are_served(product: Product) -> Finding:
    """None of them was paused by the system, has anything parked, or lacks an event that is a day old."""
    if product.views.database.progress() is None:
        return Finding("consumers", "not looked at: there are no views to find them in")
    consumers = list(live(product))
    wrong = [f"{each.owner}/{each.name} {what}" for each in consumers for what in troubles(product, each)]
    return Finding("consumers", some(wrong) if wrong else f"{len(consumers):,}, all served", not wrong)


def troubles(product: Product, consumer: Consumer) -> Iterator[str]:
    """What is wrong with one."""
    standing = product.consuming.standing(consumer)
    if consumer.suspension:
        yield f"is paused: {consumer.suspension.en}"
    if standing.counts.parked:
        yield f"has {standing.counts.parked:,} events parked"
    if consumer.status is ConsumerStatus.ACTIVE and standing.lag and late(product, standing.settled):
        yield f"is {standing.lag:,} positions behind, for more than a day"


def late(product: Product, settled: int) -> bool:
    """Whether the first event after that position was recorded long ago."""
    ledger = product.ledger
    try:
        (first,) = ledger.store.log(settled, 1)
        return ledger.mapper.decode(first).envelope.recorded_at < ledger.clock() - LATE
    except UnknownEvent:
        return True
