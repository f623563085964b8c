"""`/consumers/NAME/…`: where programs take events, and say what came of them (API-05)."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any, TypeAlias

import msgspec
import orjson
from orjson import Fragment
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from application.access import Caller
from application.delivery.consuming import NO_SUCH_CONSUMER, NOT_ACTIVE, Consuming, Pulled
from application.delivery.values import Outcome, Settled
from application.delivery.webhooks.secrets import Secrets
from domain.consumer.acts import SECRET_SHOWN
from domain.consumer.state import Consumer
from domain.shared.refusal import Refused
from graphql_api.answers import fault_status, hidden
from graphql_api.arrivals import Arrivals
from graphql_api.consumers.asked import Acknowledge, Park, Pull, Reject, Replay
from graphql_api.consumers.told import as_json, attempt, standing
from graphql_api.documents import NotAnswered, refusal
from graphql_api.feed.streams import Streams
from graphql_api.http import Endpoint
from graphql_api.limits import PAGE
from graphql_api.media import JSON
from graphql_api.names import camel
from graphql_api.parameters import UNKNOWN, require_known
from graphql_api.refusals import told
from graphql_api.requests import HungUp, require_json, token_of

PAUSE = 0.1
"""Seconds, at least, between two looks for whoever waits."""
PAGES = ("after", "first")
"""What is said of a page in its address."""
STATUS = {UNKNOWN.code: 400, NO_SUCH_CONSUMER.code: 404, NOT_ACTIVE.code: 409, SECRET_SHOWN.code: 409}
Does: TypeAlias = Callable[[Consumer, Caller, Any], Any]


class Desk:
    """Answers what consumers ask, as JSON."""

    def __init__(self, consuming: Consuming, secrets: Secrets, endpoint: Endpoint, streams: Streams) -> None:
        self._consuming, self._secrets = consuming, secrets
        self._endpoint, self._threads = endpoint, endpoint.threads
        self._streams = streams
        self._arrivals = Arrivals()

    def routes(self) -> list[Route]:
        """The addresses."""
        at = "/consumers/{name}"
        return [
            Route(at, partial(self._shown, self._standing, ())),
            Route(f"{at}/parked", partial(self._shown, self._parked, PAGES)),
            Route(f"{at}/attempts", partial(self._shown, self._attempts, PAGES)),
            Route(f"{at}/pull", self._pull, methods=["POST"]),
            Route(f"{at}/ack", partial(self._done, Acknowledge, self._acknowledge), methods=["POST"]),
            Route(f"{at}/nack", partial(self._done, Reject, self._reject), methods=["POST"]),
            Route(f"{at}/park", partial(self._done, Park, self._park), methods=["POST"]),
            Route(f"{at}/replay", partial(self._done, Replay, self._replay), methods=["POST"]),
            Route(f"{at}/secret", partial(self._done, msgspec.Raw, self._secret), methods=["POST"]),
        ]

    async def _done(self, kind: type[Any], does: Does, request: Request) -> Response:
        """What comes of a POST whose body says this kind of thing."""

        async def done() -> Any:
            require_known(request.query_params)
            caller, asked = await self._caller(request), await self._body(request, kind)
            return await self._threads.work(lambda: does(self._consumer(caller, request), caller, asked))

        return await answered(done)

    async def _shown(self, shows: Does, known: Sequence[str], request: Request) -> Response:
        """What a GET is told, whose address knows these parameters."""

        async def shown() -> Any:
            require_known(request.query_params, *known)
            caller = await self._caller(request)
            after, first = number(request, "after", 0, 2**63 - 1), number(request, "first", PAGE, 1_000)
            return await self._threads.work(
                lambda: shows(self._consumer(caller, request), caller, (after, max(first, 1)))
            )

        return await answered(shown)

    async def _pull(self, request: Request) -> Response:
        """Events, as soon as there are some, or none when the wait is over."""

        async def pulled() -> Any:
            require_known(request.query_params)
            await self._caller(request)
            asked, token = await self._body(request, Pull), token_of(request.headers.get("authorization"))
            with self._endpoint.held.one(token):
                found = await self._awaited(token, asked, request)
            return await self._threads.work(taken, found)

        return await answered(pulled)

    async def _awaited(self, token: str, asked: Pull, request: Request) -> Pulled:
        """What is taken by the token: with something in it, unless there is nothing until the wait is over.

        Who has waited may have become another, or nobody.
        """
        deadline, pulse = monotonic() + asked.wait, self._streams.pulse
        async with pulse.attended():
            while True:
                beat = pulse.next()
                caller = await self._threads.work(self._endpoint.callers.require_anew, token)
                consumer = await self._threads.work(self._consumer, caller, request)
                found = await self._threads.work(self._consuming.pull, consumer, caller, asked.limit, asked.lease)
                left = deadline - monotonic()
                if found.handed or left <= 0 or self._streams.closing or await request.is_disconnected():
                    return found
                await asyncio.sleep(min(PAUSE, left))
                with suppress(TimeoutError):
                    await asyncio.wait_for(beat.wait(), left)

    def _acknowledge(self, consumer: Consumer, _: Caller, asked: Acknowledge) -> Any:
        return self._settled(consumer, asked, Outcome.DELIVERED)

    def _reject(self, consumer: Consumer, _: Caller, asked: Reject) -> Any:
        again = self._consuming.now() + 1_000 * asked.delay
        return self._settled(consumer, asked, Outcome.FAILED, asked.reason, again)

    def _park(self, consumer: Consumer, _: Caller, asked: Park) -> Any:
        return self._settled(consumer, asked, Outcome.PARKED, asked.reason)

    def _settled(self, consumer: Consumer, asked: Any, outcome: Outcome, detail: str = "", not_before: int = 0) -> Any:
        settled = [Settled(each, outcome, detail, not_before) for each in dict.fromkeys(asked.ids)]
        known = self._consuming.settle(consumer, asked.lease, settled)
        return {"settled": known, "lost": [each.event for each in settled if each.event not in {*known}]}

    def _replay(self, consumer: Consumer, caller: Caller, asked: Replay) -> Any:
        return {"replayed": self._consuming.replay(consumer, caller, asked.first, asked.last)}

    def _secret(self, consumer: Consumer, caller: Caller, _: Any) -> Any:
        secret = self._secrets.newest(consumer)
        self._consuming.show_secret(consumer, caller)
        return {"secret": secret, "number": consumer.secret, "overlapUntil": consumer.overlap_until}

    def _standing(self, consumer: Consumer, _: Caller, __: Any) -> Any:
        return as_json(standing(consumer, self._consuming.standing(consumer)))

    def _parked(self, consumer: Consumer, _: Caller, page: tuple[int, int]) -> Any:
        return {"parked": [each._asdict() for each in self._consuming.parked(consumer, *page)]}

    def _attempts(self, consumer: Consumer, _: Caller, page: tuple[int, int]) -> Any:
        return {"attempts": [attempt(each) for each in self._consuming.attempts(consumer, *page)]}

    async def _caller(self, request: Request) -> Caller:
        token = token_of(request.headers.get("authorization"))
        self._endpoint.rate.take(token)
        return await self._threads.work(self._endpoint.callers.require, token)

    async def _body(self, request: Request, kind: type[Any]) -> Any:
        """What the body says. Raises NotAnswered (400, 408, 413, 415, 422), HungUp."""
        received = await self._arrivals.whole(request.receive)
        if received:
            require_json(request.headers.get("content-type"), request.headers.get("content-encoding"))
        return fitting(received, kind)

    def _consumer(self, caller: Caller, request: Request) -> Consumer:
        name = request.path_params["name"]
        if "\0" in name:  # which PostgreSQL cannot even look for
            raise NO_SUCH_CONSUMER(name=name)
        return self._consuming.consumer(caller, name)


def taken(found: Pulled) -> Any:
    """The events of a lease, each as a CloudEvent beside its id and which attempt it is."""
    handed = [
        {"id": each.delivery.event, "attempt": each.delivery.attempt, "event": Fragment(each.item.event)}
        for each in found.handed
    ]
    until = datetime.fromtimestamp(found.lease.until / 1_000, UTC)
    return {
        "lease": found.lease.number, "until": until, "deliveries": handed,
        "position": found.position, "head": found.head,
    }


async def answered(done: Callable[[], Any]) -> Response:
    """What comes of it, or why nothing did, in the form in which GraphQL tells it."""
    try:
        return said(await done(), 200)
    except NotAnswered as no:
        return said({"errors": [each.formatted for each in no.errors]}, no.status, no.headers)
    except Refused as no:
        facts = {camel(name): each for name, each in told(no).items()}
        error = {"message": facts.pop("message"), "extensions": facts}
        return said({"errors": [error]}, STATUS.get(no.reason.code, 422))
    except HungUp:
        return Response(status_code=400)  # which nobody hears
    except Exception as bug:
        fault = hidden(bug)
        return said({"errors": [fault.formatted]}, fault_status([fault]) or 500)


def said(content: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    always = {"Cache-Control": "no-store", "Vary": "Authorization", **(headers or {})}
    return Response(orjson.dumps(content), status, always, JSON)


def fitting(received: bytes, kind: type[Any]) -> Any:
    """What a body says; one that is empty says nothing in particular. Raises NotAnswered (400, 422)."""
    try:
        return msgspec.json.decode(received or b"{}", type=kind)
    except msgspec.ValidationError as wrong:
        raise refusal(422, f"The request does not fit: {wrong}", "MALFORMED") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise refusal(400, "The request is not JSON.", "NOT_JSON") from None


def number(request: Request, name: str, usual: int, most: int) -> int:
    """A field of the address. Raises NotAnswered (422)."""
    given = request.query_params.get(name, str(usual))
    if not (given.isascii() and given.isdigit() and len(given) < 20 and int(given) <= most):
        raise refusal(422, f"{name} must be a number from 0 to {most}.", "MALFORMED")
    return int(given)
