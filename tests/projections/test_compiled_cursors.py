"""A cursor that is damaged, made up or of another list is refused, and never a fault of the database."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain.shared.refusal import Reason, Refused
from projections import cursors
from projections.filters import Order, Range, total
from projections.views import Views
from tests.projections.asking import Asker

PRICE = (Order("price"),)
HUGE = "1" + "0" * 1_000


def made_up(views: Views, order: tuple[Order, ...], values: bytes) -> str:
    return cursors.mark(views.tables["job"], total(order)) + values.hex()


def refused(views: Views, order: tuple[Order, ...], cursor: str, table: str = "job") -> bool:
    """Whether the cursor is refused from both sides; else it leads somewhere."""
    parts = Range(first=1, after=cursor), Range(last=1, before=cursor)
    found = {refusal(views, order, part, table) for part in parts}
    assert found in ({None}, {cursors.INVALID})
    return found == {cursors.INVALID}


def refusal(views: Views, order: tuple[Order, ...], part: Range, table: str) -> Reason | None:
    try:
        Asker(views).page(table, part=part, order=order)
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c[:-1],
        lambda c: c[:-2],
        lambda c: c + "5d",
        lambda c: "zz" + c[2:],
        lambda c: c[: cursors.MARK],
        lambda _: "",
        lambda _: "no cursor!",
        lambda _: "\ud800" * 20,
        lambda c: c[: cursors.MARK] + "no hexadecimal digits",
        lambda c: c[: cursors.MARK] + "\uff11\uff12",
        lambda c: c[: cursors.MARK] + "\0",
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(seven: Views, spoil: Callable[[str], str]) -> None:
    cursor = Asker(seven).page("job")["edges"][0]["cursor"]
    assert not refused(seven, (), cursor)
    assert refused(seven, (), spoil(cursor))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (None, b"["),
        (None, b"{}"),
        (None, b"7"),
        (None, b"null"),
        (None, b"[]"),
        (None, b'["job-1", "job-2"]'),
        (None, b'[["job-1"]]'),
        (None, rb'["\u0000"]'),
        (None, rb'["\ud800"]'),
        (None, b'["\xff"]'),
        (None, b"[" * 5_000),
        ("progress", b'[9223372036854775808, "job-1"]'),
        ("progress", b'[-9223372036854775809, "job-1"]'),
        ("progress", f'[{HUGE}, "job-1"]'.encode()),
        ("progress", b'[1.5, "job-1"]'),
        ("progress", b'[[1], "job-1"]'),
        ("progress", b'["x", "job-1"]'),
        ("price", b'["NaN", "job-1"]'),
        ("price", b'["sNaN", "job-1"]'),
        ("price", b'["-Infinity", "job-1"]'),
        ("price", b'["1E+999999", "job-1"]'),
        ("price", b'["1E-999999", "job-1"]'),
        ("price", b'["0E+999999", "job-1"]'),
        ("price", f'["{HUGE}", "job-1"]'.encode()),
        ("price", f'["0.{"1" * 20_000}", "job-1"]'.encode()),
        ("price", b'[{"a": 1}, "job-1"]'),
        ("due", b'["2026-02-30", "job-1"]'),
        ("due", b'["yesterday", "job-1"]'),
        ("due", b'["10000-01-01", "job-1"]'),
        ("created_at", b'["noon", "job-1"]'),
        ("created_at", b'["0001-01-01T00:00:00+14:00", "job-1"]'),
        ("created_at", b'["9999-12-31T23:59:59-14:00", "job-1"]'),
        ("created_at", b'["0001-01-01T00:00:00", "job-1"]'),
        ("created_at", b'["2026-01-05T01:00:00", "job-1"]'),
        ("created_at", b'[1e300, "job-1"]'),
        ("urgent", b'["perhaps", "job-1"]'),
        ("status", b'["NO SUCH STATUS", "job-1"]'),
        ("status", b'[1, "job-1"]'),
    ],
)
def test_a_cursor_that_was_made_up_of_impossible_values_is_refused(
    seven: Views, column: str | None, values: bytes
) -> None:
    order = (Order(column),) if column else ()
    assert refused(seven, order, made_up(seven, order, values))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "'; DROP TABLE job; --"),
        ("title", '"%s ? \\ \u2028 👷🏽‍♀️'),
        ("title", None),
        ("progress", 2**63 - 1),
        ("progress", -(2**63)),
        ("price", "-0.00"),
        ("price", "1" * 900 + "." + "1" * 900),
        ("price", "1E-900"),
        ("price", None),
        ("due", "0001-01-01"),
        ("due", "9999-12-31"),
        ("due", None),
        ("created_at", "0001-01-01T00:00:00Z"),
        ("created_at", "9999-12-31T23:59:59.999999Z"),
        ("urgent", True),
        ("urgent", None),
        ("status", "OPEN"),
    ],
)
def test_a_cursor_that_was_made_up_of_possible_values_leads_somewhere_at_most(
    seven: Views, column: str, value: Any
) -> None:
    order = (Order(column),)
    refused(seven, order, made_up(seven, order, msgspec.json.encode([value, "job-1"])))
    assert Asker(seven).page("job")["total"] == 7


def test_a_cursor_of_another_order_or_list_is_refused(seven: Views) -> None:
    theirs = Asker(seven).page("job", order=PRICE)["edges"][0]["cursor"]
    assert not refused(seven, PRICE, theirs)
    assert refused(seven, (Order("due"),), theirs)
    assert refused(seven, (Order("price", descending=True),), theirs)
    assert refused(seven, (*PRICE, Order("due")), theirs)
    assert refused(seven, PRICE, Asker(seven).page("job_step")["edges"][0]["cursor"])
    assert refused(seven, (), theirs, "job_step")


def test_a_cursor_of_one_database_is_one_of_the_other(both: tuple[Views, Views]) -> None:
    order = (Order("price"), Order("due"), Order("title", descending=True), Order("created_at"), Order("urgent"))
    for one, other in (both, both[::-1]):
        table = one.tables["job"]
        for place, edge in enumerate(Asker(one).page("job", order=order)["edges"]):
            rest = Asker(other).page("job", part=Range(first=9, after=edge["cursor"]), order=order)
            assert len(rest["nodes"]) == 6 - place
            assert cursors.place(table, total(order), edge["cursor"])[-1] == edge["node"]["id"]
