"""What is barred to those who would decide waits for whoever stands above them, and not for them (requirements §3)."""

from collections.abc import Iterator

import pytest

from application.worklist import shares
from domain.shared.ids import PersonId
from graphql_api.queries import for_share
from projections.filters import Or
from projections.views import Views
from projections.visibility import SYSTEM
from tests.plan.stories import world
from tests.projections.catching_up import caught_up
from tests.projections.conftest import new_views
from tests.reports.conftest import ROOMS
from tests.reports.forging import Forged
from tests.scenario import MONDAY


@pytest.fixture(scope="module")
def views(target: str) -> Iterator[Views]:
    """Two plans that wait for the department's manager, dora; she has written one of them herself."""
    log = Forged()
    log.submitted("plan-of-pia", "pia")
    log.submitted("plan-of-dora", "dora")
    with new_views(target, ROOMS) as views:
        caught_up(views, log)
        yield views


@pytest.mark.parametrize(
    ("person", "waiting"), [("dora", {"plan-of-pia"}), ("boss", {"plan-of-dora"}), ("vera", set()), ("pia", set())]
)
def test_a_decision_on_ones_own_plan_waits_for_the_superior(views: Views, person: str, waiting: set[str]) -> None:
    where = Or(tuple(map(for_share, shares(world(), PersonId(person), MONDAY))))
    rows = views.as_seen_by(SYSTEM).rows("work_item", where)
    assert {row["record"] for row in rows if row["act"] == "plan.approve"} == waiting
