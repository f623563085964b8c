"""Signs of life, for those who operate the server: whether it lives, whether to send it requests, and its figures."""

import os
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from application.store import Unavailable
from graphql_api.consumers.measures import Standings
from graphql_api.context import Product
from graphql_api.measures import Positions, exposition
from graphql_api.threads import Threads

LAG = 10_000
"""Events that the views may be behind the log where requests are still welcome."""
EXPOSITION = "text/plain; version=1.0.0; charset=utf-8"


class Draining:
    """That the server is about to stop: no more requests are wanted, and what is held open shall be let go."""

    def __init__(self) -> None:
        self.begun = False
        self._then: list[Callable[[], None]] = []

    def then(self, call: Callable[[], None]) -> None:
        """Call that, once, in the thread of the event loop, when it begins."""
        self._then.append(call)

    def begin(self) -> None:
        """It begins now; doing so again changes nothing."""
        if not self.begun:
            self.begun = True
            for call in self._then:
                call()


class Signs:
    """Answers at `/healthz`, `/readyz` and `/metrics`, to anybody; nothing of the business is told there."""

    def __init__(self, product: Product, threads: Threads, draining: Draining) -> None:
        self._product, self._threads, self._draining = product, threads, draining
        self._gauges = Positions(product), Standings(product)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/healthz", self.health),
            Route("/readyz", self.readiness),
            Route("/metrics", self.metrics),
        ]

    async def health(self, _request: Request) -> Response:
        """Whether it lives: 503 when the ledger cannot be used or the views have stopped.

        A log that is no longer signed is told.
        """
        head = await self._head()
        if head is None:
            return JSONResponse({"status": "ledger unavailable"}, 503)
        status = self._product.runner.status()
        stopped = status.error is not None
        sign = {
            "status": "views stopped" if stopped else "ok",
            "recorded": head,
            "shown": status.position,
            "signing": "stopped" if self._product.notary.status().error else "ok",
        }
        return JSONResponse(sign, 503 if stopped else 200)

    async def readiness(self, _request: Request) -> Response:
        """Whether to send it requests: 503 while it cannot answer them, or is about to stop.

        A log that is no longer signed is told, but keeps nobody from working.
        """
        head, views, evidence = await self._head(), self._product.runner.status(), self._product.notary.status()
        lag = max((head or 0) - views.position, 0)
        reasons = {
            "stopping": self._draining.begun,
            "ledger unavailable": head is None,
            "views stopped": views.error is not None,
            "views not ready": not views.ready,
            "views behind": lag > LAG,
        }
        why = [reason for reason, holds in reasons.items() if holds]
        sign = {
            "status": why[0] if why else "ready",
            "recorded": head,
            "shown": views.position,
            "lag": lag,
            "leading": views.leading,
            "process": os.getpid(),
            "signed": evidence.size,
            "signing": "stopped" if evidence.error else "ok",
        }
        return JSONResponse(sign, 503 if why else 200, {"Cache-Control": "no-store"})

    async def metrics(self, _request: Request) -> Response:
        """All figures, in the text format of Prometheus."""
        try:
            text = await self._threads.work(exposition, *self._gauges)
        except Unavailable:
            return Response("The ledger cannot be used just now.\n", 503, media_type="text/plain")
        return Response(text, headers={"Content-Type": EXPOSITION})

    async def _head(self) -> int | None:
        try:
            return await self._threads.work(self._product.ledger.store.head)
        except Unavailable:
            return None
