"""Rows out of a file, a workbook (XLSX) or plain text (CSV), each with its place and its cells by column."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from application.imports.problems import BROKEN, CUT_OFF, BadFile, Place, Problem
from application.imports.sheets import Column, Sheet, plain
from domain.shared.refusal import Labelled, Reason, Refused

NOT_A_WORKBOOK = Reason(
    "import.not_a_workbook",
    "{file} is neither an XLSX workbook nor CSV text.",
    "{file}既不是XLSX工作簿，也不是CSV文本。",
)
NO_SHEET = Reason("import.no_sheet", "The workbook has no sheet {sheet}.", "工作簿中缺少工作表“{sheet}”。")
UNKNOWN_SHEET = Reason(
    "import.unknown_sheet",
    "Unknown sheet {name}; the sheets are {known}.",
    "不识别工作表“{name}”；可用：{known}。",
)
NO_COLUMN = Reason("import.no_column", "The column {column} is missing.", "缺少“{column}”列。")
UNKNOWN_COLUMN = Reason(
    "import.unknown_column",
    "Unknown column {name}; the columns are {known}.",
    "不识别“{name}”列；可用：{known}。",
)
COLUMN_TWICE = Reason("import.column_twice", "The column {column} appears twice.", "“{column}”列重复。")
UNKNOWN_ROW = Reason(
    "import.unknown_row",
    "Unknown kind of row {name}; the kinds are {known}.",
    "“{name}”不是可用的行类型；可用：{known}。",
)
NOT_HERE = Reason("import.not_here", "A {row} row has no {column}.", "“{row}”行没有“{column}”一栏。")
EXPLANATIONS = Labelled("read_me", "Read me", "说明")
"""The sheet that is there to be read by people only."""
ROW = Column("row", "行", str, True)
"""The column of a plain file that says of which kind each row is."""


class Row(NamedTuple):
    """One row: where it stands, and what is written in it, without blank cells."""

    sheet: Sheet
    place: Place
    cells: dict[str, Any]

    def at(self, column: Column) -> Place:
        """The place of one of its cells."""
        return self.place._replace(column=column.heading)


def rows_of(file: Path, sheets: Sequence[Sheet], problems: list[Problem]) -> list[Row]:
    """The rows that are not blank, in the order of the file. Adds what is wrong with sheets and columns to `problems`.

    Raises BadFile for a file that is neither a workbook nor text.
    """
    if file.suffix.lower() == ".csv":
        return list(from_text(text_of(file), sheets, problems))
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise BadFile([Problem(Place("", 1), NOT_A_WORKBOOK(file=file.name))]) from None
    try:
        return list(from_book(book, sheets, problems))
    finally:
        book.close()


def from_book(book: Any, sheets: Sequence[Sheet], problems: list[Problem]) -> Iterator[Row]:
    known = {spelling: sheet for sheet in sheets for spelling in sheet.spellings()}
    ignored = {plain(each) for each in (EXPLANATIONS.en, EXPLANATIONS.zh, EXPLANATIONS.en + EXPLANATIONS.zh)}
    found = {}
    for page in book.worksheets:
        if sheet := known.get(plain(page.title)):
            found[sheet.name] = page
        elif plain(page.title) not in ignored:
            no = UNKNOWN_SHEET(name=page.title, known=[each.label for each in sheets])
            problems.append(Problem(Place(page.title, 1), no))
    if not found:
        problems.append(Problem(Place("", 1), NO_SHEET(sheet=sheets[0].label)))
    for sheet in sheets:
        if page := found.get(sheet.name):
            page.reset_dimensions()  # what a file says of its own size is not to be trusted
            yield from of_sheet(sheet, page.title, page.iter_rows(values_only=True), problems)


def of_sheet(sheet: Sheet, title: str, lines: Iterable[Sequence[Any]], problems: list[Problem]) -> Iterator[Row]:
    numbered = enumerate(lines, start=1)
    first = next(((number, line) for number, line in numbered if not blank(line)), None)
    if first is None:
        return
    place = Place(title, first[0])
    header = headed(first[1], sheet.columns, place, problems)
    problems.extend(
        Problem(place._replace(column=column.heading), NO_COLUMN(column=column.label))
        for column in sheet.columns
        if column.required and column.field not in header.values()
    )
    for number, line in numbered:
        if not blank(line):
            yield Row(sheet, Place(title, number), cells(line, header))


def from_text(text: str, sheets: Sequence[Sheet], problems: list[Problem]) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    lines: list[tuple[Place, list[str]]] = []
    try:
        lines.extend((Place("", reader.line_num), line) for line in reader if not blank(line))
    except csv.Error as wrong:
        problems.append(Problem(Place("", reader.line_num), BROKEN(problem=wrong)))
    if lines and not text.endswith(("\n", "\r")) and len(lines[-1][1]) < len(lines[0][1]):
        problems.append(Problem(lines[-1][0], CUT_OFF()))
    yield from of_table(lines, sheets, problems)


def of_table(
    lines: Sequence[tuple[Place, Sequence[str]]], sheets: Sequence[Sheet], problems: list[Problem]
) -> Iterator[Row]:
    known = {spelling: sheet for sheet in sheets for spelling in sheet.spellings()}
    columns = {column.field: column for sheet in sheets for column in sheet.columns}
    top, titles = lines[0] if lines else (Place("", 1), ())
    header = headed(titles, (ROW, *columns.values()), top, problems)
    if ROW.field not in header.values():
        problems.append(Problem(top._replace(column=ROW.heading), NO_COLUMN(column=ROW.label)))
        return
    for place, line in lines[1:]:
        written = cells(line, header)
        name = written.pop(ROW.field, "")
        if sheet := known.get(plain(name)):
            yield Row(sheet, place, belonging(sheet, written, place, columns, problems))
        else:
            no = UNKNOWN_ROW(name=name, known=[Labelled(s.name, s.name, s.zh) for s in sheets])
            problems.append(Problem(place._replace(column=ROW.heading), no))


def belonging(
    sheet: Sheet, written: dict[str, Any], place: Place, columns: dict[str, Column], problems: list[Problem]
) -> dict[str, Any]:
    """The cells, without those which no row of that kind has."""
    own = {column.field for column in sheet.columns}
    for field in written.keys() - own:
        no = NOT_HERE(row=Labelled(sheet.name, sheet.name, sheet.zh), column=columns[field].label)
        problems.append(Problem(place._replace(column=columns[field].heading), no))
    return {field: value for field, value in written.items() if field in own}


def headed(line: Sequence[Any], columns: Iterable[Column], place: Place, problems: list[Problem]) -> dict[int, str]:
    """Which field stands in which column of the file."""
    known = {spelling: column for column in columns for spelling in column.spellings()}
    header: dict[int, str] = {}
    for index, title in enumerate(line):
        if blank([title]):
            continue
        no: Refused | None = None
        if (column := known.get(plain(title))) is None:
            no = UNKNOWN_COLUMN(name=title, known=list(dict.fromkeys(each.label for each in known.values())))
        elif column.field in header.values():
            no = COLUMN_TWICE(column=column.label)
        else:
            header[index] = column.field
        if no:
            problems.append(Problem(place._replace(column=str(title)), no))
    return header


def cells(line: Sequence[Any], header: dict[int, str]) -> dict[str, Any]:
    return {field: line[index] for index, field in header.items() if index < len(line) and not blank([line[index]])}


def blank(line: Sequence[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in line)


def text_of(file: Path) -> str:
    """The text, in UTF-8 or as Chinese spreadsheets save it (GB 18030)."""
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile([Problem(Place("", 1), NOT_A_WORKBOOK(file=file.name))])
