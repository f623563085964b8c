"""Charts as SVG, written by hand so that a page needs nothing from anywhere."""

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#1f6feb", "#57606a", "#bf3989", "#9a6700", "#1a7f37", "#8250df", "#cf222e")
WIDTH = 860
LEFT = 330
"""Pixels for the labels."""
BAR = 24


def bars(rows: Sequence[tuple[str, float, float | None]]) -> str:
    """A bar for each ratio, labelled, on a logarithmic scale; a mark where the ratio should be at least."""
    values = [value for _, value, least in rows for value in (value, least or value)]
    low, high = min(0.5, *values) / 1.15, max(2.0, *values) * 1.15
    height = BAR * len(rows) + 30

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - 70) * math.log(value / low) / math.log(high / low)

    parts = [line(x(1), 4, x(1), height - 24, "#8c959f"), text(x(1), height - 8, "1", "middle")]
    for number, (label, value, least) in enumerate(rows):
        y = 6 + number * BAR
        colour = COLOURS[1] if least is None else COLOURS[4] if value >= least else COLOURS[6]
        from_, to = sorted((x(1), x(value)))
        parts.append(text(LEFT - 10, y + 13, label, "end"))
        parts.append(
            f'<rect x="{from_:.1f}" y="{y}" width="{max(to - from_, 1):.1f}" height="{BAR - 8}" fill="{colour}"/>'
        )
        parts.append(text(max(x(value), x(1)) + 6, y + 13, f"{value:.2f}", "start"))
        if least is not None:
            parts.append(line(x(least), y - 3, x(least), y + BAR - 5, "#24292f", 2))
    return svg(height, parts)


def curves(lines: Mapping[str, Mapping[float, float]]) -> str:
    """A curve for each name: milliseconds, on a logarithmic scale, by percentile of the answers."""
    height, top, bottom, left, right = 300, 12, 260, 60, 560
    values = [value for curve in lines.values() for value in curve.values()]
    low, high = min(values) / 1.2, max(values) * 1.2
    percentiles = sorted({each for curve in lines.values() for each in curve})

    def x(percentile: float) -> float:
        return left + (right - left) * percentiles.index(percentile) / (len(percentiles) - 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * math.log(value / low) / math.log(high / low)

    parts = []
    for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        if low <= (value := 10.0**power) <= high:
            parts += [
                line(left, y(value), right, y(value), "#d0d7de"),
                text(left - 8, y(value) + 4, f"{value:g} ms", "end"),
            ]
    for percentile in percentiles:
        parts.append(text(x(percentile), bottom + 18, f"{percentile:g} %", "middle"))
    for curve, colour in zip(lines.values(), COLOURS, strict=False):
        points = " ".join(f"{x(each):.1f},{y(value):.1f}" for each, value in sorted(curve.items()))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for number, (name, colour) in enumerate(zip(lines, COLOURS, strict=False)):
        parts.append(line(right + 24, 22 + number * 20, right + 44, 22 + number * 20, colour, 3))
        parts.append(text(right + 52, 26 + number * 20, name, "start"))
    return svg(height, parts)


def svg(height: float, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img">{"".join(parts)}</svg>'


def text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def line(x: float, y: float, to_x: float, to_y: float, colour: str, width: int = 1) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" stroke-width="{width}"/>'
