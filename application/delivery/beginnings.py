"""Where in the log a consumer begins, as a position: what comes after it is handed out."""

from datetime import datetime

from application.ledger import Ledger
from application.mapper import stored_name
from domain.consumer.events import ConsumerCreated, ConsumerReset
from domain.consumer.state import Consumer
from domain.consumer.terms import Origin

BEGINS = {stored_name(event) for event in (ConsumerCreated, ConsumerReset)}


def beginning(consumer: Consumer, ledger: Ledger) -> int:
    """The position after which the consumer is given events since it was last told where to begin."""
    start = consumer.start
    match start.origin:
        case Origin.BEGINNING:
            return 0
        case Origin.POSITION:
            assert start.position is not None
            return start.position
        case Origin.MOMENT:
            assert start.moment is not None
            return last_by(start.moment, ledger)
        case _:
            return max(each.position for each in ledger.store.stream(consumer.id) if each.type in BEGINS)


def last_by(moment: datetime, ledger: Ledger) -> int:
    """The position of the last event that was recorded by that moment; found by halving, as time goes with the log."""
    before, after = 0, ledger.store.head() + 1
    while after - before > 1:
        middle = (before + after) // 2
        recorded = ledger.mapper.decode(ledger.store.log(middle - 1, 1)[0])
        if recorded.envelope.recorded_at <= moment:
            before = middle
        else:
            after = middle
    return before
