"""`opsledger audit diff`, `audit replay` and `audit dossier`: what changed and why, out of the log alone."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, TypeAlias

import msgspec

from application.audit.changes import snapshot, touching
from application.audit.difference import FieldDifference, difference
from application.audit.dossier.making import dossier
from application.audit.dossier.speaking import LANGUAGES
from application.audit.sight import ALL
from application.audit.signing import said
from application.audit.steps import History, Step
from application.integrity.log import NoCheckpoint
from application.refusals import NO_SUCH_RECORD
from application.store import Store
from domain.shared.recorded import Recorded
from domain.shared.refusal import Labelled
from domain.shared.zone import SHANGHAI
from opsledger.commands.answer import Answer, usage
from opsledger.commands.audit_bundle import every, recorded_at
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser
from opsledger.compose import Product, opened

FORMATS = {
    "html": "application.audit.dossier.paper.web:html",
    "pdf": "application.audit.dossier.paper.pdf:pdf",
    "json": "msgspec.json:encode",
}
"""What writes each, loaded when needed: setting type in particular takes a large library."""
When: TypeAlias = int | datetime
RECORD = Labelled("record", "record", "记录")
LONG = 400
"""Characters that a line tells of a value with others inside it."""
MOMENT = "a position in the log, or a moment like 2026-01-31T09:00+08:00"


def add_diff(parser: Parser) -> None:
    parser.set_defaults(run=differed)
    parser.add_argument("record", nargs="?", metavar="RECORD", help="its key; everything in the company when left out")
    add_span(parser)
    under = "only what lies under this path, such as content.goals; repeatable"
    parser.add_argument("--under", action="append", default=[], metavar="PATH", help=under)


def add_replay(parser: Parser) -> None:
    parser.set_defaults(run=replayed)
    parser.add_argument("record", metavar="RECORD", help="its key")
    add_span(parser)


def add_dossier(parser: Parser) -> None:
    parser.set_defaults(run=compiled)
    parser.add_argument("record", metavar="RECORD", help="its key")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to; RECORD.FORMAT when left out")
    parser.add_argument("--format", choices=tuple(FORMATS), default="html", help="html when left out")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of labels and headings; en when left out")
    parser.add_argument("--as-of", type=when, metavar="WHEN", help=f"{MOMENT}; now when left out")


def add_span(parser: Parser) -> None:
    parser.add_argument("--from", dest="since", type=when, default=0, metavar="WHEN", help=f"after it: {MOMENT}")
    parser.add_argument("--to", dest="until", type=when, metavar="WHEN", help="up to it; to the end when left out")


def when(typed: str) -> When:
    """A position or a moment as it is typed."""
    if typed.isdigit():
        return int(typed)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise ArgumentTypeError(f"{typed} is neither a position nor a moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def differed(call: Call) -> Answer:
    """What changed, field by field, each with the events behind it. Raises Wrong."""
    given = call.options
    with opened(existing(call.settings)) as product:
        store, history = product.ledger.store, History(product.ledger)
        since, until = span(store, given.since, given.until)
        paths = [tuple(each.split(".")) for each in given.under]
        records = [known(history, given.record)] if given.record else sorted(changed(store, since, until))
        found: dict[str, list[FieldDifference]] = {}
        for record in records:
            fields = difference(history.steps(record, until), since, ALL.told)
            if chosen := [each for each in fields if touching(each.path, paths)]:
                found[record] = chosen
        lines = [line for record, fields in found.items() for line in (record, *told(fields, history), "")]
        data = {record: [as_data(each, history) for each in fields] for record, fields in found.items()}
    return Answer({"from": since, "to": until, "records": data}, tuple(lines[:-1]) or ("Nothing changed.",))


def replayed(call: Call) -> Answer:
    """The record event by event: who did what, and what that changed. Raises Wrong."""
    given = call.options
    with opened(existing(call.settings)) as product:
        history = History(product.ledger)
        record = known(history, given.record)
        since, until = span(product.ledger.store, given.since, given.until)
        steps = [each for each in history.steps(record, until) if each.recorded.position > since]
        lines = [line for each in steps for line in walked(each, history)]
        data = list(stepped(steps, history)) if "json" in given else []
    return Answer({"record": record, "steps": data}, tuple(lines) or ("Nothing happened to it then.",))


def stepped(steps: Iterable[Step], history: History) -> Iterator[dict[str, Any]]:
    """The steps as machines get them, with the whole state before and after each; a state between two is one value."""
    state, told = None, None
    for step in steps:
        before = told if step.before is state else snapshot(step.before)
        state, told = step.after, snapshot(step.after)
        changed = [change._asdict() for change in step.changes()]
        yield {**happened(step.recorded, history), "before": before, "after": told, "changes": changed}


def compiled(call: Call) -> Answer:
    """The dossier of a record's approvals, written to a file. Refuses NO_SUCH_RECORD; raises Wrong."""
    given = call.options
    with opened(existing(call.settings)) as product:
        store = product.ledger.store
        until = store.head() if given.as_of is None else position(store, given.as_of)
        found = dossier(product.ledger, given.record, until, given.language, checkpoint=head(product))
    if found is None:
        raise NO_SUCH_RECORD(kind=RECORD, id=given.record)
    file = given.file or Path(f"{given.record.replace('/', '_')}.{given.format}")
    file.write_bytes(resolve_name(FORMATS[given.format])(found))
    asked = sum(len(each.submissions) for each in found.matters)
    decided = sum(len(one.decisions) for each in found.matters for one in each.submissions)
    said = f"dossier of {given.record} written to {file}: {asked} submissions, {decided} signatures"
    return Answer({"file": str(file), "submissions": asked, "signatures": decided}, (said,))


