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
    """A project was proposed with its research; it was shown `lessons` of its category (PROJ-01, PROJ-22)."""

    kind: Kind
    category: Category
    unit: UnitId
    """The unit in the lead."""
    proposal: Proposal
    lessons: tuple[LessonId, ...]
    """Lessons of the same category that the proposal was shown (PROJ-22)."""


class ProjectRevised(Struct, frozen=True, kw_only=True, tag="project.revised"):
    """The proposal and its report were replaced by this text, in full (PROJ-02, PROJ-05)."""

    proposal: Proposal


class ProjectFeasibilityAssessed(Struct, frozen=True, kw_only=True, tag="project.feasibility_assessed"):
    """New research and its conclusion took the place of the old (PROJ-01)."""

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
    """The report went to the departments that it concerns (PROJ-02, PROJ-03)."""

    request: Request
    invited: tuple[Invited, ...]
    answer: Said
    """How the comment was taken up with which it had come back."""


class NewCondition(Struct, frozen=True, kw_only=True):
    """Something that must be fulfilled for a review or an approval to hold."""

    condition: ConditionId
    text: str


class ProjectReviewOpinionGiven(Struct, frozen=True, kw_only=True, tag="project.review.opinion_given"):
    """The head of an invited department said whether the report passes (PROJ-03)."""

    review: ReviewId
    opinion: Opinion
    text: Said
    conditions: tuple[NewCondition, ...]
    """On what it passes; the project is not closed before they are fulfilled."""
    signature: Signature


class ProjectReviewOpinionAnswered(Struct, frozen=True, kw_only=True, tag="project.review.opinion_answered"):
    """The authors said what they made of a department's opinion (PROJ-05)."""

    review: ReviewId
    answer: Said


class ProjectReviewPassed(Struct, frozen=True, kw_only=True, tag="project.review_passed"):
    """Every invited department passed the report (PROJ-03)."""

    round: int
    """Which submission it was; the first is 1."""


class ProjectReviewFailed(Struct, frozen=True, kw_only=True, tag="project.review_failed"):
    """At least one department, now that all have answered, did not pass the report (PROJ-03)."""

    round: int
    """Which submission it was; the first is 1."""
    failed: tuple[UnitId, ...]
    """The departments that did not pass it."""


class ProjectApproved(Struct, frozen=True, kw_only=True, tag="project.approved"):
    """Company management approved the project, for `ceiling` CNY at most, until `deadline` (PROJ-04)."""

    signature: Signature
    sponsor: PersonId
    """Who decides on it for the company, and accepts what it delivers."""
    ceiling: Decimal
    """The most that it may cost, in CNY to the cent."""
    deadline: date
    """The last day on which it is accepted in time."""
    conditions: tuple[NewCondition, ...]
    """What must be fulfilled before it is closed."""


class ProjectReturned(Struct, frozen=True, kw_only=True, tag="project.returned"):
    """Company management sent the report back; the signature's comment says what must change (PROJ-04)."""

    signature: Signature


class ProjectRejected(Struct, frozen=True, kw_only=True, tag="project.rejected"):
    """Company management ended the project before it began; the signature's comment says why (PROJ-04)."""

    signature: Signature


class ProjectConditionMet(Struct, frozen=True, kw_only=True, tag="project.condition.met"):
    """A condition of the review or of the approval was confirmed to be fulfilled (PROJ-03)."""

    condition: ConditionId
    evidence: str
    """What shows it."""


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
