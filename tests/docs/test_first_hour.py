"""The walk of docs/first-hour.md goes as it is written, on whatever day somebody takes it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.shared.values import civil
from opsledger.compose import product
from opsledger.demo import fill
from opsledger.demo.steps import number_of, quarter
from opsledger.settings import Settings
from tests.docs.walk import Known, walk

PAGE = Path(__file__).parents[2] / "docs" / "first-hour.md"
DAYS = (
    datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 10, tzinfo=UTC),
    datetime(2028, 3, 31, 12, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_answer_is_the_one_that_is_shown(day: datetime, tmp_path: Path) -> None:
    begun = time.monotonic()
    starts, _ = quarter(civil(day))
    known = Known(year=starts.year, quarter=number_of(starts))
    with product(Settings(data=tmp_path), lambda: day + timedelta(seconds=time.monotonic() - begun)) as running:
        fill(running)
        asyncio.run(walk(running, PAGE, known))


def test_names_stand_for_values() -> None:
    known = Known(plan="plan-1")
    assert known.filled({"id": "<plan>", "list": [1, "<plan>"]}) == {"id": "plan-1", "list": [1, "plan-1"]}
    shown, got = {"a": ["…", 2], "b": "<new>", "c": "x … z"}, {"a": [0, 1, 2], "b": 7, "c": "x y z"}
    assert not list(known.differences(shown, got))
    assert known.filled("<new>") == 7


@pytest.mark.parametrize(
    ("shown", "got"),
    [(1, 2), (1, "1"), ("<plan>", "plan-2"), ([1], [1, 2]), (["…", 2], [2, 3]), ({"a": 1}, {"a": 1, "b": 2})],
)
def test_an_answer_that_differs_is_noticed(shown: Any, got: Any) -> None:
    assert list(Known(plan="plan-1").differences(shown, got))
