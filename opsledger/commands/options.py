"""Options of a command, derived from the input of the act that it does."""

import json
import sys
from argparse import SUPPRESS, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NewType, Protocol, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from domain.shared.act import Act
from domain.shared.annotations import bare
from domain.shared.term import Term
from domain.shared.zone import SHANGHAI
from opsledger.commands.answer import usage
from opsledger.commands.parser import EVERYWHERE

PREFIX = "input:"
"""Begins the names under which inputs are parsed, so that none is taken for another argument of the command."""


class Options(Protocol):
    """An argparse parser, or a group of one."""

    def add_argument(self, *flags: str, **settings: Any) -> Any: ...


def add_inputs(options: Options, act: Act) -> None:
    """An option for each field of the act's input, and `--input` for all of them at once."""
    for field in fields(act.input):
        settings = dict(spelling(field.type))
        help = "; ".join(filter(None, (settings.pop("help", ""), necessity(field))))
        options.add_argument(input_flag(field.name), dest=PREFIX + field.name, default=SUPPRESS, help=help, **settings)
    options.add_argument(
        "--input", type=json_value, default={}, metavar="JSON",
        help="inputs by name as a JSON object; options beside it win",
    )


def inputs(arguments: Namespace) -> Mapping[str, Any]:
    """What the caller gave as the input of the act, as JSON-like values."""
    given = {name.removeprefix(PREFIX): value for name, value in vars(arguments).items() if name.startswith(PREFIX)}
    if not isinstance(arguments.input, dict):
        raise usage("--input takes a JSON object")
    return {**arguments.input, **given}


def flag(name: str) -> str:
    """`due_date` -> `--due-date`."""
    return "--" + name.replace("_", "-")


def input_flag(name: str) -> str:
    """The option of an input, which must not be one that every command has."""
    return flag(f"input_{name}" if name in EVERYWHERE else name)


def necessity(field: FieldInfo) -> str:
    if field.required:
        return "required"
    shown = msgspec.to_builtins(field.default) if field.default is not msgspec.NODEFAULT else None
    return "" if shown in (None, False, "", (), {}) else f"default: {shown}"


def spelling(kind: Any) -> Mapping[str, Any]:
    """How argparse takes a value of that type."""
    match bare(kind):
        case type() as term if issubclass(term, Term):
            values = [str(each) for each in term]
            known = f"one of {' '.join(values)}"
            return {"type": str.upper, "choices": values, "metavar": metavar(term), "help": known}
        case type() as flag if flag is bool:
            return {"action": BooleanOptionalAction}
        case type() as scalar if scalar in SCALARS:
            convert, shown = SCALARS[scalar]
            return {"type": convert, "metavar": shown}
        case NewType() as id:
            return {"type": str, "metavar": metavar(id)}
        case many if get_origin(many) is tuple:
            each = spelling(get_args(many)[0])
            return {**each, "action": "append", "help": "; ".join(filter(None, (each.get("help"), "may be repeated")))}
        case type() as struct if issubclass(struct, msgspec.Struct):
            return {"type": json_value, "metavar": "JSON", "help": f"an object: {members(struct)}"}
        case _:
            return {"type": json_value, "metavar": "JSON"}


def metavar(named: Any) -> str:
    """`PersonId` -> `PERSON`."""
    return str(named.__name__).removesuffix("Id").upper()


def members(struct: type[msgspec.Struct]) -> str:
    """The names of its fields, those in brackets that may be left out."""
    return ", ".join(each.name if each.required else f"[{each.name}]" for each in fields(struct))


def json_value(given: str) -> Any:
    """The JSON value given as text, as `@FILE`, or as `-` for standard input."""
    try:
        text = sys.stdin.read() if given == "-" else Path(given[1:]).read_text("utf-8") if given[:1] == "@" else given
        return json.loads(text, parse_float=str)  # as text: no number of ours may lose digits
    except OSError as wrong:
        raise ArgumentTypeError(f"{wrong.filename}: {wrong.strerror}") from None
    except ValueError as wrong:
        raise ArgumentTypeError(f"this is not JSON: {wrong}") from None


def moment(given: str) -> str:
    """A moment as ISO 8601; the company's civil time when it names no offset."""
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"{given!r} is not a moment such as 2026-01-31T09:00") from None
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).isoformat()


SCALARS: Mapping[type[Any], tuple[Any, str]] = {
    str: (str, "TEXT"),
    int: (int, "N"),
    Decimal: (str, "NUMBER"),
    date: (str, "YYYY-MM-DD"),
    datetime: (moment, "MOMENT"),
}
"""How each plain type is read, and what stands for it in the help."""
