from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.state import ORGANISATION, Organisation
from domain.plan.events import PlanReminded
from domain.plan.task_events import PlanTaskContested
from domain.plan.terms import Matter, Rung
from domain.shared.calendar import Calendar
from domain.shared.ids import SYSTEM, TaskId
from tests.plan.stories import (
    OPINION,
    adjustment_approved,
    application,
    approved,
    at_work,
    claimed,
    completed,
    draft_quarterly,
    issued,
    new_task,
    requested,
    submitted,
    task_ids,
)
from tests.plan.test_consulting import consulting
from tests.scenario import Scenario

MONDAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
WITH_PLAN: dict[str, Any] = {
    "steps": ({"text": "Look", "starts": date(2026, 1, 6), "ends": date(2026, 1, 7)},),
    "method": "By foot",
}


def day(month: int, day: int, hour: int = 1) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


def woken(it: Scenario, now: datetime) -> list[tuple[Matter, str, Rung, tuple[str, ...]]]:
    """What the plan reminds of when it is woken at that moment."""
    events: list[PlanReminded] = it.at(now).do("wake", SYSTEM)
    return [(each.matter, each.subject, each.rung, each.to) for each in events]


def wakes_at(it: Scenario) -> datetime | None:
    moment = it.room.wakes(it.state, it.world)
    assert moment is None or moment.tzinfo is UTC
    return moment


def test_a_pending_decision_climbs_one_rung_every_three_working_days() -> None:
    it = submitted()
    for moment, rung, people in (
        (day(1, 8), Rung.RESPONSIBLE, ("dora",)),
        (day(1, 13), Rung.DEPARTMENT, ("boss",)),
        (day(1, 16), Rung.MANAGEMENT, ("boss", "vera")),
    ):
        assert wakes_at(it) == moment
        assert woken(it, moment - timedelta(seconds=1)) == []
        assert woken(it, moment) == [(Matter.DECISION, "1", rung, people)]
        assert woken(it, moment) == []
    assert wakes_at(it) is None


def test_a_plan_that_slept_through_several_rungs_makes_up_for_them_in_order() -> None:
    rungs = [rung for _, _, rung, _ in woken(submitted(), day(2, 1))]
    assert rungs == [Rung.RESPONSIBLE, Rung.DEPARTMENT, Rung.MANAGEMENT]


def test_holidays_do_not_count() -> None:
    it = submitted()
    company = it.world.records[Organisation, ORGANISATION]
    holidays = Calendar(holidays=(date(2026, 1, 6), date(2026, 1, 7)))
    it.world.records[Organisation, ORGANISATION] = replace(company, calendar=holidays)
    assert wakes_at(it) == day(1, 12)


def test_the_company_sets_the_interval() -> None:
    it = submitted()
    company = it.world.records[Organisation, ORGANISATION]
    settings = replace(company.settings, escalation_days=1)
    it.world.records[Organisation, ORGANISATION] = replace(company, settings=settings)
    assert wakes_at(it) == day(1, 6)


def test_a_decision_asked_for_again_is_waited_for_anew() -> None:
    it = submitted()
    woken(it, day(1, 8))
    it.do("return", "dora", comment="More")
    assert wakes_at(it) is None
    it.do("submit", "pia")
    assert woken(it, day(1, 13)) == [(Matter.DECISION, "2", Rung.RESPONSIBLE, ("dora",))]


def test_the_superior_is_reminded_of_a_plan_that_the_superior_decides() -> None:
    it = submitted()
    it.state = replace(it.state, kind="OPERATING", superior="sam")
    assert woken(it, day(1, 8)) == [(Matter.DECISION, "1", Rung.RESPONSIBLE, ("sam",))]


def test_units_that_let_the_deadline_of_a_consultation_pass_are_reminded_once() -> None:
    it = consulting("planning", "sales")
    moment = datetime(2026, 1, 9, 16, 0, tzinfo=UTC)
    assert wakes_at(it) == moment
    assert woken(it, moment) == [(Matter.OPINIONS, "", Rung.RESPONSIBLE, ("olga", "dora", "sam"))]
    assert wakes_at(it) is None


def planned(*tasks: Any) -> Scenario:
    """An issued plan whose tasks all have their work plan, and that was just inspected."""
    it = issued(*tasks)
    for task in task_ids(it):
        it.do("file_work_plan", "rita", part=task, **WITH_PLAN)
    return it


def inspected(it: Scenario) -> Scenario:
    """The plan at the end of its period, inspected for the last time."""
    finding = {"task": task_ids(it)[0], "text": "Fine", "satisfactory": True}
    it.at(day(3, 31, 12)).do("inspect", "pia", summary="Fine", findings=(finding,))
    return it


def test_a_task_without_work_plan_is_told_to_the_plan_group_after_five_working_days() -> None:
    it = issued()
    (task,) = task_ids(it)
    assert wakes_at(it) == day(1, 12)
    assert woken(it, day(1, 12)) == [(Matter.WORK_PLAN, task, Rung.RESPONSIBLE, ("rita", "pia", "paul"))]
    assert wakes_at(it) != day(1, 12)


