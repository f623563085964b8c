"""Reading the file of another incident ledger: all of it as it stands, or nothing."""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import datetime, tzinfo
from io import StringIO

from msgspec import Struct

from application.imports.problems import BROKEN, CUT_OFF, BadFile, Place, Problem
from domain.issue.migrated import HANDLINGS
from domain.issue.migration import CaseRow
from domain.shared.refusal import Reason, Refused
from domain.shared.zone import SHANGHAI

HEADER = ("case_id", "status", "sub_status", "timestamp")
CASE, STATUS, SUB_STATUS, TIMESTAMP = HEADER

NOT_UTF8 = Reason(
    "import.not_utf8", "This is not UTF-8 (byte {byte} of the file).", "不是UTF-8编码（文件第{byte}字节）。"
)
WRONG_HEADER = Reason(
    "import.header", "The columns must be {expected}, not {found}.", "列名须为{expected}，现为{found}。"
)
WRONG_COLUMNS = Reason(
    "import.columns", "There are {found} columns instead of {expected}.", "有{found}列，应为{expected}列。"
)
BLANK_CASE = Reason("import.blank", "The case is missing.", "缺少案例编号。")
UNKNOWN_STATUS = Reason("import.status", "The status {status} is not known.", "未知状态{status}。")
BAD_MOMENT = Reason(
    "import.timestamp",
    "{value} is not a time like 2012-05-05T14:58:00.",
    "{value}不是2012-05-05T14:58:00形式的时间。",
)
UNORDERED = Reason(
    "import.order",
    "{value} is earlier than the previous row of the case {case}.",
    "{value}早于案例{case}的上一行。",
)
FULL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
"""How a time begins that says everything."""


class Case(Struct, frozen=True):
    """A case of the other ledger with all its rows, in their order; `line` is that of its first one."""

    id: str
    line: int
    rows: tuple[CaseRow, ...]


def read_incidents(content: bytes, zone: tzinfo = SHANGHAI) -> tuple[Case, ...]:
    """The cases in the file, in order of appearance; its local times are of that zone.

    Raises BadFile, naming every line in which something is not as it must be.
    """
    problems: list[Problem] = []
    cases: dict[str, tuple[int, list[CaseRow]]] = {}
    for line, cells in lines(content, problems):
        id = cells[0]
        _, rows = cases.setdefault(id, (line, []))
        try:
            rows.append(row(cells, line, zone, rows))
        except Wrong as wrong:
            problems.append(wrong.problem)
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.place))
    return tuple(Case(id, line, tuple(rows)) for id, (line, rows) in cases.items())


class Wrong(Exception):
    """Something in a line is not as it must be."""

    def __init__(self, line: int, column: str, no: Refused) -> None:
        super().__init__(str(no))
        self.problem = Problem(Place("", line, column), no)


def row(cells: list[str], line: int, zone: tzinfo, before: list[CaseRow]) -> CaseRow:
    """The row of a case, after those before it. Raises Wrong."""
    case, status, sub_status, timestamp = cells
    if not case.strip():
        raise Wrong(line, CASE, BLANK_CASE())
    if (status, sub_status) not in HANDLINGS:
        raise Wrong(line, SUB_STATUS, UNKNOWN_STATUS(status=f"{status}/{sub_status}"))
    at = moment(timestamp, zone)
    if at is None:
        raise Wrong(line, TIMESTAMP, BAD_MOMENT(value=timestamp))
    if before and at < before[-1].at:
        raise Wrong(line, TIMESTAMP, UNORDERED(value=timestamp, case=case))
    return CaseRow(status, sub_status, at)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The time in its own zone, or else in that one; nothing when it is not written in full."""
    try:
        found = datetime.fromisoformat(text) if FULL.match(text) else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or zone) if found else None


def lines(content: bytes, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The lines below the header with their numbers, in the order of HEADER; blank ones are passed over.

    Adds to `problems` those that are none. Raises BadFile.
    """
    reader = csv.reader(StringIO(text_of(content), newline=""), strict=True)
    try:
        header = next(filter(None, reader), [])
        if sorted(header) != sorted(HEADER):
            raise bad(1, WRONG_HEADER(expected=HEADER, found=header))
        places = [header.index(name) for name in HEADER]
        for cells in reader:
            if len(cells) == len(HEADER):
                yield reader.line_num, [cells[place] for place in places]
            elif cells:
                no = WRONG_COLUMNS(found=len(cells), expected=len(HEADER))
                problems.append(Problem(Place("", reader.line_num), no))
    except csv.Error as wrong:
        problems.append(Problem(Place("", reader.line_num), BROKEN(problem=wrong)))


def text_of(content: bytes) -> str:
    """The file as text. Raises BadFile for what is not UTF-8, or ends in the middle of a line."""
    content = content.removeprefix(BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        raise bad(content.count(b"\n", 0, wrong.start) + 1, NOT_UTF8(byte=wrong.start + 1)) from None
    if text and not text.endswith("\n"):
        raise bad(text.count("\n") + 1, CUT_OFF())
    return text


def bad(line: int, no: Refused) -> BadFile:
    """The file cannot be read at all."""
    return BadFile([Problem(Place("", line), no)])