def known(history: History, record: str) -> str:
    """The record, if there is one. Refuses NO_SUCH_RECORD."""
    if history.room(record) is None:
        raise NO_SUCH_RECORD(kind=RECORD, id=record)
    return record


def span(store: Store, since: When, until: When | None) -> tuple[int, int]:
    """Both ends as positions. Raises Wrong."""
    begin, end = position(store, since), store.head() if until is None else position(store, until)
    if end < begin:
        raise usage(f"the end, position {end}, lies before the beginning, {begin}")
    return begin, end


def position(store: Store, moment: When) -> int:
    """A moment as the position of the last event recorded by then. Raises Wrong for a position that is not there."""
    head = store.head()
    if isinstance(moment, datetime):
        return max((each.position for each in every(store) if recorded_at(each) <= moment), default=0)
    if moment > head:
        raise usage(f"there is no position {moment} yet; the newest is {head}")
    return moment


def changed(store: Store, since: int, until: int) -> set[str]:
    """The records to which something happened."""
    return {each.stream for each in every(store, since) if each.position <= until}


def head(product: Product) -> list[str]:
    """The lines of the newest checkpoint; none before the first."""
    try:
        return str(product.log.checkpoint()).splitlines()
    except NoCheckpoint:
        return []


def told(fields: Iterable[FieldDifference], history: History) -> Iterator[str]:
    """Each value that changed, and below it every event that changed it."""
    for field in fields:
        yield f"  {'.'.join(field.path)}: {shown(field.before)} -> {shown(field.after)}"
        for move in field.moves:
            after = f"{shown(move.change.after)}  " if len(field.moves) > 1 else ""
            yield f"    {after}{by(move.recorded)}"
            yield from (f"      upon {by(cause)}" for cause in history.causes(move.recorded))


def walked(step: Step, history: History) -> Iterator[str]:
    """One event of a replay: its envelope, what it followed from, what it changed."""
    yield f"{step.recorded.version}. {by(step.recorded)}"
    yield f"   command {step.recorded.envelope.command}, matrix {step.recorded.envelope.matrix}"
    yield from (f"   upon {by(cause)}" for cause in history.causes(step.recorded))
    for change in step.changes():
        yield f"   {'.'.join(change.path)}: {shown(change.before)} -> {shown(change.after)}"


def by(recorded: Recorded) -> str:
    """An event in a line: where, when, what, by whom in which role."""
    envelope = recorded.envelope
    behalf = f" for {envelope.on_behalf_of}" if envelope.on_behalf_of else ""
    at = f"{envelope.occurred_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    late = f", recorded later: {envelope.backdated}" if envelope.backdated else ""
    who = f"{recorded.type} by {envelope.actor} as {envelope.role}{behalf}"
    words = said(envelope.event)
    return f"position {recorded.position}, {at}, {who}{late}{f': {words}' if words else ''}"


def shown(value: Any) -> str:
    """A value in a line; of one with others inside it, that is long, only how it begins."""
    if value is None:
        return "nothing"
    told = msgspec.json.encode(value).decode()
    if isinstance(value, str) or len(told) <= LONG:
        return told
    return f"{told[:LONG]}… ({len(told):,} characters; --json has them all)"


def as_data(field: FieldDifference, history: History) -> dict[str, Any]:
    moves = [
        {**happened(each.recorded, history), "before": each.change.before, "after": each.change.after}
        for each in field.moves
    ]
    return {"path": field.path, "before": field.before, "after": field.after, "derived": field.derived, "moves": moves}


def happened(recorded: Recorded, history: History) -> dict[str, Any]:
    """An event as machines get it: its envelope with where it stands, and the ids of what it followed from."""
    envelope: dict[str, Any] = msgspec.to_builtins(recorded.envelope)
    causes = [each.envelope.id for each in history.causes(recorded)]
    place = {"position": recorded.position, "record": recorded.record, "version": recorded.version}
    return {"event": {**place, "type": recorded.type, **envelope}, "causes": causes}
