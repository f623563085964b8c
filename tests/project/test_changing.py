"""Changing the plan (PROJ-16)."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.project.changing import ANOTHER_OPEN, NO_CHANGE, NOT_A_MEMBER, STALE_BASE
from domain.project.content import Baseline, BudgetLine, ChangeContent
from domain.project.ending_events import ProjectTerminated
from domain.project.planning_events import ProjectChangeRequested
from domain.project.soundness import BELOW_SPENT, DONE_CHANGED, NOT_ON_TEAM, OVER_CEILING, PAST_DEADLINE
from domain.project.terms import Aspect, ChangeStatus, MilestoneStatus, Reach, TaskStatus
from domain.shared.approval import CHANGED, Verdict
from domain.shared.ids import PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from tests.project.stories import (
    BASELINE,
    BUILD,
    DESIGN,
    OPENING,
    PAPERS,
    TEAM,
    change,
    commit,
    executing,
    noon,
    part_of,
    report,
    spend,
)
from tests.scenario import Scenario

MACHINES, WORK = BASELINE.budget
PAT, _, TIA = TEAM
DEARER = replace(BASELINE, budget=(replace(MACHINES, amount=Decimal(700)), WORK))
TOO_DEAR = replace(BASELINE, budget=(replace(MACHINES, amount=Decimal(1200)), WORK))
EARLIER = replace(BASELINE, milestones=(replace(OPENING, due=date(2026, 4, 1)),))
SMALLER = replace(BASELINE, tasks=(DESIGN, BUILD))


def asked(content: ChangeContent, it: Scenario | None = None) -> tuple[Scenario, str]:
    """Pat asks for the change; the story and the request's id."""
    it = it or executing()
    (event,) = it.do("request_change", "pat", content=content)
    assert isinstance(event, ProjectChangeRequested)
    return it, event.change_request


def later(key: str, due: date) -> Baseline:
    return replace(BASELINE, tasks=tuple(replace(t, due=due) if t.key == key else t for t in BASELINE.tasks))


@pytest.mark.parametrize("field", ["reason", "impact", "solution"])
def test_a_request_says_reason_content_impact_and_solution(field: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        asked(replace(change(DEARER), **{field: " "}))


@pytest.mark.parametrize(
    ("content", "aspects", "reach"),
    [
        (change(DEARER), (Aspect.BUDGET,), Reach.WITHIN),
        (change(TOO_DEAR, ceiling=Decimal(1500)), (Aspect.BUDGET,), Reach.BEYOND),
        (change(ceiling=Decimal(950)), (Aspect.BUDGET,), Reach.WITHIN),
        (change(later("C", date(2026, 3, 15))), (Aspect.SCHEDULE,), Reach.WITHIN),
        (change(deadline=date(2026, 7, 31)), (Aspect.SCHEDULE,), Reach.BEYOND),
        (change(EARLIER), (Aspect.SCHEDULE,), Reach.WITHIN),
        (change(replace(BASELINE, quality=BASELINE.quality[:1])), (Aspect.QUALITY,), Reach.WITHIN),
        (change(replace(BASELINE, scope="Two lines")), (Aspect.SCOPE,), Reach.WITHIN),
        (change(SMALLER), (Aspect.SCOPE, Aspect.SCHEDULE, Aspect.BUDGET), Reach.WITHIN),
        (change(lead=PersonId("tom")), (Aspect.LEAD,), Reach.WITHIN),
    ],
)
def test_what_a_change_is_about_and_how_far_it_reaches_follows_from_its_content(
    content: ChangeContent, aspects: tuple[Aspect, ...], reach: Reach
) -> None:
    it, id = asked(content)
    request = it.state.change_requests[id]
    assert (request.aspects, request.reach, request.base_version) == (aspects, reach, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (change(), NO_CHANGE),
        (change(lead=PersonId("pat")), NO_CHANGE),
        (change(lead=PersonId("max")), NOT_A_MEMBER),
        (change(TOO_DEAR), OVER_CEILING),
        (change(later("B", date(2026, 7, 15))), PAST_DEADLINE),
    ],
)
def test_a_change_changes_something_and_is_sound(content: ChangeContent, reason: Reason) -> None:
    executing().refused(reason, "request_change", "pat", content=content)


