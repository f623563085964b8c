"""How consumers are doing, as figures for operators: how many there are, how far behind, how much is parked."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from application.store import Unavailable
from domain.consumer import ROOM
from domain.consumer.state import Consumer
from domain.consumer.terms import Channel, ConsumerStatus
from projections.visibility import SYSTEM

if TYPE_CHECKING:
    from graphql_api.context import Product  # the doctor, who asks here too, does without GraphQL


class Standings(Collector):
    """The figures, read when somebody looks. They name nobody: `opsledger doctor` does."""

    def __init__(self, product: "Product") -> None:
        self._product = product

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges as they are now; none while the views or the deliveries cannot be read."""
        with suppress(Unavailable):
            if self._product.runner.status().ready:
                yield from self._measured()

    def _measured(self) -> list[GaugeMetricFamily]:
        many, lags, parked = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
        for consumer, standing in self._product.consuming.standings(live(self._product)):
            many[consumer.channel, consumer.status] += 1
            parked[consumer.channel] += standing.parked_count
            if consumer.status is ConsumerStatus.ACTIVE:
                lags[consumer.channel] = max(lags[consumer.channel], standing.lag)
        consumers = GaugeMetricFamily("opsledger_consumers", "Consumers", labels=["channel", "status"])
        for labels, number in many.items():
            consumers.add_metric(labels, number)
        lag = GaugeMetricFamily(
            "opsledger_consumer_lag_events", "Events that the active consumer furthest behind lacks", labels=["channel"]
        )
        aside = GaugeMetricFamily("opsledger_consumer_parked_events", "Events that are parked", labels=["channel"])
        for channel in Channel:
            lag.add_metric([channel], lags[channel])
            aside.add_metric([channel], parked[channel])
        return [consumers, lag, aside]


def live(product: "Product") -> Iterator[Consumer]:
    """The consumers that were not deleted, among those that the views know of."""
    if ROOM.name in product.views.tables:
        world = product.ledger.world()
        rows = product.views.as_seen_by(SYSTEM).rows(ROOM.name, columns=["id"])
        found = (world.get(Consumer, row["id"]) for row in rows)
        yield from (each for each in found if each and each.live)
