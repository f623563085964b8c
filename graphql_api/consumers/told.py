"""What is told of a consumer: under the same names by GraphQL, over HTTP and in a terminal (API-05)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from application.delivery.consuming import Standing
from application.delivery.values import Attempt
from domain.consumer.state import Consumer
from graphql_api.names import camel


def standing(consumer: Consumer, at: Standing) -> dict[str, Any]:
    """Which consumer it is, and how it is doing."""
    return {
        "key": consumer.id, "owner": consumer.owner, "name": consumer.name, "channel": consumer.channel,
        "status": consumer.status, "lag": at.lag, **at._asdict(),
    }  # fmt: skip


def attempt(made: Attempt) -> dict[str, Any]:
    """What came of handing an event out once."""
    return {**made._asdict(), "at": datetime.fromtimestamp(made.at / 1_000, UTC)}


def as_json(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same, named as JSON names it."""
    return {camel(name): value for name, value in told.items()}