def test_a_change_denies_nothing_that_has_happened() -> None:
    it = executing().at(noon(4, 1))
    report(it, "A", 100)
    commit(it, 100)
    spend(it, 150)
    less = replace(BASELINE, budget=(MACHINES, replace(WORK, amount=Decimal(249))))
    no = it.refused(BELOW_SPENT, "request_change", "pat", content=change(less))
    assert (no.facts["line"], no.facts["used"]) == ("work", 250)
    gone = replace(BASELINE, budget=(BudgetLine(key="all", title="All", amount=Decimal(900)),))
    it.refused(BELOW_SPENT, "request_change", "pat", content=change(gone))
    other = replace(BASELINE, tasks=(replace(DESIGN, cost=Decimal(100)), BUILD, PAPERS))
    assert it.refused(DONE_CHANGED, "request_change", "pat", content=change(other)).facts["titles"] == ["Task A"]


def test_what_is_done_stays_though_its_owner_has_left_the_team() -> None:
    it = executing(replace(BASELINE, milestones=(replace(OPENING, owner=PersonId("pat")),)))
    for key in ("A", "C"):
        report(it, key, 100)
    assert it.state.baseline
    it.do("change_team", "stan", team=(PAT, TIA), reason="Tom has left")
    later_on = replace(it.state.baseline, scope="Two lines")
    it.branch().do("request_change", "pat", content=change(later_on))
    more = replace(later_on, tasks=(*later_on.tasks, replace(PAPERS, key="D")))
    assert it.refused(NOT_ON_TEAM, "request_change", "pat", content=change(more)).facts["person"] == "tom"


def test_a_milestone_that_was_reached_stays() -> None:
    it = executing().at(noon(4, 14))
    id = part_of(it, "milestones", "M1")
    it.do("waive_milestone", "stan", part=id, reason="No need")
    other = replace(BASELINE, milestones=(replace(OPENING, title="Other"),))
    assert it.refused(DONE_CHANGED, "request_change", "pat", content=change(other)).facts["titles"] == ["Open"]


def test_the_sponsor_decides_what_stays_within_the_approval_and_management_what_goes_beyond() -> None:
    it, id = asked(change(DEARER))
    it.refused(FORBIDDEN, "approve_change", "boss", part=id)
    it.branch().do("approve_change", "stan", part=id)
    it, id = asked(change(TOO_DEAR, ceiling=Decimal(1500)))
    it.refused(FORBIDDEN, "approve_change", "stan", part=id)
    it.do("approve_change", "boss", part=id)
    assert (it.state.ceiling, it.state.original_ceiling, it.state.budget) == (1500, 1000, 1500)


def test_nobody_decides_on_their_own_request() -> None:
    it = executing()
    it.state = replace(it.state, sponsor=PersonId("pat"))
    it, id = asked(change(DEARER), it)
    it.refused(OWN_MATTER, "approve_change", "pat", part=id)
    it.do("approve_change", "will", part=id)


def test_an_approved_change_is_the_next_version_and_progress_is_kept() -> None:
    it = executing().at(noon(1, 22))
    report(it, "A", 50)
    ids = {key: part_of(it, "tasks", key) for key in "ABC"}
    extra = replace(PAPERS, key="D", title="Train", starts=date(2026, 4, 1), due=date(2026, 4, 10), depends_on=("B",))
    new = replace(
        later("B", date(2026, 3, 31)), tasks=(DESIGN, BUILD, extra),
        milestones=(OPENING, replace(OPENING, key="M2", title="Hand over")),
    )
    it, id = asked(change(new, deadline=date(2026, 5, 31), lead=PersonId("tom")), it)
    (event, *_) = it.do("approve_change", "stan", part=id, comment="Fine")
    assert (event.version, event.signature.verdict) == (2, Verdict.APPROVED)
    project = it.state
    assert (project.plan_version, project.lead, project.deadline) == (2, "tom", date(2026, 5, 31))
    assert project.original_deadline == date(2026, 6, 30)
    assert [version.number for version in project.baselines] == [1, 2]
    assert project.baselines[0].baseline == BASELINE
    assert (project.tasks[ids["A"]].percent, project.tasks[ids["A"]].status) == (50, TaskStatus.IN_PROGRESS)
    assert project.tasks[ids["C"]].status is TaskStatus.CANCELLED
    added = part_of(it, "tasks", "D")
    assert project.critical_path == (ids["A"], ids["B"], added)
    assert {each.plan_key for each in project.milestones.values()} == {"M1", "M2"}
    assert project.change_requests[id].applied_version == 2


