"""A page as a statement builds it: its rows in order, their cursors, what lies around it, and the total."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import cursors
from projections.compiling.selection import Constant, Edge, Edges, Link, Nodes, PageInfo, Pages, Related, Value, Wish
from projections.compiling.template import Given
from projections.filters import And, Compare, Filter, Not, Op, Or, Order, Range, Through
from projections.postgres import PostgresDatabase
from projections.views import Views
from tests.projections.asking import ALL, ID, Asker, ids, nodes, pages
from tests.projections.workshop import Status

COSTLY = ["sort", "incremental_sort", "seqscan", "bitmapscan"]
"""What PostgreSQL takes to be dear if it is told so: whatever it can, it reads in order."""
ORDERS = st.lists(
    st.builds(
        Order,
        st.sampled_from(["price", "due", "owner", "title", "created_at", "urgent", "status", "progress"]),
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda order: order.column,
)


def every_page(asker: Asker, order: list[Order], size: int, backwards: bool) -> list[Any]:
    """All pages of a list, walked from one end to the other; in the list's order."""
    found, cursor = list[Any](), None
    while True:
        part = Range(last=size, before=cursor) if backwards else Range(first=size, after=cursor)
        page = asker.page("job", part=part, order=order)
        found.insert(0 if backwards else len(found), page)
        if not page["info"]["previous" if backwards else "next"]:
            return found
        cursor = page["info"]["start" if backwards else "end"]


@settings(max_examples=30, deadline=None)
@given(order=ORDERS, size=st.integers(1, 4))
def test_page_after_page_gives_the_whole_list_forwards_and_backwards(
    changed: Views, order: list[Order], size: int
) -> None:
    asker = Asker(changed)
    whole = ids(asker.page("job", order=order))
    for backwards in (False, True):
        found = every_page(asker, order, size, backwards)
        assert "".join(map(ids, found)) == whole
        assert {page["total"] for page in found} == {7}
        assert [page["info"]["next"] for page in found] == [True] * (len(found) - 1) + [False]
        assert [page["info"]["previous"] for page in found] == [False] + [True] * (len(found) - 1)


@pytest.mark.parametrize("part", [Range(first=3), Range(last=3), Range(first=7), Range(first=9), Range(last=7)])
def test_each_row_has_its_cursor_and_the_page_those_of_its_ends(seven: Views, part: Range) -> None:
    asker, order = Asker(seven), [Order("price", descending=True)]
    whole, page = asker.page("job", order=order), asker.page("job", part=part, order=order)
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    told = [edge["cursor"] for edge in page["edges"]]
    assert told == [edge["cursor"] for edge in whole["edges"] if edge["node"] in page["nodes"]]
    assert (page["info"]["start"], page["info"]["end"]) == (told[0], told[-1])


@pytest.mark.parametrize(
    ("part", "found", "next_", "previous"),
    [
        (Range(first=0), "", True, False),
        (Range(last=0), "", False, True),
        (Range(first=7), "1234567", False, False),
        (Range(last=6), "234567", False, True),
        (Range(first=6), "123456", True, False),
    ],
)
def test_a_page_knows_whether_there_is_more(seven: Views, part: Range, found: str, next_: bool, previous: bool) -> None:
    page = Asker(seven).page("job", part=part)
    assert ids(page) == found
    assert (page["info"]["next"], page["info"]["previous"]) == (next_, previous)


def test_a_page_can_lie_between_two_cursors(seven: Views) -> None:
    asker = Asker(seven)
    told = [edge["cursor"] for edge in asker.page("job")["edges"]]
    for size, found in ((2, "34"), (3, "345"), (9, "345")):
        page = asker.page("job", part=Range(first=size, after=told[1], before=told[5]))
        assert ids(page) == found
        assert (page["info"]["next"], page["info"]["previous"], page["total"]) == (size == 2, True, 7)
    backwards = asker.page("job", part=Range(last=2, after=told[1], before=told[5]))
    assert ids(backwards) == "45"
    assert backwards["info"]["next"] and backwards["info"]["previous"]


def test_an_empty_list_has_no_ends(seven: Views) -> None:
    page = Asker(seven).page("job", where=Or(()))
    info = {"next": False, "previous": False, "start": None, "end": None}
    assert page == {"nodes": [], "edges": [], "info": info, "total": 0}


