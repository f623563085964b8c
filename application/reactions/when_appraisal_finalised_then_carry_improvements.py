"""What an appraisal has agreed to improve shows in the next one, whichever of the two comes last (APPR-14)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.appraisal.events import AppraisalFinalised, AppraisalOpened
from domain.appraisal.siblings import earlier, later
from domain.appraisal.state import Appraisal
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(AppraisalFinalised, AppraisalOpened)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """From the appraisal that is final now to the next open one; or to the one opened now from the last final one."""
    appraisal = world.get(Appraisal, record)
    assert appraisal is not None
    final = isinstance(happened.event, AppraisalFinalised)
    source = appraisal if final else earlier(appraisal, world)
    target = later(appraisal, world, final=False) if final else appraisal
    if source and target and source.improvements:
        yield by_system("appraisal.carry_improvements", target.id, happened, earlier=source.id)
