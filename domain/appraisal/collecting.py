"""What is collected before anybody judges: daily notes, and actual values at the period's end."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.appraisal.events import (
    DailyAssessmentRecorded,
    IndicatorActualsCaptured,
    IndicatorRecaptureOrdered,
)
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Aspect
from domain.appraisal.values import Actual, Points
from domain.shared.act import Context, act
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, repeats

NOT_DAILY = Reason("appraisal.not_daily", "The scheme takes no daily notes.", "本方案不含日常考核。")
OUTSIDE_PERIOD = Reason(
    "appraisal.outside_period",
    "{day} does not lie between {starts} and {ends}, or is still to come.",
    "{day}不在{starts}至{ends}之间，或尚未到来。",
)
PERIOD_RUNNING = Reason(
    "appraisal.period_running",
    "The period runs until {ends}; this waits for its last day.",
    "考核期至{ends}，须待期末方可进行。",
)
VALUES_TWICE = Reason(
    "appraisal.values_twice", "There are values for {indicators} twice.", "指标{indicators}的实际值重复。"
)
NOT_OVERRIDDEN = Reason(
    "appraisal.override_without_reason",
    "The values of {indicators} come from the product; whoever puts others in their place must say why.",
    "{indicators}的实际值由系统提供，改填须说明原因。",
)


@act("记录日常考核", Role.SUP, Role.HR, decides=True)
def record_daily_assessment(
    appraisal: Appraisal, context: Context, *, on: date, aspect: Aspect, note: Text, points: Points | None = None
) -> Iterator[DailyAssessmentRecorded]:
    """Note during the period how tasks, attitude or teamwork went: seen when the score is made (APPR-04, APPR-07)."""
    if not appraisal.terms.daily:
        raise NOT_DAILY()
    if not appraisal.starts <= on <= min(appraisal.ends, context.today):
        raise OUTSIDE_PERIOD(day=on, starts=appraisal.starts, ends=appraisal.ends)
    yield DailyAssessmentRecorded(on=on, aspect=aspect, note=note, points=points)


@act("采集指标实际值", Role.HR, decides=True)
def capture_indicators(
    appraisal: Appraisal, context: Context, *, actuals: tuple[Actual, ...]
) -> Iterator[IndicatorActualsCaptured]:
    """Freeze actual values with what they were computed from, at the end of the period (APPR-05).

    The system gives those of indicators bound to a figure of the product, when the period is over. Whoever overrides
    one says why; what people give is kept without formula, scope and position, which only the product can vouch for.
    """
    ended(appraisal, context)
    if unknown := [each.indicator for each in actuals if appraisal.terms.indicator(each.indicator) is None]:
        raise INDICATOR_UNKNOWN(indicators=unknown)
    if twice := repeats(each.indicator for each in actuals):
        raise VALUES_TWICE(indicators=twice)
    bound = {each.key for each in appraisal.terms.indicators if each.kpi}
    silent = [each.indicator for each in actuals if each.indicator in bound and not each.overridden.strip()]
    if silent and context.role is not Role.SYSTEM:
        raise NOT_OVERRIDDEN(indicators=silent)
    if actuals:
        by_hand = context.role is not Role.SYSTEM
        yield IndicatorActualsCaptured(actuals=tuple(map(as_given, actuals)) if by_hand else actuals)


@act("重新采集指标实际值", Role.HR, decides=True)
def recapture_indicators(
    appraisal: Appraisal, context: Context, *, reason: Text
) -> Iterator[IndicatorRecaptureOrdered]:
    """Have the product compute its figures again, as when what was done in time was confirmed later (APPR-05).

    Values that somebody put in their place stay.
    """
    computed = [
        each.key
        for each in appraisal.terms.indicators
        if each.kpi and (actual := appraisal.actuals.get(each.key)) is not None and not actual.overridden
    ]
    if computed:
        yield IndicatorRecaptureOrdered(indicators=tuple(computed), reason=reason)


def as_given(actual: Actual) -> Actual:
    """The value as somebody gives it, not as the product has computed it."""
    return replace(actual, formula="", scope="", position=0, records=0, left_out=0)


def ended(appraisal: Appraisal, context: Context) -> None:
    """Refuse PERIOD_RUNNING before the last day of the period: appraisals are held at its end (APPR-06)."""
    if context.today < appraisal.ends:
        raise PERIOD_RUNNING(ends=appraisal.ends)
