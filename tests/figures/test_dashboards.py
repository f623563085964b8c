"""The management overview, the cockpit of a department, and everybody's own work."""

from datetime import date, datetime
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from application.command import Command
from domain.issue.figures import Breakdown
from domain.issue.terms import ENDED
from domain.organisation.person import PersonStatus
from domain.organisation.state import Organisation
from domain.plan.content import KeyProject
from domain.plan.terms import Kind, Level
from domain.shared.ids import PersonId, ProjectId, UnitId
from domain.shared.values import Period
from opsledger.compose import Product
from opsledger.demo.contents import annual
from opsledger.demo.people import HQ, PLANNER
from projections.boards import ALL as BOARDS
from projections.boards.counting import Counting
from projections.figures import IssueFigures
from projections.kpi import ALL
from projections.kpi.reckoning import Reckoning
from projections.visibility import SYSTEM
from tests.figures.conftest import NOW, Ask

ACTIVE, ON_LEAVE = PersonStatus.ACTIVE, PersonStatus.ON_LEAVE
DASHBOARD = """{ position at unitKeys boards {
  key tiles { key count by counts { value label labelZh rows } rows(first: 100) { id key } }
  kpis { id figures { value } }
} }"""
PERIOD = 'starts: "2026-01-01", ends: "2026-12-31"'
OVERVIEW = f"{{ overview({PERIOD}) {DASHBOARD} }}"


def tiles(dashboard: Any) -> dict[tuple[str, str], Any]:
    return {(board["key"], tile["key"]): tile for board in dashboard["boards"] for tile in board["tiles"]}


def employed(organisation: Organisation, within: str) -> int:
    """How many work in the unit or below it."""
    people = (each for each in organisation.people.values() if each.status in (ACTIVE, ON_LEAVE))
    return sum(each.unit is not None and organisation.within(each.unit, UnitId(within)) for each in people)


def test_the_overview_counts_what_its_tiles_can_show(ask: Ask, counted: Breakdown, organisation: Organisation) -> None:
    overview = ask(OVERVIEW, "demo-auditor")["data"]["overview"]
    boards = {board["key"]: board for board in overview["boards"]}
    assert list(boards) == ["plans", "projects", "issues", "appraisals", "goals", "people", "work"]
    assert [each["id"] for each in boards["projects"]["kpis"]] == ["K-05", "K-06", "K-07", "K-08"]
    found = tiles(overview)
    for tile in found.values():
        assert tile["count"] == sum(each["rows"] for each in tile["counts"])
        assert len(tile["rows"]) == min(tile["count"], 100)
    assert found["issues", "overdue"]["count"] == counted.overdue
    assert {each["value"]: each["rows"] for each in found["issues", "open"]["counts"]} == {
        status.name: issues for status, issues in counted.by_status.items() if status not in ENDED
    }
    assert found["people", "employed"]["count"] == employed(organisation, HQ)
    assert all(each["label"] and each["labelZh"] for each in found["plans", "stages"]["counts"])


def test_a_department_sees_its_own_part_of_the_company(ask: Ask, organisation: Organisation) -> None:
    whole = tiles(ask(OVERVIEW, "demo-auditor")["data"]["overview"])
    asked = f'{{ cockpit(unitId: "U-PLANOPS", {PERIOD}) {DASHBOARD} }}'
    cockpit = ask(asked, "demo-auditor")["data"]["cockpit"]
    part = tiles(cockpit)
    below = {each for each in organisation.units if organisation.within(each, UnitId("U-PLANOPS"))}
    assert set(cockpit["unitKeys"]) == below > {"U-PLANOPS", "U-PLAN"}
    for key, tile in ((key, tile) for key, tile in part.items() if whole[key]["count"] <= 100):
        assert {each["key"] for each in tile["rows"]} <= {each["key"] for each in whole[key]["rows"]}, key
    assert part["people", "employed"]["count"] == employed(organisation, "U-PLANOPS")
    assert 0 < part["work", "all"]["count"] < whole["work", "all"]["count"]
    assert 0 < part["appraisals", "open"]["count"] < whole["appraisals", "open"]["count"]
    company = tiles(ask(asked.replace("U-PLANOPS", HQ), "demo-auditor")["data"]["cockpit"])
    assert company["people", "employed"]["count"] == whole["people", "employed"]["count"]


