"""Doing acts on notes, and being refused, at a time that a test sets."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from application.command import Command, Receipt
from application.ledger import Ledger
from domain.shared.ids import ADMINISTRATOR
from domain.shared.refusal import Refused
from tests.application.notes import Note

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def do(ledger: Ledger, act: str, record: str | None = None, **rest: Any) -> Receipt:
    settled = {name: rest.pop(name) for name in list(rest) if name in Command.__struct_fields__}
    return ledger.do(Command(act=act, record=record, inputs=rest, **{"actor": ADMINISTRATOR, **settled}))


def note(ledger: Ledger, id: str) -> Note:
    found = ledger.world().get(Note, id)
    assert found is not None
    return found


def refused(code: str, ledger: Ledger, act: str, record: str | None = None, **rest: Any) -> Refused:
    """The command is refused with that code; the log stays, the refusal log grows by one line."""
    head, lines = ledger.store.head(), len(ledger.store.refusals(0, 1000))
    with pytest.raises(Refused) as raised:
        do(ledger, act, record, **rest)
    assert raised.value.reason.code == code
    assert raised.value.message and raised.value.message_zh
    assert ledger.store.head() == head
    logged = ledger.store.refusals(0, 1000)
    assert len(logged) == lines + 1 and logged[-1][1].code == code
    assert msgspec.json.decode(logged[-1][1].facts) == raised.value.plain_facts
    return raised.value
