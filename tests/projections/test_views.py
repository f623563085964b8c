"""Lists are filtered, sorted and paged alike in both databases, now and as of any position."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from projections import cursors
from projections.filters import And, Compare, Filter, Not, Op, Or, Order, Through
from projections.rebuild import rebuild
from projections.views import Range, Reader, Row, Views
from projections.visibility import SYSTEM
from tests.projections.conftest import new_views
from tests.projections.log import Log
from tests.projections.workshop import JobDescribed, JobId, JobOpened, Status, StepFinished, StepId, StepPlanned

EXACT = Decimal("12345678901234567.01")
PRICES = [Decimal("-2.50"), None, Decimal("10"), Decimal("9.99"), Decimal("9.990"), None, EXACT]
TITLES = ["Gate", "gate of steel", r"U+0000 is \u0000", "100% \\_'", "", "门", "Ärmel"]


def jobs() -> Log:
    log = Log()
    for n, (price, title) in enumerate(zip(PRICES, TITLES, strict=True), 1):
        due = date(2026, 3, n) if n % 3 else None
        after = (JobId(f"job-{n - 1}"), JobId("job-1")) if n > 1 else ()
        owner = PersonId("ana" if n % 2 else "bo")
        log.record(f"job-{n}", JobOpened(title=title, owner=owner, price=price, due=due, after=after))
        for step in range(n):
            log.record(f"job-{n}", StepPlanned(step=StepId(f"step-{n}-{step}"), text=f"step {step}", by=owner))
    log.record("job-7", StepFinished(step=StepId("step-7-3")))
    return log


@pytest.fixture(scope="module")
def reader(target: str) -> Iterator[Reader]:
    with new_views(target) as views:
        for _ in rebuild(views, jobs()):
            pass
        yield views.as_seen_by(SYSTEM)


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
    assert "".join(ids(reader.page("job", Range(first=10), order=order).rows)) == sorted_


ORDERS = st.lists(
    st.builds(Order, st.sampled_from(["price", "due", "owner", "title", "created_at", "urgent"]), st.booleans()),
    max_size=3,
    unique_by=lambda order: order.column,
)


@settings(max_examples=40, deadline=None)
@given(order=ORDERS, size=st.integers(1, 4))
def test_page_after_page_gives_the_whole_list_forwards_and_backwards(
    reader: Reader, order: list[Order], size: int
) -> None:
    whole = ids(reader.page("job", Range(first=10), order=order).rows)
    forwards: list[str] = []
    page = reader.page("job", Range(first=size), order=order)
    while page.has_next:
        forwards += ids(page.rows)
        page = reader.page("job", Range(first=size, after=page.cursor(page.rows[-1])), order=order)
    backwards: list[str] = []
    last = reader.page("job", Range(last=size), order=order)
    while last.has_previous:
        backwards = ids(last.rows) + backwards
        last = reader.page("job", Range(last=size, before=last.cursor(last.rows[0])), order=order)
    assert forwards + ids(page.rows) == ids(last.rows) + backwards == whole
    assert page.total() == last.total() == 7


def test_a_page_can_lie_between_two_cursors(reader: Reader) -> None:
    whole = reader.page("job", Range(first=10))
    two, six = (whole.cursor(whole.rows[n]) for n in (1, 5))
    between = reader.page("job", Range(first=2, after=two, before=six))
    assert ids(between.rows) == ["3", "4"]
    assert between.has_next
    assert between.has_previous


@pytest.mark.parametrize("spoil", [lambda c: c[:-1], lambda c: "A" + c[1:], lambda _: "", lambda _: "no cursor!"])
def test_a_cursor_that_was_tampered_with_is_refused(reader: Reader, spoil: Callable[[str], str]) -> None:
    page = reader.page("job", Range(first=1))
    with pytest.raises(Refused) as refused:
        reader.page("job", Range(first=1, after=spoil(page.cursor(page.rows[0]))))
    assert refused.value.reason is cursors.INVALID


@pytest.mark.parametrize("values", [b"[", b"{}", b"7", b'["job-1", "job-2"]', b'[["job-1"]]', rb'["\u0000"]'])
def test_a_cursor_that_was_made_up_is_refused(reader: Reader, values: bytes) -> None:
    mark = cursors.seal(reader.views.tables["job"], [Order("id")], values)
    with pytest.raises(Refused) as refused:
        reader.page("job", Range(first=1, after=urlsafe_b64encode(mark + values).decode()))
    assert refused.value.reason is cursors.INVALID


def test_a_cursor_of_another_order_or_list_is_refused(reader: Reader) -> None:
    page = reader.page("job", Range(first=1), order=[Order("price")])
    theirs = page.cursor(page.rows[0])
    for table, order in (("job", [Order("due")]), ("job", [Order("price", True)]), ("job_step", [])):
        with pytest.raises(Refused) as refused:
            reader.page(table, Range(first=1, after=theirs), order=order)
        assert refused.value.reason is cursors.INVALID


def test_a_page_for_each_of_many_records_is_one_answer(reader: Reader) -> None:
    pages = reader.pages_by(
        "job_step", "job", ["job-7", "job-2", "job-9"], Range(first=3), order=[Order("text", descending=True)]
    )
    assert [(key, [row["text"] for row in page.rows]) for key, page in pages.items()] == [
        ("job-7", ["step 6", "step 5", "step 4"]),
        ("job-2", ["step 1", "step 0"]),
        ("job-9", []),
    ]
    assert [(page.has_next, page.total()) for page in pages.values()] == [(True, 7), (False, 2), (False, 0)]


def test_each_of_many_pages_can_be_the_last_or_go_on(reader: Reader) -> None:
    last = reader.pages_by("job_step", "job", ["job-7"], Range(last=2))["job-7"]
    assert [row["text"] for row in last.rows] == ["step 5", "step 6"]
    before = Range(last=2, before=last.cursor(last.rows[0]))
    earlier = reader.pages_by("job_step", "job", ["job-7"], before)["job-7"]
    assert [row["text"] for row in earlier.rows] == ["step 3", "step 4"]


def test_values_come_back_as_they_were(reader: Reader) -> None:
    row = reader.by_ids("job", ["job-7", "nobody"])["job-7"]
    assert (row["price"], row["due"], row["urgent"], row["status"]) == (EXACT, date(2026, 3, 7), False, Status.OPEN)
    assert row["after"] == ["job-6", "job-1"]
    assert row["created_at"].utcoffset() == timedelta(0)
    assert isinstance(row["status"], Status)


def test_only_the_columns_that_are_asked_for_come(reader: Reader) -> None:
    assert reader.rows("job", Compare("id", Op.EQ, "job-1"), ["title"]) == [{"id": "job-1", "title": "Gate"}]


def test_a_list_is_filtered_sorted_and_counted_as_it_stood(views: Views) -> None:
    log = jobs()
    before = len(log.events)
    log.record("job-1", JobDescribed(title="Ramp", price=Decimal(99), due=None, urgent=True))
    for _ in rebuild(views, log):
        pass
    dear = Compare("price", Op.GT, Decimal(20))
    now, then = views.as_seen_by(SYSTEM), views.as_seen_by(SYSTEM, before)
    assert (ids(now.rows("job", dear)), ids(then.rows("job", dear))) == (["1", "7"], ["7"])
    assert (now.count("job", dear), then.count("job", dear)) == (2, 1)
    assert ids(then.page("job", Range(last=1), order=[Order("price")]).rows) == ["6"]
    assert views.as_seen_by(SYSTEM, 2).counts_by("job_step", "job", ["job-1", "job-2"]) == {"job-1": 1, "job-2": 0}
    assert views.as_seen_by(SYSTEM, 3).rows("event")[-1]["position"] == 3


def test_a_moment_is_the_last_position_recorded_by_it(views: Views) -> None:
    log = jobs()
    for _ in rebuild(views, log):
        pass
    third = log.events[2].envelope.recorded_at
    assert views.position_at(third) == views.position_at(third + timedelta(milliseconds=999)) == 3
    assert views.position_at(third - timedelta(days=1)) == 0


def test_a_page_has_one_direction() -> None:
    with pytest.raises(ValueError, match="first rows"):
        Range()
    with pytest.raises(ValueError, match="first rows"):
        Range(first=1, last=1)
