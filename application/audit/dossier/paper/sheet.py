"""What both documents print: the dossier as plain values, with moments and people already put into words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from application.audit.dossier.model import (
    Able,
    Altered,
    Decision,
    Delegated,
    Doing,
    Dossier,
    Matter,
    Submission,
    Value,
    Who,
)
from application.audit.dossier.paper.phrases import phrases
from application.audit.dossier.speaking import JOINT
from domain.shared.zone import SHANGHAI

Sheet = dict[str, Any]
NOTHING = "–"


def sheet(dossier: Dossier) -> Sheet:
    """The document's content."""
    say = phrases(dossier.language)
    return {
        "say": say,
        "language": dossier.language,
        "title": dossier.title,
        "facts": [
            [say["record"], f"{dossier.room.label} {dossier.record}"],
            [say["status"], dossier.status.label],
            [say["as_of"], f"{moment(dossier.moment)}, {say['position']} {dossier.position}"],
        ],
        "checkpoint": list(dossier.checkpoint),
        "submissions": [submission(each, matter, say) for matter in dossier.matters for each in matter.submissions],
        "statements": [said(each.done, value, say) for each in dossier.statements for value in each.said],
        "history": [happening(each, say) for each in dossier.history],
    }


def said(done: Doing, value: Value, say: Sheet) -> list[str]:
    return [moment(done.occurred_at), person(done, say), what(done), words(value), str(done.position)]


def what(done: Doing) -> str:
    """What somebody did, and to which part."""
    return f"{done.act.label} · {done.about}" if done.about else done.act.label


def words(value: Value) -> str:
    return f"{value.label}: {value.text}"


def submission(asked: Submission, matter: Matter, say: Sheet) -> Sheet:
    replaced = {(name,) for name in asked.replaces}
    part = f"{matter.part.label} {named(Who(matter.id or '', matter.title))} — " if matter.part else ""
    return {
        "heading": f"{part}{asked.done.act.label}",
        "line": " · ".join((moment(asked.done.occurred_at), person(asked.done, say), placed(asked.done, say))),
        "version": f"{say['version']} {asked.content_version}, {say['round']} {asked.round}",
        "digest": asked.digest,
        "intact": intact(asked.intact, say),
        "content": rows(each for each in asked.content if each.path[:1] not in replaced),
        "proposed": differences(asked.proposed),
        "whole": rows(asked.content) if replaced else [],
        "changes": differences(asked.changes),
        "no_changes": say["first"] if asked.round == 1 else say["not_altered"],
        "decisions": [decision(each, say) for each in asked.decisions],
        "awaits": people(asked.awaits, say),
        "altered": [[*row, by] for by, found in made(asked.altered, say).items() for row in differences(found)],
    }


def rows(values: Iterable[Value]) -> list[list[str]]:
    return [[label, "\n".join(texts)] for label, texts in grouped(values).items()]


def grouped(values: Iterable[Value]) -> dict[str, list[str]]:
    """Texts by label; those of one entry of a list stand together, each with the rest of its own label."""
    found: dict[str, list[str]] = {}
    for value in values:
        names = value.label.split(JOINT)
        inside = max((place for place, name in enumerate(value.path, 1) if name.isdigit()), default=len(names))
        rest = JOINT.join(names[inside:])
        found.setdefault(JOINT.join(names[:inside]), []).append(f"{rest}: {value.text}" if rest else value.text)
    return found


def decision(made: Decision, say: Sheet) -> Sheet:
    matrix = f"{say['matrix']} {made.right.version}"
    since = f"{say['published']} {made.right.published}" if made.right.published else ""
    origin = "; ".join(each for each in (since, say["delivered"] if made.right.delivered else "") if each)
    lines = "; ".join(made.right.lines)
    delegation = made.done.delegation
    return {
        "verdict": made.verdict.label,
        "who": f"{made.done.act.label} · {person(made.done, say)}",
        "when": moment(made.done.occurred_at),
        "position": placed(made.done, say),
        "comment": made.comment,
        "digest": made.digest,
        "intact": intact(made.intact, say),
        "right": " · ".join(each for each in (lines, f"{matrix} ({origin})" if origin else matrix) if each),
        "delegation": delegation and delegated(delegation),
        "backdated": made.done.backdated,
        "others": people(made.others, say),
    }


def delegated(by: Delegated) -> str:
    return f"{by.id}, {by.valid_from} – {by.valid_to}: {by.reason}"


def placed(done: Doing, say: Sheet) -> str:
    return f"{say['position']} {done.position}"


def happening(done: Doing, say: Sheet) -> list[str]:
    return [str(done.position), moment(done.occurred_at), what(done), done.type, person(done, say)]


def differences(found: Iterable[Altered]) -> list[list[str]]:
    """Rows of before and after; what differs in one entry of a list stands together."""
    together: dict[str, list[Altered]] = {}
    for each in found:
        together.setdefault(each.entry or each.label, []).append(each)
    both = (
        (name, [(rest(each), each.before_text) for each in inside], [(rest(each), each.after_text) for each in inside])
        for name, inside in together.items()
    )
    return [[name, side(before), side(after)] for name, before, after in both]


def side(values: Iterable[tuple[str, str]]) -> str:
    """The one side of such a row: what is nothing is left out, where there is something."""
    said = [f"{label}: {text}" if label else text for label, text in values if text not in ("", NOTHING)]
    return "\n".join(said) or NOTHING


def rest(change: Altered) -> str:
    """What a value is called inside the entry that it is in."""
    return change.label.removeprefix(change.entry).removeprefix(JOINT) if change.entry else ""


def made(found: Iterable[Altered], say: Sheet) -> dict[str, list[Altered]]:
    """What was changed, by who did it, when and by which act."""
    together: dict[str, list[Altered]] = {}
    for each in found:
        by = f"{person(each.by, say)}, {moment(each.by.occurred_at)}, {each.by.act.label}" if each.by else ""
        together.setdefault(by, []).append(each)
    return together


def people(able: tuple[Able, ...], say: Sheet) -> list[str]:
    found = []
    for each in able:
        behalf = f", {say['on_behalf_of']} {named(each.on_behalf_of)}" if each.on_behalf_of else ""
        found.append(f"{named(each.who)}, {each.role.label}{behalf}: {', '.join(act.label for act in each.acts)}")
    return found


def person(done: Doing, say: Sheet) -> str:
    """Who did it, as printed beside a signature: name, position, role, on whose behalf."""
    behalf = f", {say['on_behalf_of']} {named(done.on_behalf_of)}" if done.on_behalf_of else ""
    return f"{named(done.actor)}, {done.role.label}{behalf}"


def named(who: Who) -> str:
    inside = ", ".join(each for each in (who.position, who.id if who.id != who.name else "") if each)
    return f"{who.name} ({inside})" if inside else who.name


def intact(found: bool | None, say: Sheet) -> str:
    return str(say["erased"] if found is None else say["intact"] if found else say["differs"])


def moment(at: datetime) -> str:
    """A moment as the company's clocks show it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
