"""The same company for everybody: its organisation by real commands, everything else as recorded events, in bulk."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice

from application.claiming import mark
from application.command import Command
from application.ledger import Ledger
from application.mapper import Mapper
from application.reactions import REACTIONS
from application.store import Entry, Store, Unit, open_store
from benchmarks.reads.company import BEGINS, FOUNDED, OF_HUMAN_RESOURCES, Happening, Scale, line, person, unit
from benchmarks.reads.happenings import happenings
from benchmarks.reads.readers import READERS
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR
from domain.shared.recorded import Envelope
from domain.shared.term import Role

AT_ONCE = 1_000


def seed(target: str, scale: Scale) -> int:
    """Fill an empty ledger; the position of its last event."""
    store = open_store(target)
    try:
        found(store, scale)
        entries = recorded(scale, Mapper(ROOMS, store.keys), store.head())
        while batch := tuple(islice(entries, AT_ONCE)):
            store.append(Unit(batch))
        store.append(Unit((), claims=(mark(),)))  # or the first program would claim and wake what these events ask for
        return store.head()
    finally:
        store.close()


def found(store: Store, scale: Scale) -> None:
    """The units, the people, and the tokens by which some of them ask."""
    ledger = Ledger(ROOMS, store, REACTIONS, lambda: FOUNDED)

    def administer(act: str, **inputs: object) -> None:
        ledger.do(Command(act=act, actor=ADMINISTRATOR, inputs=inputs))

    administer("organisation.found", company="华辰", structural_form="直线职能制", headquarters="总部", unit=unit(0))
    for number in range(1, scale.units):
        name = f"第{number}部"
        administer("organisation.create_unit", name=name, type="DEPARTMENT", parent=unit(0), unit=unit(number))
    administer("organisation.define_position", name="职员", position="clerk", headcount=scale.people, roles=[])
    administer("organisation.define_position", name="人力资源专员", position="hr", roles=["HR"])
    for number in range(scale.people):
        place = {"unit": unit(number % scale.units), "position": "hr" if number == OF_HUMAN_RESOURCES else "clerk"}
        superior = next(iter(line(number)), None)
        name = f"员工{number}"
        administer("organisation.hire_person", name=name, person=person(number), superior=superior, **place)
    expires = date(2099, 12, 31).isoformat()
    for token, reader in READERS.items():
        hash_ = sha256(token.encode()).hexdigest()
        administer("token.issue", person=reader, label="benchmark", hash=hash_, expires_on=expires)


def recorded(scale: Scale, mapper: Mapper, after: int) -> Iterator[Entry]:
    """What happens, as the store keeps it: an event every second from the beginning on."""
    versions: dict[str, int] = defaultdict(int)
    for position, happening in enumerate(happenings(scale), after + 1):
        versions[happening.record] += 1
        type_, data = mapper.encode(envelope(happening, position), happening)
        yield Entry(happening.record, versions[happening.record], type_, data)


def envelope(happening: Happening, position: int) -> Envelope:
    at = BEGINS + timedelta(seconds=position)
    return Envelope(
        id=f"event-{position:026}",
        occurred_at=at,
        recorded_at=at,
        actor=happening.actor,
        role=Role.EMP,
        act=happening.event.__struct_config__.tag,
        command=f"command-{position:026}",
        correlation=f"command-{position:026}",
        matrix=1,
        event=happening.event,
    )
