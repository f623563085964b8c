"""The server's figures for its operators: requests, commands, refusals, positions."""

from collections.abc import Iterator
from functools import lru_cache
from os import environ

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from application.measures import REGISTRY
from graphql_api.context import Product

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SECONDS = Histogram(
    "opsledger_request_seconds", "Time to answer a GraphQL request", ["kind", "status"],
    buckets=BUCKETS, registry=REGISTRY,
)  # fmt: skip
COMMANDS = Counter("opsledger_commands", "Commands given through the API", ["act", "outcome"], registry=REGISTRY)
REFUSALS = Counter("opsledger_refusals", "Commands that a rule refused", ["code"], registry=REGISTRY)

answered = lru_cache(100)(lambda kind, status: SECONDS.labels(kind, status).observe)
"""Counts a request of that kind with that status, when called with the seconds it took."""


class Positions(Collector):
    """How far the log and its followers have come, read when somebody looks."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges as they are now. Raises Unavailable when the ledger cannot be read."""
        product = self._product
        views, evidence, head = product.runner.status(), product.notary.status(), product.ledger.store.head()
        for name, text, value in (
            ("head_position", "Last position of the log", head),
            ("projection_position", "Position that the views show", views.position),
            ("projection_lag_events", "Events that the views do not show yet", max(head - views.position, 0)),
            ("projection_up", "1 while the views are there and follow the log", not views.error and views.ready),
            ("projection_leading", "1 in the process that writes the views", views.leading),
            ("signed_position", "Position up to which the log is signed", evidence.size),
            ("notary_up", "1 while no error has stopped the signing of the log", not evidence.error),
        ):
            yield GaugeMetricFamily(f"opsledger_{name}", text, float(value))


def exposition(*gauges: Collector) -> bytes:
    """All figures in the text format of Prometheus; those of all processes, where several share a port."""
    counted, now = REGISTRY, CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    for each in gauges:
        now.register(each)
    return bytes(generate_latest(counted) + generate_latest(now))
