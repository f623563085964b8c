"""`opsledger export …`: the files that can be written."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from application.imports.template import write_template
from domain.issue.terms import Status
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import UnitId
from opsledger.commands.answer import Answer, absent
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import catch_up
from opsledger.commands.parser import Parser, add_command
from opsledger.compose import Product, product
from opsledger.issue_ledger import Wanted, write_ledger

STATES = [str(status) for status in Status]


def fill(parser: Parser) -> None:
    """A command for each kind of file."""
    commands = parser.commands()
    add_command(commands, "plan-template", "the workbook in which teams write plans, to be filled", add_template)
    add_command(commands, "issues", "the issue ledger 问题台账, or a part of it", add_issues)


def add_template(parser: Parser) -> None:
    parser.set_defaults(run=template)
    add_file(parser, "plan-template.xlsx")


def add_issues(parser: Parser) -> None:
    parser.set_defaults(run=issues)
    add_file(parser, "issues.xlsx")
    parser.add_argument("--state", action="append", type=str.upper, choices=STATES, metavar="STATE", help="repeatable")
    parser.add_argument("--unit", action="append", metavar="ID", help="where found, or responsible; repeatable")
    parser.add_argument("--severity", action="append", type=int, choices=range(1, 5), help="1 gravest; repeatable")
    parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="reported since")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="reported until")
    parser.add_argument("--overdue", action="store_true", help="open, and past the date that it has now")


def add_file(parser: Parser, name: str) -> None:
    help = f"XLSX, or CSV if it is called so ({name})"
    parser.add_argument("file", type=sheet, nargs="?", default=Path(name), metavar="FILE", help=help)


def sheet(given: str) -> Path:
    """A file whose name says in which format it is to be written. Raises ArgumentTypeError."""
    file = Path(given)
    if file.suffix.lower() not in (".xlsx", ".csv"):
        raise ArgumentTypeError(f"{file} is called neither .xlsx nor .csv")
    return file


def template(call: Call) -> Answer:
    """Write the workbook with its explanations and its example."""
    file: Path = call.options.file
    write_template(file)
    lines = (f"written to {file}; when it is filled:", f"  opsledger import plans {file} --as PERSON")
    return Answer({"file": str(file)}, lines)


def issues(call: Call) -> Answer:
    """Write the issues that are wanted, as they stand now. Raises Wrong for a unit that there is not."""
    given = call.options
    wanted = Wanted(
        states=tuple(Status[each] for each in given.state or ()),
        units=tuple(map(UnitId, given.unit or ())),
        severities=tuple(given.severity or ()),
        since=given.since,
        until=given.until,
        overdue=given.overdue,
    )
    with product(existing(call.settings)) as running:
        catch_up(running)
        require_units(running, wanted)
        rows = write_ledger(given.file, running, wanted)
    return Answer({"file": str(given.file), "rows": rows}, (f"issues written to {given.file}: {rows:,}",))


def require_units(running: Product, wanted: Wanted) -> None:
    """Raises Wrong when a unit that is asked for was never there: nothing found would not tell so."""
    organisation = running.ledger.world().get(Organisation, ORGANISATION)
    if unknown := [each for each in wanted.units if organisation is None or each not in organisation.units]:
        raise absent("unit.absent", f"There is no unit {', '.join(unknown)}.")
