"""What can have happened to a project until it is approved."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from msgspec import Struct

from domain.project.content import Proposal, Research
from domain.project.terms import Category, Kind, Opinion
from domain.shared.act import EFFECT
from domain.shared.approval import Request, Signature
from domain.shared.ids import ConditionId, LessonId, PersonId, ReviewId, UnitId
from domain.shared.personal import Said


class ProjectProposed(Struct, frozen=True, kw_only=True, tag="project.proposed"):
    """`lessons` are those of the same category that the proposal was shown (PROJ-22)."""

    kind: Kind
    category: Category
    unit: UnitId
    proposal: Proposal
    lessons: tuple[LessonId, ...]


class ProjectRevised(Struct, frozen=True, kw_only=True, tag="project.revised"):
    proposal: Proposal


class ProjectFeasibilityAssessed(Struct, frozen=True, kw_only=True, tag="project.feasibility_assessed"):
    research: Research


class ProjectLessonsConsulted(Struct, frozen=True, kw_only=True, tag="project.lessons_consulted"):
    """Lessons of earlier projects that were looked at, and what follows from them for this one (PROJ-22)."""

    lessons: tuple[LessonId, ...]
    conclusion: Said


class Invited(Struct, frozen=True, kw_only=True):
    """A department whose review is asked."""

    review: ReviewId
    unit: UnitId


class ProjectInitiationSubmitted(Struct, frozen=True, kw_only=True, tag="project.initiation_submitted"):
    """The report went to the departments invited; `answer` is what is said to the comment with which it came back."""

    request: Request
    invited: tuple[Invited, ...]
    answer: Said


class NewCondition(Struct, frozen=True, kw_only=True):
    """Something that must be fulfilled for a review or an approval to hold."""

    condition: ConditionId
    text: str


class ProjectReviewOpinionGiven(Struct, frozen=True, kw_only=True, tag="project.review.opinion_given"):
    review: ReviewId
    opinion: Opinion
    text: Said
    conditions: tuple[NewCondition, ...]
    signature: Signature


class ProjectReviewOpinionAnswered(Struct, frozen=True, kw_only=True, tag="project.review.opinion_answered"):
    review: ReviewId
    answer: Said


class ProjectReviewPassed(Struct, frozen=True, kw_only=True, tag="project.review_passed"):
    """Every invited department passed the report."""

    round: int


class ProjectReviewFailed(Struct, frozen=True, kw_only=True, tag="project.review_failed"):
    """At least one department, now that all have answered, did not pass the report."""

    round: int
    failed: tuple[UnitId, ...]


class ProjectApproved(Struct, frozen=True, kw_only=True, tag="project.approved"):
    """`ceiling` is the most that the project may cost in CNY, `deadline` the last day on which it may be accepted."""

    signature: Signature
    sponsor: PersonId
    ceiling: Decimal
    deadline: date
    conditions: tuple[NewCondition, ...]


class ProjectReturned(Struct, frozen=True, kw_only=True, tag="project.returned"):
    signature: Signature


class ProjectRejected(Struct, frozen=True, kw_only=True, tag="project.rejected"):
    signature: Signature


class ProjectConditionMet(Struct, frozen=True, kw_only=True, tag="project.condition.met"):
    condition: ConditionId
    evidence: str


Concluded: TypeAlias = Annotated[ProjectReviewPassed | ProjectReviewFailed, EFFECT]
"""The review is concluded by its last opinion."""
ReviewEvent: TypeAlias = ProjectReviewOpinionGiven | ProjectReviewOpinionAnswered
InitiationEvent: TypeAlias = (
    ProjectRevised
    | ProjectFeasibilityAssessed
    | ProjectLessonsConsulted
    | ProjectInitiationSubmitted
    | ReviewEvent
    | ProjectReviewPassed
    | ProjectReviewFailed
    | ProjectApproved
    | ProjectReturned
    | ProjectRejected
)
