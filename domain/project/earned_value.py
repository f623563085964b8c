"""Earned value management, by the standard definitions of the field.

After PMI, The Standard for Earned Value Management (ANSI/PMI 19-006-2019), and EIA-748. All values are in one currency
and as of one day; an index is absent where it would divide by nothing, which is neither good nor bad.

| | |
| --- | --- |
| PV | planned value: the budget of the work that should be done |
| EV | earned value: the budget of the work that is done |
| AC | actual cost of the work that is done |
| BAC | budget at completion: the budget of all the work |
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.values import A_DAY, hundredths

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


class Work(Struct, frozen=True, kw_only=True):
    """A piece of work: its budget, its planned days (both included), and how many percent of it are done."""

    budget: Decimal
    starts: date
    due: date
    percent: Decimal


def by_days(work: Work) -> Work:
    """The same work, weighed by its planned days instead of a budget."""
    return replace(work, budget=Decimal((work.due + A_DAY - work.starts).days))


def planned_share(work: Work, day: date) -> Decimal:
    """The share of the work, 0 to 1, that should be done when the day begins: its planned days go by evenly."""
    days, gone = (work.due + A_DAY - work.starts).days, (day - work.starts).days
    return min(max(Decimal(gone) / days, ZERO), ONE)


def budget_at_completion(works: Iterable[Work]) -> Decimal:
    """BAC = Σ budget."""
    return sum((work.budget for work in works), ZERO)


def planned_value(works: Iterable[Work], day: date) -> Decimal:
    """PV = Σ budget × planned share, when the day begins."""
    return hundredths(sum((work.budget * planned_share(work, day) for work in works), ZERO))


def earned_value(works: Iterable[Work]) -> Decimal:
    """EV = Σ budget × percent done."""
    return hundredths(sum((work.budget * work.percent / HUNDRED for work in works), ZERO))


def index(earned: Decimal, basis: Decimal) -> Decimal | None:
    """SPI = EV / PV, or CPI = EV / AC; below 1 is behind the plan, or dearer than it."""
    return hundredths(earned / basis) if basis else None


def variance(earned: Decimal, basis: Decimal) -> Decimal:
    """SV = EV − PV, or CV = EV − AC."""
    return earned - basis


def estimate_at_completion(bac: Decimal, earned: Decimal, actual: Decimal) -> Decimal | None:
    """EAC = BAC / CPI = BAC × AC / EV: what all will have cost if it goes on so. Absent where CPI is, or is 0."""
    return hundredths(bac * actual / earned) if earned and actual else None


def estimate_to_complete(bac: Decimal, earned: Decimal, actual: Decimal) -> Decimal | None:
    """ETC = EAC − AC: what is still to come."""
    eac = estimate_at_completion(bac, earned, actual)
    return None if eac is None else eac - actual


def variance_at_completion(bac: Decimal, earned: Decimal, actual: Decimal) -> Decimal | None:
    """VAC = BAC − EAC: what will be left over, or missing when negative."""
    eac = estimate_at_completion(bac, earned, actual)
    return None if eac is None else bac - eac


def to_complete_index(bac: Decimal, earned: Decimal, actual: Decimal) -> Decimal | None:
    """TCPI = (BAC − EV) / (BAC − AC): how well the rest must go to stay within the budget; absent once that is gone."""
    return hundredths((bac - earned) / (bac - actual)) if bac > actual else None
