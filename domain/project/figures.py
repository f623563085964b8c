"""Figures of many projects: punctuality K-05, quality K-06, cost control K-07 and benefit K-08 (requirements §6)."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from domain.project.state import Project
from domain.project.terms import Status
from domain.shared.ids import ProjectId
from domain.shared.values import Period, in_percent

OVER = (Status.CLOSED, Status.POST_EVALUATED)


class Rate(Struct, frozen=True, kw_only=True):
    """A figure in percent with what it was counted from; without a value when there was nothing to count."""

    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    inputs: tuple[ProjectId, ...]


def on_time(projects: Iterable[Project], period: Period) -> Rate:
    """K-05: of the started projects whose deadline lies in the period, those accepted by it; terminated ones count."""
    return punctual(projects, period, lambda project: project.deadline)


def originally_on_time(projects: Iterable[Project], period: Period) -> Rate:
    """K-05 by the deadlines that were first approved."""
    return punctual(projects, period, lambda project: project.original_deadline)


def quality(projects: Iterable[Project]) -> Rate:
    """K-06: of the accepted projects, those that had passed every mandatory quality check."""
    accepted = [project for project in projects if project.acceptance is not None]
    return share(accepted, lambda project: project.acceptance is not None and project.acceptance.quality_met)


def within_budget(projects: Iterable[Project]) -> Rate:
    """K-07: of the closed projects, those that cost no more than their approved ceiling."""
    closed = [project for project in projects if project.status in OVER]
    return share(closed, lambda project: project.actual_cost <= project.ceiling)


def benefit(projects: Iterable[Project]) -> Rate:
    """K-08: the benefit that the projects evaluated afterwards have realised, against what they had forecast."""
    known = [project for project in projects if project.realised_benefit is not None]
    realised = sum((project.realised_benefit or Decimal(0) for project in known), Decimal(0))
    return rate(realised, sum((project.forecast_benefit for project in known), Decimal(0)), known)


def punctual(projects: Iterable[Project], period: Period, deadline: Callable[[Project], date | None]) -> Rate:
    def due(project: Project) -> bool:
        day = deadline(project)
        return project.started_at is not None and day is not None and day in period

    def kept(project: Project) -> bool:
        day = deadline(project)
        return project.acceptance is not None and day is not None and project.acceptance.accepted_on <= day

    return share([project for project in projects if due(project)], kept)


def share(counted: list[Project], holds: Callable[[Project], bool]) -> Rate:
    return rate(Decimal(sum(map(holds, counted))), Decimal(len(counted)), counted)


def rate(numerator: Decimal, denominator: Decimal, counted: list[Project]) -> Rate:
    value = in_percent(numerator, denominator)
    inputs = tuple(project.id for project in counted)
    return Rate(value=value, numerator=numerator, denominator=denominator, inputs=inputs)
