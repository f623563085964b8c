"""The team of a project (PROJ-08)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN
from domain.organisation.state import ORGANISATION, Organisation
from domain.project.planning_events import Overload
from domain.project.soundness import NOT_ON_TEAM
from domain.project.staffing import (
    LEAD_BY_CHANGE,
    MEMBER_BACKWARDS,
    MEMBER_TWICE,
    NO_ALLOCATION,
    NO_TEAM,
    ONE_LEAD,
    OWNER_LEAVES,
    TEAM_EXISTS,
)
from domain.project.state import Project
from domain.shared.ids import PersonId, ProjectId
from domain.shared.refusal import Reason
from domain.shared.values import NOT_A_PERCENTAGE
from tests.project.stories import (
    BASELINE,
    DESIGN,
    SHOWN,
    TEAM,
    approved,
    change,
    executing,
    member,
    noon,
    part_of,
    planned,
    staffed,
)
from tests.scenario import Scenario

PAT, TOM, TIA = TEAM


def test_the_sponsor_puts_the_team_together_under_one_lead() -> None:
    it = staffed()
    assert (it.state.lead, [each.person for each in it.state.team]) == ("pat", ["pat", "tom", "tia"])
    it.refused(TEAM_EXISTS, "assemble_team", "stan", team=TEAM)


def test_nobody_else_puts_it_together() -> None:
    approved().refused(FORBIDDEN, "assemble_team", "max", team=TEAM)


@pytest.mark.parametrize(
    ("team", "reason"),
    [
        ((), ONE_LEAD),
        ((TOM, TIA), ONE_LEAD),
        ((PAT, replace(TOM, lead=True)), ONE_LEAD),
        ((PAT, TOM, TOM), MEMBER_TWICE),
        ((PAT, member("nobody")), PERSON_UNKNOWN),
        ((PAT, member("tom", starts=date(2026, 2, 1), ends=date(2026, 1, 1))), MEMBER_BACKWARDS),
        ((PAT, member("tom", allocation=Decimal(0))), NO_ALLOCATION),
        ((PAT, member("tom", allocation=Decimal(101))), NOT_A_PERCENTAGE),
    ],
)
def test_a_team_is_sound(team: Any, reason: Reason) -> None:
    approved().refused(reason, "assemble_team", "stan", team=team)


def test_the_team_is_changed_with_a_reason_and_its_lead_only_until_there_is_a_plan() -> None:
    other = (replace(PAT, lead=False), replace(TOM, lead=True), TIA)
    it = staffed()
    it.do("change_team", "pat", team=other, reason="Pat is ill")
    assert it.state.lead == "tom"
    it = planned()
    assert it.refused(LEAD_BY_CHANGE, "change_team", "stan", team=other, reason="Pat is ill").facts["lead"] == "pat"
    it.do("change_team", "stan", team=(PAT, TOM, TIA, member("will")), reason="More hands")
    assert len(it.state.team) == 4
    assert it.do("change_team", "stan", team=it.state.team, reason="The same") == []


def test_a_team_that_is_not_there_is_not_changed() -> None:
    approved().refused(NO_TEAM, "change_team", "stan", team=TEAM, reason="More hands")


def test_who_leaves_answers_for_no_open_task() -> None:
    it = executing()
    no = it.refused(OWNER_LEAVES, "change_team", "stan", team=(PAT, TIA), reason="Tom has left")
    assert no.facts["titles"] == ["Task A", "Task C", "Open"]


def test_who_leaves_answers_for_no_milestone_that_is_ahead() -> None:
    it = executing(replace(BASELINE, tasks=(replace(DESIGN, owner=PersonId("tia")),)))
    no = it.refused(OWNER_LEAVES, "change_team", "stan", team=(PAT, TIA), reason="Tom has left")
    assert no.facts["titles"] == ["Open"]
    it.at(noon(4, 14))
    it.do("reach_milestone", "pat", part=part_of(it, "milestones", "M1"), reached_on="2026-04-14", evidence=SHOWN)
    it.do("change_team", "stan", team=(PAT, TIA), reason="Tom has left")
    assert "tom" not in [each.person for each in it.state.team]


@pytest.mark.parametrize("reader", ["audra", "ida"])
def test_whoever_only_reads_is_on_no_team(reader: str) -> None:
    approved().refused(ONLY_READS, "assemble_team", "stan", team=(*TEAM, member(reader)))


def without(it: Scenario, *gone: str) -> Scenario:
    """The same once these have left the company."""
    company = it.world.records[Organisation, ORGANISATION]
    left = {id: replace(company.people[id], left_on=date(2026, 1, 10)) for id in gone}
    it.world.records[Organisation, ORGANISATION] = replace(company, people={**company.people, **left})
    return it


def test_another_lead_is_named_at_once_when_the_lead_has_left_the_company() -> None:
    it = without(executing(), "pat")
    it.do("change_team", "stan", team=(replace(TOM, lead=True), TIA), reason="Pat has left")
    assert it.state.lead == "tom"


def test_who_has_left_the_company_leaves_the_team_and_another_change_hands_the_tasks_on() -> None:
    it = without(executing(), "tia")
    it.do("change_team", "stan", team=(PAT, TOM), reason="Tia has left")
    same = change(replace(BASELINE, scope="Two lines"))
    assert it.refused(NOT_ON_TEAM, "request_change", "pat", content=same).facts["person"] == "tia"
    handed_on = tuple(replace(each, owner=PersonId("tom")) for each in BASELINE.tasks)
    it.do("request_change", "pat", content=change(replace(BASELINE, tasks=handed_on)))


def elsewhere(it: Scenario, id: str, *team: Any) -> None:
    """Another project has this team."""
    it.world.records[Project, id] = replace(staffed().state, id=ProjectId(id), team=team)
    for each in team:
        it.world.claims.setdefault(("project.member", each.person), []).append(id)


def test_who_is_given_more_than_their_whole_time_over_all_projects_is_named_not_refused() -> None:
    it = approved()
    elsewhere(it, "p2", member("tom", starts=date(2026, 3, 1), ends=date(2026, 3, 31), allocation=Decimal(40)))
    elsewhere(it, "p3", member("tom", starts=date(2026, 3, 20), ends=date(2026, 4, 30), allocation=Decimal(30)))
    elsewhere(
        it, "p4", member("tia", allocation=Decimal(50)), member("tom", starts=date(2025, 1, 1), ends=date(2025, 2, 1))
    )
    (event,) = it.do("assemble_team", "stan", team=TEAM)
    assert event.overloads == (Overload(person=TOM.person, allocation=Decimal(120)),)
    assert it.state.overloads == event.overloads
    assert event.to == ("will",), "the superior of Tom is told"
    (event,) = it.do("change_team", "stan", team=(*TEAM, member("max")), reason="Help")
    assert (event.overloads[0].person, event.to) == ("tom", ("will",))
