"""Earned value, with an example computed by hand."""

from datetime import date
from decimal import Decimal

import pytest

from domain.project import earned_value as ev

# Four pieces of work, looked at when 11 March begins. A (1 to 10 March, 1,000): should be done, and is. B (6 to 15
# March, 2,000): 5 of its 10 days are gone, so 1,000 planned; 40 % done, so 800 earned. C (11 March, 500) begins today.
# D (20 to 29 March, 1,500) is ahead, but 10 % of it are done. PV = 2,000; EV = 1,000 + 800 + 0 + 150 = 1,950.
WORK = (
    ev.Work(budget=Decimal(1000), starts=date(2026, 3, 1), due=date(2026, 3, 10), percent=Decimal(100)),
    ev.Work(budget=Decimal(2000), starts=date(2026, 3, 6), due=date(2026, 3, 15), percent=Decimal(40)),
    ev.Work(budget=Decimal(500), starts=date(2026, 3, 11), due=date(2026, 3, 11), percent=Decimal(0)),
    ev.Work(budget=Decimal(1500), starts=date(2026, 3, 20), due=date(2026, 3, 29), percent=Decimal(10)),
)
DAY = date(2026, 3, 11)
BAC, EV, AC = Decimal(5000), Decimal(1950), Decimal(2600)


def test_planned_value_earned_value_and_budget_at_completion() -> None:
    assert ev.budget_at_completion(WORK) == BAC
    assert ev.planned_value(WORK, DAY) == 2000
    assert ev.earned_value(WORK) == EV


def test_planned_value_grows_from_nothing_to_the_whole_budget() -> None:
    assert ev.planned_value(WORK, date(2026, 3, 1)) == 0
    assert ev.planned_value(WORK, date(2026, 3, 30)) == BAC
    assert ev.planned_value(WORK, date(2026, 3, 29)) == BAC - 150


def test_indices_and_variances() -> None:
    assert ev.index(EV, Decimal(2000)) == Decimal("0.98")  # SPI = 1,950 / 2,000 = 0.975
    assert ev.index(EV, AC) == Decimal("0.75")  # CPI
    assert ev.variance(EV, Decimal(2000)) == -50
    assert ev.variance(EV, AC) == -650


def test_what_all_will_have_cost() -> None:
    assert ev.estimate_at_completion(BAC, EV, AC) == Decimal("6666.67")  # 5,000 / 0.75
    assert ev.estimate_to_complete(BAC, EV, AC) == Decimal("4066.67")
    assert ev.variance_at_completion(BAC, EV, AC) == Decimal("-1666.67")
    assert ev.to_complete_index(BAC, EV, AC) == Decimal("1.27")  # 3,050 / 2,400 = 1.2708


@pytest.mark.parametrize("figure", [ev.estimate_at_completion, ev.estimate_to_complete, ev.variance_at_completion])
def test_nothing_is_estimated_before_anything_is_earned_and_spent(figure: object) -> None:
    assert callable(figure)
    assert figure(BAC, Decimal(0), AC) is None
    assert figure(BAC, EV, Decimal(0)) is None


def test_an_index_is_absent_where_it_would_divide_by_nothing() -> None:
    assert ev.index(EV, Decimal(0)) is None
    assert ev.to_complete_index(BAC, EV, BAC) is None


def test_work_without_a_budget_is_weighed_by_its_days() -> None:
    assert [ev.by_days(work).budget for work in WORK] == [10, 10, 1, 10]
