"""Deliveries: what each consumer is to get, who has it just now, and what came of it; in order for each record.

A record's events are one process's at a time: while any of them is handed out, or waits for its next attempt, the rest
of that record waits too, and nothing else does.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from prometheus_client import Counter as Figure

from application.delivery.database import Database, Run
from application.delivery.values import (
    Attempt,
    Counts,
    Delivery,
    Kept,
    Lease,
    Outcome,
    Parked,
    Place,
    Ready,
    Settled,
    Waiting,
)
from application.measures import REGISTRY

ATTEMPTED = Figure("opsledger_deliveries", "Deliveries that have come to an end", ["outcome"], registry=REGISTRY)
PLACE = "SELECT beginning, position FROM place WHERE consumer = ?"
BEGIN = (
    "INSERT INTO place (consumer, beginning, position, lease) VALUES (?, ?, ?, 0) ON CONFLICT (consumer)"
    " DO UPDATE SET beginning = excluded.beginning, position = excluded.position"
)
MOVE = "UPDATE place SET position = ? WHERE consumer = ?"
ADD = (
    "INSERT INTO delivery (consumer, position, subject, event, attempts, lease, not_before, parked, reason)"
    " VALUES (?, ?, ?, ?, 0, 0, 0, 0, '') ON CONFLICT (consumer, position) DO NOTHING"
)
FREE = (
    "SELECT position, subject, event, attempts, lease FROM delivery WHERE consumer = ? AND parked = 0"
    " AND subject NOT IN (SELECT subject FROM delivery WHERE consumer = ? AND parked = 0 AND not_before > ?)"
    " ORDER BY position LIMIT ?"
)
NEXT_LEASE = "UPDATE place SET lease = lease + 1 WHERE consumer = ? RETURNING lease"
HAND_OUT = (
    "UPDATE delivery SET lease = ?, not_before = ?, attempts = attempts + 1 WHERE consumer = ? AND position = ?"
)
HELD = "SELECT event, position, subject FROM delivery WHERE consumer = ? AND lease = ? AND lease > 0 AND parked = 0"
DONE = "DELETE FROM delivery WHERE consumer = ? AND position = ?"
AGAIN = "UPDATE delivery SET lease = 0, not_before = ?, reason = ? WHERE consumer = ? AND position = ?"
PARK = "UPDATE delivery SET lease = 0, not_before = 0, parked = 1, reason = ? WHERE consumer = ? AND position = ?"
LET_GO = (
    "UPDATE delivery SET lease = 0, not_before = 0, attempts = attempts - 1"
    " WHERE consumer = ? AND subject = ? AND lease = ? AND parked = 0 AND position > ?"
)
LET_ALL_GO = "UPDATE delivery SET not_before = 0 WHERE consumer = ? AND lease > 0 AND parked = 0"
LAST_ATTEMPT = "SELECT coalesce(max(number), 0) FROM attempt WHERE consumer = ?"
RECORD = "INSERT INTO attempt (consumer, number, position, event, at, outcome, detail) VALUES (?, ?, ?, ?, ?, ?, ?)"
ATTEMPTS = (
    "SELECT number, position, event, at, outcome, detail FROM attempt WHERE consumer = ? AND number > ?"
    " ORDER BY number LIMIT ?"
)
OF_EVENT = (
    "SELECT number, position, event, at, outcome, detail FROM attempt WHERE consumer = ? AND number > ?"
    " AND position = ? ORDER BY number LIMIT ?"
)
PARKED = (
    "SELECT position, subject, event, attempts, reason FROM delivery WHERE consumer = ? AND parked = 1"
    " AND position > ? ORDER BY position LIMIT ?"
)
UNPARK = (
    "UPDATE delivery SET parked = 0, attempts = 0, not_before = 0"
    " WHERE consumer = ? AND parked = 1 AND position BETWEEN ? AND ? RETURNING position"
)
KEPT = (
    "SELECT p.consumer, p.beginning, p.position,"
    " coalesce(sum(CASE WHEN d.parked = 0 AND (d.lease = 0 OR d.not_before <= ?) THEN 1 ELSE 0 END), 0),"
    " coalesce(sum(CASE WHEN d.parked = 0 AND d.lease > 0 AND d.not_before > ? THEN 1 ELSE 0 END), 0),"
    " coalesce(sum(CASE WHEN d.parked = 1 THEN 1 ELSE 0 END), 0), min(CASE WHEN d.parked = 0 THEN d.position END)"
    " FROM place AS p LEFT JOIN delivery AS d ON d.consumer = p.consumer"
)
EACH = " GROUP BY p.consumer, p.beginning, p.position"
KEPT_FOR_ONE, KEPT_FOR_ALL = f"{KEPT} WHERE p.consumer = ?{EACH}", f"{KEPT}{EACH}"
ATTEMPTING = "SELECT DISTINCT consumer FROM attempt"
# The last one stays for ever: the next is numbered after it.
EXPIRED = (
    "SELECT min(number), (SELECT min(number) FROM (SELECT number FROM attempt WHERE consumer = ? AND at >= ?"
    " ORDER BY number LIMIT 1) AS young), max(number) FROM attempt WHERE consumer = ?"
)
PRUNE = "DELETE FROM attempt WHERE consumer = ? AND number < ?"
ENDED = (Outcome.DELIVERED, Outcome.WITHHELD)
AGREE = "INSERT INTO agreed (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"


class Deliveries:
    """The deliveries of all consumers. Moments are milliseconds since 1970. All methods raise Unavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, consumer: str) -> Place | None:
        """How far the log has been looked through; None before the first beginning."""
        with self._database.alone(consumer) as run:
            return place(run, consumer)

    def begin(self, consumer: str, at: Place) -> None:
        """Begin there, and forget what waits, is handed out or parked; unless it has begun so already."""
        with self._database.alone(consumer) as run:
            known = place(run, consumer)
            if known is None or known.beginning < at.beginning:
                run("DELETE FROM delivery WHERE consumer = ?", consumer)
                run(BEGIN, consumer, *at)

    def add(self, consumer: str, since: Place, through: int, wanted: Iterable[Waiting]) -> bool:
        """Have these events wait, found by looking through the log from that place up to a position.

        False, and nothing is added, when somebody else has looked through it meanwhile.
        """
        with self._database.alone(consumer) as run:
            if place(run, consumer) != since:
                return False
            run.many(ADD, ((consumer, *each) for each in wanted))
            run(MOVE, through, consumer)
            return True

    def ready(self, consumer: str, now: int, most: int) -> Ready:
        """How many events may be handed out now, counted up to `most`; and how many there are in all."""
        with self._database.alone(consumer) as run:
            return Ready(len(run(FREE, consumer, consumer, now, most)), in_all(run, consumer))

    def take(self, consumer: str, now: int, until: int, most: int) -> Lease:
        """Hand out what may be handed out, at most so many events, until that moment."""
        with self._database.alone(consumer) as run:
            free = run(FREE, consumer, consumer, now, most)
            if not free:
                return Lease(0, until, ())
            ((number,),) = run(NEXT_LEASE, consumer)
            run.many(HAND_OUT, ((number, until, consumer, position) for position, *_ in free))
            unheard = [(position, event) for position, _, event, _, lease in free if lease]
            record(run, consumer, ((*each, now, Outcome.EXPIRED, "") for each in unheard))
            handed = [Delivery(position, subject, event, tries + 1) for position, subject, event, tries, _ in free]
            return Lease(number, until, handed)

    def settle(self, consumer: str, lease: int, now: int, settled: Sequence[Settled]) -> list[str]:
        """Note what came of deliveries of that lease; the events of those that were still under it.

        One that failed waits, and so does what follows it of the same record; that counts as no attempt.
        """
        with self._database.alone(consumer) as run:
            held = {event: (position, subject) for event, position, subject in run(HELD, consumer, lease)}
            known = [each for each in settled if each.event in held]
            run.many(DONE, ((consumer, held[each.event][0]) for each in known if each.outcome in ENDED))
            for each in known:
                if each.outcome not in ENDED:
                    keep(run, consumer, lease, each, *held[each.event])
            ended = ((held[e.event][0], e.event, now, e.outcome, e.detail) for e in known)
            record(run, consumer, ended)
            return [each.event for each in known]

    def let_go(self, consumer: str) -> None:
        """End all leases at once: whoever held them is known to be gone."""
        with self._database.alone(consumer) as run:
            run(LET_ALL_GO, consumer)

    def replay_parked(self, consumer: str, first: int, last: int) -> int:
        """Hand out again what is parked between two positions, both included; how many events that are."""
        with self._database.alone(consumer) as run:
            return len(run(UNPARK, consumer, first, last))

    def replay(self, consumer: str, wanted: Sequence[Waiting]) -> int:
        """Hand these events out again, whatever has come of them; how many that were settled before."""
        with self._database.alone(consumer) as run:
            before = in_all(run, consumer)
            run.many(ADD, ((consumer, *each) for each in wanted))
            return in_all(run, consumer) - before

    def parked(self, consumer: str, after: int, most: int) -> list[Parked]:
        """What is parked with positions above `after`, in order."""
        with self._database.alone(consumer) as run:
            return [Parked(*row) for row in run(PARKED, consumer, after, most)]

    def attempts(self, consumer: str, after: int, most: int, position: int | None = None) -> list[Attempt]:
        """What came of handing out: with numbers above `after`, in order; of all events or of the one there."""
        of_one = () if position is None else (position,)
        with self._database.alone(consumer) as run:
            return [Attempt(*row) for row in run(OF_EVENT if of_one else ATTEMPTS, consumer, after, *of_one, most)]

    def kept(self, consumer: str, now: int) -> Kept | None:
        """What is kept for a consumer; None before its first beginning."""
        with self._database.alone(consumer) as run:
            return by_consumer(run(KEPT_FOR_ONE, now, now, consumer)).get(consumer)

    def kept_for_all(self, now: int) -> dict[str, Kept]:
        """What is kept for each of those that have begun, in one look."""
        with self._database.alone("") as run:
            return by_consumer(run(KEPT_FOR_ALL, now, now))

    def prune(self, since: int, most: int, at_once: int) -> int:
        """Drop attempts that ended before a moment, and all but the newest so many of each consumer; how many.

        At most `at_once` of a consumer, so that nobody waits long for it. The very last one of each is kept.
        """
        with self._database.alone("") as run:
            consumers = [consumer for (consumer,) in run(ATTEMPTING)]
        dropped = 0
        for consumer in consumers:
            with self._database.alone(consumer) as run:
                ((first, young, last),) = run(EXPIRED, consumer, since, consumer)
                keep_from = min(max(last if young is None else young, last - most + 1), first + at_once)
                run(PRUNE, consumer, keep_from)
                dropped += keep_from - first
        return dropped

    def forget(self, consumer: str) -> None:
        """Drop what waits for a consumer that is no more. What came of its attempts is kept."""
        with self._database.alone(consumer) as run:
            run("DELETE FROM delivery WHERE consumer = ?", consumer)
            run("DELETE FROM place WHERE consumer = ?", consumer)

    def consumers(self) -> list[str]:
        """All that have begun and were not forgotten."""
        with self._database.alone("") as run:
            return [consumer for (consumer,) in run("SELECT consumer FROM place")]

    def agreed(self, name: str, value: str) -> str:
        """The value that the first who asked gave to that name."""
        with self._database.alone(name) as run:
            run(AGREE, name, value)
            return str(run("SELECT value FROM agreed WHERE name = ?", name)[0][0])

    def close(self) -> None:
        """Let go of everything."""
        self._database.close()


