"""The plan of a project out of a workbook, its schedule out of Microsoft Project if wanted: everything or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import asdict, replace

from application.command import Command
from application.imports.entries import values_of
from application.imports.mspdi import Schedule, read_schedule
from application.imports.names import Names
from application.imports.problems import BadFile, Place, Problem
from application.imports.project_sheets import (
    BUDGET,
    DELIVERABLES,
    MILESTONES,
    PHASES,
    PLAN,
    QUALITY,
    SCHEDULE,
    SHEETS,
    TASKS,
    PlanRow,
    TaskRow,
)
from application.imports.sheets import Sheet
from application.imports.workbook import Row, rows_of
from application.ledger import Ledger
from domain.project.content import Baseline, PlannedTask
from domain.project.state import Project
from domain.shared.approval import canonical
from domain.shared.ids import PersonId, ProjectId
from domain.shared.refusal import Reason, Refused

ONE_PLAN = Reason(
    "import.one_project_plan", "The sheet {sheet} has exactly one row.", "工作表“{sheet}”须有且仅有一行。"
)
KEY_TWICE = Reason("import.project_key_twice", "{key} is already in row {row}.", "编号{key}已在第{row}行出现。")
NO_SUCH_PHASE = Reason("import.no_such_phase", "There is no phase {key} in the file.", "文件中没有阶段{key}。")
NO_SUCH_TASK = Reason("import.no_such_task", "There is no task {key} in the file.", "文件中没有任务{key}。")
TWO_SCHEDULES = Reason(
    "import.two_schedules",
    "The schedule is in the file of Microsoft Project; the workbook may not have rows of {sheet} too.",
    "进度计划已由Microsoft Project文件给出，工作簿不得再有“{sheet}”。",
)
BETWEEN_KEYS = re.compile(r"[\s,;，；、]+")


class Entry(NamedTuple):
    """A row that has become a structure of its sheet."""

    row: Row
    made: Any

    def at(self, field: str) -> Place:
        """The place of one of its cells."""
        return self.row.at(next(column for column in self.row.sheet.columns if column.field == field))


class Written(NamedTuple):
    """A plan as it stands in the files, and where each task and milestone of it stands, by title."""

    baseline: Baseline
    places: Mapping[str, Place]


def import_project_plan(
    ledger: Ledger, project: ProjectId, file: Path, schedule: Path | None, names: Names, by: Command
) -> bool:
    """Lay down the plan of the project as the files have it; whether anything was recorded.

    Nothing is when it is the first plan of the project already, exactly so. Raises BadFile with everything that is
    wrong in the files, or with the rule of projects that refuses the plan; then nothing is recorded.
    """
    found = ledger.world().get(Project, project)
    written = read_project_plan(file, schedule, names, found.lead if found else None)
    if found and found.baselines and found.baselines[0].baseline == written.baseline:
        return False
    inputs = {"baseline": msgspec.to_builtins(written.baseline)}
    digest = sha256(canonical([project, written.baseline])).hexdigest()
    asked = replace(by, act="project.baseline", record=project, inputs=inputs, command_id=f"import-{digest}")
    try:
        ledger.do(asked)
    except Refused as no:
        raise BadFile([Problem(place_of(no, written.places), no)]) from None
    return True


def read_project_plan(file: Path, schedule: Path | None, names: Names, lead: PersonId | None) -> Written:
    """The plan in the workbook, with the schedule of the other file if there is one.

    Raises BadFile with every place that cannot be read.
    """
    problems: list[Problem] = []
    rows = rows_of(file, SHEETS, problems)
    entries = {sheet.name: list(structures(rows, sheet, names, problems)) for sheet in SHEETS}
    problems += not_one(rows)
    for sheet in SHEETS:
        problems += repeated(entries[sheet.name])
    if schedule is None:
        problems += loose(entries, rows)
        planned = in_sheets(entries)
    else:
        problems += (Problem(row.place, TWO_SCHEDULES(sheet=row.sheet.label)) for row in rows if row.sheet in SCHEDULE)
        planned = read_schedule(schedule, names, lead, problems)
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.place[:2]))
    return Written(baseline(entries, planned), planned.places)


def structures(rows: Iterable[Row], sheet: Sheet, names: Names, problems: list[Problem]) -> Iterator[Entry]:
    for row in rows:
        if row.sheet is sheet and (values := values_of(row, names, problems)) is not None:
            yield Entry(row, sheet.struct(**values))


def not_one(rows: Iterable[Row]) -> Iterator[Problem]:
    """That there is no row of the plan itself, or more than one."""
    places = [row.place for row in rows if row.sheet is PLAN]
    if len(places) != 1:
        yield Problem(places[1] if places else Place("", 1), ONE_PLAN(sheet=PLAN.label))


def repeated(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Rows of a sheet that share a key."""
    rows: dict[str, int] = {}
    for entry in entries:
        key = getattr(entry.made, "key", None)
        if key is not None and (row := rows.setdefault(key, entry.row.place.row)) != entry.row.place.row:
            yield Problem(entry.at("key"), KEY_TWICE(key=key, row=row))


def loose(entries: Mapping[str, list[Entry]], rows: Iterable[Row]) -> Iterator[Problem]:
    """Phases and tasks that are named by others and are not in the file."""
    keys = {sheet: {str(row.cells.get("key", "")).strip() for row in rows if row.sheet is sheet} for sheet in SCHEDULE}
    for entry in (*entries[TASKS.name], *entries[MILESTONES.name]):
        if entry.made.phase and entry.made.phase not in keys[PHASES]:
            yield Problem(entry.at("phase"), NO_SUCH_PHASE(key=entry.made.phase))
    for entry in entries[TASKS.name]:
        for key in before(entry.made):
            if key not in keys[TASKS]:
                yield Problem(entry.at("after"), NO_SUCH_TASK(key=key))


def before(row: TaskRow) -> tuple[str, ...]:
    """The keys of the tasks that it waits for."""
    return tuple(filter(None, BETWEEN_KEYS.split(row.after)))


def in_sheets(entries: Mapping[str, list[Entry]]) -> Schedule:
    """The schedule that the workbook itself has."""
    dated = (*entries[TASKS.name], *entries[MILESTONES.name])
    return Schedule(
        phases=made(entries, PHASES),
        tasks=tuple(task(entry.made) for entry in entries[TASKS.name]),
        milestones=made(entries, MILESTONES),
        places={entry.made.title: entry.row.place for entry in dated},
    )


def task(row: TaskRow) -> PlannedTask:
    values = asdict(row)
    del values["after"]
    return PlannedTask(**values, depends_on=before(row))


def baseline(entries: Mapping[str, list[Entry]], planned: Schedule) -> Baseline:
    plan: PlanRow = entries[PLAN.name][0].made
    return Baseline(
        objective=plan.objective,
        scope=plan.scope,
        meeting_days=plan.meeting_days,
        evaluation_days=plan.evaluation_days,
        quality=made(entries, QUALITY),
        deliverables=tuple(each.name for each in made(entries, DELIVERABLES)),
        phases=planned.phases,
        tasks=planned.tasks,
        milestones=planned.milestones,
        budget=made(entries, BUDGET),
    )


def made(entries: Mapping[str, list[Entry]], sheet: Sheet) -> tuple[Any, ...]:
    return tuple(entry.made for entry in entries[sheet.name])


def place_of(no: Refused, places: Mapping[str, Place]) -> Place:
    """Where the task or milestone stands that the refusal names; the beginning of the file when it names none."""
    return next((places[fact] for fact in no.facts.values() if isinstance(fact, str) and fact in places), Place("", 1))
