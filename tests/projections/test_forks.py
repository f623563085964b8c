"""Whatever held at a position has its fork among the few of that position."""

from hypothesis import given
from hypothesis import strategies as st

from projections.forks import LEVELS, fork, forks

POSITIONS = st.integers(0, 1 << LEVELS - 1)


@given(since=POSITIONS, length=st.integers(1, 10_000), place=st.integers(0))
def test_the_fork_of_what_held_at_a_position_is_among_the_forks_of_the_position(
    since: int, length: int, place: int
) -> None:
    found = fork(since, since + length)
    assert since <= found < since + length
    assert found in forks(since + place % length)


@given(first=POSITIONS, lengths=st.lists(st.integers(1, 1_000), min_size=2, max_size=20))
def test_of_one_row_no_two_versions_have_the_same_fork(first: int, lengths: list[int]) -> None:
    found, since = [], first
    for length in lengths:
        found.append(fork(since, since + length))
        since += length
    assert len(set(found)) == len(found)
