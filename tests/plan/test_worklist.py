from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from domain.plan.task_events import PlanTaskContested
from domain.plan.terms import Disposition
from domain.plan.worklist import work
from domain.shared.ids import SYSTEM, CoordinationId, TaskId
from domain.shared.room import Work
from tests.plan.stories import (
    LATER,
    OPINION,
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
from tests.plan.test_consulting import consulting, opinion
from tests.scenario import Scenario


def waiting(it: Scenario) -> dict[str, Any]:
    """Who is asked for each act: a person, a role, or a role in a unit."""

    def asked(each: Work) -> Any:
        return (str(each.role), each.unit) if each.unit else str(each.role or each.person)

    entries: Iterable[Work] = work(it.state)
    return {each.act.removeprefix("plan."): asked(each) for each in entries if each.act != "plan.inspect"}


def test_each_state_of_a_plan_waits_for_somebody() -> None:
    it = draft_quarterly()
    assert waiting(it) == {"submit": "pia"}
    assert waiting(submitted()) == {"approve": "DM"}
    it = submitted()
    it.do("return", "dora", comment="More")
    assert waiting(it) == {"submit": "pia"}
    it = approved()
    assert waiting(it) == {"decompose": "PG"}
    it.do("decompose", "pia", tasks=(new_task(),))
    assert waiting(it) == {"issue": "PG"}
    it.do("cancel", "dora", reason="No")
    assert waiting(it) == {}


def test_a_consultation_waits_for_the_heads_and_then_for_the_author() -> None:
    it = consulting("sales")
    assert waiting(it) == {"record_opinion": ("HEAD", "sales")}
    (entry,) = work(it.state)
    assert entry.due == datetime(2026, 1, 9, 16, 0, tzinfo=UTC)
    it.do("record_opinion", "sam", part=opinion(it, "sales"), text="Good")
    assert waiting(it) == {"dispose_opinion": "olga"}
    it.do("dispose_opinion", "olga", part=opinion(it, "sales"), disposition=Disposition.ADOPTED, reason="Yes")
    assert waiting(it) == {"close_consultation": "olga"}


def test_a_task_waits_for_the_responsible_person_and_at_times_for_the_plan_group() -> None:
    it = issued()
    (task,) = task_ids(it)
    assert waiting(it) == {"acknowledge_task": "rita"}
    for coordination, waits in ((None, {"resolve_contest": "PG"}), (CoordinationId("coordination-1"), {})):
        contested = it.branch()
        contested.given(PlanTaskContested(task=TaskId(task), reason="Not mine", coordination=coordination))
        assert waiting(contested) == waits
    it.do("acknowledge_task", "rita", part=task)
    assert waiting(it) == {"file_work_plan": "rita"}
    step = {"text": "Look", "starts": date(2026, 1, 6), "ends": date(2026, 1, 7)}
    it.do("file_work_plan", "rita", part=task, steps=(step,), method="By foot")
    assert waiting(it) == {"report_progress": "rita"}
    it = issued()
    at_work(it, task)
    assert waiting(it) == {"claim_completion": "rita"}
    entry = next(each for each in work(it.state) if each.act == "plan.claim_completion")
    assert (entry.part, entry.title, entry.due) == (task, "Task T1", datetime(2026, 3, 20, 16, 0, tzinfo=UTC))
    it.do("claim_completion", "rita", part=task, delivered="Contract")
    assert waiting(it) == {"confirm_completion": "PG"}


def test_a_difficulty_waits_for_coordination_and_then_for_its_end() -> None:
    it = issued()
    (task,) = task_ids(it)
    at_work(it, task)
    it.do("raise_difficulty", "rita", part=task, title="No rooms", description="None", blocks=True)
    assert waiting(it)["record_coordination"] == "PG"
    it.do("record_coordination", "pia", part=task, units=("sales",), measure="Ask", due=date(2026, 2, 1))
    assert waiting(it)["unblock_task"] == "PG"


def test_an_adjustment_waits_for_whoever_has_the_next_step() -> None:
    it = issued()
    (task,) = task_ids(it)
    content = application(task)
    id = requested(it, content)
    assert waiting(it)["give_opinion"] == "PG"
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    assert waiting(it)["approve_adjustment"] == "DM"
    back = it.branch()
    back.do("return_adjustment", "dora", part=id, comment="More")
    assert waiting(back)["revise_adjustment"] == "rita"
    it.do("approve_adjustment", "dora", part=id)
    assert waiting(it)["apply_adjustment"] == "PG"
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    assert waiting(it)["reissue"] == "PG"
    it.do("reissue", "pia", part=id)
    assert waiting(it)["record_follow_up"] == "PG"


def test_a_flag_waits_for_the_plan_group() -> None:
    it = approved()
    it.do("flag_alignment", SYSTEM, parent_version=2)
    assert waiting(it)["clear_alignment_flag"] == "PG"


def test_a_plan_whose_tasks_have_ended_waits_to_be_evaluated_and_closed() -> None:
    it = issued()
    completed(it, task_ids(it)[0])
    assert waiting(it) == {"evaluate": "PG"}
    it.do("evaluate", "pia", findings="Good")
    assert waiting(it) == {"close": "PG"}
    it.at(LATER).do("close", "pia")
    assert waiting(it) == {}


def test_an_issued_plan_waits_for_its_next_inspection() -> None:
    it = issued()
    claimed(it, task_ids(it)[0])
    entry = next(each for each in work(it.state) if each.act == "plan.inspect")
    assert (entry.role, entry.due) == ("PG", datetime(2026, 2, 5, 16, 0, tzinfo=UTC))


def test_every_entry_names_an_act_of_the_room() -> None:
    for it in (draft_quarterly(), submitted(), approved(), issued(), consulting()):
        for each in work(it.state):
            assert each.act.removeprefix("plan.") in it.room.acts
