"""What the audit's types say of an event: the event itself, what it followed from, and what followed from it."""

from asyncio import gather
from collections.abc import Callable, Iterable
from typing import Any

from application.audit.steps import History
from domain.shared.recorded import Recorded
from graphql_api.context import RequestContext
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import Field, Resolve, listed, optional


def fields(types: ObjectTypes) -> dict[str, Field]:
    """The fields of something that has the event in `recorded`, and in `at` as of which position it is asked about."""
    event = types.registry.records["event"]
    upon = "What the system did it upon: the event it followed from, then what that one did, up to what somebody did."
    did = "All that the system did upon it, at once or by way of other events. Only what the caller may see."
    return {
        "event": Field(optional(event), "The event: who, in which role, on whose behalf, why.", happened),
        "causes": Field(listed(event), upon, chain(History.causes)),
        "effects": Field(listed(event), did, chain(History.effects)),
    }


def happened(source: Any, info: Any) -> Any:
    """The event's row."""
    return info.context.row(info, "event", source["recorded"].envelope.id, source["at"])


def chain(follow: Callable[[History, Recorded], Iterable[Recorded]]) -> Resolve:
    """The rows of the events that are found by following one, as far as the caller may see them."""

    async def resolve(source: Any, info: Any) -> list[Any]:
        context: RequestContext = info.context
        history = History(context.product.ledger)
        found = await context.threads.work(lambda: list(follow(history, source["recorded"])))
        rows = await gather(*(context.row(info, "event", each.envelope.id, source["at"]) for each in found))
        return [row for row in rows if row is not None]

    return resolve
