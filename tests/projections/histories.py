"""Random histories of the workshop, and what a slow, plain reading of them says must be in the tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from domain.shared.approval import Request, Verdict
from domain.shared.approval import Signature as Signed
from domain.shared.ids import PersonId
from domain.shared.recorded import Recorded
from domain.shared.room import Room
from domain.shared.term import Role
from projections.tables import Table
from projections.views import Row
from tests.projections.log import START, Log
from tests.projections.workshop import (
    JOBS,
    ROOMS,
    Drawing,
    Job,
    JobDescribed,
    JobDone,
    JobId,
    JobOpened,
    JobRemarked,
    JobSubmitted,
    NoteWritten,
    StepFinished,
    StepId,
    StepPlanned,
    StepsDropped,
)

TEXTS = st.sampled_from(["", "plain", "tab\tnew\nline\\", "\\N", "中文 'quoted' \"twice\"", "%s ? {}"])
PRICES = st.none() | st.decimals(min_value=-1000, max_value=1000, places=2)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
PEOPLE = st.sampled_from(["ana", "bo", "cai"]).map(PersonId)
DRAWINGS = st.lists(st.builds(Drawing, sheet=TEXTS, scale=st.just(Decimal("1.50"))), max_size=2).map(tuple)


def request(number: int) -> Request:
    return Request(round=number, asked_by=PersonId("ana"), asked_at=START, content_version=number, digest="d" * 64)


def signature(number: int) -> Signed:
    return Signed(
        signer=PersonId("bo"),
        role=Role.DM,
        at=START,
        verdict=Verdict.APPROVED,
        round=number,
        content_version=number,
        digest="d" * 64,
        matrix=1,
        comment="as agreed",
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 25) -> Log:
    """A log of a few jobs and notes, their events mixed."""
    log, jobs = Log(), dict[str, Job]()
    for number in range(draw(st.integers(1, most))):
        id = f"job-{draw(st.integers(1, 3))}"
        if draw(st.integers(1, 6)) == 1:
            log.record(f"note-{id}", NoteWritten(text=draw(TEXTS), about=draw(PEOPLE), job=JobId(id)))
            continue
        event = draw(next_event(id, jobs.get(id), number))
        log.record(id, event, by=draw(PEOPLE))
        recorded = log.events[-1]
        jobs[id] = JOBS.apply(jobs.get(id), event, recorded.envelope.stamp(id))
    return log


@st.composite
def next_event(draw: st.DrawFn, id: str, job: Job | None, number: int) -> Any:
    if job is None:
        after = draw(st.lists(st.sampled_from(["job-1", "job-2"]).map(JobId), max_size=2).map(tuple))
        return JobOpened(title=draw(TEXTS), owner=draw(PEOPLE), price=draw(PRICES), due=draw(DAYS), after=after)
    steps = st.sampled_from([StepId(f"step-{id}-{n}") for n in range(3)])
    kinds = {
        "described": st.builds(
            JobDescribed, title=TEXTS, price=PRICES, due=DAYS, urgent=st.booleans(), drawings=DRAWINGS
        ),
        "planned": st.builds(StepPlanned, step=steps, text=TEXTS, by=PEOPLE),
        "submitted": st.builds(JobSubmitted, request=st.just(request(number)), comment=TEXTS),
        "remarked": st.builds(JobRemarked, text=TEXTS),
        "done": st.builds(JobDone, signature=st.just(signature(number))),
    }
    if job.steps:
        held = st.sampled_from(sorted(job.steps))
        kinds["finished"] = st.builds(StepFinished, step=held)
        kinds["dropped"] = st.builds(StepsDropped, steps=st.lists(held, min_size=1).map(tuple))
    return draw(kinds[draw(st.sampled_from(sorted(kinds)))])


@dataclass
class Told:
    """What is true of the rooms' tables, worked out event by event with nothing shared between them."""

    rooms: Iterable[Room] = ROOMS
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)

    def tell(self, recorded: Recorded, tables: Iterable[Table]) -> None:
        """One more event."""
        room = next(room for room in self.rooms if recorded.type.startswith(f"{room.name}."))
        before = self.states.get(recorded.record)
        state = room.apply(before, recorded.envelope.event, recorded.envelope.stamp(recorded.record))
        self.states[recorded.record] = state
        for table in tables:
            if table.room is room and table.part is None:
                self.see(table, recorded.record, state, recorded, {})
            elif table.room is room and table.part:
                held = getattr(state, table.part.inside)
                for id, part in held.items():
                    was = getattr(before, table.part.inside).get(id) if before else None
                    if was != part:
                        self.see(table, id, part, recorded, {room.name: recorded.record})
                for id in (getattr(before, table.part.inside) if before else {}).keys() - held.keys():
                    del self.rows[table.name, id]

    def see(self, table: Table, id: str, shown: Any, recorded: Recorded, owner: Row) -> None:
        known = self.rows.get((table.name, id))
        at, by = recorded.envelope.occurred_at, recorded.envelope.actor
        created = {"created_position": recorded.position, "created_at": at, "created_by": by}
        own = {
            "id": id,
            "updated_position": recorded.position,
            "version": recorded.version,
            **({name: known[name] for name in created} if known else created),
            "updated_at": at,
            "updated_by": by,
            **owner,
        }
        rest = {name: getattr(shown, name) for name in table.columns if name not in own}
        self.rows[table.name, id] = {
            name: msgspec.json.decode(msgspec.json.encode(value)) if table.columns[name].kind.value == "json" else value
            for name, value in (own | rest).items()
        }

    def of(self, table: Table) -> list[Row]:
        """The rows of one table, by id."""
        return [row for (name, _), row in sorted(self.rows.items(), key=lambda item: item[0]) if name == table.name]
