"""One company's year, honest and not, in the views of either database."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain import authority, goal, issue, organisation, plan
from domain.plan.events import PlanAlignmentFlagged
from domain.shared import series
from domain.shared.approval import Verdict
from domain.shared.ids import PlanId
from domain.shared.term import Role
from projections.views import Views
from tests.projections.catching_up import caught_up
from tests.projections.conftest import new_views, target
from tests.reports import goals
from tests.reports.forging import Forged

__all__ = ["target"]
ROOMS = (organisation.ROOM, authority.ROOM, goal.ROOM, plan.ROOM, issue.ROOM, series.ROOM)
A_DAY = timedelta(days=1)


def story() -> Forged:
    """What happened, honest cases first."""
    log = Forged()
    log.submitted("plan-honest", "pia")
    log.add(
        "plan-honest", PlanAlignmentFlagged(parent=PlanId("plan-year"), parent_version=2), "system", role=Role.SYSTEM
    )
    log.decided("plan-honest", "dora")
    log.issued("plan-honest")
    log.adjustment("plan-honest", "adjustment-1", Verdict.ENDORSED, Verdict.APPROVED)
    log.adjustment("plan-honest", "adjustment-2", Verdict.NOT_ENDORSED, Verdict.APPROVED)
    log.adjustment("plan-honest", "adjustment-3", Verdict.NOT_ENDORSED, Verdict.REJECTED)
    log.submitted("plan-own", "dora")
    log.decided("plan-own", "dora")
    log.submitted("plan-through", "dora", unit="planning")
    log.decided("plan-through", "vera", for_="dora")
    log.submitted("plan-as", "vera")
    log.decided("plan-as", "vera", for_="dora")
    log.submitted("plan-delegated", "pia")
    log.decided("plan-delegated", "vera", returned=True, for_="dora")
    log.submitted("plan-late", "pia")
    log.decided("plan-late", "dora", occurred=A_DAY)
    log.issued("plan-late", occurred=A_DAY / 2)
    log.submitted("plan-first-issued", "pia")
    log.issued("plan-first-issued")
    log.decided("plan-first-issued", "dora")
    goals.set_and_achieved(log, "goal-own", owner="gus", by="gus")
    goals.set_and_achieved(log, "goal-other", owner="gus", by="dora")
    log.submitted("plan-asked-for", "sam", for_="sue")
    log.decided("plan-asked-for", "sue")
    log.adjustment("plan-own", "adjustment-4", Verdict.ENDORSED, Verdict.APPROVED)
    for number, drawn_for in ((1, "plan-own"), (2, "nothing"), (4, "plan-late")):
        log.add("series-ISS-2026", series.NumberDrawn(number=number, drawn_for=drawn_for), "olga")
    log.issued("plan-own", skip=2)
    return log


@pytest.fixture(scope="module")
def log() -> Forged:
    """The log."""
    return story()


@pytest.fixture(scope="module")
def views(target: str, log: Forged) -> Iterator[Views]:
    """Views of it."""
    with new_views(target, ROOMS) as views:
        caught_up(views, log)
        yield views
