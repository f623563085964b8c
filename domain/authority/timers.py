"""What happens to authority because of the time alone: delegations expire."""

from collections.abc import Iterator
from datetime import datetime

from domain.authority.events import DelegationExpired
from domain.authority.state import Authority, Delegation
from domain.authority.terms import DelegationStatus
from domain.shared.act import Context, World, act
from domain.shared.term import Role
from domain.shared.values import end_of


@act("到时处理", Role.SYSTEM)
def wake(authority: Authority, context: Context) -> Iterator[DelegationExpired]:
    """End the delegations whose last day is over (ORG-08)."""
    for delegation in active(authority):
        if delegation.valid_to < context.today:
            yield DelegationExpired(delegation=delegation.id)


def wakes(authority: Authority, _: World) -> datetime | None:
    """Midnight after the last day of the delegation that ends first."""
    return min((end_of(each.valid_to) for each in active(authority)), default=None)


def active(authority: Authority) -> list[Delegation]:
    return [each for each in authority.delegations.values() if each.status is DelegationStatus.ACTIVE]
