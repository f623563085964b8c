"""Opening an appraisal, and who stands above its subject."""

from collections.abc import Iterator
from datetime import date

from domain.appraisal.cycle.state import Cycle
from domain.appraisal.cycle.terms import Status as CycleStatus
from domain.appraisal.events import AppraisalOpened, AppraisalSuperiorChanged, AppraisalVoided
from domain.appraisal.scheme.soundness import kind_of
from domain.appraisal.scheme.state import Scheme
from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.state import Appraisal
from domain.organisation.rules import is_program
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, act
from domain.shared.ids import AppraisalCycleId, AppraisalSchemeId, FormId, PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import A_DAY, Period, Text

CYCLE_CLOSED = Reason("appraisal.cycle_not_open", "There is no open cycle {cycle}.", "不存在进行中的考核周期{cycle}。")
SCHEME_NOT_IN_USE = Reason(
    "appraisal.scheme_not_in_use",
    "{scheme} is not a scheme in use that appraises a {subjects} {kind}.",
    "{scheme}不是适用于{subjects}的{kind}在用方案。",
)
WHOM = Reason(
    "appraisal.whom",
    "Name either the person or the unit that is appraised.",
    "须指明被考核的人员或单元，且只能指明其一。",
)
NOT_EMPLOYED = Reason(
    "appraisal.not_employed",
    "{person} was not employed between {starts} and {ends}.",
    "{person}在{starts}至{ends}期间不是在职员工。",
)
PROGRAM = Reason("appraisal.program", "{person} is a program; nobody appraises it.", "{person}是程序，不作考核。")
UNHEADED = Reason(
    "appraisal.unit_without_head", "{unit} has nobody at its head who could answer for it.", "{unit}没有负责人。"
)
NO_SUPERIOR = Reason(
    "appraisal.no_superior", "{person} reports to nobody who could evaluate.", "{person}没有可作评价的上级主管。"
)


@act("开启考核", Role.HR)
def open_(
    context: Context,
    *,
    cycle: AppraisalCycleId,
    scheme: AppraisalSchemeId,
    person: PersonId | None = None,
    unit: UnitId | None = None,
) -> Iterator[AppraisalOpened]:
    """Open the appraisal of a person, a team or a department in a cycle, by the scheme as it is now (APPR-06, APPR-27).

    Opening a cycle does this for everybody; this is for whoever came later. A second appraisal of the same subject for
    the same period is refused.
    """
    within = context.world.get(Cycle, cycle)
    if within is None or within.status is not CycleStatus.OPENED:
        raise CYCLE_CLOSED(cycle=cycle)
    organisation, day = company(context.world), min(context.today, within.ends)
    subjects, subject = appraised(person, unit, within.period, organisation, day)
    chosen = context.world.get(Scheme, scheme)
    terms = chosen.in_use if chosen else None
    if chosen is None or terms is None or (terms.cycle, terms.population.subjects) != (within.kind, subjects):
        raise SCHEME_NOT_IN_USE(scheme=scheme, kind=within.kind, subjects=subjects)
    home = unit or organisation.unit_of(subject, day)
    yield AppraisalOpened(
        cycle=cycle,
        scheme=scheme,
        edition=chosen.edition,
        terms=terms,
        period=within.period,
        subjects=subjects,
        subject=subject,
        unit=unit,
        department=organisation.department_of(home, day) if home else None,
        line=line(subject, organisation, day),
        form=FormId(context.new_id("form")),
        self_due=within.self_due,
        evaluation_due=within.evaluation_due,
        limit=within.limit,
    )


@act("变更考核上级", Role.HR, decides=True)
def change_superior(appraisal: Appraisal, context: Context, *, reason: Text) -> Iterator[AppraisalSuperiorChanged]:
    """Let those evaluate and read to whom the subject reports now, when the superior of record has left or changed."""
    now = line(appraisal.subject, company(context.world), context.today)
    if now != appraisal.line:
        yield AppraisalSuperiorChanged(line=now, reason=reason)


@act("作废考核", Role.HR, decides=True)
def void(appraisal: Appraisal, context: Context, *, reason: Text) -> Iterator[AppraisalVoided]:
    """End an appraisal without a result: the subject has left, or it was opened in error."""
    yield AppraisalVoided(reason=reason)


def appraised(
    person: PersonId | None, unit: UnitId | None, period: Period, organisation: Organisation, day: date
) -> tuple[SubjectKind, PersonId]:
    """What is appraised, and who is or answers for it. Refuses WHOM, NOT_EMPLOYED, PROGRAM, UNHEADED."""
    if person is not None and unit is None:
        someone = organisation.people.get(person)
        first = max(someone.hired_on, period.starts) if someone else None
        if someone is None or first is None or first not in period or not someone.employed(first):
            raise NOT_EMPLOYED(person=person, starts=period.starts, ends=period.ends)
        if is_program(organisation, person, day):
            raise PROGRAM(person=person)
        return SubjectKind.PERSON, person
    if unit is None or person is not None:
        raise WHOM()
    one = organisation.units.get(unit)
    head = organisation.head(unit, day) if one and one.exists(day) else None
    if one is None or head is None:
        raise UNHEADED(unit=unit)
    return kind_of(one), head


def line(person: PersonId, organisation: Organisation, day: date) -> tuple[PersonId, ...]:
    """The superiors of somebody, the nearest first; of who has left by that day, those on the last day of work.

    Refuses NO_SUPERIOR for whoever has none.
    """
    found: list[PersonId] = []
    someone = organisation.people.get(person)
    if someone and someone.left_on and someone.left_on <= day:
        day = someone.left_on - A_DAY
    above = organisation.superior(person, day)
    while above is not None:
        found.append(above)
        above = organisation.superior(above, day)
    if not found:
        raise NO_SUPERIOR(person=person)
    return tuple(found)
