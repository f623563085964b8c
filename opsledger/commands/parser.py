"""The command line's grammar: a parser that says no by raising, and that is filled only when it is needed."""

from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn

from opsledger.commands.answer import usage

EVERYWHERE = ("data", "database", "json", "lang")
"""Names of the options that every command takes."""


class Parser(ArgumentParser):
    """A parser whose options and commands are added by `fill`, when it is first used.

    A start of the program thus pays for the commands that it was asked for, and not for a hundred others.
    """

    def __init__(self, *, fill: "Fill", **settings: Any) -> None:
        formatter = partial(RawDescriptionHelpFormatter, max_help_position=30)
        super().__init__(formatter_class=formatter, allow_abbrev=False, **settings)
        self._fill: Fill | None = fill

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._fill:
            fill, self._fill = self._fill, None
            fill(self)
            add_everywhere(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        raise usage(f"{message}\n{self.format_usage().strip()}\n`{self.prog} --help` tells more.")

    def commands(self) -> Any:
        """Where `add_command` adds the commands below this one. One of them must be given."""
        return self.add_subparsers(title="commands", metavar="COMMAND", required=True)


Fill = Callable[[Parser], None]


def add_command(commands: Any, name: str, summary: str, fill: Fill, description: str = "") -> None:
    """A command by that name. `fill` adds its options, and `set_defaults(run=…)` or commands below it."""
    help = summary.replace("%", "%%")
    commands.add_parser(name, help=help, description=description or summary, fill=fill)


def filled(module: str, parser: Parser) -> None:
    """Have the module add the options of its command; it is loaded only now."""
    resolve_name(f"{module}:fill")(parser)


def add_everywhere(parser: Parser) -> None:
    """The options that every command takes, before or after its name."""
    options = parser.add_argument_group("everywhere")
    add = partial(options.add_argument, default=SUPPRESS)  # a command must not undo what was said before its name
    add("--data", type=Path, metavar="DIR", help="folder of the ledger (OPSLEDGER_DATA)")
    add("--database", metavar="URL", help="PostgreSQL instead of a folder (OPSLEDGER_DATABASE)")
    add("--json", action="store_true", help="answer with one JSON object on stdout, errors too")
    add("--lang", choices=("en", "zh"), help="language of refusals; en when absent")
