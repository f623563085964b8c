"""`opsledger audit report QUESTION`: the ready questions of auditors, as a table, CSV or a workbook (AUDIT-09)."""

import sys
from argparse import ArgumentTypeError, BooleanOptionalAction
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from application.reading import Looked, Read
from application.refused import Wanted, refused
from application.store import Refusal
from application.transaction import moment
from domain.organisation.state import ORGANISATION, Organisation
from domain.rooms import ROOMS
from domain.shared.term import Term
from domain.shared.values import end_of, midnight
from opsledger import sheets
from opsledger.commands.answer import Answer, absent, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import catch_up
from opsledger.commands.options import flag
from opsledger.commands.parser import Parser, add_command
from opsledger.compose import Product, product
from opsledger.issue_ledger import names
from projections.filters import And, Compare, Filter, Op, Order
from projections.obligations import overdue
from projections.reporting import rows
from projections.reports import reports
from projections.reports.report import Report
from projections.tables import Column, Kind, Table, tables
from projections.views import Reader
from projections.visibility import SYSTEM

FORMATS = ("table", "csv", "xlsx")
MOST = 1_000_000
"""Rows that a workbook has room for."""
Ask = Callable[[Product, Call], tuple[Sequence[str], Sequence[Sequence[Any]]]]
"""Gives the columns and the rows of a report: at most one more than are wanted."""


def fill(parser: Parser) -> None:
    """A command for each question."""
    commands = parser.commands()
    known = tables(ROOMS)
    for report, table in reports(known).items():
        summary = f"{report.zh}: {report.doc}"
        add_command(commands, report.many.replace("_", "-"), summary, partial(add_report, report, table))
    summary = "定期职责: what is due by a day, periodically or once, and what became of it (AUDIT-10)"
    add_command(commands, "obligations", summary, partial(add_obligations, known["obligation"]))
    summary = "被拒绝的操作: commands that were refused (AUDIT-07)"
    add_command(commands, "refused-attempts", summary, add_refused)
    add_command(commands, "auditor-reads", "审计人员查阅记录: what auditors have read (AUDIT-09)", add_reads)


def add_report(report: Report, table: Table, parser: Parser) -> None:
    add_common(parser, report.many, partial(of_table, table, report.order), dated(table) is not None)
    add_filters(parser, table, report.filters)


def add_obligations(table: Table, parser: Parser) -> None:
    add_common(parser, "obligations", partial(of_table, table, ("due",)))
    add_filters(parser, table, ("rule", "room", "record", "person", "role", "status", "on_time"))
    parser.add_argument("--overdue", action="store_true", help="only what should have been done and is not")


def add_filters(parser: Parser, table: Table, columns: Iterable[str]) -> None:
    """Options for the columns that a table is narrowed by, and for the position that it is asked of."""
    parser.add_argument("--position", type=place, metavar="N", help="as it stood at that position of the log")
    for name in columns:
        parser.add_argument(flag(name), dest=f"where:{name}", **taken(table.columns[name]))


def add_refused(parser: Parser) -> None:
    add_common(parser, "refused_attempts", of_refusals)
    for name, help in (("actor", "who was refused"), ("act", "such as plan.approve"), ("code", "the rule"),
                       ("record", "to which record")):  # fmt: skip
        parser.add_argument(flag(name), metavar=name.upper(), help=help)


def add_reads(parser: Parser) -> None:
    add_common(parser, "auditor_reads", of_reads)
    for name, help in (("actor", "who has read"), ("record", "asked for by its id"), ("field", "such as plan")):
        parser.add_argument(flag(name), metavar=name.upper(), help=help)


