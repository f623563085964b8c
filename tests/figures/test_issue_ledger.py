"""The issue ledger in figures: what each database counts is what the domain counts over the issues themselves."""

from domain.issue.figures import Breakdown
from domain.issue.terms import Status
from projections.figures import Count, IssueFigures
from projections.filters import EVERYTHING, Compare, Op
from projections.visibility import Viewer
from tests.figures.conftest import NOW, Ask

AGES = {7: "<=07", 30: "<=30", 90: "<=90", None: ">90"}


def as_told(counts: list[Count]) -> dict[object, int]:
    return {each.value: each.issues for each in counts if each.issues}


def test_the_database_counts_what_the_domain_counts(figures: IssueFigures, counted: Breakdown) -> None:
    assert as_told(figures.by("status")) == counted.by_status
    assert as_told(figures.by("kind")) == counted.by_kind
    assert as_told(figures.by("unit")) == counted.by_unit
    assert as_told(figures.by("process")) == counted.by_process != {}
    assert as_told(figures.by_cause()) == counted.by_cause != {}
    assert {AGES[each.value]: each.issues for each in figures.open_by_age() if each.issues} == counted.open_by_age
    assert (figures.overdue(), figures.at_least_once("recurrences")) == (counted.overdue, counted.recurred)
    assert figures.overdue() > 0


def test_the_most_frequent_value_comes_first(figures: IssueFigures) -> None:
    counts = [each.issues for each in figures.by("unit")]
    assert counts == sorted(counts, reverse=True)


def test_hours_are_interpolated_between_two_issues_and_unknown_for_none(figures: IssueFigures) -> None:
    spread = figures.hours("verify_hours")
    assert spread.known > 1 and spread.median and spread.p90 and spread.median <= spread.p90
    nothing = IssueFigures(figures.reader, Compare("status", Op.EQ, Status.REPORTED), NOW)
    assert nothing.hours("verify_hours") == (0, None, None)
    one = IssueFigures(figures.reader, Compare("id", Op.EQ, "issue-packing"), NOW)
    assert one.hours("close_hours").median == one.hours("close_hours").p90 is not None


def test_who_sees_nothing_counts_nothing(figures: IssueFigures) -> None:
    nobody = IssueFigures(figures.reader.views.as_seen_by(Viewer("stranger", frozenset())), EVERYTHING, NOW)
    assert nobody.count() == 0 and nobody.by("status") == [] and nobody.hours("close_hours").known == 0


def test_the_api_counts_those_issues_that_are_asked_for(ask: Ask) -> None:
    asked = """{
      issueFigures(filter: {kind: {eq: OPPORTUNITY}}) {
        total open byUnit { unit { name } count } openByAge { days count } oldestOpen(first: 5) { key }
      }
    }"""
    figures = ask(asked)["data"]["issueFigures"]
    assert figures["total"] == figures["open"] == 1
    assert figures["byUnit"] == [{"unit": {"name": "运营组"}, "count": 1}]
    assert [each["days"] for each in figures["openByAge"]] == [7, 30, 90, None]
    assert figures["oldestOpen"] == [{"key": "issue-routes"}]
    assert ask("{issueFigures {byProcess {processId count}}}")["data"]["issueFigures"]["byProcess"] == [
        {"processId": "order-to-cash", "count": 1}
    ]
    wrong = ask("{issueFigures {oldestOpen(first: 101) {key}}}")
    assert wrong["errors"][0]["extensions"]["code"] == "filter.too_much"