def test_a_milestone_that_is_no_longer_planned_is_cancelled_and_its_key_may_be_used_anew() -> None:
    it = executing()
    first = part_of(it, "milestones", "M1")
    for milestone in (replace(OPENING, key="M2"), OPENING):
        it, id = asked(change(replace(BASELINE, milestones=(milestone,))), it)
        it.do("approve_change", "stan", part=id)
    assert it.state.milestones[first].status is MilestoneStatus.CANCELLED
    planned = [each for each in it.state.milestones.values() if each.status is MilestoneStatus.PLANNED]
    assert [(each.plan_key, each.id == first) for each in planned] == [("M1", False)]


def test_a_raised_budget_lets_through_what_was_refused() -> None:
    it, id = asked(change(TOO_DEAR, ceiling=Decimal(1500)))
    it.do("approve_change", "vera", part=id)
    commit(it, 1000, line="machines")
    assert it.state.committed == 1000


def test_one_request_is_open_at_a_time() -> None:
    it, id = asked(change(DEARER))
    assert it.refused(ANOTHER_OPEN, "request_change", "pat", content=change(DEARER)).facts["change"] == id
    it.do("withdraw_change", "pat", part=id, reason="Found")
    assert it.state.change_requests[id].status is ChangeStatus.WITHDRAWN
    asked(change(DEARER), it)


def test_a_returned_request_is_asked_anew_with_an_answer() -> None:
    it, id = asked(change(DEARER))
    it.do("return_change", "stan", part=id, comment="Why?")
    it.refused(NOT_NOW, "approve_change", "stan", part=id)
    content = change(replace(DEARER, scope="Two lines"))
    (event,) = it.do("revise_change", "pat", part=id, content=content, answer="Because")
    assert (event.request.round, [each.field for each in event.request.changes]) == (2, ["baseline"])
    request = it.state.change_requests[id]
    assert (request.answer, request.aspects) == ("Because", (Aspect.SCOPE, Aspect.BUDGET))
    it.do("approve_change", "stan", part=id)


def test_a_rejected_request_leaves_the_plan_as_it_is() -> None:
    it, id = asked(change(DEARER))
    it.do("reject_change", "stan", part=id, comment="No")
    assert (it.state.change_requests[id].status, it.state.plan_version) == (ChangeStatus.REJECTED, 1)
    it.refused(NOT_NOW, "withdraw_change", "pat", part=id, reason="Late")


def test_a_request_on_an_older_version_or_with_another_content_is_not_approved() -> None:
    it, id = asked(change(DEARER))
    request = it.state.change_requests[id]

    def with_request(**fields: Any) -> Scenario:
        other = it.branch()
        other.state = replace(it.state, change_requests={id: replace(request, **fields)})
        return other

    with_request(base_version=0).refused(STALE_BASE, "approve_change", "stan", part=id)
    scope = change(replace(DEARER, scope="Other"))
    with_request(content=scope).refused(CHANGED, "approve_change", "stan", part=id)


def test_what_happened_since_the_request_counts_when_it_is_decided() -> None:
    it, id = asked(change(replace(BASELINE, budget=(MACHINES, replace(WORK, amount=Decimal(200))))))
    commit(it, 300)
    it.refused(BELOW_SPENT, "approve_change", "stan", part=id)


def test_a_suspended_project_can_be_replanned() -> None:
    it = executing()
    it.do("suspend", "stan", reason="No money")
    it, id = asked(change(DEARER), it)
    it.do("approve_change", "stan", part=id)
    assert it.state.plan_version == 2


def test_what_was_asked_of_a_project_is_withdrawn_when_that_is_terminated() -> None:
    it, rejected = asked(change(DEARER))
    it.do("reject_change", "stan", part=rejected, comment="No")
    it, returned = asked(change(DEARER), it)
    it.do("return_change", "stan", part=returned, comment="Why?")
    withdrawn, ended = it.do("terminate", "vera", reason="No market")
    assert (withdrawn.change_request, withdrawn.reason) == (returned, "No market")
    assert isinstance(ended, ProjectTerminated)
    statuses = [each.status for each in it.state.change_requests.values()]
    assert (statuses, it.state.open_changes) == ([ChangeStatus.REJECTED, ChangeStatus.WITHDRAWN], ())
