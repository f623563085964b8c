"""Rows whose cells were read: what each column holds, or what is wrong with it."""

from typing import Any

from application.imports.cells import value
from application.imports.names import Names
from application.imports.problems import Problem
from application.imports.workbook import Row
from domain.shared.refusal import Reason, Refused

EMPTY = Reason("import.cell_missing", "{column} is missing.", "缺少{column}。")


def values_of(row: Row, names: Names, problems: list[Problem]) -> dict[str, Any] | None:
    """The values of a row by field; nothing when a cell cannot be read, which is added to `problems`."""
    values: dict[str, Any] = {}
    wrong = len(problems)
    for column in row.sheet.columns:
        try:
            if column.field in row.cells:
                values[column.field] = value(row.cells[column.field], column.type, names)
            elif column.required:
                raise EMPTY(column=column.label)
        except Refused as no:
            problems.append(Problem(row.at(column), no))
    return values if len(problems) == wrong else None
