"""By which key a goal is found while something is decided."""

from collections.abc import Iterator

from domain.goal.state import Goal
from domain.shared import references


def claims(goal: Goal) -> Iterator[tuple[str, str]]:
    """The goal's own name, for rooms that do not know goals."""
    yield references.GOAL, goal.id
