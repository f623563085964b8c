"""Who stands how to an appraisal, and whose matter it is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.organisation.state import Organisation, company
from domain.shared.act import World
from domain.shared.ids import PersonId, UnitId
from domain.shared.term import Role


def relations(appraisal: Appraisal, _: Any, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    """The subject, the superior of record, and the head of human resources."""
    return {
        Role.SUBJECT: [appraisal.subject],
        Role.SUP: [appraisal.superior],
        Role.HEAD: heads_of_human_resources(company(world)),
    }


def units_of_human_resources(organisation: Organisation) -> Iterator[UnitId]:
    """The units whose manager works there, in human resources."""
    for person in organisation.holders(Role.HR, organisation.day):
        unit = organisation.unit_of(person)
        if unit is not None and organisation.head(unit) == person:
            yield unit


def heads_of_human_resources(organisation: Organisation) -> Iterator[PersonId]:
    """Those in human resources who manage the unit that they work in."""
    for unit in units_of_human_resources(organisation):
        if head := organisation.head(unit):
            yield head


def interested(appraisal: Appraisal | None, part: Any, _: World) -> Iterable[PersonId | None]:
    """Nobody decides on their own appraisal, nor on what they wrote or scored themselves (ORG-09, APPR-15)."""
    return parties(appraisal, part) if appraisal else ()


def parties(appraisal: Appraisal, part: Any = None) -> tuple[PersonId | None, ...]:
    """Whose matter the appraisal, or a part of it, is in its present state."""
    if part is None and appraisal.status is Status.SUPERIOR_EVALUATED and appraisal.request:
        return (appraisal.subject, *appraisal.request.askers)
    if part is None and appraisal.status is Status.UNDER_APPEAL and appraisal.evaluation:
        return (appraisal.subject, appraisal.scorer, appraisal.superior, appraisal.evaluation.by)
    return (appraisal.subject,)