def test_nobody_counts_appraisals_in_a_dashboard_that_they_may_not_see(ask: Ask) -> None:
    seen = {who: tiles(ask(OVERVIEW, f"demo-{who}")["data"]["overview"]) for who in ("auditor", "planner", "erp")}
    mine = {who: found["appraisals", "open"]["count"] for who, found in seen.items()}
    assert mine["auditor"] > mine["planner"] and mine["erp"] == 0
    rooms = {who: {each["value"] for each in found["work", "all"]["counts"]} for who, found in seen.items()}
    assert "appraisal" in rooms["auditor"] and "appraisal" not in rooms["erp"]


def test_a_dashboard_is_of_the_position_that_is_asked_about(ask: Ask, company: Product) -> None:
    asked = f"{{ asOf(position: 200) {{ overview({PERIOD}) {DASHBOARD} }} }}"
    then = ask(asked, "demo-auditor")["data"]["asOf"]["overview"]
    assert then["position"] == 200
    assert datetime.fromisoformat(then["at"]) == company.views.moment(200) < NOW
    now = ask(OVERVIEW, "demo-auditor")["data"]["overview"]
    assert now["position"] == company.feed.head() and datetime.fromisoformat(now["at"]) == NOW
    assert tiles(then)["work", "all"]["count"] < tiles(now)["work", "all"]["count"]


def test_my_tasks_are_of_every_room_overdue_first_and_those_without_a_day_last(ask: Ask) -> None:
    asked = "{ myTasks(first: 100) { nodes { room due } } }"
    rooms = set()
    for who in ("president", "manager", "planner", "operator", "sales", "hr"):
        nodes = ask(asked, f"demo-{who}")["data"]["myTasks"]["nodes"]
        days = [datetime.fromisoformat(each["due"]) for each in nodes if each["due"]]
        assert days == sorted(days)
        assert [each["due"] for each in nodes[len(days) :]] == [None] * (len(nodes) - len(days))
        rooms |= {each["room"] for each in nodes}
    assert rooms >= {"plan", "project", "issue", "appraisal", "appraisal_cycle"}


def test_each_database_counts_the_same_tiles_and_figures(figures: IssueFigures, company: Product) -> None:
    year, units = Period(date(2026, 1, 1), date(2026, 12, 31)), ("U-PLANOPS", "U-PLAN", "U-OPS", "U-DATA")
    here, there = figures.reader, company.views.as_seen_by(SYSTEM)
    for tile in (tile for board in BOARDS for tile in board.tiles):
        for within in (None, units):
            assert Counting(tile, here, NOW, within).counts() == Counting(tile, there, NOW, within).counts(), tile.key
    for measure in (each for kpi in ALL.values() for each in kpi.measures):
        assert Reckoning(measure, here, year).figure() == Reckoning(measure, there, year).figure(), measure.key


def test_a_plan_shows_the_state_of_its_key_projects_and_a_project_the_plans_that_name_it(
    ask: Ask, company: Product
) -> None:
    named = KeyProject(name="服务热线", project=ProjectId("project-hotline"), goal="C1")
    inputs = {
        "kind": Kind.COMPANY, "level": Level.ANNUAL, "unit": HQ, "year": 2027,
        "content": replace(annual(2027), key_projects=(named, KeyProject(name="待立项"))),
    }  # fmt: skip
    draft = Command(act="plan.draft", actor=PersonId(PLANNER), record="plan-2027", inputs=to_builtins(inputs))
    assert company.runner.wait(company.ledger.do(draft).position, 30)
    project = """{ plan(id: "plan-2027") {
      stages { stage passed } keyProjects { key status milestones(first: 9) { nodes { title status } } } } }"""
    plan = ask(project)["data"]["plan"]
    assert [each["stage"] for each in plan["stages"]] == ["PLANNING", "EXECUTION", "EVALUATION"]
    (shown,) = plan["keyProjects"]
    assert (shown["key"], shown["status"]) == ("project-hotline", "ACCEPTED") and shown["milestones"]["nodes"]
    back = '{ project(id: "project-hotline") { plansByKeyProjects(first: 9) { nodes { key stage } totalCount } } }'
    assert ask(back)["data"]["project"]["plansByKeyProjects"] == {
        "nodes": [{"key": "plan-2027", "stage": "PLANNING"}], "totalCount": 1,
    }  # fmt: skip
