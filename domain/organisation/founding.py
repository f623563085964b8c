"""Founding the company, loading a template of it, and keeping what every room goes by: calendar and settings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import asdict

from domain.organisation.events import (
    CalendarSet,
    DutyAssigned,
    DutyDefined,
    OrganisationFounded,
    PositionDefined,
    SettingsChanged,
    TemplateLoaded,
    UnitCreated,
)
from domain.organisation.rules import ID_TAKEN, unit_on
from domain.organisation.state import Organisation
from domain.organisation.templates import TEMPLATES, Pattern
from domain.organisation.terms import Settings, Template, UnitType
from domain.shared.act import Context, act
from domain.shared.calendar import SATURDAY
from domain.shared.ids import UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line

TEMPLATE_LOADED = Reason(
    "organisation.template_loaded", "The template {template} has already been loaded.", "模板{template}已加载。"
)
OTHER_YEAR = Reason("organisation.other_year", "{days} do not lie in {year}.", "{days}不属于{year}年。")
WORKED_ANYWAY = Reason(
    "organisation.worked_anyway",
    "{days} are weekdays; only a Saturday or Sunday can become a working day.",
    "{days}是工作日；只有周六、周日可以调整为上班日。",
)
BOTH = Reason(
    "organisation.holiday_worked", "{days} cannot be both holidays and working days.", "{days}不能既放假又上班。"
)
OUT_OF_BOUNDS = Reason(
    "organisation.setting_out_of_bounds",
    "{setting} is {value}; it must be at least {least}, and days at most {most}.",
    "{setting}为{value}，不得小于{least}；天数不得大于{most}。",
)
MOST_DAYS = 366


@act("建立组织", Role.ADM)
def found(
    context: Context,
    *,
    company: Line,
    structural_form: Line,
    headquarters: Line,
    label: str = "",
    unit: UnitId | None = None,
    since: date | None = None,
) -> Iterator[OrganisationFounded | UnitCreated]:
    """Begin the organisation with its headquarters and its structural form, such as 直线职能制 (ORG-01, ORG-02)."""
    yield OrganisationFounded(company=company, structural_form=structural_form)
    yield UnitCreated(
        unit=unit or UnitId(context.new_id("unit")),
        name=headquarters,
        label=label,
        unit_type=UnitType.HEADQUARTERS,
        parent=None,
        effective_on=since or context.today,
    )


@act("加载组织模板", Role.ADM)
def load_template(
    organisation: Organisation, context: Context, *, template: Template, parent: UnitId
) -> Iterator[TemplateLoaded | UnitCreated | PositionDefined | DutyDefined | DutyAssigned]:
    """Create the units, positions and duties of a template below a unit (ORG-02, ORG-12)."""
    if template in organisation.templates:
        raise TEMPLATE_LOADED(template=template)
    unit_on(organisation, parent, context.today)
    pattern = TEMPLATES[template]
    taken = organisation.units.keys() | organisation.positions.keys() | organisation.duties.keys()
    if clash := sorted(taken & pattern.ids()):
        raise ID_TAKEN(id=clash)
    yield TemplateLoaded(template=template)
    yield from laid_out(pattern, parent, context.today)


def laid_out(
    pattern: Pattern, parent: UnitId, today: date
) -> Iterator[UnitCreated | PositionDefined | DutyDefined | DutyAssigned]:
    for unit in pattern.units:
        yield UnitCreated(
            unit=unit.id,
            name=unit.name,
            label=unit.label,
            unit_type=unit.type,
            parent=unit.parent or parent,
            effective_on=today,
        )
    for duty in pattern.duties:
        yield DutyDefined(duty=duty.id, text=duty.text, label=duty.label, exclusive=duty.exclusive)
        if duty.unit is not None:
            yield DutyAssigned(duty=duty.id, unit=duty.unit, effective_on=today)
    for position in pattern.positions:
        yield PositionDefined(
            position=position.id,
            name=position.name,
            label=position.label,
            roles=position.roles,
            headcount=position.headcount,
            objectives=(),
            duties=position.duties,
            effective_on=today,
        )


@act("设置日历", Role.ADM)
def set_calendar(
    organisation: Organisation,
    context: Context,
    *,
    year: int,
    holidays: tuple[date, ...],
    workdays: tuple[date, ...] = (),
) -> Iterator[CalendarSet]:
    """Say on which weekdays of a year the company rests and on which weekend days it works (API-11)."""
    if others := [day for day in (*holidays, *workdays) if day.year != year]:
        raise OTHER_YEAR(days=others, year=year)
    if weekdays := [day for day in workdays if day.weekday() < SATURDAY]:
        raise WORKED_ANYWAY(days=weekdays)
    if both := sorted({*holidays} & {*workdays}):
        raise BOTH(days=both)
    yield CalendarSet(year=year, holidays=tuple(sorted({*holidays})), workdays=tuple(sorted({*workdays})))


@act("修改设置", Role.ADM)
def set_settings(
    organisation: Organisation,
    context: Context,
    *,
    escalation_days: int | None = None,
    registration_days: int | None = None,
    work_plan_days: int | None = None,
    recurrence_days: int | None = None,
    solution_cost_threshold: Decimal | None = None,
) -> Iterator[SettingsChanged]:
    """Change the figures that the rules of other rooms go by; what is left out stays (API-11)."""
    days = {
        "escalation_days": escalation_days,
        "registration_days": registration_days,
        "work_plan_days": work_plan_days,
        "recurrence_days": recurrence_days,
    }
    least = {**dict.fromkeys(days, 1), "solution_cost_threshold": 0}
    given = {n: v for n, v in {**days, "solution_cost_threshold": solution_cost_threshold}.items() if v is not None}
    for name, value in given.items():
        if value < least[name] or (name in days and value > MOST_DAYS):
            raise OUT_OF_BOUNDS(setting=name, value=value, least=least[name], most=MOST_DAYS)
    yield SettingsChanged(settings=Settings(**{**asdict(organisation.settings), **given}))
