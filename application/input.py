"""What a caller sent, checked against the type of an act's input before any rule of the business sees it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NewType, get_args, get_origin, get_type_hints

import msgspec

from domain.shared.annotations import bare
from domain.shared.refusal import Labelled, Reason, Refused

MISSING = Reason("input.missing", "{field} is missing.", "缺少输入项“{field}”。")
UNKNOWN = Reason("input.unknown", "There is no input {field}.", "没有名为“{field}”的输入项。")
BLANK = Reason("input.blank", "{field} may not be blank.", "输入项“{field}”不能为空。")
INVALID = Reason("input.invalid", "{field} is not acceptable: {problem}.", "输入项“{field}”的值无效（{problem}）。")
NOT_TEXT = Reason(
    "input.not_text",
    "The inputs contain the character U+0000, which no text may contain.",
    "输入包含文本中不应出现的字符（U+0000）。",
)
OUT_OF_RANGE = Reason(
    "input.out_of_range",
    "{field} is {value}: dates must lie between {earliest} and {latest}, and numbers may have up to "
    "{digits} digits and {places} decimal places.",
    "输入项“{field}”为{value}：日期应在{earliest}至{latest}之间，数值整数部分最多{digits}位、小数最多{places}位。",
)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""The first day of a year and the last one of another."""
DIGITS, PLACES = 15, 8
"""Of numbers: few enough for sums and shares of them to be exact."""
RECKONED = (Decimal, date)
LISTS = (tuple, list)
NUL = b"\\u0000"
NOTHING_BUT_SPACE = r"matching regex '\\S'"
"""How the checker says that a text has nothing to read in it."""
NAMED = re.compile(r"(missing required|unknown) field `(?P<name>[^`]*)`")
SAID = tuple(
    (re.compile(problem), en, zh)
    for problem, en, zh in (
        (r"Expected str of length <= (\d+)", "it may have at most {} characters", "最多{}个字符"),
        (r"Expected \w+ >= (\S+)", "it must be at least {}", "须不小于{}"),
        (r"Expected \w+ <= (\S+)", "it may be at most {}", "须不大于{}"),
        (r"Expected str matching regex '\^?(.*?)\$?'", "it must have the form {}", "须格式为{}"),
        (r"Expected (.+), got (.+)", "it must be {}, not {}", "应为{}，而非{}"),
        (r"Invalid enum value (.+)", "{} is none of the terms", "没有{}这一项"),
        (r"Invalid RFC3339 encoded date", "it must be a day like 2027-03-31", "须为日期，如2027-03-31"),
        (r"Invalid decimal string", "it must be a number", "须为数字"),
        (r"Expected datetime with a timezone component", "it must say its time zone", "须注明时区"),
    )
)
"""What the checker says of a value, and how people say it."""
PATH = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")


def converted(inputs: Mapping[str, Any], to: type[msgspec.Struct]) -> Any:
    """The inputs as the act takes them.

    Refuses NOT_TEXT, and MISSING, UNKNOWN, BLANK, INVALID, OUT_OF_RANGE naming the field.
    """
    text = msgspec.json.encode(inputs)
    if NUL in text and NUL in text.replace(rb"\\", b""):
        raise NOT_TEXT()
    try:
        taken = decoder(to).decode(text)
    except msgspec.ValidationError as wrong:
        raise explained(str(wrong)) from None
    if not all(map(reckonable, [getattr(taken, name) for name in reckoned(to)])):
        field, value = next((field, value) for field, value in scalars(taken) if not in_range(value))
        raise OUT_OF_RANGE(field=field, value=value, earliest=EARLIEST, latest=LATEST, digits=DIGITS, places=PLACES)
    return taken


@cache
def decoder(to: type[msgspec.Struct]) -> msgspec.json.Decoder[Any]:
    """What reads an input from JSON; that takes half as long as to convert what the JSON is made of."""
    return msgspec.json.Decoder(to)


@cache
def reckoned(to: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of an input that may hold more than a text or a whole number."""
    return tuple(name for name, type_ in get_type_hints(to, include_extras=True).items() if not plain(type_))


def plain(type_: Any) -> bool:
    """Whether values of the type are texts or whole numbers, or lists of these, or absent."""
    type_ = bare(type_)
    if isinstance(type_, NewType):
        return plain(type_.__supertype__)
    if get_origin(type_) in LISTS:
        return all(plain(each) for each in get_args(type_) if each is not ...)
    return isinstance(type_, type) and issubclass(type_, str | int)


def reckonable(value: Any) -> bool:
    """Whether everything inside a value is in range."""
    if isinstance(value, RECKONED):
        return in_range(value)
    if isinstance(value, LISTS):
        return all(map(reckonable, value))
    if isinstance(value, msgspec.Struct):
        return all(reckonable(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, dict):
        return all(map(reckonable, value.values()))
    return True


def scalars(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything inside a value that has nothing inside it, with the path to it."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from scalars(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from scalars(each, f"{path}[{key}]")
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from scalars(each, f"{path}[{number}]")
    else:
        yield path, value


def in_range(value: Any) -> bool:
    """Whether the rules can reckon with the value."""
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() < DIGITS and value == round(value, PLACES)
    if isinstance(value, date):
        return EARLIEST.year <= value.year <= LATEST.year
    return True


def explained(problem: str) -> Refused:
    """The refusal for what msgspec has found."""
    at = PATH.search(problem)
    path = at["path"] if at else ""
    said = PATH.sub("", problem)
    if named := NAMED.search(said):
        reason = MISSING if named[1].startswith("missing") else UNKNOWN
        return reason(field=".".join(filter(None, (path, named["name"]))))
    if said.endswith((NOTHING_BUT_SPACE, "length >= 1")):
        return BLANK(field=path)
    return INVALID(field=path or "input", problem=in_words(said.replace("`", "")))


def in_words(problem: str) -> Labelled:
    """What the checker says, said in both languages; as it says it, where there are no words for it."""
    for pattern, en, zh in SAID:
        if found := pattern.fullmatch(problem):
            return Labelled(problem, en.format(*found.groups()), zh.format(*found.groups()))
    return Labelled(problem, problem, problem)
