"""What can be done to an appraisal cycle."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from domain.appraisal.claims import IN_CYCLE
from domain.appraisal.cycle.events import AppraisalCycleCompleted, AppraisalCycleOpened, Opening
from domain.appraisal.cycle.population import eligible, subjects
from domain.appraisal.cycle.review import review
from domain.appraisal.cycle.state import Cycle
from domain.appraisal.lifecycle import LIFECYCLE
from domain.appraisal.scheme.state import IN_USE, Scheme
from domain.appraisal.scheme.terms import CycleKind
from domain.appraisal.state import Appraisal
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.ids import AppraisalId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Period, Text

SELF_DAYS, EVALUATION_DAYS, LIMIT_DAYS = 3, 6, 15
"""Working days after the end of the period, unless the cycle says otherwise; the last is the limit of K-38.

Of a cycle that is opened later than at the end of its period the first two begin with the opening, so that nobody is
late from the outset.
"""
YEARS = range(2000, 2101)

NO_SUCH_PERIOD = Reason(
    "appraisal_cycle.no_such_period",
    "A monthly cycle names its month, from 1 to 12; an annual one names none.",
    "月度考核须指明月份（1至12），年度考核不指明月份。",
)
NO_SUCH_YEAR = Reason(
    "appraisal_cycle.no_such_year",
    "The year {year} lies outside {first} to {last}.",
    "年份{year}不在{first}至{last}之间。",
)
TOO_EARLY = Reason("appraisal_cycle.too_early", "The period begins only on {starts}.", "考核期自{starts}起，尚未开始。")
NOBODY = Reason(
    "appraisal_cycle.nobody", "No scheme in use appraises anybody {kind}.", "没有适用于{kind}的在用考核方案。"
)
DUE_DATES = Reason(
    "appraisal_cycle.due_dates",
    "The days must follow one another: {ends}, then {self_due}, then {evaluation_due}.",
    "日期须依次为：考核期末{ends}、自评截止{self_due}、上级评价截止{evaluation_due}。",
)
UNFINISHED = Reason(
    "appraisal_cycle.unfinished",
    "{count} appraisals of the cycle are neither final nor void.",
    "本周期尚有{count}份考核未完成或作废。",
)


@act("开启考核周期", Role.HR)
def open_(
    context: Context,
    *,
    kind: CycleKind,
    year: int,
    month: int | None = None,
    self_due: date | None = None,
    evaluation_due: date | None = None,
) -> Iterator[AppraisalCycleOpened]:
    """Open the appraisals of a month or a year: one for each employee in active service and each unit that a scheme in
    use appraises (APPR-06). Those whom none appraises are listed.
    """
    days = period(kind, year, month)
    if context.today < days.starts:
        raise TOO_EARLY(starts=days.starts)
    organisation, day = company(context.world), min(context.today, days.ends)
    found = (context.world.get(Scheme, id) for id in sorted(context.world.find(IN_USE, kind)))
    openings = [
        Opening(
            appraisal=AppraisalId(context.new_id("appraisal")),
            scheme=each.scheme,
            subjects=each.subjects,
            person=each.person,
            unit=each.unit,
        )
        for each in subjects((scheme for scheme in found if scheme), organisation, day)
    ]
    if not openings:
        raise NOBODY(kind=kind)
    calendar, begins = organisation.calendar, max(days.ends, context.today)
    self_due = self_due or calendar.add(begins, SELF_DAYS)
    evaluation_due = evaluation_due or calendar.add(begins, EVALUATION_DAYS)
    if not days.ends <= self_due <= evaluation_due:
        raise DUE_DATES(ends=days.ends, self_due=self_due, evaluation_due=evaluation_due)
    covered = {each.person for each in openings}
    yield AppraisalCycleOpened(
        kind=kind,
        starts=days.starts,
        ends=days.ends,
        self_due=self_due,
        evaluation_due=evaluation_due,
        limit=calendar.add(days.ends, LIMIT_DAYS),
        openings=tuple(openings),
        uncovered=tuple(each.id for each in eligible(organisation, day) if each.id not in covered),
    )


@act("总结考核周期", Role.HR)
def complete(
    cycle: Cycle, context: Context, *, findings: Text, actions: tuple[Line, ...] = ()
) -> Iterator[AppraisalCycleCompleted]:
    """Review the cycle once all of its appraisals have ended: participation, averages, actions (APPR-28)."""
    found = (context.world.get(Appraisal, id) for id in sorted(context.world.find(IN_CYCLE, cycle.id)))
    appraisals = [each for each in found if each is not None]
    if unfinished := sum(each.status not in LIFECYCLE.final for each in appraisals):
        raise UNFINISHED(count=unfinished)
    yield AppraisalCycleCompleted(review=review(appraisals), findings=findings, actions=actions)


def period(kind: CycleKind, year: int, month: int | None) -> Period:
    """The days of a month or of a year. Refuses NO_SUCH_YEAR and NO_SUCH_PERIOD."""
    if year not in YEARS:
        raise NO_SUCH_YEAR(year=year, first=YEARS[0], last=YEARS[-1])
    if month not in (range(1, 13) if kind is CycleKind.MONTHLY else (None,)):
        raise NO_SUCH_PERIOD(year=year, month=month)
    if month is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
