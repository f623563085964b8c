"""How the rows of a page of the past are found, by what is asked of them and by their order."""

import pytest

from domain.rooms import ROOMS
from projections.filters import EVERYTHING, And, Compare, Filter, Op, Or, Order
from projections.tables import tables
from projections.ways import Way, way

TABLES = tables(ROOMS)
OPEN, WORD = Compare("ended", Op.EQ, False), Compare("status", Op.EQ, "IN_PROGRESS")
ONE, PERSON = Compare("plan", Op.EQ, "plan-1"), Compare("responsible", Op.EQ, "ana")
BOTH, EITHER = And((WORD, PERSON)), Or((WORD, PERSON))


@pytest.mark.parametrize(
    ("table", "where", "order", "linked", "found"),
    [
        ("plan_task", ONE, "due", (), Way.FEW),
        ("plan_task", EVERYTHING, "due", ("plan",), Way.FEW),
        ("plan_task", BOTH, "due", (), Way.RELATED),
        ("plan_task", EVERYTHING, "id", ("responsible",), Way.RELATED),
        ("plan_task", OPEN, "due", (), Way.ORDER),
        ("plan_task", WORD, "due", (), Way.ORDER),
        ("plan_task", EITHER, "created_position", (), Way.FORK),
        ("issue", WORD, "due", (), Way.FORK),
        ("issue", WORD, "created_position", (), Way.NEAR),
        ("issue", EVERYTHING, "due", (), Way.ORDER),
        ("issue", EVERYTHING, "updated_at", (), Way.LATEST),
        ("issue", Compare("reporter", Op.EQ, "ana"), "updated_at", (), Way.RELATED),
        ("issue", EVERYTHING, "created_position", (), Way.RECORDS),
        ("issue", EVERYTHING, "created_position", ("reporter",), Way.RELATED),
    ],
)
def test_a_page_is_found_by_a_record_a_relation_a_word_or_along_its_order(
    table: str, where: Filter, order: str, linked: tuple[str, ...], found: Way
) -> None:
    assert way(TABLES[table], where, [Order(order)], linked) is found
