"""What operators see: readiness, figures, logs and traces; and none of it says anything about anybody."""

import asyncio
import io
import json
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from application.feed import Feed
from graphql_api.app import App, create_app
from graphql_api.bounds import GENEROUS, Bounds
from opsledger.logs import REPORTS, log_as
from opsledger.settings import from_environment, to_environment
from opsledger.tracing import traced
from projections.runner import Runner
from tests.api.running import Client, Running, client, running

OPEN = 'mutation { done: gardenOpen(input: {name: "Wang Fang 王芳", area: "5", commandId: "mine"}) { position } }'
RENAME = 'mutation { gardenRename(input: {id: "nowhere", name: "Wang Fang 王芳"}) { refusal { code } } }'


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A garden in a folder of its own."""
    folder = str(tmp_path_factory.mktemp("signs"))
    with running(folder, folder) as garden:
        yield garden


def played(app: Any, scene: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    """What comes of a scene with a client of the application."""

    async def whole() -> Any:
        async with client(app) as somebody:
            return await scene(somebody)

    return asyncio.run(whole())


async def readiness(admin: Client) -> tuple[int, Any]:
    answer = await admin.http.get("/readyz")
    return answer.status_code, answer.json()


def test_a_server_is_ready_until_it_is_about_to_stop(product: Running) -> None:
    app = create_app(product)
    assert product.runner.wait(product.recorded(), 10)
    status, told = played(app, readiness)
    assert (status, told["status"], told["lag"], told["leading"]) == (200, "ready", 0, True)
    ended: list[bool] = []
    app.draining.then(lambda: ended.append(True))
    app.draining.begin()
    app.draining.begin()
    status, told = played(app, readiness)
    assert (status, told["status"], ended) == (503, "stopping", [True])


def test_a_server_whose_views_are_not_there_or_stopped_is_not_ready(
    product: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = Runner(Feed(product.ledger.store, product.ledger.mapper), product.views)
    app = create_app(replace(product, runner=asleep))
    status, told = played(app, readiness)
    assert (status, told["status"]) == (503, "views not ready")
    monkeypatch.setattr(asleep, "_error", ValueError())
    status, told = played(app, readiness)
    assert (status, told["status"]) == (503, "views stopped")


def test_figures_count_what_was_asked_done_and_refused(product: Running) -> None:
    async def scene(admin: Client) -> list[str]:
        await admin.post(OPEN)
        await admin.post(OPEN)
        await admin.post(RENAME)
        await admin.post("{")
        answer = await admin.http.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=1.0.0")
        return answer.text.splitlines()

    lines = played(create_app(product), scene)
    counted = dict(line.rpartition(" ")[::2] for line in lines if not line.startswith("#"))
    assert float(counted['opsledger_commands_total{act="garden.open",outcome="recorded"}']) >= 1
    assert float(counted['opsledger_commands_total{act="garden.rename",outcome="refused"}']) >= 1
    assert float(counted['opsledger_refusals_total{code="ledger.no_such_record"}']) >= 1
    assert float(counted['opsledger_request_seconds_count{kind="mutation",status="200"}']) >= 3
    assert float(counted['opsledger_request_seconds_count{kind="none",status="400"}']) >= 1
    assert float(counted["opsledger_head_position"]) == product.recorded()
    assert float(counted["opsledger_projection_lag_events"]) >= 0
    assert float(counted["opsledger_notary_up"]) == 1


@contextmanager
def logged_as(form: str) -> Iterator[io.StringIO]:
    """What is logged until the end of the block."""
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = []
    log_as(form)
    (handler,) = root.handlers
    written = io.StringIO()
    handler.setStream(written)  # type: ignore[attr-defined]
    try:
        yield written
    finally:
        root.handlers[:] = before
        for name in REPORTS:
            logging.getLogger(name).setLevel(logging.NOTSET)


def test_logs_lead_from_a_request_to_its_events_and_name_nobody(product: Running) -> None:
    async def scene(admin: Client) -> None:
        for document in (OPEN.replace("mine", "other"), RENAME):
            await admin.post(document, headers={"X-Request-Id": "request-7"})

    with logged_as("json") as written:
        played(create_app(product), scene)
        logging.getLogger("some.where").error("wrong %d", 5, exc_info=ValueError("why"))
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    recorded, answered, refused, again, wrong = lines
    event = product.ledger.store.log(recorded["position"] - 1, 1)[0]
    envelope = json.loads(event.data)
    assert (recorded["command"], recorded["correlation"]) == (envelope["command"], envelope["correlation"])
    assert (recorded["act"], refused["act"], refused["code"]) == (
        "garden.open", "garden.rename", "ledger.no_such_record",
    )  # fmt: skip
    assert {each["request"] for each in (recorded, answered, refused, again)} == {"request-7"}
    assert (answered["kind"], answered["status"]) == ("mutation", 200)
    assert (wrong["message"], wrong["error"]) == ("wrong 5", "ValueError")
    assert "Wang" not in written.getvalue()


def test_logs_for_people_are_of_warnings_only(product: Running) -> None:
    with logged_as("text") as written:
        played(create_app(product), lambda admin: admin.post("{ position }"))
        logging.getLogger("some.where").warning("take care")
    assert written.getvalue().endswith("WARNING some.where: take care\n")
    assert written.getvalue().count("\n") == 1


@contextmanager
def collector() -> Iterator[tuple[str, list[Any]]]:
    """The address of one who takes traces, and the spans that have come."""
    spans: list[Any] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            spans.extend(s for r in sent.resource_spans for scope in r.scope_spans for s in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", spans
    finally:
        server.shutdown()
        server.server_close()


def test_each_request_is_a_span_of_the_trace_that_its_caller_names(product: Running) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    async def scene(admin: Client) -> None:
        await admin.post(RENAME, headers={"traceparent": parent, "X-Request-Id": "request-8"})
        await admin.http.get("/log/tile/wang-fang")

    with collector() as (address, spans), traced(create_app(product), address) as app:
        played(app, scene)
    first, second = spans
    told = {each.key: each.value.string_value or each.value.int_value for each in first.attributes}
    assert (first.name, first.trace_id.hex()) == ("POST /graphql", "0af7651916cd43dd8448eb211c80319c")
    assert (told["http.response.status_code"], told["opsledger.request"]) == (200, "request-8")
    assert second.name == "GET /log/…"
    assert "wang" not in str(spans).lower()


def test_where_no_traces_are_asked_for_nothing_stands_around_the_application(product: Running) -> None:
    app = create_app(product)
    with traced(app, None) as served:
        assert served is app
    assert isinstance(served, App)


def test_bounds_are_settings(tmp_path: Path) -> None:
    told = {"RATE": "5", "SUBSCRIPTIONS": "6", "DOCUMENTS": str(tmp_path), "DOCUMENTS_ONLY": "1"}
    settings = from_environment({f"OPSLEDGER_{name}": value for name, value in told.items()})
    assert settings.bounds == Bounds(5.0, 6, tmp_path, True)
    assert from_environment({}).bounds == GENEROUS
    assert from_environment(to_environment(settings)) == settings
