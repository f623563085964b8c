"""Moments of the log as arguments: a position, or the last one recorded by some time."""

from datetime import datetime
from typing import Any

from strawberry.types.arguments import StrawberryArgument

from domain.shared.refusal import Reason
from graphql_api.context import RequestContext
from graphql_api.refusals import NOT_YET
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, input_type, optional

BACKWARDS = Reason(
    "audit.backwards",
    "The end, position {end}, lies before the beginning, {begin}.",
    "终点位置{end}早于起点位置{begin}。",
)


def moment_type() -> type:
    """The input type for a moment."""
    fields = {
        "position": Field(optional(LogPosition), "This place in the log.", default=None),
        "at": Field(optional(datetime), "The last place that was recorded by then.", default=None),
    }
    return input_type(type("LogMoment", (), {}), "A moment of the log. Give one of the two.", fields)


def span(moment: type) -> list[StrawberryArgument]:
    """The arguments `from` and `to`."""
    since = argument("since", moment, "What was recorded after this moment is told.")
    since.graphql_name = "from"
    return [since, argument("to", optional(moment), "Up to this moment; up to now if left out.", default=None)]


def positions(context: RequestContext, since: Any, to: Any, at: int | None) -> tuple[int, int | None]:
    """Both ends as positions; None is now. As of a position the log ends there.

    Refuses BACKWARDS, and what `asOf` refuses.
    """
    begin, end = ending(context, since, at), at if to is None else ending(context, to, at)
    if end is not None and end < begin:
        raise BACKWARDS(begin=begin, end=end)
    return begin, end


def ending(context: RequestContext, moment: Any, at: int | None) -> int:
    """The position of a moment in a log that ends at a position, or now. Refuses ONE_MOMENT, NOT_YET."""
    found = context.position(moment)
    if at is None or found <= at:
        return found
    if moment.get("position") is not None:
        raise NOT_YET(position=found, newest=at)
    return at
