"""Traces by OpenTelemetry, for those who ask for them: a span for each request, told to a collector.

Needs the packages of `pip install opsledger[traces]`. Nothing of this is imported where no traces are asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from graphql_api.app import App
from opsledger import __version__


class TracesMissing(Exception):
    """Traces are asked for, and the packages for them are not installed."""


@contextmanager
def traced(app: App, collector: str | None) -> Iterator[Any]:
    """The application; where a `collector` is named, each of its requests becomes a span that is sent there.

    `collector` is the address that takes traces by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces. What is
    left is sent at the end of the block. Raises TracesMissing.
    """
    if collector is None:
        yield app
        return
    try:
        traces = import_module("opsledger.spans")
    except ImportError:
        raise TracesMissing("OPSLEDGER_TRACES needs more packages: pip install 'opsledger[traces]'") from None
    with traces.provider(collector, __version__) as tracer:
        yield traces.Traced(app, tracer)
