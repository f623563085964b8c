"""What both documents print: the dossier as plain values, with moments and people already put into words."""

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile
from typing import Any

from application.audit.dossier.model import (
    Able,
    Altered,
    Decision,
    Delegated,
    Doing,
    Dossier,
    Ending,
    Matter,
    Statement,
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
        "statements": [said(each, say) for each in dossier.statements],
        "history": [happening(each, say) for each in dossier.history],
    }


def said(statement: Statement, say: Sheet) -> list[str]:
    done = statement.done
    return [when(done, say), person(done, say), what(done), listed(statement.said), str(done.position)]


def what(done: Doing) -> str:
    """What somebody did, and to which part."""
    return f"{done.act.label} · {done.about}" if done.about else done.act.label


def listed(values: Iterable[Value]) -> str:
    """Values one below the other, those of an entry of a list in a line."""
    return "\n".join(f"{label}: {'; '.join(texts)}" for label, texts in grouped(values).items())


def submission(asked: Submission, matter: Matter, say: Sheet) -> Sheet:
    replaced = {(name,) for name in asked.replaces}
    again = repeats(asked, matter)
    part = f"{matter.part.label} {named(Who(matter.id or '', matter.title))} — " if matter.part else ""
    last = asked is matter.submissions[-1]
    return {
        "heading": f"{part}{asked.done.act.label}",
        "line": " · ".join((when(asked.done, say), person(asked.done, say), placed(asked.done, say))),
        "status": matter.status.label if matter.status and last else "",
        "version": version(asked, say),
        "digest": asked.digest,
        "intact": intact(asked.intact, say),
        "terms": listed(asked.terms),
        "content": [] if again else rows(each for each in asked.content if each.path[:1] not in replaced),
        "replaces": bool(replaced) and not again,
        "proposed": differences(asked.proposed),
        "whole": rows(asked.content) if replaced or again else [],
        "changes": differences(asked.changes),
        "no_changes": say["first"] if asked.round == 1 else say["not_altered"],
        "decisions": [decision(each, say) for each in asked.decisions],
        "ended": ended(asked.ended, say) if asked.ended else "",
        "awaits": people(asked.awaits, say),
        "altered": [[*row, by] for by, found in made(asked.altered, say).items() for row in differences(found)],
    }


def repeats(asked: Submission, matter: Matter) -> bool:
    """Whether what differs from a submission before tells all that is new in the content."""
    before = takewhile(lambda each: each is not asked, matter.submissions)
    return asked.round > 1 and (bool(asked.changes) or any(each.digest == asked.digest for each in before))


def version(of: Submission | Decision, say: Sheet) -> str:
    return f"{of.content_version}, {say['round']} {of.round}"


def ended(ending: Ending, say: Sheet) -> str:
    done = ending.done
    return " · ".join((ending.status.label, what(done), when(done, say), person(done, say), placed(done, say)))


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
        "when": when(made.done, say),
        "position": placed(made.done, say),
        "comment": made.comment,
        "terms": listed(made.terms),
        "version": version(made, say),
        "digest": made.digest,
        "intact": intact(made.intact, say),
        "right": " · ".join(each for each in (lines, f"{matrix} ({origin})" if origin else matrix) if each),
        "delegation": delegation and delegated(delegation),
        "others": people(made.others, say),
    }


def delegated(by: Delegated) -> str:
    return f"{by.id}, {by.valid_from} – {by.valid_to}: {by.reason}"


def placed(done: Doing, say: Sheet) -> str:
    return f"{say['position']} {done.position}"


def happening(done: Doing, say: Sheet) -> list[str]:
    return [str(done.position), when(done, say), what(done), done.type, person(done, say)]


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
        by = f"{person(each.by, say)}, {when(each.by, say)}, {each.by.act.label}" if each.by else ""
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


def when(done: Doing, say: Sheet) -> str:
    """When it happened, and when and why it was recorded, if that was later."""
    happened, recorded = moment(done.occurred_at), moment(done.recorded_at)
    if happened == recorded:
        return happened
    return f"{happened} ({say['recorded']} {recorded}{f': {done.backdated}' if done.backdated else ''})"


def moment(at: datetime) -> str:
    """A moment as the company's clocks show it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
