"""What can have followed from the result of an appraisal: improvements, consequences, corrections."""

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.scheme.terms import Grade
from domain.appraisal.terms import ConsequenceKind, ImprovementStatus
from domain.appraisal.values import ImprovementMade, Link, Standing
from domain.shared.ids import AppraisalId, ConsequenceId, ImprovementId
from domain.shared.personal import Said


class AppraisalImprovementsCarried(Struct, frozen=True, kw_only=True, tag="appraisal.improvements_carried"):
    """Improvements agreed in an earlier appraisal of the subject that are not settled yet (APPR-14)."""

    earlier: AppraisalId
    improvements: tuple[ImprovementMade, ...]


class AppraisalImprovementAssessed(Struct, frozen=True, kw_only=True, tag="appraisal.improvement.assessed"):
    """Somebody judged whether what was to be improved has been (APPR-14)."""

    improvement: ImprovementId
    status: ImprovementStatus
    comment: Said


class AppraisalConsequenceProposed(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.proposed"):
    """What is to follow from the result; a bonus is base × coefficient, in CNY to the cent (APPR-17 to 21)."""

    consequence: ConsequenceId
    kind: ConsequenceKind
    text: Said
    link: Link
    """The record that it becomes."""
    score: Decimal
    """The score that it rests on."""
    base: Decimal | None = None
    """What a bonus is computed from, in CNY to the cent."""
    coefficient: Decimal | None = None
    """By what the base is multiplied at that score."""
    amount: Decimal | None = None
    """The bonus, base × coefficient, in CNY to the cent."""
    indicators: tuple[str, ...] = ()
    """Keys of the indicators that it is about."""
    cited: tuple[AppraisalId, ...] = ()
    """The appraisals that a promotion rests on (APPR-18)."""


class AppraisalConsequenceReissued(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.reissued"):
    """The score was corrected: what follows was computed again, a bonus in CNY to the cent (APPR-16)."""

    consequence: ConsequenceId
    score: Decimal
    coefficient: Decimal | None
    """By what the base is multiplied at that score."""
    amount: Decimal | None
    """The bonus, base × coefficient, in CNY to the cent."""


class AppraisalConsequenceWithdrawn(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.withdrawn"):
    """What was proposed is not to follow after all (APPR-16, APPR-21)."""

    consequence: ConsequenceId
    reason: Said


class ScoreCorrected(Struct, frozen=True, kw_only=True, tag="appraisal.score_corrected"):
    """The final score was wrong; it stays in the log, and this one counts (APPR-16)."""

    old: Decimal
    """The score until then, from 0 to 100."""
    new: Decimal
    """The score from here on, from 0 to 100."""
    grade: Grade
    reason: Said


class AppraisalStandingCounted(Struct, frozen=True, kw_only=True, tag="appraisal.standing_counted"):
    """A result before this one became final or changed, and with it the place of this one in the row."""

    standing: Standing


ConsequenceEvent: TypeAlias = (
    AppraisalConsequenceProposed | AppraisalConsequenceReissued | AppraisalConsequenceWithdrawn
)
FollowingEvent: TypeAlias = (
    AppraisalImprovementsCarried
    | AppraisalImprovementAssessed
    | ConsequenceEvent
    | ScoreCorrected
    | AppraisalStandingCounted
)
