"""The workbook of an appraisal cycle: objectives, points and summaries, a row for each person and matter."""

from decimal import Decimal

from msgspec import Struct

from application.imports.sheets import Sheet, columns
from domain.shared.ids import PersonId
from domain.shared.values import Line, Text

HEADINGS = {
    "person": "被考核人",
    "text": "目标内容",
    "indicator": "指标",
    "target": "目标值",
    "score": "得分",
    "comment": "评语",
    "summary": "综合评语",
}
"""What each column is called in Chinese, on whichever sheet it stands."""


class ObjectiveRow(Struct, frozen=True, kw_only=True):
    """Something that a person is to achieve; the indicator by its key or its name."""

    person: PersonId
    text: Line
    indicator: str | None = None
    target: Decimal | None = None


class ScoreRow(Struct, frozen=True, kw_only=True):
    """Points for an indicator, and why; none where it could not be measured."""

    person: PersonId
    indicator: Line
    score: Decimal | None = None
    comment: Text


class SummaryRow(Struct, frozen=True, kw_only=True):
    """What is said of the person on the whole; it goes with the points."""

    person: PersonId
    summary: Text


def sheet(name: str, zh: str, title: str, struct: type[Struct]) -> Sheet:
    fields = {field: HEADINGS[field] for field in struct.__struct_fields__}
    return Sheet(name, zh, title, struct, tuple(columns(struct, fields)))


OBJECTIVES = sheet("objective", "考核目标", "Objectives", ObjectiveRow)
SCORES = sheet("score", "评分", "Scores", ScoreRow)
SUMMARIES = sheet("summary", "综合评语", "Summaries", SummaryRow)
SHEETS = (OBJECTIVES, SCORES, SUMMARIES)
