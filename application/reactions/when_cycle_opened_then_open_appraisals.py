"""A cycle that is opened opens the appraisal of everybody in it, under the ids that it has promised (APPR-06)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.appraisal.cycle.events import AppraisalCycleOpened
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(AppraisalCycleOpened)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """An appraisal for each of those named."""
    cycle: AppraisalCycleOpened = happened.event
    for each in cycle.openings:
        yield by_system(
            "appraisal.open",
            each.appraisal,
            happened,
            cycle=record,
            scheme=each.scheme,
            person=each.person,
            unit=each.unit,
        )
