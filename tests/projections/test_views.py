"""Rows are found, sorted and counted alike in both databases, now and as of any position."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from projections.filters import And, Compare, Filter, Not, Op, Or, Order, Through
from projections.rebuild import rebuild
from projections.views import Reader, Row, Views
from projections.visibility import SYSTEM
from tests.projections.seven_jobs import EXACT, seven_jobs
from tests.projections.workshop import JobDescribed, Status


@pytest.fixture(scope="module")
def reader(seven: Views) -> Reader:
    return seven.as_seen_by(SYSTEM)


def ids(rows: list[Row]) -> list[str]:
    return [row["id"].removeprefix("job-") for row in rows]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Compare("price", Op.EQ, Decimal("9.9900")), "45"),
        (Compare("price", Op.NE, Decimal("9.99")), "12367"),
        (Compare("price", Op.GT, Decimal("9.99")), "37"),
        (Compare("price", Op.GTE, Decimal("9.99")), "3457"),
        (Compare("price", Op.LT, Decimal("0")), "1"),
        (Compare("price", Op.LT, 0), "1"),
        (Compare("price", Op.GT, 9), "3457"),
        (Compare("price", Op.IN, [Decimal("10.0"), None]), "236"),
        (Compare("price", Op.IN, []), ""),
        (Compare("price", Op.EQ, None), "26"),
        (Compare("price", Op.NE, None), "13457"),
        (Compare("due", Op.LTE, date(2026, 3, 4)), "124"),
        (Compare("due", Op.IN, [date(2026, 3, 4), date(2026, 3, 5)]), "45"),
        (Compare("due", Op.IS_NULL, True), "36"),
        (Compare("due", Op.IS_NULL, False), "12457"),
        (Not(Compare("due", Op.LTE, date(2026, 3, 4))), "3567"),
        (Compare("title", Op.CONTAINS, "GATE"), "12"),
        (Compare("title", Op.STARTS_WITH, "100% \\_'"), "4"),
        (Compare("title", Op.CONTAINS, "%"), "4"),
        (Compare("title", Op.CONTAINS, "ä"), ""),
        (Compare("title", Op.STARTS_WITH, "门"), "6"),
        (Compare("urgent", Op.EQ, False), "1234567"),
        (Compare("status", Op.IN, [Status.OPEN, Status.DONE]), "1234567"),
        (Compare("status", Op.EQ, Status.DONE), ""),
        (Compare("after", Op.CONTAINS, "job-4"), "5"),
        (And((Compare("owner", Op.EQ, "ana"), Compare("price", Op.IS_NULL, False))), "1357"),
        (Or((Compare("title", Op.EQ, ""), Compare("title", Op.EQ, "'; DROP TABLE job; --"))), "5"),
        (And(()), "1234567"),
        (Or(()), ""),
    ],
)
def test_a_condition_finds_the_same_rows_in_both_databases(reader: Reader, where: Filter, found: str) -> None:
    assert "".join(ids(reader.rows("job", where))) == found
    assert reader.count("job", where) == len(found)


def test_a_condition_can_look_through_a_relation(reader: Reader) -> None:
    dear = Through("job", "job", Compare("price", Op.GT, Decimal(100)))
    assert {row["job"] for row in reader.rows("job_step", dear)} == {"job-7"}


def test_only_text_can_be_searched(reader: Reader) -> None:
    with pytest.raises(ValueError, match="cannot be searched"):
        reader.rows("job", Compare("price", Op.CONTAINS, "1"))


def test_a_column_that_is_not_there_is_not_asked_for(reader: Reader) -> None:
    with pytest.raises(KeyError):
        reader.rows("job", Compare('price" OR 1=1 --', Op.EQ, 1))


@pytest.mark.parametrize(
    ("order", "sorted_"),
    [
        ([], "1234567"),
        ([Order("price")], "1453726"),
        ([Order("price", descending=True)], "6273541"),
        ([Order("owner"), Order("due", descending=True)], "3751642"),
        ([Order("title")], "5413276"),
    ],
)
def test_an_absent_value_is_the_greatest_and_ties_are_broken_by_id(
    reader: Reader, order: list[Order], sorted_: str
) -> None:
    assert "".join(ids(reader.rows("job", order=order))) == sorted_


def test_values_come_back_as_they_were(reader: Reader) -> None:
    (row,) = reader.rows("job", Compare("id", Op.IN, ["job-7", "nobody"]))
    assert (row["price"], row["due"], row["urgent"], row["status"]) == (EXACT, date(2026, 3, 7), False, Status.OPEN)
    assert row["after"] == ["job-6", "job-1"]
    assert row["created_at"].utcoffset() == timedelta(0)
    assert isinstance(row["status"], Status)


def test_only_the_columns_that_are_asked_for_come(reader: Reader) -> None:
    assert reader.rows("job", Compare("id", Op.EQ, "job-1"), ["title"]) == [{"id": "job-1", "title": "Gate"}]


def test_a_list_is_filtered_sorted_and_counted_as_it_stood(views: Views) -> None:
    log = seven_jobs()
    before = len(log.events)
    log.record("job-1", JobDescribed(title="Ramp", price=Decimal(99), due=None, urgent=True))
    for _ in rebuild(views, log):
        pass
    dear = Compare("price", Op.GT, Decimal(20))
    now, then = views.as_seen_by(SYSTEM), views.as_seen_by(SYSTEM, before)
    assert (ids(now.rows("job", dear)), ids(then.rows("job", dear))) == (["1", "7"], ["7"])
    assert (now.count("job", dear), then.count("job", dear)) == (2, 1)
    assert ids(then.rows("job", order=[Order("price", descending=True)], first=1)) == ["6"]
    assert views.as_seen_by(SYSTEM, 2).count("job_step") == 1
    assert views.as_seen_by(SYSTEM, 3).rows("event")[-1]["position"] == 3


def test_a_moment_is_the_last_position_recorded_by_it(views: Views) -> None:
    log = seven_jobs()
    for _ in rebuild(views, log):
        pass
    third = log.events[2].envelope.recorded_at
    assert views.position_at(third) == views.position_at(third + timedelta(milliseconds=999)) == 3
    assert views.position_at(third - timedelta(days=1)) == 0
