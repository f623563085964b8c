"""What a caller sent, checked against the type of an act's input before any rule of the business sees it."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from domain.shared.refusal import Reason, Refused

MISSING = Reason("input.missing", "{field} is missing.", "缺少输入项“{field}”。")
UNKNOWN = Reason("input.unknown", "There is no input {field}.", "没有名为“{field}”的输入项。")
BLANK = Reason("input.blank", "{field} may not be blank.", "输入项“{field}”不能为空。")
INVALID = Reason("input.invalid", "{field} is not acceptable: {problem}.", "输入项“{field}”的值无效（{problem}）。")
NOT_TEXT = Reason(
    "input.not_text",
    "The inputs hold a character (U+0000) that no text has.",
    "输入包含文本中不应出现的字符（U+0000）。",
)
NAMED = re.compile(r"(missing required|unknown) field `(?P<name>[^`]*)`")
PATH = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")


def converted(inputs: Mapping[str, Any], to: type[Any]) -> Any:
    """The inputs as the act takes them. Refuses NOT_TEXT, and MISSING, UNKNOWN, BLANK, INVALID naming the field."""
    if b"\\u0000" in msgspec.json.encode(inputs).replace(rb"\\", b""):
        raise NOT_TEXT()
    try:
        return msgspec.convert(inputs, to)
    except msgspec.ValidationError as wrong:
        raise explained(str(wrong)) from None


def explained(problem: str) -> Refused:
    """The refusal for what msgspec has found."""
    at = PATH.search(problem)
    path = at["path"] if at else ""
    said = PATH.sub("", problem)
    if named := NAMED.search(said):
        reason = MISSING if named[1].startswith("missing") else UNKNOWN
        return reason(field=".".join(filter(None, (path, named["name"]))))
    if "matching regex" in said or "length >= 1" in said:
        return BLANK(field=path)
    return INVALID(field=path or "input", problem=said.replace("`", ""))
