"""The reference pages of docs/reference, printed from the code: python -m opsledger.reference docs/reference."""

import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import application
import domain
import graphql_api
import projections
from application.mapper import stored_name
from application.marks import taker
from domain.rooms import ROOMS
from domain.shared.act import Act, Grant
from domain.shared.lifecycle import Chosen, Lifecycle, Move
from domain.shared.refusal import Reason
from domain.shared.room import Room
from domain.shared.term import Term
from projections.kpi import ALL
from projections.kpi.declaring import Measure


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    return {
        "acts.md": page("Acts", "What can be done, and who may until the authority matrix says otherwise.", acts()),
        "lifecycles.md": page("Lifecycles", "Since which states an event is possible, and where it leads.", states()),
        "events.md": page("Events", "What is recorded, under which name, with which fields.", events()),
        "terms.md": page("Terms", "The values that enumerations may have, with their labels.", terms()),
        "refusals.md": page("Refusals", "Every rule that can say no: its code and its sentences.", refusals()),
        "figures.md": page("Figures", "The figures of the company, each as it is declared.", figures()),
    }


def page(title: str, about: str, sections: Iterable[str]) -> str:
    printed = "Printed from the code by `python -m opsledger.reference docs/reference`; a test keeps it current."
    return "\n\n".join([f"# {title}", f"{about} {printed}", *sections]) + "\n"


def table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def acts() -> Iterator[str]:
    for room in ROOMS:
        if room.acts:
            yield f"## {room.name} {room.zh}"
            yield table(("Act", "中文", "Who may", "What it does"), map(act_row, room.acts.values()))


def act_row(act: Act) -> Iterator[str]:
    yield f"`{act.name}`" + (f" (a {act.part.replace('_', ' ')})" if act.part else "")
    yield act.zh
    yield ", ".join(map(granted, act.grants)) + (" — never on one's own matter" if act.decides else "")
    yield act.doc


def granted(grant: Grant) -> str:
    conditions = [f"{name} {' or '.join(values)}" for name, values in grant.where.items()]
    conditions += [f"up to {grant.up_to} CNY"] if grant.up_to is not None else []
    return str(grant.role) + (f" ({'; '.join(conditions)})" if conditions else "")


def states() -> Iterator[str]:
    for room in ROOMS:
        yield from machine(f"{room.name} {room.zh}", room.lifecycle)
        for part in room.parts:
            yield from machine(f"{room.name}: {part.name.replace('_', ' ')} {part.zh}", part.lifecycle)


def machine(title: str, lifecycle: Lifecycle[Any]) -> Iterator[str]:
    yield f"## {title}"
    yield table(("Event", "Since", "To"), (move_row(event, move) for event, move in lifecycle.moves.items()))


def move_row(event: type[Any], move: Move[Any]) -> Iterator[str]:
    yield f"`{stored_name(event)}`"
    yield ", ".join(sorted("–" if state is None else str(state) for state in move.since))
    match move.to:
        case None:
            yield "="
        case Chosen(field=field, options=options):
            yield f"{' or '.join(map(str, options))}, as its `{field}` says"
        case to:
            yield str(to)


def events() -> Iterator[str]:
    yield "What has a star is [personal](../personal-data.md), or holds what is."
    for room in ROOMS:
        yield f"## {room.name} {room.zh}"
        yield table(("Event", "Fields", "Meaning"), map(event_row, classes(room)))


def classes(room: Room) -> tuple[type[Any], ...]:
    return get_args(room.events) or (room.events,)


def event_row(event: type[Any]) -> Iterator[str]:
    yield f"`{stored_name(event)}`"
    hints = get_type_hints(event, include_extras=True)
    yield ", ".join(f"`{name}`{'*' if taker(hints[name]) else ''}" for name in event.__struct_fields__)
    yield inspect.cleandoc(event.__doc__ or "")


def terms() -> Iterator[str]:
    """Every enumeration declared in the domain."""
    for kind in sorted(declared(Term), key=lambda term: (term.__module__, term.__name__)):
        yield f"## {kind.__name__} of {kind.__module__.split('.')[1]}"
        yield inspect.cleandoc(kind.__doc__ or "")
        yield table(("Value", "English", "中文"), ((f"`{each}`", each.en, each.zh) for each in kind))


def declared(kind: type[Term]) -> set[type[Term]]:
    return {each for each in kind.__subclasses__() if each.__module__.startswith("domain.")}


def refusals() -> Iterator[str]:
    rows = ((f"`{each.code}`", each.en, each.zh) for each in sorted(reasons(), key=lambda reason: reason.code))
    yield table(("Code", "English", "中文"), rows)


def figures() -> Iterator[str]:
    """Every figure that can be told, then those that wait for what they are counted from."""
    for kpi in (each for each in ALL.values() if each.measures):
        yield f"## {kpi.id} {kpi.name} {kpi.zh}"
        yield f"Asked for in {kpi.source}."
        head = ("Key", "Figure", "中文", "Unit", "Formula", "Left out", "Rows of", "By day", "Narrowed by")
        yield table(head, map(measure_row, kpi.measures))
    yield "## Not yet"
    rows = ((each.id, each.name, each.zh, each.source, each.waits_for) for each in ALL.values() if each.waits_for)
    yield table(("Id", "Figure", "中文", "Source", "Waits for"), rows)


def measure_row(measure: Measure) -> Iterator[str]:
    yield f"`{measure.key}`"
    yield measure.name
    yield measure.zh
    yield str(measure.unit)
    yield measure.formula
    yield " ".join(each.why for each in measure.left_out)
    yield f"`{measure.of}`"
    yield f"`{measure.day}`"
    yield ", ".join(f"{dimension} `{column}`" for dimension, column in measure.by.items())


def reasons() -> set[Reason]:
    """Every reason declared in a module of the product."""
    found: set[Reason] = set()
    for package in (domain, application, projections, graphql_api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found |= {each for each in vars(import_module(module.name)).values() if isinstance(each, Reason)}
    return found


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