def test_an_overdue_task_climbs_from_the_person_over_the_department_to_management() -> None:
    it = planned(new_task(due=date(2026, 1, 7)))
    (task,) = task_ids(it)
    over = datetime(2026, 1, 7, 16, 0, tzinfo=UTC)
    assert wakes_at(it) == over
    assert woken(it, over) == [(Matter.TASK, task, Rung.RESPONSIBLE, ("rita",))]
    assert woken(it, datetime(2026, 1, 12, 16, 0, tzinfo=UTC)) == [(Matter.TASK, task, Rung.DEPARTMENT, ("sam",))]
    assert woken(it, datetime(2026, 1, 15, 16, 0, tzinfo=UTC)) == [
        (Matter.TASK, task, Rung.MANAGEMENT, ("boss", "vera"))
    ]


def test_a_task_that_was_given_more_time_can_become_overdue_again() -> None:
    it = planned(new_task(due=date(2026, 1, 7)))
    (task,) = task_ids(it)
    woken(it, day(1, 8))
    content = application(task)
    id = adjustment_approved(it, content)
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    it.do("reissue", "pia", part=id)
    matters = {(matter, rung) for matter, _, rung, _ in woken(it, day(3, 31))}
    assert (Matter.TASK, Rung.RESPONSIBLE) in matters


def test_a_task_of_a_group_climbs_over_the_manager_of_the_group() -> None:
    it = planned_for_ron()
    rungs = [(rung, people) for matter, _, rung, people in woken(it, day(1, 31)) if matter is Matter.TASK]
    assert rungs == [
        (Rung.RESPONSIBLE, ("ron",)),
        (Rung.GROUP, ("sue",)),
        (Rung.DEPARTMENT, ("sam",)),
        (Rung.MANAGEMENT, ("boss", "vera")),
    ]


def planned_for_ron() -> Scenario:
    it = issued(new_task(due=date(2026, 1, 7), unit="shops", responsible="ron"))
    it.do("file_work_plan", "ron", part=task_ids(it)[0], **WITH_PLAN)
    return it


def test_where_nobody_has_the_role_that_is_asked_the_management_is_told_in_their_place() -> None:
    it = submitted()
    company = it.world.records[Organisation, ORGANISATION]
    without = {id: person for id, person in company.people.items() if id != "dora"}
    it.world.records[Organisation, ORGANISATION] = replace(company, people=without)
    assert woken(it, day(1, 8)) == [(Matter.DECISION, "1", Rung.RESPONSIBLE, ("boss", "vera"))]


@pytest.mark.parametrize("act", ["claim", "contest"])
def test_a_claim_or_a_contest_that_nobody_answers_climbs(act: str) -> None:
    it = planned()
    (task,) = task_ids(it)
    if act == "claim":
        claimed(it, task)
    else:
        it.given(PlanTaskContested(task=TaskId(task), reason="Not mine"))
    assert woken(it, day(1, 8)) == [(Matter.TASK_ANSWER, task, Rung.RESPONSIBLE, ("pia", "paul"))]
    assert woken(it, day(1, 13)) == [(Matter.TASK_ANSWER, task, Rung.DEPARTMENT, ("dora",))]


def test_a_contest_that_is_coordinated_is_waited_for_there() -> None:
    it = planned()
    (task,) = task_ids(it)
    it.do("contest_task", "rita", part=task, reason="Not mine")
    assert [each for each in woken(it, day(1, 13)) if each[0] is Matter.TASK_ANSWER] == []


def test_a_task_that_ended_is_not_waited_for() -> None:
    it = issued(new_task(due=date(2026, 1, 7)))
    completed(it, task_ids(it)[0])
    inspected(it)
    assert woken(it, day(3, 31)) == []


def test_a_missed_inspection_is_reminded_of_and_a_made_one_is_not() -> None:
    it = planned()
    missed = datetime(2026, 2, 5, 16, 0, tzinfo=UTC)
    assert wakes_at(it) == missed
    assert woken(it, missed) == [(Matter.INSPECTION, "", Rung.RESPONSIBLE, ("pia", "paul"))]
    it = planned()
    finding = {"task": task_ids(it)[0], "text": "Fine", "satisfactory": True}
    it.at(day(2, 5)).do("inspect", "pia", summary="Fine", findings=(finding,))
    assert woken(it, missed) == []


def test_an_adjustment_that_waits_is_reminded_of_at_each_of_its_stations() -> None:
    it = planned()
    (task,) = task_ids(it)
    id = requested(it, application(task))
    assert woken(it, day(1, 8)) == [(Matter.ADJUSTMENT, id, Rung.RESPONSIBLE, ("pia", "paul"))]
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    assert woken(it, day(1, 13)) == [(Matter.ADJUSTMENT, id, Rung.RESPONSIBLE, ("dora",))]
    it.do("approve_adjustment", "dora", part=id)
    assert woken(it, day(1, 16)) == [(Matter.ADJUSTMENT, id, Rung.RESPONSIBLE, ("pia", "paul"))]


def test_a_flag_that_nobody_clears_is_reminded_of() -> None:
    it = approved()
    it.do("flag_alignment", SYSTEM, parent_version=2)
    assert woken(it, day(1, 8)) == [(Matter.ALIGNMENT, "2", Rung.RESPONSIBLE, ("pia", "paul"))]


def test_a_plan_that_waits_for_nothing_does_not_wake() -> None:
    assert wakes_at(draft_quarterly()) is None
    it = issued()
    at_work(it, task_ids(it)[0])
    it.do("cancel", "dora", reason="No need")
    assert wakes_at(it) is None


def test_only_the_system_wakes_a_plan() -> None:
    submitted().refused(FORBIDDEN, "wake", "pia")
