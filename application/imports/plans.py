"""Plans with their goals and tasks out of a workbook: all of it is checked before any of it is drafted."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from application.command import Command
from application.ids import new_id
from application.imports.entries import values_of
from application.imports.known import begun_by
from application.imports.names import Names
from application.imports.plan_sheets import LISTS, PLANS, SHEETS, PlanRow
from application.imports.problems import BadFile, Place, Problem
from application.imports.workbook import Row, rows_of
from application.ledger import AllRefused, Ledger
from domain.plan.claims import KEY, key
from domain.plan.content import PlanContent
from domain.plan.periods import ABOVE, MONTHS, period
from domain.shared.approval import canonical
from domain.shared.ids import PlanId
from domain.shared.refusal import Reason, Refused

NO_PLANS = Reason("import.no_plans", "The file contains no plan.", "文件中没有计划。")
PLAN_TWICE = Reason(
    "import.plan_twice", "The plan {plan} is already in row {row}.", "计划{plan}已在第{row}行出现。"
)
SAME_PERIOD = Reason(
    "import.same_period",
    "This is the same plan as in row {row}: same kind, level, unit and period.",
    "与第{row}行重复：类型、级别、部门和期间相同。",
)
NO_SUCH_PLAN = Reason(
    "import.no_such_plan", "There is no plan {plan} on the sheet of plans.", "计划表中没有计划{plan}。"
)
KEY_TWICE = Reason(
    "import.key_twice",
    "The plan {plan} already has a goal {key}, in row {row}.",
    "计划{plan}的目标{key}已在第{row}行出现。",
)
NO_SUCH_KEY = Reason("import.no_such_key", "The plan {plan} has no goal {key}.", "计划{plan}没有目标{key}。")


class Written(NamedTuple):
    """A plan as it stands in the file, whole and well formed."""

    place: Place
    row: PlanRow
    content: PlanContent


class Entry(NamedTuple):
    """A row that has become a structure of its sheet, with the plan that it names."""

    row: Row
    plan: str
    made: Any


class Imported(NamedTuple):
    """What came of a file: the plans drafted from it, and how many were there before exactly so."""

    drafted: tuple[PlanId, ...]
    known: int


def import_plans(ledger: Ledger, file: Path, names: Names, by: Command) -> Imported:
    """Draft the plans of the file in one transaction. `by` says who does it, in which role and on whose behalf.

    Raises BadFile with everything that is wrong, in the file itself or by the rules of planning; then nothing is
    recorded. A plan that was imported before, exactly so, is left as it is.
    """
    written = [(plan, command(plan, ledger, by)) for plan in read_plans(file, names)]
    fresh = [(plan, asked) for plan, asked in written if not recorded(plan, asked, ledger)]
    try:
        ledger.do_all([asked for _, asked in fresh])
    except AllRefused as no:
        raise BadFile([Problem(fresh[n][0].place, each) for n, each in no.refused.items()]) from None
    drafted = tuple(PlanId(str(asked.record)) for _, asked in fresh)
    return Imported(drafted, len(written) - len(fresh))


def read_plans(file: Path, names: Names) -> list[Written]:
    """The plans of the file. Raises BadFile with every place that cannot be read."""
    problems: list[Problem] = []
    rows = rows_of(file, SHEETS, problems)
    entries = {sheet.name: list(structures(rows, sheet.name, names, problems)) for sheet in SHEETS}
    plans = {entry.plan: entry for entry in entries[PLANS.name]}
    named = {str(row.cells.get("plan", "")).strip() for row in rows if row.sheet is PLANS}
    problems += repeated(entries[PLANS.name])
    for sheet in LISTS.values():
        problems += strays(entries[sheet.name], named)
    problems += loose_keys(entries[LISTS["goals"].name], entries[LISTS["key_projects"].name])
    if not named and not problems:
        problems.append(Problem(Place("", 1), NO_PLANS()))
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.place[:2]))
    return [Written(plan.row.place, plan.made, content(plan, entries)) for plan in plans.values()]


def structures(rows: Iterable[Row], sheet: str, names: Names, problems: list[Problem]) -> Iterator[Entry]:
    """The rows of a sheet whose cells can all be read; what is wrong with the others is added to `problems`."""
    for row in rows:
        if row.sheet.name != sheet:
            continue
        values = values_of(row, names, problems)
        if values is not None:
            plan = values["plan"] if row.sheet is PLANS else values.pop("plan")
            yield Entry(row, plan, row.sheet.struct(**values))


def repeated(plans: Sequence[Entry]) -> Iterator[Problem]:
    """Plans that stand in the file twice, by their name in it or by what they are for."""
    names: dict[str, int] = {}
    keys: dict[str, int] = {}
    for entry in plans:
        place, plan = entry.row.place, entry.made
        if (row := names.setdefault(plan.plan, place.row)) != place.row:
            yield Problem(place, PLAN_TWICE(plan=plan.plan, row=row))
        try:
            if (row := keys.setdefault(key_of(plan), place.row)) != place.row:
                yield Problem(place, SAME_PERIOD(row=row))
        except Refused as no:
            yield Problem(place, no)


def strays(entries: Iterable[Entry], plans: set[str]) -> Iterator[Problem]:
    """Rows whose plan is not in the file."""
    for entry in entries:
        if entry.plan not in plans:
            yield Problem(entry.row.at(entry.row.sheet.columns[0]), NO_SUCH_PLAN(plan=entry.plan))


def loose_keys(goals: Iterable[Entry], projects: Iterable[Entry]) -> Iterator[Problem]:
    """Goals that share a key in their plan, and key projects that serve none of its goals."""
    rows: dict[tuple[str, str], int] = {}
    for entry in goals:
        place, goal = entry.row.place, entry.made.key
        if (row := rows.setdefault((entry.plan, goal), place.row)) != place.row:
            yield Problem(place, KEY_TWICE(plan=entry.plan, key=goal, row=row))
    for entry in projects:
        if entry.made.goal and (entry.plan, entry.made.goal) not in rows:
            yield Problem(entry.row.place, NO_SUCH_KEY(plan=entry.plan, key=entry.made.goal))


def content(plan: Entry, entries: dict[str, list[Entry]]) -> PlanContent:
    """What an approver will sign: the plan's own words and the lists that name it."""
    row: PlanRow = plan.made
    lists: dict[str, Any] = {
        field: tuple(entry.made for entry in entries[sheet.name] if entry.plan == plan.plan)
        for field, sheet in LISTS.items()
    }
    return PlanContent(title=row.title, direction=row.direction, focus=row.focus, **lists)


