"""Who is to be appraised in a cycle, and by which scheme."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.soundness import appraisable
from domain.appraisal.scheme.state import Scheme
from domain.appraisal.scheme.terms import SubjectKind
from domain.organisation.person import Person, PersonStatus
from domain.organisation.spans import held
from domain.organisation.state import Organisation
from domain.shared.ids import AppraisalSchemeId, PersonId, UnitId


class Subject(NamedTuple):
    """Somebody, or a unit, to be appraised by a scheme."""

    scheme: AppraisalSchemeId
    subjects: SubjectKind
    person: PersonId | None = None
    unit: UnitId | None = None


def subjects(schemes: Iterable[Scheme], organisation: Organisation, day: date) -> Iterator[Subject]:
    """Everybody in active service whom a scheme fits, each once, then the units that schemes name."""
    in_use = [(scheme.id, content) for scheme in schemes if (content := scheme.in_use)]
    for person in eligible(organisation, day):
        if fitting := scheme_for(person, in_use, organisation, day):
            yield Subject(fitting, SubjectKind.PERSON, person=person.id)
    for id, content in in_use:
        kind = content.population.subjects
        for unit in content.population.units if kind is not SubjectKind.PERSON else ():
            if organisation.units[unit].exists(day) and organisation.head(unit, day):
                yield Subject(id, kind, unit=unit)


def eligible(organisation: Organisation, day: date) -> Iterator[Person]:
    """Those in active service who report to somebody."""
    for person in organisation.people.values():
        active = person.status is PersonStatus.ACTIVE and person.employed(day)
        if active and appraisable(person.id, organisation, day):
            yield person


def scheme_for(
    person: Person, schemes: Iterable[tuple[AppraisalSchemeId, SchemeContent]], organisation: Organisation, day: date
) -> AppraisalSchemeId | None:
    """The scheme that fits somebody most closely: by name, by position, by the nearest unit."""
    assignment = held(person.assignments, day)
    units = list(organisation.upwards(assignment.unit if assignment else None, day))
    fitting: list[tuple[int, AppraisalSchemeId]] = []
    for id, content in schemes:
        population = content.population
        if population.subjects is not SubjectKind.PERSON:
            continue
        if person.id in population.people:
            fitting.append((-2, id))
        elif assignment and assignment.position in population.positions:
            fitting.append((-1, id))
        else:
            fitting += [(distance, id) for distance, unit in enumerate(units) if unit in population.units]
    return min(fitting)[1] if fitting else None
