"""Colleagues who were asked and have not answered are waited for no longer than the superior waited (APPR-04)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.appraisal.events import AppraisalVoided, SuperiorEvaluationSubmitted
from domain.appraisal.peers.state import INVITED_FOR
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(SuperiorEvaluationSubmitted, AppraisalVoided)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The end of every evaluation that is still open for the appraisal."""
    for invited in world.find(INVITED_FOR, record):
        yield by_system("peer_evaluation.close", invited, happened)
