"""The critical path, with examples computed by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.project.network import Activity, Circular, in_order, timings

FIRST = date(2026, 1, 1)


def day(n: int) -> date:
    """The n-th day of the project; it begins on day 1."""
    return FIRST + timedelta(days=n - 1)


def lasting(days: int, *after: str, starts: int = 1) -> Activity:
    return Activity(starts=day(starts), due=day(starts + days - 1), after=after)


TEXTBOOK = {
    "A": lasting(3),
    "B": lasting(4, "A"),
    "C": lasting(2, "A"),
    "D": lasting(5, "B"),
    "E": lasting(1, "C"),
    "F": lasting(2, "C"),
    "G": lasting(4, "D", "E"),
    "H": lasting(3, "F", "G"),
}
"""Eight tasks that take 19 days along A, B, D, G, H; by hand: C may wait 6 days, E 6 and F 9."""


def test_earliest_and_latest_days_are_those_computed_by_hand() -> None:
    found = timings(TEXTBOOK)
    by_hand = {
        "A": (1, 3, 1, 3),
        "B": (4, 7, 4, 7),
        "C": (4, 5, 10, 11),
        "D": (8, 12, 8, 12),
        "E": (6, 6, 12, 12),
        "F": (6, 7, 15, 16),
        "G": (13, 16, 13, 16),
        "H": (17, 19, 17, 19),
    }
    for name, days in by_hand.items():
        one = found[name]
        given = (one.earliest_start, one.earliest_finish, one.latest_start, one.latest_finish)
        assert given == tuple(map(day, days)), name


def test_slack_is_how_long_a_task_may_wait_and_none_on_the_critical_path() -> None:
    slack = {name: one.slack for name, one in timings(TEXTBOOK).items()}
    assert slack == {"A": 0, "B": 0, "C": 6, "D": 0, "E": 6, "F": 9, "G": 0, "H": 0}


def test_a_task_does_not_start_before_its_planned_day() -> None:
    found = timings({"A": lasting(2), "B": lasting(2, "A", starts=10)})
    assert (found["B"].earliest_start, found["A"].slack, found["B"].slack) == (day(10), 7, 0)


def test_a_task_waits_for_all_those_before_it() -> None:
    found = timings({"A": lasting(2), "B": lasting(9), "C": lasting(1, "A", "B")})
    assert found["C"].earliest_start == day(10)


def test_tasks_without_links_may_wait_for_the_last_of_them() -> None:
    assert {name: one.slack for name, one in timings({"A": lasting(1), "B": lasting(5)}).items()} == {"A": 4, "B": 0}
    assert timings({}) == {}


def test_tasks_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(Circular) as raised:
        timings({"A": lasting(1, "C"), "B": lasting(1, "A"), "C": lasting(1, "B"), "D": lasting(1, "A")})
    assert raised.value.tasks == ("A", "B", "C")
    with pytest.raises(Circular):
        in_order({"A": ["A"]})


@st.composite
def networks(draw: st.DrawFn) -> dict[str, Activity]:
    """Networks in which each task waits for some of those before it."""
    made: dict[str, Activity] = {}
    for n in range(draw(st.integers(1, 8))):
        after = draw(st.lists(st.sampled_from(sorted(made)), unique=True, max_size=3)) if made else []
        made[f"T{n}"] = lasting(draw(st.integers(1, 9)), *after, starts=draw(st.integers(1, 20)))
    return made


@settings(max_examples=200, deadline=None)
@given(networks())
def test_slack_is_exactly_how_far_one_task_can_be_put_off(network: dict[str, Activity]) -> None:
    found = timings(network)
    end = max(one.earliest_finish for one in found.values())
    for name, one in found.items():
        assert one.slack >= 0

        def put_off(days: int, name: str = name) -> date:
            each = network[name]
            start = found[name].earliest_start + timedelta(days=days)
            moved = Activity(starts=start, due=start + (each.due - each.starts), after=each.after)
            return max(t.earliest_finish for t in timings({**network, name: moved}).values())

        assert put_off(one.slack) == end
        assert put_off(one.slack + 1) > end
