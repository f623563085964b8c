"""What an appraisal waits for, and from whom (API-08)."""

from collections.abc import Iterator
from datetime import date

from domain.appraisal.relations import parties
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import FormStatus, Status
from domain.shared.act import EVERY_ACT
from domain.shared.ids import FormId, PersonId, UnitId
from domain.shared.room import Work
from domain.shared.term import Role
from domain.shared.values import end_of


def work(appraisal: Appraisal) -> Iterator[Work]:
    """Everything that somebody must do next."""
    match appraisal.status:
        case Status.OPENED:
            yield from opened(appraisal)
        case Status.SELF_ASSESSED:
            due = appraisal.evaluation_due
            yield entry(appraisal, "submit_superior_evaluation", due, person=appraisal.superior)
        case Status.SUPERIOR_EVALUATED:
            yield entry(appraisal, "fix_composite", appraisal.limit, role=Role.HR)
        case Status.SCORED:
            yield entry(appraisal, "deliver", appraisal.limit, role=Role.HR)
        case Status.DELIVERED:
            if appraisal.acknowledgement is None:
                yield entry(appraisal, "acknowledge", appraisal.limit, person=appraisal.subject)
            yield entry(appraisal, "hold_interview", appraisal.limit, role=Role.HR)
        case Status.UNDER_APPEAL:
            yield from appealed(appraisal)
        case Status.INTERVIEWED:
            yield entry(appraisal, "finalise", appraisal.limit, role=Role.HR)


def opened(appraisal: Appraisal) -> Iterator[Work]:
    """Objectives to confirm, actual values to capture, and the form to fill in."""
    form = appraisal.form
    if form.proposal is not None:
        other = appraisal.superior if form.proposal.by_subject else appraisal.subject
        yield entry(appraisal, "confirm_objectives", appraisal.ends, person=other, form=form.id)
    if appraisal.unmeasured:
        yield entry(appraisal, "capture_indicators", form.due, role=Role.HR)
    if form.status is FormStatus.OPEN:
        yield entry(appraisal, "submit_self_assessment", form.due, person=appraisal.subject, form=form.id)


def appealed(appraisal: Appraisal) -> Iterator[Work]:
    """The decision on the appeal: for the head of human resources, where it was kept of which unit."""
    assert appraisal.appeal is not None
    for unit in appraisal.appeal.decided_in:
        yield entry(appraisal, "dismiss_appeal", appraisal.limit, role=Role.HEAD, unit=unit)
    if not appraisal.appeal.decided_in:
        yield entry(appraisal, "dismiss_appeal", appraisal.limit, role=Role.HR)


def entry(
    appraisal: Appraisal,
    verb: str,
    due: date,
    *,
    person: PersonId | None = None,
    role: Role | None = None,
    unit: UnitId | None = None,
    form: FormId | None = None,
) -> Work:
    act = EVERY_ACT[f"appraisal.{verb}"]
    barred = parties(appraisal, form) if act.decides else ()
    return Work(
        act=act.name,
        title=f"{appraisal.terms.title} {appraisal.starts}/{appraisal.ends}",
        part=form,
        person=person,
        role=role,
        unit=unit,
        since=appraisal.since,
        due=end_of(due),
        barred=tuple(each for each in barred if each is not None),
    )
