"""`opsledger import …`: the files that can be brought in."""

from argparse import ArgumentTypeError
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from application.imports.appraisals import import_appraisals
from application.imports.incidents import read_incidents
from application.imports.migration import import_incidents
from application.imports.names import Names, names
from application.imports.plans import import_plans
from application.imports.project_plans import import_project_plan
from domain.organisation.state import company
from domain.shared.values import civil
from domain.shared.zone import SHANGHAI
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import catch_up
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.progress import progress
from opsledger.commands.who import add_who, command
from opsledger.compose import Product, product
from projections.filters import Compare, Op
from projections.visibility import SYSTEM


def fill(parser: Parser) -> None:
    """A command for each kind of file."""
    commands = parser.commands()
    add_command(commands, "plans", "draft plans with their goals and tasks, from XLSX or CSV", add_plans)
    add_command(commands, "project-plan", "lay down the plan of a project, from XLSX or CSV", add_project_plan)
    add_command(commands, "appraisals", "objectives and points of an appraisal cycle, from XLSX or CSV", add_appraisals)
    add_command(commands, "incidents", "bring in the cases of another incident ledger, from CSV", add_incidents)


def add_plans(parser: Parser) -> None:
    parser.set_defaults(run=plans)
    parser.add_argument("file", type=Path, metavar="FILE", help="as `opsledger export plan-template` writes it, filled")
    add_who(parser)


def add_project_plan(parser: Parser) -> None:
    parser.set_defaults(run=project_plan)
    parser.add_argument("file", type=Path, metavar="FILE", help="a workbook with the sheets of docs/imports.md")
    parser.add_argument("--project", required=True, metavar="ID", help="an approved project that has its team")
    parser.add_argument(
        "--schedule", type=Path, metavar="XML", help="phases, tasks and milestones, from Microsoft Project"
    )
    add_who(parser)


def add_appraisals(parser: Parser) -> None:
    parser.set_defaults(run=appraisals)
    parser.add_argument("file", type=Path, metavar="FILE", help="a workbook with the sheets of docs/imports.md")
    parser.add_argument("--cycle", required=True, metavar="ID", help="the cycle in which these people are appraised")
    add_who(parser)


def add_incidents(parser: Parser) -> None:
    parser.set_defaults(run=incidents)
    parser.add_argument("file", type=Path, metavar="FILE", help="columns case_id, status, sub_status, timestamp")
    parser.add_argument("--source", default="incidents", metavar="NAME", help="what the other ledger is called")
    parser.add_argument(
        "--zone", type=zone, default=SHANGHAI, metavar="ZONE", help="of the times in the file (Asia/Shanghai)"
    )
    add_who(parser)


def plans(call: Call) -> Answer:
    """Draft the plans of the file. Raises BadFile, and then has recorded nothing."""
    with product(existing(call.settings)) as running:
        catch_up(running)
        who = command(call, running.access, act="")
        made = import_plans(running.ledger, call.options.file, known_names(running), who)
        catch_up(running)
    lines = (f"plans drafted: {len(made.drafted):,}, there before: {made.known:,}", *made.drafted)
    return Answer({"drafted": list(made.drafted), "known": made.known}, lines)


def project_plan(call: Call) -> Answer:
    """Lay down the plan in the files. Raises BadFile, and then has recorded nothing."""
    given = call.options
    with product(existing(call.settings)) as running:
        catch_up(running)
        who = command(call, running.access, act="")
        laid = import_project_plan(
            running.ledger, given.project, given.file, given.schedule, known_names(running), who
        )
        catch_up(running)
    line = "the plan of the project is laid down" if laid else "the plan was there before"
    return Answer({"project": given.project, "laid": laid}, (line,))


def appraisals(call: Call) -> Answer:
    """Record the objectives and points of the file. Raises BadFile, and then has recorded nothing."""
    given = call.options
    with product(existing(call.settings)) as running:
        catch_up(running)
        who = command(call, running.access, act="")
        made = import_appraisals(running.ledger, given.cycle, given.file, known_names(running), who)
        catch_up(running)
    line = f"objectives and forms recorded: {made.recorded:,}, there before: {made.known:,}"
    return Answer(made._asdict(), (line,))


def incidents(call: Call) -> Answer:
    """Bring the cases of the file in, with their whole past. Raises BadFile, and then has recorded nothing."""
    cases = read_incidents(call.options.file.read_bytes(), call.options.zone)
    with product(call.settings) as running, progress("events shown") as tell:
        made = import_incidents(running.ledger, cases, call.options.source, command(call, running.access, act=""))
        catch_up(running, tell)
    line = f"cases recorded: {made.recorded:,}, there before: {made.known:,}; rows in the file: {made.rows:,}"
    return Answer(made._asdict(), (line,))


def known_names(running: Product) -> Names:
    """What the units, people and goals in force are called. Refuses ORGANISATION_MISSING."""
    in_force = running.views.as_seen_by(SYSTEM).rows("goal", Compare("in_force", Op.EQ, True), ["title"])
    goals = [(goal["id"], goal["title"]) for goal in in_force]
    return names(company(running.ledger.world()), goals, civil(running.ledger.clock()))


def zone(text: str) -> tzinfo:
    """A time zone by its name in the tz database."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError):
        raise ArgumentTypeError(f"there is no time zone {text}") from None
