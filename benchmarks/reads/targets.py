"""What is to be reached, as ratios inside one run, and what was."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.reads.rounds import Measured
from benchmarks.reads.rows import FLOOR, OURS, POSTGRAPHILE_5, STRAWBERRY

Found = Mapping[tuple[str, str, int], Measured]
"""By row, question and number of clients."""


class Target(NamedTuple):
    """The least ratio of ours to another row on some questions."""

    other: str
    questions: tuple[str, ...]
    least: float
    p99: bool = False
    """Whether the other's 99th percentile is compared to ours, rather than our rate to the other's."""


NESTED_AND_FLAT = ("plan", "plans", "issues", "project", "projects", "appraisal", "appraisals", "reports")
TARGETS = (
    Target(FLOOR, NESTED_AND_FLAT, 0.85),
    Target(FLOOR, ("title",), 0.6),
    Target(POSTGRAPHILE_5, NESTED_AND_FLAT, 2.5),
    Target(POSTGRAPHILE_5, ("title",), 1.2),
    Target(POSTGRAPHILE_5, (*NESTED_AND_FLAT, "dashboard", "title"), 1, p99=True),
    Target(STRAWBERRY, ("plans",), 50),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with the spread of the rounds; `least` is absent where nothing is promised."""

    what: str
    question: str
    clients: int
    value: float
    spread: tuple[float, float]
    least: float | None

    @property
    def met(self) -> bool | None:
        """Whether what is promised is kept; None where nothing is."""
        return None if self.least is None else self.value >= self.least


def ratios(measured: Sequence[Measured]) -> list[Ratio]:
    """Ours to everybody else over the same database, the median of the rounds; promised ones first."""
    found: Found = {(each.row, each.question, each.clients): each for each in measured}
    promised = [ratio for target in TARGETS for ratio in kept(target, found)]
    told = {(each.what, each.question, each.clients) for each in promised}
    return promised + [ratio for ratio in others(found) if (ratio.what, ratio.question, ratio.clients) not in told]


def kept(target: Target, found: Found) -> Iterator[Ratio]:
    for (row, question, clients), theirs in found.items():
        name, _, database = row.partition(", ")
        mine = found.get((f"{OURS}, {database}", question, clients))
        if name != target.other or question not in target.questions or mine is None:
            continue
        if target.p99:
            slow = [b.latencies[99] / a.latencies[99] for a, b in zip(mine.rounds, theirs.rounds, strict=True)]
            yield ratio(f"p99 of {row} / ours", mine, slow, target.least)
        else:
            yield ratio(f"ours / {row}", mine, rates(mine, theirs), target.least)


def others(found: Found) -> Iterator[Ratio]:
    for (row, question, clients), theirs in found.items():
        name, _, database = row.partition(", ")
        mine = found.get((f"{OURS}, {database}", question, clients))
        if name != OURS and mine is not None:
            yield ratio(f"ours / {row}", mine, rates(mine, theirs), None)


def rates(mine: Measured, theirs: Measured) -> list[float]:
    """Our rate to theirs in each round."""
    return [a.rate / b.rate for a, b in zip(mine.rounds, theirs.rounds, strict=True)]


def ratio(what: str, mine: Measured, each_round: Sequence[float], least: float | None) -> Ratio:
    spread = min(each_round), max(each_round)
    return Ratio(what, mine.question, mine.clients, statistics.median(each_round), spread, least)
