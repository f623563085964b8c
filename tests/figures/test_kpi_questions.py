"""Figures as questions of the API: value, working, groups, scope and position."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from domain.organisation.state import Organisation
from domain.plan.figures import completion
from domain.plan.state import Plan
from domain.shared.ids import UnitId
from domain.shared.values import Period
from opsledger.compose import Product
from opsledger.demo.people import HQ
from projections.visibility import SYSTEM
from tests.docs.walk import Known, steps
from tests.figures.conftest import Ask

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
COMPLETION = """query($starts: Date!, $ends: Date!, $person: ID, $unit: ID) {
  kpi(id: "K-01", starts: $starts, ends: $ends, personId: $person, unitId: $unit) {
    id nameZh position figures {
      key unit value numerator denominator rows complete leftOut { whyZh rows }
      groups(by: UNIT, first: 50) { key id numerator denominator rows }
      working(first: 100) { id key numerator denominator leftOut }
    }
  }
}"""
AS_OF = COMPLETION.replace("{\n  kpi", "{\n  asOf(position: POSITION) { kpi", 1) + "}"
WRONG = "input.wrong_kind"
YEAR = {"starts": "2026-01-01", "ends": "2026-12-31"}


def test_a_figure_of_the_api_is_what_its_working_adds_up_to_and_what_the_domain_computes(
    ask: Ask, company: Product
) -> None:
    kpi = ask(COMPLETION, **YEAR)["data"]["kpi"]
    leading = kpi["figures"][0]
    world = company.ledger.world()
    records = dict.fromkeys(each.record for each in company.feed.log(0, 10_000) if each.type == "plan.issued")
    tasks = [task for id in records if (plan := world.get(Plan, id)) for task in plan.tasks.values()]
    expected = completion(tasks, due=Period(date(2026, 1, 1), date(2026, 12, 31)))
    assert expected.denominator > 0
    assert Decimal(leading["value"]) == expected.percent
    assert (Decimal(leading["numerator"]), leading["rows"]) == (expected.numerator, len(expected.tasks))
    rows = leading["working"]
    counted = [each for each in rows if each["leftOut"] is None]
    assert sum(Decimal(each["denominator"]) for each in rows) == Decimal(leading["denominator"])
    assert len(counted) == leading["rows"]
    assert len(rows) - len(counted) == sum(each["rows"] for each in leading["leftOut"])
    assert sum(each["rows"] for each in leading["groups"]) == leading["rows"]
    assert leading["complete"] and kpi["position"] == company.feed.head()


def test_a_unit_stands_for_itself_and_those_below_it(ask: Ask, organisation: Organisation) -> None:
    whole = ask(COMPLETION, unit=HQ, **YEAR)["data"]["kpi"]["figures"][0]
    assert whole == ask(COMPLETION, **YEAR)["data"]["kpi"]["figures"][0]
    part = ask(COMPLETION, unit="U-PLANOPS", **YEAR)["data"]["kpi"]["figures"][0]
    assert 0 < part["rows"] < whole["rows"]
    below = {each for each in organisation.units if organisation.within(each, UnitId("U-PLANOPS"))}
    assert {each["key"] for each in part["groups"] if each["rows"]} <= below
    assert sum(each["rows"] for each in whole["groups"] if each["key"] in below) == part["rows"]


def test_figures_are_asked_as_of_an_earlier_position_within_the_same_question(ask: Ask, company: Product) -> None:
    now = ask(COMPLETION, **YEAR)["data"]["kpi"]
    assert ask(AS_OF.replace("POSITION", str(now["position"])), **YEAR)["data"]["asOf"]["kpi"] == now
    half = ask(AS_OF.replace("POSITION", str(now["position"] // 2)), **YEAR)["data"]["asOf"]["kpi"]
    assert half["position"] == now["position"] // 2 and half["figures"] != now["figures"]


EVERY = "query($starts: Date!, $ends: Date!) { kpis(starts: $starts, ends: $ends) { id waitsFor figures { value } } }"


def test_every_figure_is_told_or_says_what_it_waits_for(ask: Ask) -> None:
    kpis = ask(EVERY, "demo-auditor", **YEAR)["data"]["kpis"]
    assert [each["id"] for each in kpis] == [f"K-{number:02}" for number in range(1, 39)]
    assert all(bool(each["figures"]) != bool(each["waitsFor"]) for each in kpis)
    valued = {each["id"] for each in kpis for figure in each["figures"] if figure["value"] is not None}
    assert valued >= {"K-01", "K-02", "K-05", "K-06", "K-07", "K-08", "K-29", "K-37", "K-38"}


def test_duties_are_punctual_that_were_done_by_their_day(ask: Ask) -> None:
    due = 'due: {gte: "2026-01-01", lte: "2026-12-31"}'
    counted = ask(
        f"{{ all: obligations(first: 1, filter: {{{due}, status: {{in: [OPEN, FULFILLED]}}}}) {{ totalCount }}"
        f" kept: obligations(first: 1, filter: {{{due}, onTime: {{eq: true}}}}) {{ totalCount }} }}",
        "demo-auditor",
    )["data"]
    asked = COMPLETION.replace("K-01", "K-36")
    (figure,) = ask(asked, "demo-auditor", **YEAR)["data"]["kpi"]["figures"]
    told = [int(figure["numerator"]), int(figure["denominator"])]
    assert told == [counted["kept"]["totalCount"], counted["all"]["totalCount"]] and 0 < told[0] < told[1]


def test_figures_of_appraisals_are_of_those_that_the_caller_may_see(ask: Ask) -> None:
    asked = """query($starts: Date!, $ends: Date!) { kpi(id: "K-38", starts: $starts, ends: $ends) {
      figures { value rows complete working(first: 100) { key } groups(by: UNIT, first: 9) { key } } } }"""
    seen = {who: ask(asked, f"demo-{who}", **YEAR)["data"]["kpi"]["figures"][0] for who in ("auditor", "sales", "erp")}
    assert seen["auditor"]["complete"] and seen["auditor"]["rows"] > seen["sales"]["rows"] > 0
    assert not seen["sales"]["complete"]
    assert seen["erp"] == {"value": None, "rows": 0, "complete": False, "working": [], "groups": []}


def test_an_appraisal_keeps_of_a_figure_what_is_computed_as_of_that_position(ask: Ask, company: Product) -> None:
    rows = company.views.as_seen_by(SYSTEM).rows("appraisal", columns=["subject", "unit", "starts", "ends", "actuals"])
    measured = [(row, row["actuals"]["completion"]) for row in rows if "completion" in row["actuals"]]
    with_value = [(row, actual) for row, actual in measured if actual["value"] is not None]
    assert {bool(row["unit"]) for row, _ in with_value} == {True, False}, "of people and of departments"
    assert all(actual["position"] > 0 and not actual["overridden"] for _, actual in measured)
    for row, actual in with_value:
        period = {"starts": str(row["starts"]), "ends": str(row["ends"])}
        asked = AS_OF.replace("POSITION", str(actual["position"]))
        whose = {"unit": row["unit"]} if row["unit"] else {"person": row["subject"]}
        figure = ask(asked, **whose, **period)["data"]["asOf"]["kpi"]["figures"][0]
        told = [figure[each] for each in ("value", "numerator", "denominator", "rows")]
        assert told == [actual[each] for each in ("value", "numerator", "denominator", "records")]
        assert [each["key"] for each in figure["working"] if each["leftOut"] is None] == actual["inputs"]


def test_what_makes_no_sense_is_refused(ask: Ask) -> None:
    def code(query: str) -> str:
        return str(ask(query)["errors"][0]["extensions"]["code"])

    assert code('{kpi(id: "K-01", starts: "2026-02-01", ends: "2026-01-31") {id}}') == "kpi.period"
    assert code('{kpi(id: "K-29", starts: "0001-01-01", ends: "2026-12-31") {id}}') == "kpi.years"
    assert code(f'{{cockpit(unitId: "{HQ}", starts: "2026-01-01", ends: "9999-12-31") {{at}}}}') == "kpi.years"
    assert code('{kpi(id: "K-01", starts: "2026-01-01", ends: "2026-01-31", unitId: "Person:x") {id}}') == WRONG
    inside = '{kpi(id: "K-38", starts: "2026-01-01", ends: "2026-01-31") {figures {%s}}}'
    assert code(inside % "groups(by: PLAN, first: 5) {key}") == "kpi.dimension"
    assert code(inside % "working(first: 0) {key}") == "filter.too_much"
    assert ask('{kpi(id: "K-99", starts: "2026-01-01", ends: "2026-01-31") {id}}')["data"] == {"kpi": None}


def test_the_page_on_figures_shows_what_is_answered(ask: Ask) -> None:
    known = Known()
    for step in steps(PAGE):
        answer = ask(step.document, step.token, **step.variables)
        assert list(known.differences(step.answer, answer["data"])) == []
