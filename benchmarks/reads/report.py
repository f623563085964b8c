"""What a run has found, as text for a terminal, as JSON, and as a page."""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from benchmarks.reads.company import Scale
from benchmarks.reads.page import page
from benchmarks.reads.rounds import Measured
from benchmarks.reads.targets import Ratio

HEAD = f"{'question':<11}{'clients':>7}  {'row':<31}{'requests/s':>11}{'from':>9}{'to':>9}{'p50 ms':>10}{'p99 ms':>10}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows that were measured beside each other, and their ratios."""

    title: str
    measured: Sequence[Measured]
    ratios: Sequence[Ratio]


@dataclass(frozen=True, slots=True)
class Report:
    """A run: its company, how long and how often each load was, what was left out and why, and what was found."""

    scale: Scale
    rounds: int
    seconds: float
    absent: Sequence[str]
    parts: Sequence[Compared]
    load: float
    """How busy the machine was before."""
    postgres: str | None

    @property
    def machine(self) -> Mapping[str, str]:
        """Where it ran."""
        told = {
            "when": datetime.now(UTC).isoformat(timespec="minutes"),
            "cores": str(os.cpu_count()),
            "load before": f"{self.load:.1f}",
            "system": platform.platform(),
            "Python": platform.python_version(),
            "SQLite": apsw.sqlite_lib_version(),
        }
        return told | ({"PostgreSQL": self.postgres} if self.postgres else {})

    def as_json(self) -> Mapping[str, Any]:
        """Everything, each round by itself."""
        parts = [
            {
                "title": part.title,
                "measured": [
                    {**asdict(each), "rate": each.rate, "p50": each.latency(50), "p99": each.latency(99)}
                    for each in part.measured
                ],
                "ratios": [{**asdict(each), "met": each.met} for each in part.ratios],
            }
            for part in self.parts
        ]
        told = {"machine": self.machine, "scale": self.scale._asdict(), "rounds": self.rounds, "seconds": self.seconds}
        return {**told, "absent": self.absent, "parts": parts}

    def write(self, folder: Path) -> Path:
        """Write reads.json and reads.html into the folder; the page."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "reads.json").write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1))
        (folder / "reads.html").write_text(page(self.as_json()))
        return folder / "reads.html"

    def lines(self) -> Iterator[str]:
        """The figures for a terminal."""
        for part in self.parts:
            yield f"\n{part.title}"
            yield HEAD
            for each in sorted(part.measured, key=lambda found: (found.question, found.clients)):
                low, high = each.spread
                yield (
                    f"{each.question:<11}{each.clients:>7}  {each.row:<31}{each.rate:>11,.0f}{low:>9,.0f}{high:>9,.0f}"
                    f"{each.latency(50):>10.2f}{each.latency(99):>10.2f}"
                )
            for ratio in part.ratios:
                yield f"{ratio.question:<11}{ratio.clients:>7}  {ratio.what:<51}{ratio.value:>9.2f}  {verdict(ratio)}"
        yield from (f"\n{why}" for why in self.absent)


def verdict(ratio: Ratio) -> str:
    """Whether a promise is kept."""
    if ratio.least is None:
        return ""
    return f"{'reached' if ratio.met else 'MISSED'}: at least {ratio.least:.2f}"
