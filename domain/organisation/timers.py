"""What happens to the organisation because of the time alone: changes take effect, and the planning window opens."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.organisation.events import ChangesTookEffect
from domain.organisation.person_events import PersonLeft
from domain.organisation.preparation import WRITERS
from domain.organisation.preparation_events import PreparationClosed, PreparationOpened
from domain.organisation.state import Organisation
from domain.shared.act import Context, World, act
from domain.shared.term import Role
from domain.shared.values import midnight


@act("到时处理", Role.SYSTEM)
def wake(
    organisation: Organisation, context: Context
) -> Iterator[ChangesTookEffect | PersonLeft | PreparationOpened | PreparationClosed]:
    """Let recorded changes take effect on their day, and open and close the planning window (ORG-10, PLAN-02)."""
    today = context.today
    if organisation.ahead and organisation.ahead[0] <= today:
        yield ChangesTookEffect(effective_on=max(day for day in organisation.ahead if day <= today))
    for person in organisation.people.values():
        if person.left_on is not None and person.left_on <= today and not person.status.gone:
            yield PersonLeft(person=person.id)
    if organisation.preparation is not None and closing(organisation) <= today:
        yield PreparationClosed(year=organisation.preparation.year)
    elif organisation.preparation is None and opening(organisation) <= today:
        yield PreparationOpened(year=organisation.prepared + 1, writers=WRITERS)


def wakes(organisation: Organisation, _: World) -> datetime | None:
    """Midnight, in Shanghai, of the next day on which something happens by itself."""
    departures = [
        p.left_on for p in organisation.people.values() if p.left_on is not None and not p.status.gone
    ]
    window = opening(organisation) if organisation.preparation is None else closing(organisation)
    day = min([*organisation.ahead[:1], *departures, window])
    return midnight(day)


def opening(organisation: Organisation) -> date:
    """The day on which the preparation of the next year's annual plans begins (PLAN-02)."""
    return date(organisation.prepared, 11, 1)


def closing(organisation: Organisation) -> date:
    """The day on which the year prepared for begins."""
    return date(organisation.prepared, 1, 1)
