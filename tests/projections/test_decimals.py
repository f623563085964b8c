"""Decimals as text sort as the numbers do, and stay exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.decimals import rank

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)


@given(a=NUMBERS, b=NUMBERS)
def test_ranks_compare_as_the_numbers_do(a: Decimal, b: Decimal) -> None:
    assert (rank(a) < rank(b), rank(a) == rank(b)) == (a < b, a == b)


@pytest.mark.parametrize(("less", "more"), [("-1.51", "-1.5"), ("-0.1", "0"), ("9.99", "10"), ("1e-9", "1E+9")])
def test_signs_lengths_and_exponents_are_told_apart(less: str, more: str) -> None:
    assert rank(Decimal(less)) < rank(Decimal(more))


def test_trailing_zeros_do_not_matter() -> None:
    assert rank(Decimal("1.50")) == rank(Decimal("1.5"))
