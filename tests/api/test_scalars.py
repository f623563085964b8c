"""Values as they are written in requests."""

import pytest
from graphql import GraphQLError

from graphql_api.scalars import parse_decimal


@pytest.mark.parametrize("given", ["12.50", "-3", "0", "1e3", 7, 2.5])
def test_a_decimal_number_is_taken_as_it_is_written(given: object) -> None:
    assert str(parse_decimal(given)) == str(given).upper().replace("E3", "E+3")


@pytest.mark.parametrize("given", ["1_0", "٣", "１２", "NaN", "Infinity", "1e41", "", "12,50", True])
def test_what_only_python_would_read_as_a_number_is_none(given: object) -> None:
    with pytest.raises(GraphQLError, match="is not a decimal number"):
        parse_decimal(given)