def command(plan: Written, ledger: Ledger, by: Command) -> Command:
    """The command that drafts the plan. Its id follows from what the file says, so that it can be known again."""
    row = plan.row
    said = {
        "kind": row.kind,
        "level": row.level,
        "unit": row.unit,
        "year": row.year,
        "number": row.number,
        "parent": row.parent,
        "content": plan.content,
    }
    inputs = msgspec.to_builtins({**said, "parent": row.parent or above(row, ledger)})
    digest = sha256(canonical(said)).hexdigest()
    return replace(by, act="plan.draft", record=new_id("plan"), inputs=inputs, command_id=f"import-{digest}")


def above(row: PlanRow, ledger: Ledger) -> str | None:
    """The plan of the same kind and unit, a level up, in whose time this one lies; found when the row names none."""
    if row.level not in ABOVE:
        return None
    level = ABOVE[row.level]
    month = period(row.level, row.year, row.number).starts.month
    number = (month - 1) // MONTHS[level] + 1
    days = period(level, row.year, number)
    return next(iter(ledger.world().find(KEY, key(row.kind, level, row.unit, days.starts))), None)


def key_of(row: PlanRow) -> str:
    """What only one plan may be for. Refuses NO_SUCH_PERIOD."""
    return key(row.kind, row.level, row.unit, period(row.level, row.year, row.number).starts)


def recorded(plan: Written, asked: Command, ledger: Ledger) -> bool:
    """Whether this very plan was imported before."""
    holders = ledger.world().find(KEY, key_of(plan.row))
    return any(begun_by(ledger, holder) == asked.command_id for holder in holders)
