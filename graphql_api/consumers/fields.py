"""How consumers are doing, as a question of the API: lag, attempts, what is parked (API-05)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import strawberry

from application.delivery.values import Attempt, Parked
from domain.consumer import ROOM
from domain.consumer.state import Consumer
from domain.shared.refusal import Labelled
from graphql_api.consumers import told
from graphql_api.context import RequestContext, past
from graphql_api.limits import PAGE
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import NOW_ALONE, TOO_MANY
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, listed, object_type, optional
from projections.filters import Compare, Op

DELIVERING = Labelled("delivering", "what a consumer has been given", "投递情况")
DELIVERIES = Labelled("deliveries", "deliveries", "次投递")


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """`consumerDeliveries`, where there are consumers at all."""
    if ROOM.name not in types.registry.tables:
        return

    async def deliveries(source: Any, info: Any, id: str) -> Mapping[str, Any] | None:
        context: RequestContext = info.context
        if past(source) is not None:
            raise NOW_ALONE(what=DELIVERING)
        return await context.threads.work(standing, context, types.registry.key(id, ROOM.name))

    wanted = argument("id", strawberry.ID, "The consumer.")
    doc = "What a consumer has been given and what waits for it, for whoever may see the consumer (API-05)."
    yield "consumer_deliveries", Field(optional(deliveries_type()), doc, deliveries, [wanted])


def standing(context: RequestContext, id: str) -> Mapping[str, Any] | None:
    """How the consumer is doing; None where the caller may see none of that id."""
    if not context.reader().rows(ROOM.name, Compare("id", Op.EQ, id), ["id"]):
        return None
    consumer = context.product.ledger.world().get(Consumer, id)
    assert consumer
    return {"consumer": consumer, **told.standing(consumer, context.product.consuming.standing(consumer))}


def deliveries_type() -> type:
    after = argument("after", LogPosition, "The number of the last attempt that was seen.", default=0)
    behind = argument("after", LogPosition, "The position of the last event that was seen.", default=0)
    first = argument("first", int, "At most so many: 1 to 100.")
    position = argument("position", optional(LogPosition), "Only of the event at this position.", default=None)
    fields = {
        "settled": Field(LogPosition, "Up to this position nothing is outstanding but what is parked."),
        "position": Field(LogPosition, "Up to this position the log has been looked through for it."),
        "head": Field(LogPosition, "The newest position of the log."),
        "lag": Field(int, "How far it is behind: positions from settled to head."),
        "waiting": Field(int, "How many events wait to be handed out, some of them for a next attempt."),
        "handed_out": Field(int, "How many events are in its hands."),
        "parked_count": Field(int, "How many events are set aside."),
        "parked": Field(listed(parked_type()), "The events that are set aside, by position.", parked, [first, behind]),
        "attempts": Field(
            listed(attempt_type()), "What came of handing out, oldest first.", attempts, [first, after, position]
        ),
    }
    return object_type(type("ConsumerDeliveries", (), {}), "What a consumer has been given (API-05).", fields)


def attempt_type() -> type:
    fields = {
        "number": Field(LogPosition, "The how-manieth of the consumer's attempts it was."),
        "position": Field(LogPosition, "Where the event is in the log."),
        "event": Field(str, "The event's id."),
        "at": Field(datetime, "When it came to an end."),
        "outcome": Field(str, "DELIVERED, FAILED, PARKED, EXPIRED or WITHHELD."),
        "detail": Field(str, "What was answered, or why it failed."),
    }
    return object_type(type("DeliveryAttempt", (), {}), "An event was handed out once, and what came of it.", fields)


def parked_type() -> type:
    fields = {
        "position": Field(LogPosition, "Where the event is in the log."),
        "subject": Field(str, "The key of the record that it is about."),
        "event": Field(str, "The event's id."),
        "attempts": Field(int, "How often it was handed out."),
        "reason": Field(str, "Why it was set aside."),
    }
    return object_type(type("ParkedDelivery", (), {}), "An event that was set aside.", fields)


async def attempts(
    source: Mapping[str, Any], info: Any, first: int, after: int = 0, position: int | None = None
) -> list[dict[str, Any]]:
    context: RequestContext = info.context
    made: list[Attempt] = await context.threads.work(
        context.product.consuming.attempts, source["consumer"], after, moderate(first), position
    )
    return [told.attempt(each) for each in made]


async def parked(source: Mapping[str, Any], info: Any, first: int, after: int = 0) -> list[dict[str, Any]]:
    context: RequestContext = info.context
    aside: list[Parked] = await context.threads.work(
        context.product.consuming.parked, source["consumer"], after, moderate(first)
    )
    return [each._asdict() for each in aside]


def moderate(first: int) -> int:
    """The number again. Refuses TOO_MANY."""
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=DELIVERIES)
    return first
