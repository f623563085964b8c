"""Pages of the past are looked for near where they begin, and everywhere only if there are too few."""

import pytest

from projections.compiling.selection import Edge, Link, Pages, Value, Wish
from projections.filters import EVERYTHING, And, Compare, Op, Order, Range
from projections.first import FEW
from projections.postgres import PostgresDatabase
from projections.views import Views
from projections.visibility import SYSTEM, Viewer
from tests.projections.asking import Asker, pages
from tests.projections.test_compiled_past import plan


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("title", ["Stairs", "Gate"])
@pytest.mark.parametrize("descending", [False, True])
def test_what_was_in_a_state_is_paged_alike_whether_much_of_it_is_near_or_little_far_away(
    busy: Views, title: str, descending: bool
) -> None:
    """All but the newest had stairs by then. A page of two looks among the next two dozen of some sixty."""
    asker, order = Asker(busy, at=639), [Order("created_position", descending)]
    where = And((Compare("status", Op.EQ, "OPEN"), Compare("title", Op.EQ, title)))
    whole = asker.page("job", part=Range(first=100), where=where, order=order)["nodes"]
    assert len(whole) == (58 if title == "Stairs" else 1)
    forwards, backwards, after, before = [], [], None, None
    for _ in whole:
        page = asker.page("job", part=Range(first=1, after=after), where=where, order=order)
        forwards += page["nodes"]
        after = page["info"]["end"]
        page = asker.page("job", part=Range(last=1, before=before), where=where, order=order)
        backwards += page["nodes"]
        before = page["info"]["start"]
    assert forwards == whole == backwards[::-1]


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("at", [0, 1, 300, 559, 640])
@pytest.mark.parametrize("order", [("job", "created_position"), ("job", "due"), ("job", "id"), ("job_step", "id")])
def test_a_page_along_an_order_has_the_first_rows_of_the_whole_list(
    busy: Views, at: int, order: tuple[str, str]
) -> None:
    asker, (table, column) = Asker(busy, at=at), order
    rows = busy.as_seen_by(SYSTEM, at).rows(table, order=[Order(column)])
    whole = [{"id": row["id"]} for row in rows]
    assert asker.page(table, part=Range(first=7), order=[Order(column)])["nodes"] == whole[:7]
    assert asker.page(table, part=Range(last=7), order=[Order(column)])["nodes"] == whole[-7:]


@pytest.mark.parametrize("order", ["id", "created_position", "updated_at"])
def test_what_comes_after_each_row_is_listed_in_any_order(busy: Views, order: str) -> None:
    """What a list of ids leads to is looked for row by row."""
    table, open_ = busy.tables["job"], Compare("status", Op.EQ, "OPEN")
    link = (Link("after", "id", among=True),)
    after = pages(table, (("id", Value("id")),), Range(first=2), open_, [Order(order)], link)
    told = Asker(busy, at=300).page("job", (("later", after),), Range(first=3), order=[Order("created_position")])
    assert [node["later"]["nodes"] for node in told["nodes"]] == [[{"id": f"job-{next}"}] for next in (1, 2, 3)]


@pytest.mark.parametrize("order", ["created_position", "due", "updated_at"])
def test_nobody_walks_past_versions_that_no_longer_held_in_vain(busy: Views, order: str) -> None:
    """What holds now fills the page as of the end of the log: only as far is the past looked into, or by its forks."""
    wanted = pages(busy.tables["job"], part=Range(first=1), order=[Order(order, descending=True)])
    text = Asker(busy, at=640).statement(busy.compiler.page(wanted)).text
    assert (f"LIMIT {FEW}" if order == "due" else "(SELECT place FROM page)") in text


def test_all_records_of_the_past_are_counted_by_when_they_came(busy: Views) -> None:
    """They never go, so nobody looks for what each was like."""
    whole = Pages(busy.tables["job"], lambda _: Wish(Range(first=1), EVERYTHING, ()), (("total", Edge.TOTAL),))
    assert "past" not in plan(busy, whole, at=300)
    came = [Asker(busy, at=at).pages(whole)["total"] for at in (0, 1, 300, 640)]
    assert came == [len(Asker(busy, at=at).page("job", part=Range(first=100))["nodes"]) for at in (0, 1, 300, 640)]


def test_the_newest_of_what_was_in_a_state_are_read_in_their_order_of_coming(busy: Views) -> None:
    open_, order = Compare("status", Op.EQ, "OPEN"), [Order("created_position", descending=True)]
    wanted = pages(busy.tables["job"], part=Range(first=1), where=open_, order=order)
    if not isinstance(busy.database, PostgresDatabase):  # which of so few rows reads all
        assert "COVERING INDEX job_past_by_status_and_coming" in plan(busy, wanted, at=640)
    of_few = Asker(busy, Viewer("ana", frozenset()), at=640).statement(busy.compiler.page(wanted)).text
    assert "near" not in of_few
