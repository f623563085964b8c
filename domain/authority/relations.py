"""Who stands how to a delegation or a matrix, and whose matter it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.authority.state import Authority, Delegation, Matrix
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(authority: Authority, part: Any, _: World) -> Mapping[Role, Iterable[PersonId]]:
    """A delegation is its principal's."""
    return {Role.OWNER: [part.principal]} if isinstance(part, Delegation) else {}


def interested(authority: Authority, part: Any, _: World) -> Iterable[PersonId]:
    """Who proposed a matrix does not publish it."""
    return [part.proposed_by] if isinstance(part, Matrix) else []
