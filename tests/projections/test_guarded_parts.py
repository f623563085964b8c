"""A part may have readers of its own: fewer than its record, or others; and rows may be kept from somebody."""

from collections.abc import Iterator, Mapping
from typing import Any, NewType, assert_never

import pytest
from msgspec import Struct

from domain.shared.ids import PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import Part, Room, Work
from domain.shared.term import Role, Term
from projections.rebuild import rebuild
from projections.views import Reader, Views
from projections.visibility import Viewer
from tests.projections.conftest import new_views
from tests.projections.log import START, Log

ShopId = NewType("ShopId", str)
TillId = NewType("TillId", str)


class Status(Term):
    OPEN = "OPEN", "营业"


class ShopOpened(Struct, frozen=True, kw_only=True, tag="shop.opened"):
    name: str


class TillFilled(Struct, frozen=True, kw_only=True, tag="shop.till.filled"):
    till: TillId
    keepers: tuple[PersonId, ...]
    checked: PersonId
    amount: int


ShopEvent = ShopOpened | TillFilled


class Till(Struct, frozen=True, kw_only=True):
    """A till, for its keepers and human resources; never for whoever is checked."""

    id: TillId
    status: Status = Status.OPEN
    keepers: tuple[PersonId, ...]
    checked: PersonId
    amount: int


class Shop(Struct, frozen=True, kw_only=True):
    """A shop, for everybody."""

    id: ShopId
    status: Status = Status.OPEN
    name: str
    tills: Mapping[TillId, Till] = {}


def evolve(shop: Shop | None, event: ShopEvent, stamp: Stamp) -> Shop:
    match event:
        case ShopOpened(name=name):
            return Shop(id=ShopId(stamp.record), name=name)
        case TillFilled():
            assert shop is not None
            return shop
        case _:
            assert_never(event)


def filled(_: Till | None, event: TillFilled, __: Stamp) -> Till:
    return Till(id=event.till, keepers=event.keepers, checked=event.checked, amount=event.amount)


def work(shop: Shop) -> Iterator[Work]:
    yield Work(act="shop.close", title=shop.name, role=Role.EMP, since=START)
    for till in shop.tills.values():
        yield Work(act="shop.count", title="count", part=till.id, person=till.keepers[0], since=START)


SHOPS = Room(
    name="shop",
    zh="店",
    id=ShopId,
    state=Shop,
    events=ShopEvent,
    evolve=evolve,
    lifecycle=Lifecycle({ShopOpened: move(UNBORN, to=Status.OPEN), TillFilled: move(Status.OPEN)}),
    acts={},
    parts=(
        Part(
            "till",
            "收银台",
            TillId,
            Till,
            "tills",
            Lifecycle({TillFilled: move(UNBORN, Status.OPEN, to=Status.OPEN)}),
            filled,
            readers=(Role.HR, "keepers"),
            kept_from=(Role.INT, "checked"),
        ),
    ),
    work=work,
)
EMPLOYEE = frozenset({Role.EMP})


@pytest.fixture(scope="module")
def views(target: str) -> Iterator[Views]:
    """A shop with a till that Ana and Bo keep, and in which Bo is checked."""
    log = Log()
    log.record("shop-1", ShopOpened(name="Corner"))
    keepers = (PersonId("ana"), PersonId("bo"))
    log.record("shop-1", TillFilled(till=TillId("till-1"), keepers=keepers, checked=PersonId("bo"), amount=100))
    with new_views(target, (SHOPS,)) as views:
        for _ in rebuild(views, log):
            pass
        yield views


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        (Viewer("ana", EMPLOYEE), True),
        (Viewer("bo", EMPLOYEE), False),
        (Viewer("cai", EMPLOYEE), False),
        (Viewer("hanna", frozenset({Role.EMP, Role.HR})), True),
        (Viewer("bo", frozenset({Role.EMP, Role.HR})), False),
        (Viewer("bo", frozenset({Role.AUD})), True),
        (Viewer("program", frozenset({Role.INT}), frozenset({"shop"})), False),
    ],
)
def test_what_is_about_a_part_is_for_the_readers_of_the_part_alone(views: Views, viewer: Viewer, sees: bool) -> None:
    for at in (None, 2):
        reader = views.as_seen_by(viewer, at)
        assert ids(reader, "shop") == ["shop-1"]
        assert ids(reader, "shop_till") == ["till-1"][: int(sees)]
        assert [row["type"] for row in reader.rows("event")] == ["shop.opened", "shop.till.filled"][: 1 + sees]
        assert {row["act"] for row in reader.rows("work_item")} == {"shop.close", *["shop.count"][: int(sees)]}
        assert (reader.count("shop_till"), reader.count("event")) == (int(sees), 1 + sees)


def test_a_narrowed_token_shows_no_part_of_another_room(views: Views) -> None:
    reader = views.as_seen_by(Viewer("ana", EMPLOYEE, frozenset({"plan"})))
    assert [ids(reader, table) for table in ("shop", "shop_till", "event", "work_item")] == [[], [], [], []]


def ids(reader: Reader, table: str) -> list[Any]:
    return [row["id"] for row in reader.rows(table)]
