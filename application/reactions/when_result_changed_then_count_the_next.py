"""When a result becomes final or is corrected, the place of the next one in the row of results follows (APPR-18)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.appraisal.events import AppraisalFinalised
from domain.appraisal.following_events import AppraisalStandingCounted, ScoreCorrected
from domain.appraisal.siblings import later
from domain.appraisal.state import Appraisal
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(AppraisalFinalised, ScoreCorrected, AppraisalStandingCounted)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """Count the next final result of the subject anew; it then does the same for the one after it."""
    appraisal = world.get(Appraisal, record)
    assert appraisal is not None
    if following := later(appraisal, world, final=True):
        yield by_system("appraisal.count_standing", following.id, happened)
