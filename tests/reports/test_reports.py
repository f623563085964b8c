"""Each ready question finds what it should, and only that; now and as of a position; on both databases."""

from collections import Counter
from typing import Any

import pytest

from domain.plan.adjustment_events import PlanAdjustmentWithdrawn
from domain.plan.events import PlanAlignmentFlagged
from domain.rooms import ROOMS
from domain.shared.ids import AdjustmentId, PlanId
from projections.database import Line
from projections.filters import EVERYTHING, Compare, Filter, Op, Order
from projections.fold import Batch
from projections.following import Following
from projections.reporting import rows
from projections.reports import REPORTS, reports
from projections.reports.deciding import ELSEWHERE, MATTERS, stored_name, unsigned
from projections.sqlite import SqliteDatabase
from projections.tables import tables
from projections.views import Row, Views
from projections.visibility import SYSTEM, Viewer
from tests.reports.conftest import ROOMS as STORY
from tests.reports.forging import Forged


def found(views: Views, many: str, at: int | None = None, where: Filter = EVERYTHING) -> list[Row]:
    report, table = next((r, t) for r, t in reports(views.tables).items() if r.many == many)
    return list(rows(views.as_seen_by(SYSTEM, at), table, where, map(Order, report.order)))


def told(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in rows]


def position(log: Forged, record: str, type: str) -> int:
    return next(each.position for each in log.events if (each.record, each.type) == (record, type))


def test_decisions_on_ones_own_matter_are_found_however_they_came_about(views: Views) -> None:
    assert told(found(views, "self_approvals"), "record", "person", "capacity", "verdict") == [
        ("plan-own", "dora", "OWN", "APPROVED"),
        ("plan-through", "dora", "THROUGH_DELEGATE", "APPROVED"),
        ("plan-as", "vera", "AS_DELEGATE", "APPROVED"),
        ("goal-own", "gus", "OWN", None),
        ("plan-asked-for", "sue", "OWN", "APPROVED"),
    ]


def test_decisions_under_delegation_name_who_had_delegated_them(views: Views) -> None:
    delegated = found(views, "delegated_decisions")
    assert told(delegated, "record", "actor", "on_behalf_of", "verdict") == [
        ("plan-through", "vera", "dora", "APPROVED"),
        ("plan-as", "vera", "dora", "APPROVED"),
        ("plan-delegated", "vera", "dora", "RETURNED"),
    ]


def test_only_approvals_against_advice_are_decisions_against_it(views: Views) -> None:
    (against,) = found(views, "decisions_against_opinion")
    assert (against["part"], against["reviewer"], against["opinion"]) == ("adjustment-2", "pia", "NOT_ENDORSED")
    assert (against["actor"], against["objection"]) == ("dora", "It will cost us")


def test_approvals_are_after_the_fact_when_backdated_or_acted_upon_before(views: Views, log: Forged) -> None:
    late, acted_upon, first = found(views, "approvals_after_the_fact")
    assert (late["record"], late["backdated"], late["acted"]) == ("plan-late", "The line was down", None)
    assert (acted_upon["record"], acted_upon["act"], acted_upon["acted"]) == (
        "plan-late",
        "plan.approve",
        "plan.issued",
    )
    assert acted_upon["occurred_at"] < acted_upon["acted_at"] < acted_upon["recorded_at"]
    assert acted_upon["position"] == acted_upon["acted_position"] > late["position"]
    assert (first["record"], first["acted_position"]) == (
        "plan-first-issued",
        position(log, "plan-first-issued", "plan.issued"),
    )


def test_changes_between_the_asking_and_the_decision_say_who_made_them(views: Views, log: Forged) -> None:
    changes = found(views, "changes_before_approval", where=Compare("record", Op.EQ, "plan-honest"))
    assert told(changes, "change", "actor", "asker", "decider", "verdict") == [
        ("plan.alignment_flagged", "system", "pia", "dora", "APPROVED")
    ]
    assert changes[0]["payload"]["parent_version"] == 2
    later = [row["record"] for row in found(views, "changes_before_approval") if row not in changes]
    assert later == ["plan-first-issued"]


def test_numbers_that_do_not_follow_the_one_before_are_found(views: Views, log: Forged) -> None:
    last = log.events[-1].position
    gaps = found(views, "numbering_gaps")
    assert told(gaps, "numbers", "series", "before", "found") == [
        ("UNUSED", "series-ISS-2026", 1, 2),
        ("DOCUMENT", "series-ISS-2026", 2, 4),
        ("POSITION", "log", last - 3, last),
    ]


def test_adjustments_are_counted_by_plan_and_by_unit_at_any_position(views: Views, log: Forged) -> None:
    shown = ("requested", "not_endorsed", "approved", "rejected", "pending")
    assert told(found(views, "plan_adjustment_counts"), "plan", "unit", *shown) == [
        ("plan-honest", "sales", 3, 2, 2, 1, 2),
        ("plan-own", "sales", 1, 0, 1, 0, 1),
    ]
    assert told(found(views, "unit_adjustment_counts"), "unit", "plans", *shown) == [("sales", 2, 4, 2, 3, 1, 3)]
    first = position(log, "plan-honest", "plan.adjustment.approved")
    assert told(found(views, "plan_adjustment_counts", first), "plan", *shown) == [("plan-honest", 1, 0, 1, 0, 1)]
    assert found(views, "unit_adjustment_counts", first - 3) == []


