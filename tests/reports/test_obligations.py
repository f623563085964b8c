"""The ledger of obligations: each has a day, somebody who owes it, and what became of it (AUDIT-10)."""

import sys
from collections.abc import Iterator
from datetime import date

import pytest

from domain.plan.events import PlanCancelled, PlanInspected
from domain.plan.figures import snapshot
from domain.rooms import ROOMS
from domain.shared.act import EVERY_ACT
from domain.shared.room import Rule, nothing
from domain.shared.term import Role
from projections.filters import Compare, Op, Order
from projections.views import Row, Views
from projections.visibility import SYSTEM
from tests.projections.catching_up import caught_up
from tests.projections.conftest import new_views
from tests.reports.conftest import ROOMS as OF_STORY
from tests.reports.forging import Forged


def owed(views: Views, at: int | None = None) -> dict[str, Row]:
    rows = views.as_seen_by(SYSTEM, at).rows("obligation", Compare("record", Op.EQ, "plan"), order=[Order("due")])
    return {f"{row['rule'].removeprefix('plan.')} {row['nth']}": row for row in rows}


def inspected() -> PlanInspected:
    return PlanInspected(summary="All well", findings=(), standing=snapshot((), 1, date(2026, 1, 5)))


@pytest.fixture(scope="module")
def log() -> Forged:
    """A quarterly plan from its draft to its cancellation: inspected once, never evaluated."""
    log = Forged()
    log.submitted("plan", "pia")
    log.decided("plan", "dora")
    log.issued("plan")
    log.add("plan", inspected(), "paul", role=Role.PG)
    log.add("plan", PlanCancelled(reason="No shop"), "dora", role=Role.DM)
    return log


@pytest.fixture(scope="module")
def views(target: str, log: Forged) -> Iterator[Views]:
    with new_views(target, OF_STORY) as views:
        caught_up(views, log)
        yield views


def test_an_obligation_is_open_until_an_act_of_its_rule_fulfils_it(views: Views, log: Forged) -> None:
    issued, done = (
        next(e.position for e in log.events if e.type == name) for name in ("plan.issued", "plan.inspected")
    )
    before, after = owed(views, issued)["inspection 1"], owed(views, done)["inspection 1"]
    assert (before["status"], before["role"], before["due"]) == ("OPEN", "PG", date(2026, 2, 5))
    assert (after["status"], after["on_time"], after["settled_by"]) == ("FULFILLED", True, "paul")
    assert (after["settled_position"], after["owed_since"]) == (done, before["owed_since"])
    assert owed(views, done)["inspection 2"]["status"] == "OPEN"


def test_what_is_fulfilled_past_its_day_is_late(views: Views) -> None:
    late = owed(views)["submission 1"]
    assert (late["status"], late["on_time"], late["person"], late["due"]) == (
        "FULFILLED",
        False,
        "pia",
        date(2026, 1, 1),
    )


def test_what_nobody_owes_any_more_lapses(views: Views, log: Forged) -> None:
    lapsed = {name for name, row in owed(views).items() if row["status"] == "LAPSED"}
    assert lapsed == {"inspection 2", "evaluation 1"}
    row = owed(views)["evaluation 1"]
    assert (row["on_time"], row["settled_by"], row["settled_position"]) == (None, "dora", log.events[-1].position)


def test_nothing_is_owed_before_it_was_drafted(views: Views) -> None:
    assert owed(views, 0) == {}


def rules() -> list[Rule]:
    modules = (sys.modules[room.obligations.__module__] for room in ROOMS if room.obligations is not nothing)
    return [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]


def test_every_rule_names_acts_that_there_are_and_is_the_only_one_of_its_name() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names)) >= 15
    for rule in rules():
        assert rule.acts and all(act in EVERY_ACT for act in rule.acts), rule.name
        assert rule.name.partition(".")[0] in {room.name for room in ROOMS if room.obligations is not nothing}
