"""Which days a plan covers, given its level, its year and the number of its quarter or month."""

from calendar import monthrange
from datetime import date, timedelta

from domain.plan.terms import Level
from domain.shared.refusal import Reason
from domain.shared.values import Period

NO_SUCH_YEAR = Reason(
    "plan.no_such_year",
    "Plans are for the years {first} to {last}, not for {year}.",
    "计划年度为{first}至{last}，不能为{year}。",
)
NO_SUCH_PERIOD = Reason(
    "plan.no_such_period",
    "The {level} periods of the year {year} have the numbers 1 to {most}; the number given is {number}.",
    "{year}年{level}期间的编号为1至{most}，所给编号为{number}。",
)
OUTSIDE = Reason(
    "plan.outside_period",
    "{what} is dated {day}, outside the plan's time {starts} to {ends}.",
    "{what}的日期{day}超出计划期间{starts}至{ends}。",
)

ABOVE = {Level.QUARTERLY: Level.ANNUAL, Level.MONTHLY: Level.QUARTERLY}
"""From plans of which level those of a level are drawn."""
MONTHS = {Level.ANNUAL: 12, Level.QUARTERLY: 3, Level.MONTHLY: 1}
MONTHS_BETWEEN_INSPECTIONS = {Level.ANNUAL: 3, Level.QUARTERLY: 1}
YEARS = range(2000, 2101)


def period(level: Level, year: int, number: int | None) -> Period:
    """The days of the year, of its quarter 1 to 4, or of its month 1 to 12. Refuses NO_SUCH_YEAR and NO_SUCH_PERIOD."""
    if year not in YEARS:
        raise NO_SUCH_YEAR(first=YEARS[0], last=YEARS[-1], year=year)
    months = MONTHS[level]
    most = 12 // months
    nth = 1 if level is Level.ANNUAL and number is None else number or 0
    if not 1 <= nth <= most:
        raise NO_SUCH_PERIOD(level=level, year=year, most=most, number=number)
    first, last = (nth - 1) * months + 1, nth * months
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def require_inside(what: str, day: date, days: Period) -> None:
    """Refuse a date outside the plan's time (PLAN-06, PLAN-15)."""
    if day not in days:
        raise OUTSIDE(what=what, day=day, starts=days.starts, ends=days.ends)


def next_inspection(level: Level, last: date, ends: date) -> date | None:
    """The day by which the next inspection is due: quarterly, monthly or weekly after the last (PLAN-22)."""
    if last >= ends:
        return None
    if level is Level.MONTHLY:
        return min(last + timedelta(weeks=1), ends)
    months = last.month + MONTHS_BETWEEN_INSPECTIONS[level]
    year, month = last.year + (months - 1) // 12, (months - 1) % 12 + 1
    return min(date(year, month, min(last.day, monthrange(year, month)[1])), ends)