def test_the_counts_of_adjustments_are_at_each_position_those_of_the_events_so_far(views: Views, log: Forged) -> None:
    counted = ("requested", "approved", "rejected")
    so_far: Counter[tuple[str, str]] = Counter()
    for recorded in log.events:
        at, kind = recorded.position, recorded.type.removeprefix("plan.adjustment.")
        so_far[recorded.record, kind] += kind in counted
        plans = sorted({plan for (plan, _), times in so_far.items() if times})
        of_plans = [(plan, *(so_far[plan, each] for each in counted)) for plan in plans]
        assert told(found(views, "plan_adjustment_counts", at), "plan", *counted) == of_plans
        of_units = [("sales", len(plans), *map(sum, list(zip(*of_plans, strict=True))[1:]))] if plans else []
        assert told(found(views, "unit_adjustment_counts", at), "unit", "plans", *counted) == of_units


def test_everything_that_somebody_did_or_had_done_is_listed(views: Views) -> None:
    of_vera = found(views, "person_acts", where=Compare("person", Op.EQ, "vera"))
    assert told(of_vera, "record", "act", "hand", "other", "decided") == [
        ("plan-through", "plan.approve", "ACTOR", "dora", True),
        ("plan-as", "plan.drafted", "ACTOR", None, False),
        ("plan-as", "plan.submit", "ACTOR", None, False),
        ("plan-as", "plan.approve", "ACTOR", "dora", True),
        ("plan-delegated", "plan.return", "ACTOR", "dora", True),
    ]
    for_dora = [row for row in found(views, "person_acts") if (row["person"], row["hand"]) == ("dora", "PRINCIPAL")]
    assert told(for_dora, "record", "other") == [
        ("plan-through", "vera"),
        ("plan-as", "vera"),
        ("plan-delegated", "vera"),
    ]


@pytest.mark.parametrize("report", REPORTS, ids=lambda each: each.many)
def test_every_report_says_at_each_position_what_it_said_then(views: Views, log: Forged, report: Any) -> None:
    now = found(views, report.many)
    assert now, "there is a case for each"
    assert found(views, report.many, log.events[-1].position) == now
    before = found(views, report.many, log.events[0].position - 1)
    assert before == []
    if "position" in now[0]:
        half = now[len(now) // 2]["position"]
        assert found(views, report.many, half) == [row for row in now if row["position"] <= half]


def test_what_is_kept_is_found_by_whoever_has_forgotten_the_record_meanwhile(
    log: Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tables(STORY)
    remembering = Following(STORY, known, SqliteDatabase.dialect, log).changes(log.events)
    monkeypatch.setattr("projections.following.HELD", 0)
    forgetting = Following(STORY, known, SqliteDatabase.dialect, log).changes(log.events)
    for name in ("self_approval", "approval_after_the_fact", "plan_adjustment_count"):
        assert noted(forgetting, name) == noted(remembering, name) != {}


def test_what_is_remembered_of_records_is_counted_with_what_findings_rest_on(log: Forged) -> None:
    following = Following(STORY, tables(STORY), SqliteDatabase.dialect, log)
    following.changes(log.events)
    assert following._rows == sum(map(len, following._records.values()))
    assert any(len(record.trail) for record in following._records.values())


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_follows_is_remembered_only_while_something_waits_for_a_decision(withdrawn: bool) -> None:
    log = Forged()
    log.submitted("plan-1", "pia")
    log.decided("plan-1", "dora")
    log.requested("plan-1", "adjustment-1")
    if withdrawn:
        log.add("plan-1", PlanAdjustmentWithdrawn(adjustment=AdjustmentId("adjustment-1"), reason="Solved"), "ron")
    following = Following(STORY, tables(STORY), SqliteDatabase.dialect, log)
    following.changes(log.events)
    grown = []
    for version in range(3):
        log.add("plan-1", PlanAlignmentFlagged(parent=PlanId("plan-year"), parent_version=version), "system")
        following.changes(log.events[-1:])
        grown.append(following._rows)
    assert grown[2] - grown[1] == (0 if withdrawn else 1)


def noted(changes: Batch, name: str) -> dict[str, Line]:
    return next((change.now for table, change in changes.items() if table.name == name), {})


def test_who_may_not_see_a_record_sees_no_report_on_it(views: Views) -> None:
    nobody = views.as_seen_by(Viewer("nobody", frozenset()))
    for report, table in reports(views.tables).items():
        assert list(rows(nobody, table, EVERYTHING, map(Order, report.order))) == []


def test_whose_matter_it_is_is_known_of_every_decision_without_a_signature() -> None:
    assert set(unsigned(ROOMS)) == {*MATTERS, *ELSEWHERE}, "say whose matter it is in projections/reports/deciding.py"
    fields = {stored_name(event): event.__struct_fields__ for event in events()}
    for origins in MATTERS.values():
        assert all(member == "" or member in fields[origin] for origin, member in origins)


def events() -> list[Any]:
    return [event for room in ROOMS for event in getattr(room.events, "__args__", (room.events,))]
