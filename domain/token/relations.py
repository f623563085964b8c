"""Who stands how to a token."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.token.state import Token


def relations(token: Token, _: Any, __: World) -> Mapping[Role, Iterable[PersonId]]:
    """A token is its person's own."""
    return {Role.OWNER: [token.person]}
