"""The critical path of a set of tasks: how late each may end before the whole does.

The critical path method by its usual definitions (PMI, Practice Standard for Scheduling, 3rd edition, 2019, and PMBOK
Guide, 6th edition, 6.5.2.2): a forward pass gives the earliest dates, a backward pass the latest ones, and total slack
(float) is the difference. A task starts when those that it waits for are over (finish to start, without lag), but not
before its planned start. Days are calendar days; a task that starts and is due on the same day takes one.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct

from domain.shared.values import A_DAY


class Circular(ValueError):
    """Tasks wait for each other; `tasks` names those that do."""

    def __init__(self, tasks: tuple[str, ...]) -> None:
        super().__init__(f"these wait for each other: {', '.join(tasks)}")
        self.tasks = tasks


class Activity(Struct, frozen=True, kw_only=True):
    """Something that takes the days from `starts` to `due`, both included, after others are over."""

    starts: date
    due: date
    after: tuple[str, ...] = ()


class Timing(Struct, frozen=True, kw_only=True):
    """When a task can start and end at the earliest, and when it must at the latest so that nothing ends later."""

    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date

    @property
    def slack(self) -> int:
        """By how many days the task may slip before the last one does; none for a critical task."""
        return (self.latest_finish - self.earliest_finish).days


def timings(activities: Mapping[str, Activity]) -> dict[str, Timing]:
    """The timing of each activity, by its name, in an order in which they can be done.

    Raises Circular when activities wait for each other, KeyError when one waits for something that is not there.
    """
    order = in_order({name: each.after for name, each in activities.items()})
    earliest: dict[str, tuple[date, date]] = {}
    for name in order:
        one = activities[name]
        start = max([one.starts, *(earliest[before][1] + A_DAY for before in one.after)])
        earliest[name] = (start, start + (one.due - one.starts))
    end = max((finish for _, finish in earliest.values()), default=date.min)
    followers: dict[str, list[str]] = {name: [] for name in order}
    latest: dict[str, tuple[date, date]] = {}
    for name in reversed(order):
        finish = min([end, *(latest[after][0] - A_DAY for after in followers[name])])
        latest[name] = (finish - (activities[name].due - activities[name].starts), finish)
        for before in activities[name].after:
            followers[before].append(name)
    return {
        name: Timing(
            earliest_start=earliest[name][0],
            earliest_finish=earliest[name][1],
            latest_start=latest[name][0],
            latest_finish=latest[name][1],
        )
        for name in order
    }


def in_order(after: Mapping[str, Iterable[str]]) -> list[str]:
    """The names, each behind those that it comes after. Raises Circular."""
    try:
        return list(TopologicalSorter(after).static_order())
    except CycleError as cycle:
        raise Circular(tuple(sorted(set(cycle.args[1])))) from None
