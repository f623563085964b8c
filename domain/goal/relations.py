"""Who stands how to a goal: its owner, and the managers of its unit."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.goal.state import Goal
from domain.organisation.state import company
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(goal: Goal, _: Any, world: World) -> Mapping[Role, Iterable[PersonId]]:
    """The owner, and whoever manages the unit that the goal belongs to."""
    heads = company(world).chain(goal.unit) if goal.unit else ()
    return {Role.OWNER: [goal.owner], Role.HEAD: heads}


def interested(goal: Goal, _: Any, __: World) -> Iterable[PersonId]:
    """Nobody concludes on a goal of their own."""
    return [goal.owner]