def add_common(parser: Parser, title: str, ask: Ask, dated: bool = True) -> None:
    parser.set_defaults(run=partial(reported, title, ask), since=None, until=None)
    add = parser.add_argument
    if dated:
        add("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="happened since")
        add("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="happened until")
    add("--first", type=how_many, default=10_000, metavar="N", help="at most so many rows (10000)")
    add("--format", choices=FORMATS, help="table, or as --out is called")
    add("--out", type=Path, metavar="FILE", help="write to this file")


def how_many(given: str) -> int:
    """A number of rows. Raises ArgumentTypeError."""
    if not given.isdecimal() or not 1 <= int(given) <= MOST:
        raise ArgumentTypeError(f"{given!r} is not a number from 1 to {MOST:,}")
    return int(given)


def place(given: str) -> int:
    """A position of the log. Raises ArgumentTypeError."""
    if not given.isdecimal():
        raise ArgumentTypeError(f"{given!r} is not a position such as 0 or 42")
    return int(given)


def taken(column: Column) -> Mapping[str, Any]:
    """How a value of the column is typed."""
    if column.kind is Kind.BOOLEAN:
        return {"action": BooleanOptionalAction, "help": column.doc}
    metavar = column.name.upper()
    if isinstance(column.type, type) and issubclass(column.type, Term):
        known = [each.name for each in column.type]
        return {"type": str.upper, "choices": known, "metavar": metavar, "help": f"one of {' '.join(known)}"}
    return {"metavar": metavar, "help": column.doc}


def reported(title: str, ask: Ask, call: Call) -> Answer:
    """The answer to a question, in the form that is wanted. Raises Wrong, OSError."""
    given = call.options
    out: Path | None = given.out
    form = given.format or (out.suffix.lower().removeprefix(".") if out else "table")
    if form not in FORMATS or (form == "xlsx" and out is None):
        raise usage("a workbook needs --out FILE.xlsx; other files are .csv")
    with product(existing(call.settings)) as running:
        catch_up(running)
        columns, found = ask(running, call)
        organisation = running.ledger.world().get(Organisation, ORGANISATION)
    found, more = found[: given.first], len(found) > given.first
    if more:
        print(f"These are the first {given.first:,} rows; there are more: --first N.", file=sys.stderr)
    called = names(organisation) if organisation else {}
    heads = [name.replace("_", " ").capitalize() for name in columns]
    sheet = sheets.Sheet(title.replace("_", " "), heads, sheets.rows_of(found, called))
    data = {"rows": [dict(zip(columns, msgspec.to_builtins(row, enc_hook=str), strict=True)) for row in found]}
    return written(sheet, form, out, {**data, "more": more})


def written(sheet: sheets.Sheet, form: str, out: Path | None, data: Mapping[str, Any]) -> Answer:
    lines = (*sheets.on_terminal(sheet), f"{len(sheet.rows):,} rows") if sheet.rows else ("No rows.",)
    if form == "xlsx" and out:
        sheets.write_xlsx(sheet, out)
    elif form == "csv" and out:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            sheets.write_csv(sheet, file)
    elif form == "csv":
        sheets.write_csv(sheet, text := StringIO())
        return Answer(data, (text.getvalue().removesuffix("\r\n"),))
    elif out:
        out.write_text("\n".join(lines) + "\n", "utf-8")
    if out is None:
        return Answer(data, lines)
    return Answer({"file": str(out), "rows": len(sheet.rows)}, (f"{len(sheet.rows):,} rows written to {out}",))


def of_table(
    table: Table, order: Iterable[str], running: Product, call: Call
) -> tuple[Sequence[str], list[list[Any]]]:
    """The rows, as of a position where one is given. Raises Wrong for one that lies ahead."""
    given = call.options
    if given.position is not None and given.position > running.views.position():
        raise absent("audit.position", f"The newest position is {running.views.position():,}.")
    reader: Reader = running.views.as_seen_by(SYSTEM, given.position)
    wanted = list(conditions(table, vars(given)))
    if getattr(given, "overdue", False):
        now = running.ledger.clock() if given.position is None else running.views.moment(given.position)
        wanted.append(overdue(now))
    columns = [name for name in table.columns if name != "id"]
    found = islice(rows(reader, table, And(tuple(wanted)), map(Order, order)), given.first + 1)
    return columns, [[row[name] for name in columns] for row in found]


def conditions(table: Table, given: Mapping[str, Any]) -> Iterator[Filter]:
    for name, value in given.items():
        if name.startswith("where:") and value is not None:
            column = table.columns[name.removeprefix("where:")]
            is_term = column.kind is Kind.TERM
            yield Compare(column.name, Op.EQ, column.type[value] if is_term else value)
    when = dated(table)
    if when and given["since"]:
        yield Compare(when, Op.GTE, midnight(given["since"]))
    if when and given["until"]:
        yield Compare(when, Op.LT, end_of(given["until"]))


def dated(table: Table) -> str | None:
    """The column that says when it happened."""
    return next((each.name for each in table.columns.values() if each.kind is Kind.MOMENT), None)


def of_refusals(running: Product, call: Call) -> tuple[Sequence[str], list[list[Any]]]:
    given, (since, until) = call.options, moments(call)
    wanted = Wanted(given.actor, given.act, given.code, given.record, since, until)
    found = refused(running.ledger.store, 0, given.first + 1, wanted)
    return ("number", *Refusal._fields), [[number, *told(line)] for number, line in found]


def told(line: Refusal) -> list[Any]:
    return [value.decode() if isinstance(value, bytes) else value for value in line]


def of_reads(running: Product, call: Call) -> tuple[Sequence[str], list[list[Any]]]:
    given, (since, until) = call.options, moments(call)
    begins, ends = moment(since) if since else None, moment(until) if until else None
    found = running.reads.lines(0, given.first + 1, Looked(given.actor, given.record, given.field, begins, ends))
    return ("number", *Read._fields), [[number, *line] for number, line in found]


def moments(call: Call) -> tuple[datetime | None, datetime | None]:
    given = call.options
    return midnight(given.since) if given.since else None, end_of(given.until) if given.until else None
