"""Cases of another incident ledger, brought in with their whole past."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from application.command import Command
from application.ids import new_id
from application.imports.incidents import Case
from application.imports.known import begun_by
from application.imports.problems import BadFile, Place, Problem
from application.ledger import AllRefused, Ledger
from domain.issue.claims import SOURCE
from domain.shared.approval import canonical
from domain.shared.refusal import Reason

OTHERWISE = Reason(
    "import.case_otherwise",
    "The case {case} was already imported, with different rows, as the issue {issue}.",
    "案例{case}已作为问题{issue}导入，但记录行不同。",
)


class Migrated(NamedTuple):
    """What came of a file: what it holds, how many of its cases were recorded now, and how many had been before."""

    cases: int
    rows: int
    recorded: int
    known: int


def import_incidents(ledger: Ledger, cases: Sequence[Case], source: str, by: Command) -> Migrated:
    """Bring in the cases that are not there yet, in one transaction: doing it again changes nothing.

    Raises BadFile when a rule refuses a case, or a case was brought in before with other rows; then nothing is
    recorded. `source` names the other ledger, `by` says who does it, in which role and on whose behalf.
    """
    commands = [(case, migrate(case, source, by)) for case in cases]
    fresh = new(ledger, commands, source)
    try:
        ledger.do_all([command for _, command in fresh])
    except AllRefused as no:
        raise BadFile([Problem(Place("", fresh[n][0].line), each) for n, each in no.refused.items()]) from None
    return Migrated(len(cases), sum(len(case.rows) for case in cases), len(fresh), len(cases) - len(fresh))


def migrate(case: Case, source: str, by: Command) -> Command:
    """The command for a case. Its id follows from what the file says, so that it can be known again."""
    inputs = msgspec.to_builtins(
        {"source": source, "case": case.id, "title": f"{source} {case.id}", "rows": case.rows}
    )
    digest = sha256(canonical(inputs)).hexdigest()
    return replace(by, act="issue.migrate", record=new_id("issue"), inputs=inputs, command_id=f"import-{digest}")


def new(ledger: Ledger, commands: Sequence[tuple[Case, Command]], source: str) -> list[tuple[Case, Command]]:
    """Those that were not done before. Raises BadFile for cases that were brought in with other rows."""
    world = ledger.world()
    fresh = []
    problems = []
    for case, command in commands:
        holders = world.find(SOURCE, f"{source}/{case.id}")
        if not holders:
            fresh.append((case, command))
        elif begun_by(ledger, holders[0]) != command.command_id:
            problems.append(Problem(Place("", case.line), OTHERWISE(case=case.id, issue=holders[0])))
    if problems:
        raise BadFile(problems)
    return fresh
