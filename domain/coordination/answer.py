"""What one unit says to a matter that is being coordinated, and how long it took to say it (PRIN-05)."""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from domain.coordination.events import CoordinationAnswered
from domain.coordination.terms import AnswerStatus, Stance
from domain.shared.approval import writers
from domain.shared.ids import AnswerId, PersonId, UnitId
from domain.shared.lifecycle import Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.values import hours


class Answer(Struct, frozen=True, kw_only=True):
    """The answer of a unit, from the moment when it was asked."""

    id: AnswerId
    status: AnswerStatus = AnswerStatus.ASKED
    unit: UnitId
    through: UnitId
    """The unit whose head speaks for it: itself, or the nearest above it that has a head."""
    stance: Stance | None = None
    text: str = ""
    asked_at: datetime
    answered_at: datetime | None = None
    """When it first answered."""
    answered_by: tuple[PersonId, ...] = ()
    """Everybody behind what it said."""

    @shown
    def answer_hours(self) -> Decimal | None:
        """From the question to the first answer (PRIN-05)."""
        return hours(self.asked_at, self.answered_at)


ANSWER_LIFECYCLE: Lifecycle[AnswerStatus] = Lifecycle(
    {CoordinationAnswered: move(AnswerStatus.ASKED, AnswerStatus.ANSWERED, to=AnswerStatus.ANSWERED)}
)


def evolve_answer(answer: Answer, event: CoordinationAnswered, stamp: Stamp) -> Answer:
    """The answer after the event."""
    return replace(
        answer,
        stance=event.stance,
        text=event.text,
        answered_at=answer.answered_at or stamp.at,
        answered_by=writers(answer.answered_by, stamp),
    )
