"""`opsledger import KIND FILE` and `opsledger export KIND FILE`."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from domain.shared.ids import PersonId
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.progress import progress
from opsledger.commands.who import actor, add_who
from opsledger.compose import Product, product

Tell = Callable[[int], None]
"""Told how many rows are done so far."""


class Exchange(NamedTuple):
    """A kind of file that comes in or goes out, on the responsibility of a person, and what came of it."""

    name: str
    summary: str
    run: Callable[[Product, Path, PersonId, Tell], Answer]


def add_kinds(kinds: Iterable[Exchange], parser: Parser) -> None:
    """A command for each kind of file."""
    commands = parser.commands()
    for kind in kinds:
        add_command(commands, kind.name, kind.summary, partial(add_kind, kind))


def add_kind(kind: Exchange, parser: Parser) -> None:
    parser.set_defaults(run=partial(exchange, kind))
    parser.add_argument("file", type=Path, metavar="FILE", help="the file; the ending of its name tells the format")
    add_who(parser)


def exchange(kind: Exchange, call: Call) -> Answer:
    """Read or write the file, telling how far that is."""
    with product(call.settings) as running, progress("rows") as tell:
        return kind.run(running, call.options.file, actor(call, running.access), tell)
