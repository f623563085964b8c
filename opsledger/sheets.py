"""Rows for people: on a terminal, as CSV, as a workbook. What a spreadsheet would take for a formula stays text."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from unicodedata import east_asian_width

import msgspec
from openpyxl import Workbook

from domain.shared.term import Term
from domain.shared.zone import SHANGHAI

WIDEST = 48
"""Columns of a terminal that one value may take."""
LONGEST = 32_000
"""Characters that a cell of a workbook may hold; of a longer text the end is missing, and … says so."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a workbook may not hold: XML has none of them, and a single one makes it unreadable."""
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula."""


class Sheet(NamedTuple):
    """A title, the names of the columns, and the rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def readable(value: Any, called: Mapping[str, str]) -> Any:
    """A value as people read it: names beside ids, both languages for terms, local times; a number stays one."""
    match value:
        case Term():
            return f"{value} {value.zh}"
        case datetime():
            return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
        case bool():
            return "yes" if value else "no"
        case str():
            return f"{called[value]} ({value})" if value in called else value
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return ", ".join(str(readable(each, called)) for each in value)
        case dict() | list() | tuple():
            return msgspec.json.encode(value, enc_hook=str).decode()
        case _:
            return value


def on_terminal(sheet: Sheet) -> list[str]:
    """The lines of a table; values that are too wide for it are cut."""
    texts = [[cut(text(value)) for value in row] for row in (sheet.columns, *sheet.rows)]
    widths = [max(map(wide, column)) for column in zip(*texts, strict=True)]
    return ["  ".join(padded(each, width) for each, width in zip(row, widths, strict=True)).rstrip() for row in texts]


def write_csv(sheet: Sheet, out: TextIO) -> None:
    """The rows as CSV with a header."""
    csv.writer(out).writerows([sheet.columns, *([safe(value) for value in row] for row in sheet.rows)])


def write_xlsx(sheet: Sheet, file: Path) -> None:
    """The rows as a workbook of one page."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "A2"
    for row in (sheet.columns, *sheet.rows):
        page.append([safe(value) for value in row])
    book.save(file)


def safe(value: Any) -> Any:
    """A value as a cell may hold it."""
    if not isinstance(value, str):
        return value
    fit = guarded(UNFIT.sub(" ", value))
    return fit if len(fit) <= LONGEST else f"{fit[: LONGEST - 1]}…"


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def text(value: Any) -> str:
    """A value on one line, without characters that a terminal would obey."""
    return "" if value is None else "".join(each if each.isprintable() else " " for each in str(value))


def cut(text: str) -> str:
    if wide(text) <= WIDEST:
        return text
    kept = ""
    for letter in text:
        if wide(kept + letter) >= WIDEST:
            break
        kept += letter
    return f"{kept}…"


def wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - wide(text))


def rows_of(values: Iterable[Sequence[Any]], called: Mapping[str, str]) -> list[list[Any]]:
    """Rows as people read them."""
    return [[readable(value, called) for value in row] for row in values]