def by_consumer(rows: Iterable[tuple[Any, ...]]) -> dict[str, Kept]:
    return {consumer: Kept(Place(begun, position), Counts(*counts)) for consumer, begun, position, *counts in rows}


def place(run: Run, consumer: str) -> Place | None:
    return next((Place(*row) for row in run(PLACE, consumer)), None)


def in_all(run: Run, consumer: str) -> int:
    count: int = run("SELECT count(*) FROM delivery WHERE consumer = ?", consumer)[0][0]
    return count


def keep(run: Run, consumer: str, lease: int, settled: Settled, position: int, subject: str) -> None:
    """Set the event aside, or have it wait for the next attempt and with it what follows of the same record."""
    if settled.outcome is Outcome.PARKED:
        run(PARK, settled.detail, consumer, position)
    else:
        run(AGAIN, settled.not_before, settled.detail, consumer, position)
        run(LET_GO, consumer, subject, lease, position)


def record(run: Run, consumer: str, ended: Iterable[tuple[Any, ...]]) -> None:
    """Note attempts that have come to an end: position, event, moment, outcome, detail."""
    rows = list(ended)
    if rows:
        ((last,),) = run(LAST_ATTEMPT, consumer)
        run.many(RECORD, ((consumer, number, *row) for number, row in enumerate(rows, last + 1)))
        for outcome, number in Counter(str(outcome) for _, _, _, outcome, _ in rows).items():
            ATTEMPTED.labels(outcome).inc(number)
