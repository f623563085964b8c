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
    """Improvements agreed in an earlier appraisal of the subject that are not settled yet."""

    earlier: AppraisalId
    improvements: tuple[ImprovementMade, ...]


class AppraisalImprovementAssessed(Struct, frozen=True, kw_only=True, tag="appraisal.improvement.assessed"):
    improvement: ImprovementId
    status: ImprovementStatus
    comment: Said


class AppraisalConsequenceProposed(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.proposed"):
    """`link` is the record that it becomes. A bonus is base × coefficient, in CNY to the cent."""

    consequence: ConsequenceId
    kind: ConsequenceKind
    text: Said
    link: Link
    score: Decimal
    """The score that it rests on."""
    base: Decimal | None = None
    coefficient: Decimal | None = None
    amount: Decimal | None = None
    indicators: tuple[str, ...] = ()
    cited: tuple[AppraisalId, ...] = ()


class AppraisalConsequenceReissued(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.reissued"):
    """The score was corrected: what follows from it was computed again."""

    consequence: ConsequenceId
    score: Decimal
    coefficient: Decimal | None
    amount: Decimal | None


class AppraisalConsequenceWithdrawn(Struct, frozen=True, kw_only=True, tag="appraisal.consequence.withdrawn"):
    consequence: ConsequenceId
    reason: Said


class ScoreCorrected(Struct, frozen=True, kw_only=True, tag="appraisal.score_corrected"):
    """The final score was wrong; it stays in the log, and this one counts (APPR-16)."""

    old: Decimal
    new: Decimal
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
