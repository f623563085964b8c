"""Whether something was imported before: its record tells by which command it began."""

from application.ledger import Ledger


def begun_by(ledger: Ledger, record: str) -> str:
    """The id of the command that began the record."""
    (first,) = ledger.store.stream(record, 0, 1)
    return ledger.mapper.decode(first).envelope.command
