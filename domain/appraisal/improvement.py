"""Improvements that were agreed in a feedback interview, and what became of them (APPR-14)."""

from datetime import date

from msgspec import Struct
from msgspec.structs import asdict, replace

from domain.appraisal.following_events import AppraisalImprovementAssessed
from domain.appraisal.terms import ImprovementStatus
from domain.appraisal.values import ImprovementMade
from domain.shared.ids import AppraisalId, ImprovementId
from domain.shared.lifecycle import Chosen, Lifecycle, move
from domain.shared.recorded import Stamp

AGREED, ACHIEVED, NOT_ACHIEVED = ImprovementStatus


class Improvement(Struct, frozen=True, kw_only=True):
    """Something that the subject is to improve, by a day."""

    id: ImprovementId
    status: ImprovementStatus = AGREED
    what: str
    due: date
    support: str
    """What helps the subject with it."""
    origin: AppraisalId | None = None
    """The appraisal that it was carried over from."""
    comment: str = ""
    """What was said of its end."""


IMPROVEMENT_LIFECYCLE: Lifecycle[ImprovementStatus] = Lifecycle(
    {AppraisalImprovementAssessed: move(AGREED, to=Chosen("status", (ACHIEVED, NOT_ACHIEVED)))},
    final=frozenset({ACHIEVED, NOT_ACHIEVED}),
)


def made(terms: ImprovementMade) -> Improvement:
    """A new improvement on these terms."""
    return Improvement(**asdict(terms))


def evolve_improvement(improvement: Improvement, event: AppraisalImprovementAssessed, _: Stamp) -> Improvement:
    """The improvement after the event."""
    return replace(improvement, comment=event.comment)
