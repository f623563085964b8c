"""What a command answers and how it fails: the exit codes, and the two ways of saying everything."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import msgspec

from application import refusals
from application.imports.problems import BadFile, Problem
from application.integrity.checkpoint import Tampered
from application.integrity.log import NoCheckpoint
from application.integrity.note import BadNote
from application.integrity.tiles import Missing
from application.mapper import UnknownEvent
from application.store import Unavailable, UnknownLayout
from domain.shared.refusal import Refused
from opsledger.settings import WrongSetting


class Exit(IntEnum):
    """The program's exit codes, each with its meaning."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> "Exit":
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    DONE = 0, "done"
    REFUSED = 1, "a rule of the business said no, or a check found a problem"
    USAGE = 2, "the command line or a setting is wrong"
    ABSENT = 3, "something is not there or cannot be reached: a record, a file, the database, a port"
    FAULT = 4, "a fault of the program itself; its traceback is on stderr"
    STOPPED = 130, "interrupted"


class Answer(NamedTuple):
    """What a command has to say: `lines` to people, `data` (one JSON object) to machines."""

    data: Mapping[str, Any]
    lines: tuple[str, ...]
    exit: Exit = Exit.DONE


class Wrong(Exception):
    """What was asked cannot be done as it was asked, and the caller can put it right."""

    def __init__(self, exit: Exit, code: str, message: str) -> None:
        super().__init__(message)
        self.exit = exit
        self.code = code


def usage(message: str) -> Wrong:
    """The command line is wrong."""
    return Wrong(Exit.USAGE, "usage", message)


def absent(code: str, message: str) -> Wrong:
    """Something that the command needs is not there, or cannot be reached."""
    return Wrong(Exit.ABSENT, code, message)


SHOWN = 50
"""How many problems of a file are told to people; machines get all."""
NOT_FOUND = {refusals.NO_SUCH_RECORD.code, refusals.NO_SUCH_PART.code}


def answer_to(error: Exception, language: str) -> Answer | None:
    """What to say about an error that the caller can do something about; None for a fault of the program."""
    match error:
        case Refused():
            return refusal(error, language)
        case BadFile():
            return rejection(error, language)
        case Wrong():
            return failure(error.exit, error.code, str(error))
        case WrongSetting():
            return failure(Exit.USAGE, "usage", str(error))
        case Unavailable() | UnknownLayout() | UnknownEvent():
            return failure(Exit.ABSENT, "ledger.unavailable", f"The ledger cannot be used: {error}")
        case Tampered() | Missing() | BadNote():
            return failure(Exit.REFUSED, "audit.not_sound", f"`opsledger audit verify` tells more: {error}")
        case NoCheckpoint():
            return failure(Exit.ABSENT, "audit.nothing", f"{error}")
        case OSError(filename=str(name), strerror=str(problem)):
            return failure(Exit.ABSENT, "file.unavailable", f"{name}: {problem}")
        case _:
            return None


def refusal(no: Refused, language: str) -> Answer:
    """A refusal in the shape that the API gives it."""
    facts = {name: msgspec.to_builtins(value, enc_hook=str) for name, value in no.facts.items()}
    data = {"code": no.reason.code, "message": no.message, "messageZh": no.message_zh, "facts": facts}
    said = f"拒绝：{no.message_zh}" if language == "zh" else f"Refused: {no.message}"
    exit = Exit.ABSENT if no.reason.code in NOT_FOUND else Exit.REFUSED
    return Answer({"refusal": data}, (said, f"[{no.reason.code}]"), exit)


def rejection(bad: BadFile, language: str) -> Answer:
    """Every problem of a file, with its place; people are told the first of many."""
    problems = [{**each.place._asdict(), **refusal(each.no, language).data["refusal"]} for each in bad.problems]
    told = [problem_line(each) for each in bad.problems[:SHOWN]]
    if len(bad.problems) > SHOWN:
        told.append(f"… and {len(bad.problems) - SHOWN:,} more; --json tells them all")
    lines = (f"Nothing was imported. Problems: {len(bad.problems):,}", *told)
    return Answer({"problems": problems}, lines, Exit.REFUSED)


def problem_line(problem: Problem) -> str:
    """Where, and what is wrong there, in both languages: the file goes back to whoever filled it."""
    place = problem.place
    where = ", ".join(filter(None, (place.sheet, f"row {place.row}", place.column)))
    return f"{where}: {problem.no.message} {problem.no.message_zh} [{problem.no.reason.code}]"


def failure(exit: Exit, code: str, message: str) -> Answer:
    return Answer({"error": {"code": code, "message": message}}, (message,), exit)
