"""Spans of requests. Imported only where traces are asked for: OpenTelemetry is not among the packages else."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer

from graphql_api.app import App
from graphql_api.trail import REQUEST

NAMED = ("/graphql", "/feed", "/feed/stream", "/healthz", "/readyz", "/metrics", "/")
"""Paths by which spans are named; of others only the first step is told, for the rest may be an id."""


@contextmanager
def provider(collector: str, version: str) -> Iterator[Tracer]:
    """A tracer whose spans are sent in batches, from a thread of its own; what is left at the end of the block."""
    made = TracerProvider(resource=Resource.create({"service.name": "opsledger", "service.version": version}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=collector)))
    try:
        yield made.get_tracer("opsledger", version)
    finally:
        made.shutdown()


class Traced:
    """The application, with a span around each request; its parent is the span that the caller names."""

    def __init__(self, app: App, tracer: Tracer) -> None:
        self._app, self._tracer = app, tracer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, as ASGI hands it over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"] if scope["path"] in NAMED else f"/{scope['path'].split('/')[1]}/…"
        about = {"http.request.method": scope["method"], "url.path": path}
        with self._tracer.start_as_current_span(
            f"{scope['method']} {path}", extract(carrier), SpanKind.SERVER, attributes=about
        ) as span:

            async def tell(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    span.set_attribute("opsledger.request", REQUEST.get())
                    if message["status"] >= 500:
                        span.set_status(Status(StatusCode.ERROR))
                await send(message)

            await self._app(scope, receive, tell)
