"""The page of a run: what was reached, charts, every figure, and how each row was configured. It needs no network."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.reads.charts import bars, curves
from benchmarks.reads.questions import QUESTIONS

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #24292f; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.2 } h2 { margin-top: 3rem; border-bottom: 1px solid #d0d7de }
table { border-collapse: collapse; width: 100% } td, th { text-align: right; padding: .15rem .5rem }
td:first-child, th:first-child { text-align: left } tr:nth-child(even) { background: #f6f8fa }
.met { color: #1a7f37 } .missed { color: #cf222e; font-weight: bold }
svg { width: 100%; font: 12px system-ui, sans-serif } svg text { fill: #24292f }
pre { white-space: pre-wrap; background: #f6f8fa; padding: 1rem; overflow-x: auto }
"""

Json = Mapping[str, Any]


def page(report: Json) -> str:
    """The page of a report as it is written in JSON."""
    titles = {question.name: question.title for question in QUESTIONS}
    inside = "".join(
        (
            "<h1>Reading: OpsLedger beside others</h1>",
            f"<p>{escape(how(report))}</p>",
            "".join(f"<p><b>{escape(why)}.</b></p>" for why in report["absent"]),
            *(part(each, titles) for each in report["parts"]),
            "<h2>How each row was configured, and how to check it</h2>",
            f"<pre>{escape((Path(__file__).parent / 'README.md').read_text())}</pre>",
        )
    )
    head = f'<meta charset="utf-8"><title>OpsLedger: reading</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{inside}</body></html>\n'


def how(report: Json) -> str:
    machine = ", ".join(f"{name}: {value}" for name, value in report["machine"].items())
    scale = ", ".join(f"{value:,} {name}" for name, value in report["scale"].items() if name != "history")
    return (
        f"{report['rounds']} rounds, {report['seconds']:g} s for each load, all rows in every round, another first each"
        " time. Figures are medians of rounds, the spread is from the slowest to the fastest; the mark on a bar is what"
        f" is promised. {scale}. {machine}."
    )


def part(compared: Json, titles: Mapping[str, str]) -> str:
    measured, ratios = compared["measured"], compared["ratios"]
    clients = sorted({each["clients"] for each in measured})
    everybody = dict.fromkeys(each["row"] for each in measured)
    promised = [each for each in ratios if each["least"] is not None]
    text = [f"<h2>{escape(compared['title'])}</h2>", promises(promised)]
    for name, title in titles.items():
        asked = [each for each in measured if each["question"] == name]
        if not asked:  # nobody was asked it in this run
            continue
        text.append(f"<h3>{escape(title)} ({name})</h3>")
        if others := ", ".join(escape(row) for row in everybody if row not in {each["row"] for each in asked}):
            text.append(f"<p>Not asked of {others}; why is said below.</p>")
        for count in clients:
            mine = [each for each in ratios if each["question"] == name and each["clients"] == count]
            found = [each for each in asked if each["clients"] == count]
            text.append(f"<p>{count} clients</p>")
            if mine:
                text.append(bars([(each["what"], each["value"], each["least"]) for each in mine]))
            text.append(curves({each["row"]: latencies(each) for each in found}))
            text.append(figures(found))
    return "".join(text)


def latencies(measured: Json) -> dict[float, float]:
    """Milliseconds by percentile, the median of the rounds."""
    rounds = [each["latencies"] for each in measured["rounds"]]
    return {each: sorted(told[each] for told in rounds)[len(rounds) // 2] for each in rounds[0]}


def promises(ratios: Sequence[Json]) -> str:
    if not ratios:
        return ""
    rows = (
        (
            f"{each['question']}, {each['clients']} clients: {each['what']}",
            f"{each['value']:.2f}",
            "{:.2f} to {:.2f}".format(*each["spread"]),
            f"{each['least']:.2f}",
            kept(each["met"]),
        )
        for each in ratios
    )
    return table(("promised", "ratio", "rounds", "at least", ""), rows)


def kept(met: bool) -> str:
    return '<span class="met">reached</span>' if met else '<span class="missed">missed</span>'


def figures(measured: Sequence[Json]) -> str:
    def row(each: Json) -> tuple[str, ...]:
        rates = [told["rate"] for told in each["rounds"]]
        client = max(told["client"] for told in each["rounds"])
        return (
            each["row"],
            f"{each['rate']:,.0f}",
            f"{min(rates):,.0f} to {max(rates):,.0f}",
            f"{each['p50']:.2f}",
            f"{each['p99']:.2f}",
            f"{client:.0%}",
        )

    head = ("row", "requests/s", "rounds", "p50 ms", "p99 ms", "client's share of a core")
    return table(head, map(row, sorted(measured, key=lambda each: -each["rate"])))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    first = "".join(f"<th>{escape(each)}</th>" for each in head)
    lines = ("".join(f"<td>{each if each.startswith('<span') else escape(each)}</td>" for each in row) for row in rows)
    return f"<table><tr>{first}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
