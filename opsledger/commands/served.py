"""Whether consumers get what they are to get, for the doctor."""

from collections.abc import Iterator
from datetime import timedelta

from application.delivery.consuming import Standing
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
    consumers = list(product.consuming.standings(live(product)))
    wrong = [f"{each.owner}/{each.name} {what}" for each, at in consumers for what in troubles(product, each, at)]
    return Finding("consumers", some(wrong) if wrong else f"{len(consumers):,}, all served", not wrong)


def troubles(product: Product, consumer: Consumer, standing: Standing) -> Iterator[str]:
    """What is wrong with one."""
    if consumer.suspension:
        yield f"is paused: {consumer.suspension.en}"
    if standing.parked_count:
        yield f"has {standing.parked_count:,} events parked"
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
