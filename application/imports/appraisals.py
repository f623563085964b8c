"""Objectives and points of an appraisal cycle out of a workbook: all of it is checked before any of it is recorded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from application.command import Command
from application.imports.appraisal_sheets import OBJECTIVES, SCORES, SHEETS, SUMMARIES
from application.imports.entries import values_of
from application.imports.names import Names
from application.imports.problems import BadFile, Place, Problem
from application.imports.sheets import Sheet, plain
from application.imports.workbook import Row, rows_of
from application.ledger import AllRefused, Ledger
from application.refusals import entry
from domain.appraisal.claims import IN_CYCLE
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.appraisal.values import Objective, Score
from domain.shared.act import World
from domain.shared.ids import AppraisalCycleId, PersonId
from domain.shared.refusal import Reason

NOTHING = Reason("import.no_appraisals", "The file contains nothing.", "文件中没有内容。")
NOT_APPRAISED = Reason(
    "import.not_appraised",
    "You know of no appraisal of {person} in the cycle {cycle}.",
    "在考核周期{cycle}中查不到{person}的个人考核。",
)
SUMMARY = Reason(
    "import.one_summary",
    "The points for {person} go with exactly one summary.",
    "{person}的评分须有且仅有一条综合评语。",
)


class Imported(NamedTuple):
    """How many objectives and forms were recorded from a file, and how many were there before exactly so."""

    recorded: int
    known: int


class Entry(NamedTuple):
    """A row that has become a structure of its sheet."""

    row: Row
    made: Any


class Asked(NamedTuple):
    """What is to be done about one appraisal, and where in the file that begins."""

    place: Place
    act: str
    appraisal: Appraisal
    inputs: dict[str, Any]

    @property
    def known(self) -> bool:
        """Whether it was recorded before, exactly so."""
        form = self.appraisal.form
        if self.act == "set_objectives":
            proposed = form.proposal.content if form.proposal else form.objectives
            return proposed is not None and proposed.objectives == self.inputs["objectives"]
        written = form.assessment if self.act == "submit_self_assessment" else self.appraisal.evaluation
        waiting = Status.OPENED if self.act == "submit_self_assessment" else Status.SELF_ASSESSED
        return (
            written is not None
            and self.appraisal.status not in (Status.OPENED, waiting)
            and (written.scores, written.summary) == (self.inputs["scores"], self.inputs["summary"])
        )


def import_appraisals(ledger: Ledger, cycle: AppraisalCycleId, file: Path, names: Names, by: Command) -> Imported:
    """Record what the file says of the people in the cycle, in one transaction; `by` says who does it.

    Objectives are proposed to the other party. Points for somebody else are the superior's evaluation, one's own are
    the self-assessment. Raises BadFile with everything that is wrong, in the file itself or by the rules of appraisals;
    then nothing is recorded. What was imported before, exactly so, is left as it is. Whoever may not know of an
    appraisal is told what they would be if there were none (APPR-29).
    """
    found = read(file, names)
    appraisals = of_people(cycle, ledger.world())
    asked = [each for person, entries in found.items() for each in wanted(person, entries, appraisals.get(person), by)]
    hidden = [each for each in asked if ledger.hides(command(each, by))]
    seen = {each.appraisal.subject for each in asked} - {each.appraisal.subject for each in hidden}
    if unknown := {person: NOT_APPRAISED(person=person, cycle=cycle) for person in found if person not in seen}:
        for each in hidden:
            ledger.store.refuse(entry(unknown[each.appraisal.subject], command(each, by), ledger.clock()))
        raise BadFile([Problem(found[person][0].row.place, no) for person, no in unknown.items()])
    fresh = [each for each in asked if not each.known]
    try:
        ledger.do_all([command(each, by) for each in fresh])
    except AllRefused as no:
        raise BadFile([Problem(fresh[n].place, each) for n, each in no.refused.items()]) from None
    return Imported(len(fresh), len(asked) - len(fresh))


def read(file: Path, names: Names) -> dict[PersonId, list[Entry]]:
    """The rows of the file by the person that they are about. Raises BadFile with every place that cannot be read."""
    problems: list[Problem] = []
    found: dict[PersonId, list[Entry]] = defaultdict(list)
    for row in rows_of(file, SHEETS, problems):
        if (values := values_of(row, names, problems)) is not None:
            entry = Entry(row, row.sheet.struct(**values))
            found[entry.made.person].append(entry)
    whole = not problems
    problems += (problem for person, entries in found.items() for problem in unsummed(person, entries, whole))
    if not found and not problems:
        problems.append(Problem(Place("", 1), NOTHING()))
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.place[:2]))
    return found


def unsummed(person: PersonId, entries: Iterable[Entry], whole: bool) -> Iterator[Problem]:
    """Summaries that are there twice; points without one, and one without points, where the `whole` file was read."""
    entries = list(entries)
    scores, summaries = on(SCORES, entries), on(SUMMARIES, entries)
    if len(summaries) > 1 or (whole and len(summaries) != bool(scores)):
        yield Problem((scores or summaries)[0].row.place, SUMMARY(person=person))


def on(sheet: Sheet, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.row.sheet is sheet]


def wanted(person: PersonId, entries: list[Entry], appraisal: Appraisal | None, by: Command) -> Iterator[Asked]:
    """What the file asks for of one person: nothing where there is no appraisal."""
    if appraisal is None:
        return
    if objectives := on(OBJECTIVES, entries):
        terms = tuple(objective(each.made, appraisal) for each in objectives)
        yield Asked(objectives[0].row.place, "set_objectives", appraisal, {"objectives": terms})
    if scores := on(SCORES, entries):
        own = person == (by.on_behalf_of or by.actor)
        act = "submit_self_assessment" if own else "submit_superior_evaluation"
        given = tuple(score(each.made, appraisal) for each in scores)
        (summary,) = on(SUMMARIES, entries)
        yield Asked(scores[0].row.place, act, appraisal, {"scores": given, "summary": summary.made.summary})


def of_people(cycle: AppraisalCycleId, world: World) -> dict[PersonId, Appraisal]:
    """The appraisals of people, not of units, in the cycle."""
    found = (world.get(Appraisal, id) for id in world.find(IN_CYCLE, cycle))
    return {each.subject: each for each in found if each and each.unit is None and each.status is not Status.VOIDED}


def objective(row: Any, appraisal: Appraisal) -> Objective:
    return Objective(text=row.text, indicator=row.indicator and key(row.indicator, appraisal), target=row.target)


def score(row: Any, appraisal: Appraisal) -> Score:
    return Score(indicator=key(row.indicator, appraisal), score=row.score, comment=row.comment)


def key(named: str, appraisal: Appraisal) -> str:
    """The key of the indicator that is called so; what nothing is called is left for the rules to refuse."""
    called = (each.key for each in appraisal.terms.indicators if plain(named) in (plain(each.key), plain(each.name)))
    return next(called, named)


def command(asked: Asked, by: Command) -> Command:
    """The command that does it."""
    on_form = asked.act != "submit_superior_evaluation"
    return replace(
        by,
        act=f"appraisal.{asked.act}",
        record=asked.appraisal.id,
        part=asked.appraisal.form.id if on_form else None,
        inputs=msgspec.to_builtins(asked.inputs),
    )
