"""Steps that several stories about plans take."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from domain.plan.content import Evidence, NewTask
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level
from opsledger.demo import contents
from opsledger.demo.stage import Stage

ANNUAL, QUARTERLY, MONTHLY = "plan-annual", "plan-quarter", "plan-month"
A_DAY = timedelta(days=1)


def its_task(stage: Stage, plan: str, person: str) -> str:
    """The task of the plan for which that person answers."""
    return next(task.id for task in stage.get(Plan, plan).tasks.values() if task.responsible == person)


def progress(stage: Stage, person: str, percent: int, note: str, plan: str = QUARTERLY) -> None:
    """Somebody reports how far their task has come."""
    task = its_task(stage, plan, person)
    stage.do("plan.report_progress", person, plan, task, percent=Decimal(percent), note=note)


def draft_month(stage: Stage, plan: str, person: str, unit: str, tasks: Iterable[NewTask]) -> None:
    """Draft this month's plan of a unit from the quarter's."""
    month = stage.today.replace(day=1)
    stage.do(
        "plan.draft", person, plan, kind=Kind.COMPANY, level=Level.MONTHLY, unit=unit, year=month.year,
        number=month.month, parent=QUARTERLY, content=contents.monthly(f"{month.year}年{month.month}月工作计划", tasks),
    )


def shown(title: str) -> tuple[Evidence, ...]:
    """Something that shows what was done."""
    return (Evidence(title=title, reference="附件"),)


def quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter in which a day lies."""
    starts = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = (starts + timedelta(days=93)).replace(day=1)
    return starts, after - A_DAY


def number_of(starts: date) -> int:
    """The number of the quarter that begins on that day."""
    return (starts.month + 2) // 3
