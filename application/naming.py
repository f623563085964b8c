"""Records of any kind that somebody names in an input: those that are kept here are there, and may be known."""

from collections.abc import Mapping

from msgspec.structs import replace

from application.aim import Aim
from application.discretion import is_hidden
from application.refusals import NO_SUCH_RECORD
from application.transaction import Transaction
from domain.shared.room import Room


def named(called: str, aim: Aim, rooms: Mapping[str, Room], world: Transaction) -> str:
    """The key of the record that is called so; what is kept elsewhere is left as it is.

    It is one of ours if it is an id as the API gives them, such as `Plan:plan-019e5c…`, or the key in one. Refuses
    NO_SUCH_RECORD for one that is not there, that the caller may not know of, or that the caller's token leaves out.
    """
    kind, colon, key = called.partition(":")
    kinds = {room.name.title().replace("_", ""): room for room in rooms.values()}
    if colon and kind in kinds:
        room: Room | None = kinds[kind]
    else:
        key = called
        word, dash, rest = called.partition("-")
        room = rooms.get(word) if dash and " " not in rest else None
    if room is None:
        return called
    out_of_scope = aim.command.scopes and room.name not in aim.command.scopes
    if out_of_scope or world.load(room, key).state is None or is_hidden(replace(aim, room=room, record=key), world):
        raise NO_SUCH_RECORD(kind=room.label, id=key)
    return key
