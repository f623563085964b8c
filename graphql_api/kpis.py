"""The figures of requirements §6 as questions of the API: `kpi` and `kpis`."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import strawberry

from domain.shared.ids import PersonId, PlanId, ProjectId, UnitId
from domain.shared.refusal import Reason
from domain.shared.values import Period
from graphql_api import dashboards
from graphql_api.context import RequestContext, past
from graphql_api.kpi_figures import Asked, kpi_type, tellable
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import Field, argument, listed, optional
from projections.kpi import ALL
from projections.kpi.declaring import FigureDimension
from projections.kpi.reckoning import Scope
from projections.kpi.units import with_those_below

NO_PERIOD = Reason("kpi.period", "The period ends on {ends}, before it begins.", "期间于{ends}结束，早于开始日期。")
NO_TIME = Reason("kpi.years", "A period lies between {first} and {last}.", "期间须在{first}与{last}之间。")
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
IDS: Mapping[FigureDimension, tuple[str, Any, str]] = {
    FigureDimension.UNIT: ("unit_id", UnitId, "Only of this unit and those below it."),
    FigureDimension.PERSON: ("person_id", PersonId, "Only of this person."),
    FigureDimension.PLAN: ("plan_id", PlanId, "Only of this plan."),
    FigureDimension.PROJECT: ("project_id", ProjectId, "Only of this project."),
}
"""The argument by which a figure is narrowed in each dimension, the type of id that it takes, and what it means."""


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """`kpi` and `kpis`, where anything is kept that they are counted from."""
    if not any(tellable(types, each) for each in ALL.values()):
        return
    kpi = kpi_type(types)
    arguments = [
        argument("starts", date, "The first day of the period."),
        argument("ends", date, "The last day of the period."),
        *(argument(name, optional(strawberry.ID), doc, default=None) for name, _, doc in IDS.values()),
    ]
    id_ = argument("id", str, "Its number, such as K-01.")
    doc = "A figure of the company for a period, with its working (requirements §6)."
    yield "kpi", Field(optional(kpi), doc, partial(one, types), [id_, *arguments])
    doc = "All figures of the company for a period; those that cannot be told yet say what they wait for."
    yield "kpis", Field(listed(kpi), doc, partial(every, types), arguments)
    yield from dashboards.questions(types, kpi, partial(every, types))


async def one(types: ObjectTypes, source: Any, info: Any, id: str, **given: Any) -> Asked | None:
    return next((each for each in await every(types, source, info, **given) if each.kpi.id == id), None)


async def every(types: ObjectTypes, source: Any, info: Any, starts: date, ends: date, **ids: str | None) -> list[Asked]:
    """What is asked of each figure. Refuses NO_PERIOD, NO_TIME and ids of another kind."""
    if ends < starts:
        raise NO_PERIOD(ends=ends)
    if starts < FIRST or ends > LAST:
        raise NO_TIME(first=FIRST, last=LAST)
    named = [(dimension, ids.get(name), id_) for dimension, (name, id_, _) in IDS.items()]
    keys = {each: types.registry.key(id, types.registry.leads_to(id_)) for each, id, id_ in named if id is not None}
    context: RequestContext = info.context
    scope, at = await context.threads.work(narrowed, context, past(source), keys)
    return [Asked(each, Period(starts, ends), scope, at) for each in ALL.values()]


def narrowed(context: RequestContext, at: int | None, keys: Mapping[FigureDimension, str]) -> tuple[Scope, int]:
    """The scope with these keys, and the position to read at: that one, or the newest that is shown."""
    at = context.product.views.position() if at is None else at
    reader = context.reader(at)
    return Scope(
        {each: with_those_below(reader, key) if each is FigureDimension.UNIT else (key,) for each, key in keys.items()}
    ), at