@pytest.mark.parametrize(
    ("order", "sorted_"),
    [
        ([], "1234567"),
        ([Order("price")], "1453726"),
        ([Order("price", descending=True)], "6273541"),
        ([Order("owner"), Order("due", descending=True)], "3751642"),
        ([Order("title")], "5413276"),
        ([Order("id", descending=True)], "7654321"),
    ],
)
def test_an_absent_value_is_the_greatest_and_ties_are_broken_by_id(
    seven: Views, order: list[Order], sorted_: str
) -> None:
    assert ids(Asker(seven).page("job", order=order)) == sorted_


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Compare("price", Op.IN, [Decimal("10.0"), None]), "236"),
        (Not(Compare("due", Op.LTE, date(2026, 3, 4))), "3567"),
        (Compare("status", Op.IN, [Status.OPEN]), "1234567"),
        (Compare("after", Op.CONTAINS, "job-4"), "5"),
        (And((Compare("owner", Op.EQ, "ana"), Compare("price", Op.IS_NULL, False))), "1357"),
        *(
            (Or((Compare("title", op, text), Compare("owner", Op.EQ, text))), found)
            for op in (Op.EQ, Op.CONTAINS, Op.STARTS_WITH)
            for text, found in [
                ("100% \\_'", "4"),
                (r"U+0000 is \u0000", "3"),
                ("门", "6"),
                ("' OR 1=1 --", ""),
                ("'; DROP TABLE job; --", ""),
                ('"job"."id"', ""),
                ("%s %(x)s %% {} ?1 :x $1", ""),
                ("👷🏽‍♀️", ""),
                ("\\", "34" if op is Op.CONTAINS else ""),
                ("%", "4" if op is Op.CONTAINS else ""),
            ]
        ),
    ],
)
def test_a_list_is_narrowed_by_any_text_whatever_is_in_it(seven: Views, where: Filter, found: str) -> None:
    page = Asker(seven).page("job", where=where)
    assert (ids(page), page["total"]) == (found, len(found))


def test_pages_of_what_belongs_to_each_row_are_one_answer(seven: Views) -> None:
    steps = pages(
        seven.tables["job_step"],
        (("text", Value("text")),),
        Range(last=2),
        order=[Order("text", descending=True)],
        links=(Link("job", "id"),),
    )
    found = Asker(seven).page("job", (("id", Value("id")), ("steps", steps)), Range(first=3))["nodes"]
    texts = [[node["text"] for node in job["steps"]["nodes"]] for job in found]
    assert texts == [["step 0"], ["step 1", "step 0"], ["step 1", "step 0"]]
    assert [job["steps"]["total"] for job in found] == [1, 2, 3]
    assert [job["steps"]["info"]["previous"] for job in found] == [False, False, True]
    end = cursors.place(
        seven.tables["job_step"], [Order("text", True), Order("id", True)], found[2]["steps"]["info"]["end"]
    )
    assert end == ["step 0", "step-3-0"]


def test_the_parts_of_each_record_are_found_by_the_record_whatever_their_order_is(seven: Views) -> None:
    job, step = seven.tables["job"], seven.tables["job_step"]
    wish = Wish(ALL, order=(Order("created_position"),))
    steps = Pages(step, lambda _: wish, (("nodes", Nodes((("job", Related("job", job, ID)),))),), (Link("job", "id"),))
    sql = Asker(seven).statement(seven.compiler.page(nodes(job, (("steps", steps),))))
    database = seven.database
    if isinstance(database, PostgresDatabase):
        with database._reading() as connection:
            for dear in COSTLY:
                connection.execute(f"SET enable_{dear} = off")
            plan = "\n".join(line for (line,) in connection.execute(f"EXPLAIN {sql.text}", sql.values))
    else:
        plan = "\n".join(database.plan(*sql))
    assert "job_step_by_job" in plan
    assert "job_step_by_created_position" not in plan


def test_rows_belong_together_when_a_list_names_the_other(seven: Views) -> None:
    later = nodes(seven.tables["job"], links=(Link("after", "id", among=True),))
    found = Asker(seven).page("job", (("id", Value("id")), ("later", later)))["nodes"]
    assert [ids(job["later"]) for job in found] == ["234567", "3", "4", "5", "6", "7", ""]


def test_a_nested_list_is_narrowed_and_counted_by_its_own_condition(seven: Views) -> None:
    dear = Through("job", "job", Compare("price", Op.GT, Decimal(100)))
    steps = pages(seven.tables["job_step"], where=dear, links=(Link("job", "id"),))
    found = Asker(seven).page("job", (("steps", steps),))["nodes"]
    assert [job["steps"]["total"] for job in found] == [0, 0, 0, 0, 0, 0, 7]


def test_only_what_is_wanted_of_a_page_is_told(seven: Views) -> None:
    job, asker = seven.tables["job"], Asker(seven)

    def wished(_: Given) -> Wish:
        return Wish(ALL, Compare("id", Op.EQ, "job-1"))

    total = Pages(job, wished, (("kind", Constant("Jobs")), ("count", Edge.TOTAL)))
    assert asker.pages(total) == {"kind": "Jobs", "count": 1}
    info = Pages(job, wished, (("info", PageInfo((("kind", Constant("Info")), ("more", Edge.HAS_NEXT)))),))
    assert asker.pages(info) == {"info": {"kind": "Info", "more": False}}
    edge = Edges((("kind", Constant("Edge")), ("node", Nodes((("title", Value("title")),)))))
    assert asker.pages(Pages(job, wished, (("edges", edge),))) == {
        "edges": [{"kind": "Edge", "node": {"title": "Gate"}}]
    }


def test_a_cursor_is_of_plain_letters_and_digits(seven: Views) -> None:
    told = Asker(seven).page("job", order=[Order("title"), Order("price"), Order("created_at")])["edges"]
    assert all(re.fullmatch(r"[0-9a-fA-F]+", edge["cursor"]) for edge in told)


def test_a_page_has_one_direction() -> None:
    with pytest.raises(ValueError, match="first rows"):
        Range()
    with pytest.raises(ValueError, match="first rows"):
        Range(first=1, last=1)
