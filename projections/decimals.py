"""Decimals as text that sorts as the numbers do, for a database that has no exact numbers."""

from decimal import Decimal
from functools import lru_cache

MIDDLE = 5000
NINES = str.maketrans("0123456789", "9876543210")


@lru_cache(1024)
def rank(value: Decimal | int) -> str:
    """Text that is less, equal or greater as the number is: sign, exponent, digits without trailing zeros.

    Exact for every finite decimal whose exponent lies within 5,000. `~` ends a negative number, since of two that
    begin alike the longer is the lesser.
    """
    number = Decimal(value)
    sign, digits, _ = number.as_tuple()
    significant = "".join(map(str, digits)).lstrip("0").rstrip("0")
    if not significant:
        return "1"
    exponent = number.adjusted()
    if sign:
        return f"0{MIDDLE - exponent:04d}{significant.translate(NINES)}~"
    return f"2{MIDDLE + exponent:04d}{significant}"
