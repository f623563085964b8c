"""Who stands how to a consumer."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.consumer.state import Consumer
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(consumer: Consumer, _: Any, __: World) -> Mapping[Role, Iterable[PersonId]]:
    """A consumer belongs to whoever's events it is given."""
    return {Role.OWNER: [consumer.owner]}
