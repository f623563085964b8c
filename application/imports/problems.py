"""What is wrong with a file: every bad place of it, with the reason in English and in Chinese."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.shared.refusal import Reason, Refused

BROKEN = Reason("import.broken", "This cannot be read: {problem}.", "无法读取（{problem}）。")
CUT_OFF = Reason(
    "import.cut_off",
    "The last line has no end: the file has been cut off. If nothing is missing, end the line.",
    "末行没有换行符，文件可能被截断；如内容完整，请在末尾换行。",
)


class Place(NamedTuple):
    """Where something stands in a file: the sheet (nothing in a plain file), the row as people count it, the column."""

    sheet: str
    row: int
    column: str = ""


class Problem(NamedTuple):
    """Something that cannot be imported as it stands."""

    place: Place
    no: Refused


class BadFile(Exception):
    """A file with problems. All of them are named, and nothing of the file is recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems; the first: {problems[0].place}: {problems[0].no}")
        self.problems = tuple(problems)
