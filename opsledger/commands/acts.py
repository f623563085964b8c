"""Commands that do an act: one for each act of each room, derived from the act."""

from collections.abc import Iterable
from functools import partial
from textwrap import shorten
from typing import Any

import msgspec
from msgspec.structs import fields

from application.claiming import renew
from application.command import Receipt
from application.erasing import carry_out
from application.mapper import stored_name
from domain.shared.act import Act
from domain.shared.room import Room
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call, existing
from opsledger.commands.options import add_inputs, flag, input_flag, inputs, moment
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.who import add_who, command
from opsledger.recording import recording


def add_rooms(commands: Any, rooms: Iterable[Room]) -> None:
    """A command for each room in which people can act; its acts are commands below it."""
    for room in rooms:
        if offered(room):
            verbs = shorten(", ".join(spelled(act.verb) for act in offered(room)), 60, placeholder=" …")
            add_command(commands, room.name, f"{room.zh}: {verbs}", partial(fill, room))


def fill(room: Room, parser: Parser) -> None:
    """The commands of one room."""
    add_acts(room, parser.commands())


def add_acts(room: Room, commands: Any) -> None:
    """A command for each act of the room that people can do."""
    for act in offered(room):
        summary, _, _ = act.doc.partition("\n")
        add_command(commands, spelled(act.verb), f"{act.zh}: {summary}", partial(add_act, room, act), told(act))


def add_act(room: Room, act: Act, parser: Parser) -> None:
    """The arguments of one act: its record, its part, its input, who does it, and how it is recorded."""
    parser.set_defaults(run=partial(do, act), record=None, part=None)
    parser.usage = usage_of(room, act, parser.prog)
    if not act.creates and not room.singleton:
        parser.add_argument("record", metavar="ID", help=f"the {room.label.en}")
    if act.part:
        parser.add_argument(flag(act.part), dest="part", metavar="ID", required=True, help=f"of the {room.label.en}")
    add_inputs(parser.add_argument_group("input"), act)
    add_who(parser)
    recorded = parser.add_argument_group("how it is recorded")
    recorded.add_argument("--command-id", metavar="KEY", help="repeated with the same content: the first answer again")
    recorded.add_argument("--expected-version", type=int, metavar="N", help="refuse if the record has moved on")
    recorded.add_argument("--occurred-at", type=moment, metavar="MOMENT", help="when it happened, if not now")
    recorded.add_argument("--backdating-reason", metavar="TEXT", default="", help="why it is recorded only now")


def do(act: Act, call: Call) -> Answer:
    """Do the act and answer with its receipt. Raises Refused."""
    given = call.options
    asked = {
        "record": given.record,
        "part": given.part,
        "inputs": inputs(given),
        "command_id": given.command_id,
        "expected_version": given.expected_version,
        "occurred_at": given.occurred_at,
        "backdating_reason": given.backdating_reason,
    }
    with recording(existing(call.settings)) as opened:
        renew(opened.ledger, call.settings.target)
        made = opened.ledger.do(command(call, opened.access, act.name, **asked))
        carry_out(opened.ledger)
        return receipt(made)


def receipt(made: Receipt) -> Answer:
    """What was recorded."""
    part = f" {made.part}" if made.part else ""
    what = ", ".join(made.events) or "nothing had to be recorded"
    return Answer(
        msgspec.to_builtins(made),
        (f"{made.record}{part}: {what}", f"version {made.version}, position {made.position}"),
    )


def offered(room: Room) -> list[Act]:
    """The acts of the room, without those that the system alone may do."""
    return [act for act in room.acts.values() if act.open_to_people]


def told(act: Act) -> str:
    """All that there is to say about an act, for its help."""
    roles = ", ".join(dict.fromkeys(str(grant.role) for grant in act.grants))
    events, effects = (", ".join(map(stored_name, each)) for each in (act.events, act.effects))
    records = f"Records {events}" + (f"; {effects} may follow at once." if effects else ".")
    return f"{act.zh}: {act.doc}\n\nFor {roles}, unless the authority matrix says otherwise.\n{records}"


def usage_of(room: Room, act: Act, program: str) -> str:
    """What must be typed, in one line."""
    record = [] if act.creates or room.singleton else ["ID"]
    part = [f"{flag(act.part)} ID"] if act.part else []
    needed = [f"{input_flag(field.name)} …" for field in fields(act.input) if field.required]
    return " ".join([program, *record, *part, *needed, "[options]"])


def spelled(verb: str) -> str:
    """`hire_person` -> `hire-person`."""
    return verb.replace("_", "-")
