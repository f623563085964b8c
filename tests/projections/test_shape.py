"""A row says what its record shows, also where that has changed in nothing but how it is written."""

from decimal import Decimal

import pytest
from msgspec import Struct

from domain.shared.room import shown
from projections.dialect import Dialect
from projections.postgres_dialect import PostgresDialect
from projections.shape import Shape
from projections.sqlite_dialect import SqliteDialect
from projections.tables import Reading
from tests.projections.workshop import ROOMS


class Offer(Struct, frozen=True):
    """Prices that were named, one after another."""

    prices: tuple[Decimal, ...]

    @shown
    def price(self) -> Decimal | None:
        """The last."""
        return self.prices[-1] if self.prices else None


@pytest.mark.parametrize("dialect", [SqliteDialect(), PostgresDialect()])
def test_a_number_that_is_written_otherwise_is_another_text(dialect: Dialect) -> None:
    columns = list(Reading(ROOMS).columns(Offer))
    shape = Shape(Offer, columns, 0, dialect)
    row, place = shape.row(Offer(()), ()), [column.name for column in columns].index("price")
    told = []
    for price in ("100", "100.00", "100.00", "99"):
        row = shape.row(Offer((Decimal(price),)), (), row)
        told.append(row.line[place])
    assert told == ["100", "100.00", "100.00", "99"]
