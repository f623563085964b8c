"""By which keys a request for coordination is found while something is decided."""

from collections.abc import Iterator

from domain.coordination.state import Coordination
from domain.organisation.state import OPEN_WORK

AROSE_IN = "coordination.arose_in"
"""The plan or the issue in which the matter of an open request arose."""


def claims(coordination: Coordination) -> Iterator[tuple[str, str]]:
    """While it is open: where it arose, and the units that have still to agree."""
    if not coordination.is_open:
        return
    if origin := coordination.plan or coordination.issue:
        yield AROSE_IN, origin
    for unit in coordination.units:
        yield OPEN_WORK, unit
