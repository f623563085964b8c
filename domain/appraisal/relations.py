"""Who stands how to an appraisal, and whose matter it is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.authority.warrant import heir
from domain.organisation.state import Organisation, company
from domain.shared.act import World
from domain.shared.ids import PersonId, UnitId
from domain.shared.term import Role


def relations(appraisal: Appraisal, _: Any, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    """The subject, the superior of record, and the head of human resources, or who decides an appeal in their place."""
    organisation = company(world)
    return {
        Role.SUBJECT: [appraisal.subject],
        Role.SUP: [appraisal.superior],
        Role.HEAD: [*heads_of_human_resources(organisation), *stand_ins(appraisal, organisation)],
    }


def stand_ins(appraisal: Appraisal, organisation: Organisation) -> list[PersonId]:
    """Who decides on the appeal when neither a head of human resources nor anybody above them is free to.

    Others in human resources who had no hand in the result; nobody while there is no appeal.
    """
    if appraisal.status is not Status.UNDER_APPEAL or is_left_to_heads(appraisal, organisation):
        return []
    return others_in_human_resources(appraisal, organisation)


def is_left_to_heads(appraisal: Appraisal, organisation: Organisation) -> bool:
    """Whether a head of human resources, or somebody above one, had no hand in the result (ORG-09, APPR-15)."""
    barred = {person for person in of_result(appraisal) if person}
    heads = heads_of_human_resources(organisation)
    return any(heir(head, barred, organisation, organisation.day) for head in heads)


def others_in_human_resources(appraisal: Appraisal, organisation: Organisation) -> list[PersonId]:
    """Those in human resources who had no hand in the result."""
    there = organisation.holders(Role.HR, organisation.day)
    return [person for person in there if person not in of_result(appraisal)]


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
        return of_result(appraisal)
    return (appraisal.subject,)


def of_result(appraisal: Appraisal) -> tuple[PersonId | None, ...]:
    """Whose matter a result is that is appealed: the subject's, and that of those who evaluated and scored."""
    evaluation = appraisal.evaluation
    return (appraisal.subject, appraisal.scorer, appraisal.superior, evaluation.by if evaluation else None)
