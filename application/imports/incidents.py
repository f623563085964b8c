"""Reading the file of another incident ledger: all of it as it stands, or nothing."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import datetime, tzinfo
from io import StringIO

from msgspec import Struct

from domain.issue.migrated import HANDLINGS
from domain.issue.migration import CaseRow
from domain.shared.refusal import Reason
from domain.shared.values import SHANGHAI

HEADER = ["case_id", "status", "sub_status", "timestamp"]

NOT_UTF8 = Reason(
    "import.not_utf8",
    "Line {line} is not UTF-8 (byte {byte} of the file).",
    "第{line}行不是UTF-8编码（文件第{byte}字节）。",
)
WRONG_HEADER = Reason(
    "import.header", "Line 1 must name the columns {expected}, not {found}.", "第1行须为列名{expected}，现为{found}。"
)
CUT_OFF = Reason(
    "import.cut_off",
    "Line {line}, the last one, does not end; the file has been cut off.",
    "末行（第{line}行）不完整，文件被截断。",
)
WRONG_COLUMNS = Reason(
    "import.columns",
    "Line {line} has {found} columns instead of {expected}.",
    "第{line}行有{found}列，应为{expected}列。",
)
BROKEN = Reason("import.broken", "Line {line} cannot be read: {problem}.", "第{line}行无法读取（{problem}）。")
BLANK_CASE = Reason("import.blank", "Line {line}, column {column}: there is nothing.", "第{line}行{column}列为空。")
UNKNOWN_STATUS = Reason(
    "import.status",
    "Line {line}, columns status and sub_status: {status} is not known.",
    "第{line}行status和sub_status列：未知状态{status}。",
)
BAD_MOMENT = Reason(
    "import.timestamp",
    "Line {line}, column timestamp: {value} is not a local time like 2012-05-05T14:58:00.",
    "第{line}行timestamp列：{value}不是2012-05-05T14:58:00形式的本地时间。",
)
UNORDERED = Reason(
    "import.order",
    "Line {line}, column timestamp: {value} lies before the previous row of the case {case}.",
    "第{line}行timestamp列：{value}早于案例{case}的上一行。",
)


class Case(Struct, frozen=True):
    """A case of the other ledger with all its rows, in their order."""

    id: str
    rows: tuple[CaseRow, ...]


def read_incidents(content: bytes, zone: tzinfo = SHANGHAI) -> tuple[Case, ...]:
    """The cases in the file, in order of appearance; its local times are of that zone.

    Refuses the whole file, naming the line, when anything in it is not as it must be (codes `import.*`).
    """
    content = content.removeprefix(BOM_UTF8)
    cases: dict[str, list[CaseRow]] = {}
    for line, (case, status, sub_status, timestamp) in rows(text_of(content)):
        if not case.strip():
            raise BLANK_CASE(line=line, column="case_id")
        if (status, sub_status) not in HANDLINGS:
            raise UNKNOWN_STATUS(line=line, status=f"{status}/{sub_status}")
        row = CaseRow(status, sub_status, moment(timestamp, line, zone))
        before = cases.setdefault(case, [])
        if before and row.at < before[-1].at:
            raise UNORDERED(line=line, value=timestamp, case=case)
        before.append(row)
    return tuple(Case(id, tuple(of_case)) for id, of_case in cases.items())


def text_of(content: bytes) -> str:
    """The file as text. Refuses NOT_UTF8 and CUT_OFF."""
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise NOT_UTF8(line=line, byte=wrong.start + 1) from None
    if text and not text.endswith("\n"):
        raise CUT_OFF(line=text.count("\n") + 1)
    return text


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header with their line numbers. Refuses WRONG_HEADER, WRONG_COLUMNS and BROKEN."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != HEADER:
            raise WRONG_HEADER(expected=HEADER, found=header)
        for row in reader:
            if len(row) != len(HEADER):
                raise WRONG_COLUMNS(line=reader.line_num, found=len(row), expected=len(HEADER))
            yield reader.line_num, row
    except csv.Error as wrong:
        raise BROKEN(line=reader.line_num, problem=wrong) from None


def moment(text: str, line: int, zone: tzinfo) -> datetime:
    """The local time in its zone. Refuses BAD_MOMENT."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    if local is None or local.isoformat() != text or local.tzinfo is not None:
        raise BAD_MOMENT(line=line, value=text)
    return local.replace(tzinfo=zone)
