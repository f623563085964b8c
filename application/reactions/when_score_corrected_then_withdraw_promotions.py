"""When a corrected result is excellent no more, no promotion rests on it (APPR-16, APPR-18)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.appraisal.claims import OF_SUBJECT
from domain.appraisal.consequences import promotions_on
from domain.appraisal.following_events import ScoreCorrected
from domain.appraisal.scheme.terms import CycleKind, Grade
from domain.appraisal.state import Appraisal
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(ScoreCorrected)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """Have the promotions taken back that other appraisals of the subject propose because of it."""
    corrected = world.get(Appraisal, record)
    assert corrected is not None
    if corrected.grade is Grade.EXCELLENT:
        return
    for id in (id for kind in CycleKind for id in world.find(OF_SUBJECT, f"{kind}/{corrected.who}")):
        other = world.get(Appraisal, id)
        if other is not None and id != record and promotions_on(corrected.id, other):
            yield by_system("appraisal.withdraw_promotions", id, happened, corrected=corrected.id)
