"""What a command is about."""

from typing import Any

from msgspec import Struct

from application.command import Command
from domain.shared.act import Act
from domain.shared.room import Room


class Aim(Struct, frozen=True):
    """A command with its names resolved and its inputs checked."""

    command: Command
    room: Room
    act: Act
    record: str
    inputs: Any
    digest: str | None
    """What tells whether a repeated command id asks for the same; absent without a command id."""
