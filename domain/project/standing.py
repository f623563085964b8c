"""How a project stands against its plan on a day: its health, its figures, and the thresholds that it has crossed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from domain.project import earned_value as ev
from domain.project.content import Thresholds
from domain.project.deviation import Deviation
from domain.project.execution_events import ProjectDeviationDetected, ProjectDeviationEnded
from domain.project.results import Figures
from domain.project.state import Project
from domain.project.terms import DeviationStatus, Dimension, Health, Status
from domain.shared.act import Context
from domain.shared.ids import DeviationId, IssueId
from domain.shared.values import A_DAY, in_percent

GRADES = (Health.AMBER, Health.RED)
WORSE = list(Health)


class Measure(Struct, frozen=True, kw_only=True):
    """What was planned, what is, and by how many percent that falls short; negative where it does better."""

    planned: Decimal
    actual: Decimal
    percent: Decimal


def measures(project: Project, day: date) -> dict[Dimension, Measure]:
    """The dimensions of the project that can be measured that day (PROJ-12).

    Schedule: earned value against planned value. Cost: actual cost against earned value. Quality: the requirements
    fulfilled, by their last checks, against those checked.
    """
    planned, earned = ev.planned_value(project.weighed, day), ev.earned_value(project.weighed)
    value, cost = project.earned_value, project.actual_cost
    checked = Decimal(len(project.latest_checks))
    passed = Decimal(sum(check.passed for check in project.latest_checks))
    found = {
        Dimension.SCHEDULE: measure(planned, earned, planned - earned, planned),
        Dimension.COST: measure(value, cost, cost - value, value),
        Dimension.QUALITY: measure(checked, passed, checked - passed, checked),
    }
    return {dimension: each for dimension, each in found.items() if each is not None}


def measure(planned: Decimal, actual: Decimal, short: Decimal, basis: Decimal) -> Measure | None:
    percent = in_percent(short, basis)
    return None if percent is None else Measure(planned=planned, actual=actual, percent=percent)


def graded(percent: Decimal, thresholds: Thresholds) -> Health:
    """Green up to the first threshold, red beyond the second."""
    if percent > thresholds.red:
        return Health.RED
    return Health.AMBER if percent > thresholds.amber else Health.GREEN


def thresholds(project: Project) -> Thresholds:
    return project.baseline.thresholds if project.baseline else Thresholds()


def health(project: Project, today: date) -> Health | None:
    """How far the project is from its plan, in the worst of schedule, cost and quality; nothing before it starts."""
    if project.started_at is None:
        return None
    limits = thresholds(project)
    grades = (graded(each.percent, limits) for each in measures(project, today).values())
    return max(grades, key=WORSE.index, default=Health.GREEN)


def planned_value(project: Project, today: date) -> Decimal:
    """PV: the budget of the work that should be done by the beginning of the day."""
    return ev.planned_value(project.work, today)


def schedule_variance(project: Project, today: date) -> Decimal:
    """SV = EV − PV."""
    return ev.variance(project.earned_value, planned_value(project, today))


def schedule_performance_index(project: Project, today: date) -> Decimal | None:
    """SPI = EV / PV."""
    return ev.index(project.earned_value, planned_value(project, today))


def figures(project: Project, day: date) -> Figures:
    """How the project stands on a day, to be frozen."""
    return Figures(
        baseline_version=project.plan_version,
        completion=project.completion,
        planned_value=planned_value(project, day),
        earned_value=project.earned_value,
        actual_cost=project.actual_cost,
        budget_at_completion=project.budget_at_completion,
        schedule_performance=schedule_performance_index(project, day),
        cost_performance=project.cost_performance_index,
        estimate_at_completion=project.estimate_at_completion,
        quality=project.quality,
        health=health(project, day) or Health.GREEN,
    )


Crossing = tuple[Dimension, Health]


def crossed(project: Project, day: date) -> dict[Crossing, Measure]:
    """The thresholds beyond which the project is that day; beyond the graver one it is beyond the other too."""
    limits = thresholds(project)
    return {
        (dimension, grade): each
        for dimension, each in measures(project, day).items()
        for grade in GRADES
        if WORSE.index(graded(each.percent, limits)) >= WORSE.index(grade)
    }


def open_deviations(project: Project) -> dict[Crossing, Deviation]:
    """The deviations that have not ended, by the threshold that was crossed."""
    return {
        (each.dimension, each.grade): each
        for each in project.deviations.values()
        if each.status is not DeviationStatus.ENDED
    }


def watch(project: Project, context: Context) -> Iterator[ProjectDeviationDetected | ProjectDeviationEnded]:
    """What the project, as it is now, has crossed and was not known to, and to where it is back (PROJ-12, PROJ-13).

    Each crossing is told once. One beyond the graver threshold is to be reported as an issue too.
    """
    if project.status is not Status.EXECUTING:
        return
    now, known = crossed(project, context.today), open_deviations(project)
    for (dimension, grade), each in now.items():
        if (dimension, grade) not in known:
            yield ProjectDeviationDetected(
                deviation=DeviationId(context.new_id("deviation")),
                dimension=dimension,
                grade=grade,
                planned=each.planned,
                actual=each.actual,
                percent=each.percent,
                issue=IssueId(context.new_id("issue")) if grade is Health.RED else None,
            )
    for crossing, deviation in known.items():
        if crossing not in now:
            yield ProjectDeviationEnded(deviation=deviation.id)


def next_crossing(project: Project) -> date | None:
    """The first day on which the project will fall behind its schedule beyond a threshold, if no work is reported.

    Planned value only grows, so the day is found by halving.
    """
    work = project.work
    if project.status is not Status.EXECUTING or not work:
        return None
    known = open_deviations(project)
    grade = next((each for each in GRADES if (Dimension.SCHEDULE, each) not in known), None)
    early, late = min(each.starts for each in work), max(each.due for each in work) + A_DAY
    if grade is None or not behind(project, late, grade):
        return None
    while early < late:
        middle = early + (late - early) // 2
        early, late = (early, middle) if behind(project, middle, grade) else (middle + A_DAY, late)
    return early


def behind(project: Project, day: date, grade: Health) -> bool:
    return (Dimension.SCHEDULE, grade) in crossed(project, day)
