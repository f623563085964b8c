"""What is written about a project while it is carried out and when it ends."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from domain.project.content import Benefit
from domain.project.terms import Category, DocumentClass, Health, Route
from domain.shared.ids import PersonId
from domain.shared.values import Line, Text

Severity = Annotated[int, Meta(ge=1, le=4)]
"""1 is the gravest, 4 the slightest."""

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
"""SHA-256 of a file, in hex."""


class Proof(Struct, frozen=True, kw_only=True):
    """Something that shows what was done: a document, a link, a figure."""

    title: Line
    reference: str = ""


class Figures(Struct, frozen=True, kw_only=True):
    """How a project stood against its baseline, frozen; money in CNY, an index is absent where nothing was to compare.

    (PROJ-12, PROJ-14)
    """

    baseline_version: int
    completion: Decimal | None
    planned_value: Decimal
    earned_value: Decimal
    actual_cost: Decimal
    budget_at_completion: Decimal
    schedule_performance: Decimal | None
    cost_performance: Decimal | None
    estimate_at_completion: Decimal | None
    quality: Decimal | None
    """How many percent of the requirements that were checked are fulfilled."""
    health: Health


class NewDecision(Struct, frozen=True, kw_only=True):
    """Something that a progress meeting decided, and where it goes; an action has an owner and a date (PROJ-10)."""

    text: Text
    route: Route = Route.NOTED
    owner: PersonId | None = None
    due: date | None = None


class NewLesson(Struct, frozen=True, kw_only=True):
    """Something learnt: in which situation, and what is recommended (PROJ-22)."""

    title: Line
    category: Category
    situation: Text
    recommendation: Text


class Deliverable(Struct, frozen=True, kw_only=True):
    """A line of the deliverable checklist: what was promised, and what shows that it is there (PROJ-18)."""

    name: Line
    evidence: Text


class Delivery(Struct, frozen=True, kw_only=True):
    """What is put before the acceptor, as it is signed (PROJ-18)."""

    baseline_version: int
    deliverables: tuple[Deliverable, ...]
    comment: str


class Judgement(Struct, frozen=True, kw_only=True):
    """Whether a completion target is met, against the current baseline and the original one (PROJ-17)."""

    current: bool
    original: bool


class Document(Struct, frozen=True, kw_only=True):
    """A document of the project, by class, version and the SHA-256 of its content (PROJ-19)."""

    title: Line
    kind: DocumentClass
    edition: Line
    sha256: Hash


class Effect(Struct, frozen=True, kw_only=True):
    """The effect of the project against its forecast: quality, cost, schedule and benefit (PROJ-20)."""

    quality: Text
    cost: Text
    schedule: Text
    benefit: Text


class Summary(Struct, frozen=True, kw_only=True):
    """The closing summary, as the sponsor signs it (PROJ-20, PROJ-21).

    `post_evaluation_on` is the day on which the post-evaluation falls due; six months after closing when absent.
    """

    text: Text
    effect: Effect
    lessons: tuple[NewLesson, ...]
    post_evaluation_on: date | None = None


class PostEvaluation(Struct, frozen=True, kw_only=True):
    """What the project has really brought, some time later (PROJ-21)."""

    realised: tuple[Benefit, ...]
    findings: Text
    lessons: tuple[NewLesson, ...] = ()
    reason: str = ""
    """Why it was made before it was due."""
