"""The company of these tests in a real ledger, and a cycle of appraisals played in it by commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from application.store import open_store
from domain.appraisal.claims import OF_SUBJECT
from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.terms import CycleKind, Scope
from domain.appraisal.state import Appraisal
from domain.shared.ids import ADMINISTRATOR, SYSTEM
from tests.appraisal.company import CONTENT, STAFF, UNITS
from tests.appraisal.stories import interview, measured, scores
from tests.stories.company import Clock, Company, moment


@contextmanager
def founded(target: str) -> Iterator[Company]:
    """The company on a ledger there, on the morning of the second of January 2026."""
    store = open_store(target)
    company = Company(store, Clock(moment("2026-01-02 09:00")))
    found(company)
    yield company
    store.close()


def found(company: Company) -> None:
    """Units, people, authority."""
    do, admin = company.do, ADMINISTRATOR
    do("organisation.found", admin, company="Test", structural_form="line", headquarters="hq", unit="hq")
    for id, (type, parent, _) in UNITS.items():
        if parent:
            do("organisation.create_unit", admin, name=id, unit=id, type=type, parent=parent)
    for role in sorted({role for _, _, role in STAFF.values()}):
        do("organisation.define_position", admin, name=role.zh, position=role, roles=(role,), headcount=9)
    for id, (unit, superior, role) in STAFF.items():
        do("organisation.hire_person", admin, name=id, person=id, unit=unit, position=role, superior=superior)
    for id, (_, _, manager) in UNITS.items():
        if manager:
            do("organisation.appoint_manager", "boss", part=id, person=manager)
    do("authority.establish", admin)


def put_in_use(company: Company, content: SchemeContent = CONTENT) -> None:
    """The scheme is written and approved."""
    company.do("appraisal_scheme.draft", "hugo", "staff", scope=Scope.COMPANY, content=content)
    company.do("appraisal_scheme.submit", "hugo", "staff")
    company.do("appraisal_scheme.approve", "boss", "staff")


def open_month(company: Company, month: int) -> str:
    """The cycle of that month, opened on its second day; the id of Ron's appraisal in it."""
    company.at(f"2026-{month:02}-02 09:00")
    company.do("appraisal_cycle.open", "hugo", f"cycle-{month}", kind=CycleKind.MONTHLY, year=2026, month=month)
    return next(each.id for each in of_ron(company) if each.cycle == f"cycle-{month}")


def of_ron(company: Company) -> list[Appraisal]:
    """Ron's appraisals."""
    world = company.ledger.world()
    return [company.get(Appraisal, id) for id in world.find(OF_SUBJECT, "MONTHLY/PERSON/ron")]


def evaluate(company: Company, id: str, points: int) -> None:
    """After the month: a colleague, the subject and the superior say what they think."""
    month = company.get(Appraisal, id).starts.month
    company.do("peer_evaluation.invite", "hugo", f"peer-{month}", appraisal=id, person="rita")
    company.do("peer_evaluation.invite", "hugo", f"silent-{month}", appraisal=id, person="otto")
    company.at(f"2026-{month + 1:02}-02 10:00")
    said = ({"indicator": "initiative", "score": Decimal(77), "comment": "Whispered"},)
    company.do("peer_evaluation.record", "rita", f"peer-{month}", scores=said)
    company.do("appraisal.capture_indicators", SYSTEM, id, actuals=measured())
    form = company.get(Appraisal, id).form.id
    company.do("appraisal.submit_self_assessment", "ron", id, form, scores=scores(points), summary="Good")
    company.do("appraisal.submit_superior_evaluation", "sue", id, scores=scores(points), summary="Secret")


def deliver(company: Company, id: str) -> None:
    """Human resources make the score and hand it over."""
    company.do("appraisal.fix_composite", "hugo", id)
    company.do("appraisal.deliver", "hugo", id)


def finish(company: Company, id: str, **other: Any) -> None:
    """The interview on the day after the delivery, and the end two weeks later."""
    month = company.get(Appraisal, id).starts.month + 1
    company.at(f"2026-{month:02}-03 09:00")
    held = {"on": f"2026-{month:02}-03", "improvements": ()} | other
    company.do("appraisal.hold_interview", "hugo", id, **(interview() | held))
    company.at(f"2026-{month:02}-16 09:00")
    company.do("appraisal.finalise", "hugo", id)
