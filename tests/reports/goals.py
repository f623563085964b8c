"""Goals, which are judged without a signature."""

from datetime import date
from decimal import Decimal

from domain.goal.events import GoalAchieved, GoalSet
from domain.goal.terms import GoalLevel, Horizon
from domain.shared.ids import PersonId
from domain.shared.term import Role
from tests.reports.forging import Forged


def set_and_achieved(log: Forged, goal: str, owner: str, by: str) -> None:
    """A goal of the owner, of which somebody says that it is reached."""
    log.add(
        goal,
        GoalSet(
            title="Grow", level=GoalLevel.COMPANY, parent=None, unit=None, metric="turnover", unit_of_measure="CNY",
            baseline=Decimal(1), target=Decimal(2), due=date(2026, 12, 31), owner=PersonId(owner),
            horizon=Horizon.SHORT,
        ),
        "boss",
        role=Role.MGMT,
    )  # fmt: skip
    log.add(goal, GoalAchieved(value=Decimal(2), conclusion="Reached"), by, role=Role.MGMT)
