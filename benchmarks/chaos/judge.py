"""What everybody ended with, beside what the log holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from standardwebhooks import Webhook

from tests.delivery.receiver import Got


class Seen(NamedTuple):
    """An event as somebody got it."""

    id: str
    position: int
    subject: str


class Told(msgspec.Struct):
    """What is looked at of a CloudEvent."""

    id: str
    sequence: str
    record: str

    @property
    def seen(self) -> Seen:
        return Seen(self.id, int(self.sequence), self.record)


def in_book(file: Path) -> list[Seen]:
    """What workers wrote down, in that order. A line that was cut short by a kill is none."""
    if not file.exists():
        return []
    lines = (line.split() for line in file.read_text().splitlines(keepends=True) if line.endswith("\n"))
    return [Seen(id, int(sequence), subject) for id, sequence, subject in lines]


def in_body(body: bytes) -> Seen:
    """The event in a CloudEvent."""
    return msgspec.json.decode(body, type=Told).seen


def problems(who: str, log: Sequence[Seen], got: Sequence[Seen]) -> list[str]:
    """What is wrong with what somebody got: events that lack, that are others, or that came out of order."""
    known, first = set(log), list(dict.fromkeys(got))
    wrong = [f"{who}: {len(known - set(got))} events lack"] if known - set(got) else []
    if strange := set(got) - known:
        wrong.append(f"{who}: {len(strange)} events are not those of the log, such as {next(iter(strange))}")
    last: Counter[str] = Counter()
    for each in first:
        if each.position <= last[each.subject]:
            wrong.append(f"{who}: {each} came after position {last[each.subject]} of the same record")
        last[each.subject] = each.position
    return wrong


def unsigned(got: Iterable[Got], secret: str) -> list[str]:
    """Requests whose id is not the event's, or whose signature is not of the bytes that came."""
    webhook, wrong = Webhook(secret), []
    for each in got:
        at = datetime.fromtimestamp(int(each.headers["webhook-timestamp"]), UTC)
        signed = webhook.sign(each.id, at, each.body.decode()) in each.headers["webhook-signature"].split(" ")
        if not signed or in_body(each.body).id != each.id:
            wrong.append(f"receiver: {each.id} is not signed as it should be")
    return wrong
