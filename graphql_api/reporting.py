"""What is counted and logged of commands: the act, what came of it, and the ids by which others find it again."""

import logging

import orjson

from application.command import Command, Receipt
from application.ledger import Ledger
from domain.shared.refusal import Refused
from graphql_api.measures import COMMANDS, REFUSALS
from graphql_api.trail import note

CLOSED = "closed"
"""As what commands are counted that are about something which not everybody may see."""

logger = logging.getLogger("opsledger.commands")


def given(ledger: Ledger, command: Command) -> Receipt:
    """Give the command, and tell operators what came of it. Raises Refused."""
    try:
        receipt = ledger.do(command)
    except Refused as no:
        COMMANDS.labels(counted(ledger, command, command.act), "refused").inc()
        REFUSALS.labels(counted(ledger, command, no.reason.code)).inc()
        if logger.isEnabledFor(logging.INFO):
            note(logger, "refused", act=command.act, code=no.reason.code, command=command.command_id)
        raise
    outcome = "recorded" if receipt.events else "nothing to do"
    COMMANDS.labels(counted(ledger, command, command.act), outcome).inc()
    if receipt.events and logger.isEnabledFor(logging.INFO):
        told(ledger, command, receipt)
    return receipt


def counted(ledger: Ledger, command: Command, word: str) -> str:
    """The word under which the command is counted: one for all rooms that are not for everybody, since whoever comes to
    the port reads the figures (APPR-29)."""
    room = ledger.rooms.get(command.act.partition(".")[0])
    return word if room is None or room.readers is None else CLOSED


def told(ledger: Ledger, command: Command, receipt: Receipt) -> None:
    """Log under which ids the command was recorded; they are those of its last event."""
    (event,) = ledger.store.stream(receipt.record, receipt.version - 1, receipt.version)
    envelope = orjson.loads(event.data)
    ids = {name: envelope[name] for name in ("command", "correlation")}
    note(logger, "recorded", act=command.act, position=receipt.position, **ids)
