"""The review of an initiation report by a department, and the conditions that come with it (PROJ-03, PROJ-05)."""

from datetime import datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.project.initiation_events import (
    ProjectConditionMet,
    ProjectReviewOpinionAnswered,
    ProjectReviewOpinionGiven,
    ReviewEvent,
)
from domain.project.terms import ConditionStatus, Opinion, ReviewStatus
from domain.shared.approval import Signature
from domain.shared.ids import ConditionId, PersonId, ReviewId, UnitId
from domain.shared.lifecycle import Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown
from domain.shared.values import hours

INVITED, GIVEN, ANSWERED = ReviewStatus.INVITED, ReviewStatus.GIVEN, ReviewStatus.ANSWERED


class Review(Struct, frozen=True, kw_only=True):
    """What an invited department says of a version of the report, and what its authors answer."""

    id: ReviewId
    status: ReviewStatus = INVITED
    round: int
    unit: UnitId
    asked_at: datetime
    opinion: Opinion | None = None
    text: str = ""
    given_by: PersonId | None = None
    given_at: datetime | None = None
    signature: Signature | None = None
    answer: str = ""

    @shown
    def answer_hours(self) -> Decimal | None:
        """How long the department took (PRIN-05)."""
        return hours(self.asked_at, self.given_at)

    @property
    def unanswered(self) -> bool:
        """Whether it is an objection that the authors have not answered."""
        return self.status is GIVEN and self.opinion is not Opinion.PASS


REVIEW_LIFECYCLE: Lifecycle[ReviewStatus] = Lifecycle(
    {
        ProjectReviewOpinionGiven: move(INVITED, to=GIVEN),
        ProjectReviewOpinionAnswered: move(GIVEN, to=ANSWERED),
    },
    final=frozenset({ANSWERED}),
)


def evolve_review(review: Review, event: ReviewEvent, stamp: Stamp) -> Review:
    match event:
        case ProjectReviewOpinionGiven(opinion=opinion, text=text, signature=signature):
            return replace(
                review, opinion=opinion, text=text, signature=signature, given_by=stamp.actor, given_at=stamp.at
            )
        case ProjectReviewOpinionAnswered(answer=answer):
            return replace(review, answer=answer)
        case _:
            assert_never(event)


class Condition(Struct, frozen=True, kw_only=True):
    """Something that a department or the management has made its consent depend on."""

    id: ConditionId
    status: ConditionStatus = ConditionStatus.OPEN
    text: str
    unit: UnitId | None = None
    """The department that set it; the management when absent."""
    set_at: datetime
    evidence: str = ""
    met_at: datetime | None = None


CONDITION_LIFECYCLE: Lifecycle[ConditionStatus] = Lifecycle(
    {ProjectConditionMet: move(ConditionStatus.OPEN, to=ConditionStatus.MET)}, final=frozenset({ConditionStatus.MET})
)


def evolve_condition(condition: Condition, event: ProjectConditionMet, stamp: Stamp) -> Condition:
    return replace(condition, evidence=event.evidence, met_at=stamp.at)
