"""The figures of a cycle, from the appraisals in it (APPR-28, K-19, K-38)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.appraisal.cycle.events import GradeCount, Review
from domain.appraisal.scheme.terms import Grade, SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.shared.values import hundredths, in_percent

PERSON = SubjectKind.PERSON


def review(appraisals: Iterable[Appraisal]) -> Review:
    """Participation, averages, distribution and punctuality of a cycle whose appraisals have all ended."""
    opened = list(appraisals)
    counted = [each for each in opened if each.status is not Status.VOIDED]
    grades = Counter(each.grade for each in counted)
    self_assessed = sum(each.form.assessment is not None for each in counted)
    in_time = sum(bool(each.in_time) for each in counted)
    return Review(
        opened=len(opened),
        voided=len(opened) - len(counted),
        self_assessed=self_assessed,
        appealed=sum(each.appeal is not None for each in counted),
        participation=share(self_assessed, len(counted)),
        mean_score=mean([each.score for each in counted if each.score is not None]),
        grades=tuple(GradeCount(grade=grade, appraisals=grades[grade]) for grade in Grade),
        in_time=in_time,
        discipline=share(in_time, len(opened)),
        mean_gain=mean([each.gain for each in counted if each.subjects is PERSON and each.gain is not None]),
    )


def share(part: int, whole: int) -> Decimal | None:
    return in_percent(Decimal(part), Decimal(whole))


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The arithmetic mean to the hundredth; none of nothing."""
    return hundredths(sum(values, Decimal(0)) / len(values)) if values else None
