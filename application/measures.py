"""What this process counts for its operators, in the form that Prometheus reads.

Whoever has something to count makes a Counter, Gauge or Histogram with `registry=REGISTRY` beside the code that it is
about, named `opsledger_…`; the server shows all of them. Where several processes share a port their figures are added
up: give gauges a `multiprocess_mode`. Labels are words of ours, never ids or names.
"""

from prometheus_client import CollectorRegistry, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
