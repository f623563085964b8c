"""How a score comes about: exact arithmetic on what is stored, rounded once (APPR-10)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor

from domain.appraisal.values import Component

HUNDRED = 100


def weighted(components: Iterable[Component], adjustment: Decimal, alpha: Decimal) -> Decimal | None:
    """Σ wᵢ·(α·selfᵢ + (1−α)·superiorᵢ) ÷ Σ wᵢ + adjustment, to the hundredth, half up.

    Only indicators with points count, so that what is missing is never a zero: their weights are scaled to the whole.
    None when there are no points at all.
    """
    counted = [(Fraction(each.weight), points) for each in components if (points := blended(each, alpha)) is not None]
    whole = sum(weight for weight, _ in counted)
    if not whole:
        return None
    return rounded(sum((weight * points for weight, points in counted), Fraction(0)) / whole + Fraction(adjustment))


def blended(component: Component, alpha: Decimal) -> Fraction | None:
    """The points of one indicator: the superior's alone where there is no self-assessment, none without them."""
    if component.superior_score is None:
        return None
    superior = Fraction(component.superior_score)
    if component.self_score is None:
        return superior
    return Fraction(alpha) * Fraction(component.self_score) + (1 - Fraction(alpha)) * superior


def rounded(value: Fraction) -> Decimal:
    """The value to the hundredth, half up, without any rounding in between."""
    return Decimal(floor(value * HUNDRED + Fraction(1, 2))).scaleb(-2)
