"""A room: one kind of record as data and pure functions. Table, API, command line and documentation derive from it."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.act import Act, World
from domain.shared.ids import PersonId, UnitId
from domain.shared.lifecycle import NOT_NOW, Lifecycle
from domain.shared.recorded import Stamp
from domain.shared.refusal import Labelled, Reason, Refused
from domain.shared.term import Role


class shown(property):
    """A property of a state that depends on nothing but the state, and so becomes a column like its fields."""


Plain = Mapping[str, Any]
"""An event as its stored JSON says it."""
Fields = Mapping[str, Any]
"""Values by the names of fields."""
Daily = Callable[[Any, datetime.date], Any]
"""What a record (or a part) shows that depends on the day too, such as being overdue: a function of both."""


class Work(Struct, frozen=True, kw_only=True):
    """Something that a record waits for: an entry of somebody's work list (API-08).

    It is for `person`, or for whoever holds `role` (in `unit`, when named); `act` is what would settle it.
    """

    act: str
    title: str
    part: str | None = None
    person: PersonId | None = None
    role: Role | None = None
    unit: UnitId | None = None
    since: datetime.datetime
    due: datetime.datetime | None = None
    barred: tuple[PersonId, ...] = ()
    """Those whose matter it is: they do not settle it, whoever stands above them does in their place (ORG-09)."""


class Rule(NamedTuple):
    """A rule by which something is due by a day: its name, what it asks, where it is required, what fulfils it."""

    name: str
    zh: str
    doc: str
    requirement: str
    acts: tuple[str, ...]
    """The full names of the acts by which it is fulfilled. What ends the obligation otherwise, lets it lapse."""


class Obligation(Struct, frozen=True, kw_only=True):
    """A periodic or dated duty that a record has now (AUDIT-10). It is owed by `person`, or by the holders of `role`.

    `nth` tells it from those of the same rule and part before it.
    """

    rule: Rule
    nth: int = 1
    part: str | None = None
    title: str
    person: PersonId | None = None
    role: Role | None = None
    unit: UnitId | None = None
    due: datetime.date


def no_difference(record: Any, content: Any) -> tuple[Fields, Fields]:
    return {}, {}


@dataclass(frozen=True, slots=True)
class Part:
    """Things inside a record, by id, with a life of their own: a plan's tasks, its adjustments.

    Each event about one names it in a field that is called as the part is.
    """

    name: str
    zh: str
    id: Any
    state: type[Any]
    inside: str
    lifecycle: Lifecycle[Any]
    evolve: Callable[[Any, Any, Stamp], Any]
    daily: tuple[Daily, ...] = ()
    readers: tuple[Role | str, ...] | None = None
    """Who may see it and what happens to it, as `Room.readers`, by its own columns. None: whoever sees the record."""
    kept_from: tuple[Role | str, ...] = ()
    """Who may not although `readers` would let them, as `Room.kept_from`; only of use beside `readers`."""
    read_for: tuple[str, ...] = ()
    """In whose place a delegate may see it, as `Room.read_for`."""
    proposes: Callable[[Any, Any], tuple[Fields, Fields]] = no_difference
    """What of the record the content of one asks to have otherwise: as it stands, and as it would be (AUDIT-06).

    Fields that the content has itself take the place of the record's as a whole.
    """

    @property
    def label(self) -> Labelled:
        """Its name as a fact of a refusal."""
        return Labelled(self.name, self.name.replace("_", " "), self.zh)

    def apply(self, record: Any, event: Any, stamp: Stamp) -> Any:
        """The record with the part as the event leaves it."""
        held = getattr(record, self.inside)
        id = getattr(event, self.name)
        before = held.get(id)
        status = self.lifecycle.leads_to(event, before and before.status)
        return replace(record, **{self.inside: {**held, id: settled(self.evolve(before, event, stamp), status)}})


def no_relations(record: Any, part: Any, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    return {}


def nobody(record: Any, part: Any, world: World) -> Iterable[PersonId | None]:
    return ()


def nothing(record: Any) -> tuple[Any, ...]:
    return ()


def never(record: Any, world: World) -> datetime.datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """Everything that the mechanisms know about one kind of record."""

    name: str
    zh: str
    id: Any
    """The identifier's type, from domain.shared.ids."""
    state: type[Any]
    events: Any
    """The union of its event classes."""
    evolve: Callable[[Any, Any, Stamp], Any]
    lifecycle: Lifecycle[Any]
    acts: Mapping[str, Act]
    parts: tuple[Part, ...] = ()
    singleton: str | None = None
    """The id of the only record, where there is only one."""
    relations: Callable[[Any, Any, World], Mapping[Role, Iterable[PersonId | None]]] = no_relations
    """Roles that people hold by their relation to a record (or to the part that an act is about)."""
    interested: Callable[[Any, Any, World], Iterable[PersonId | None]] = nobody
    """Whose work or matter it is: barred from the acts that decide it (ORG-09)."""
    claims: Callable[[Any], Iterable[tuple[str, str]]] = nothing
    """Keys by which the record can be found, as (claim, key); kept in the transaction that changes the record."""
    unique: Mapping[str, Reason] = field(default_factory=dict)
    """Claims that only one record may hold, and the refusal (facts: key, holder) for the second."""
    wakes: Callable[[Any, World], datetime.datetime | None] = never
    """When the act `wake` should next be tried because of the time alone."""
    work: Callable[[Any], Iterable[Work]] = nothing
    """What the record waits for, and from whom."""
    obligations: Callable[[Any], Iterable[Obligation]] = nothing
    """What is due by a day, periodically or once: kept in the ledger of obligations after it is done."""
    daily: tuple[Daily, ...] = ()
    """What it shows that depends on the day: computed when it is asked, never kept."""
    readers: tuple[Role | str, ...] | None = None
    """Who may see its rows: holders of a role, or the person (or people) in that column. None: everyone employed."""
    kept_from: tuple[Role | str, ...] = ()
    """Who may not although `readers` would let them: holders of a role, or the person in that column. Not auditors."""
    read_for: tuple[str, ...] = ()
    """Columns with a person in whose place a delegate may see it, while acts of the room are delegated (ORG-08)."""
    for_integrators: bool = field(init=False)
    """Whether integrators act in it as anybody does; in all other rooms they only read."""
    about: str | None = None
    """The field of the state with the person whom a record is about: the personal texts in it are that person's."""
    names: Callable[[Any], Iterable[tuple[str, str]]] = nothing
    """What people call things that the record speaks of by a key alone, as (key, name)."""
    upcasts: Mapping[str, Callable[[Plain], Plain]] = field(default_factory=dict)
    """By stored name: what makes an event in a shape of an earlier program, which does not fit, one of today's."""

    def __post_init__(self) -> None:
        integrators = any(grant.role is Role.INT for act in self.acts.values() for grant in act.grants)
        object.__setattr__(self, "for_integrators", integrators)

    @property
    def label(self) -> Labelled:
        """Its name as a fact of a refusal."""
        return Labelled(self.name, self.name.replace("_", " "), self.zh)

    def part(self, name: str) -> Part:
        """The kind of part of that name."""
        return next(part for part in self.parts if part.name == name)

    def part_of(self, event: Any) -> Part | None:
        """The kind of part that an event is about, if it is about one; never about two."""
        for part in self.parts:
            if type(event) in part.lifecycle.moves:
                return part
        return None

    def part_id(self, event: Any) -> str | None:
        """The id of the part that an event is about, if it is about one."""
        part = self.part_of(event)
        return getattr(event, part.name) if part else None

    def apply(self, state: Any, event: Any, stamp: Stamp) -> Any:
        """The record after the event. Total and pure: it never refuses, asks the time or makes an id."""
        if part := self.part_of(event):
            state = part.apply(state, event, stamp)
        status = self.lifecycle.leads_to(event, state and state.status)
        return settled(self.evolve(state, event, stamp), status)

    def replay(self, events: Iterable[tuple[Any, Stamp]], state: Any = None) -> Any:
        """The record after all these events."""
        for event, stamp in events:
            state = self.apply(state, event, stamp)
        return state

    def possible(self, act: Act, state: Any, part: Any = None) -> bool:
        """Whether the state machines would let the act record at least one of its events now."""
        status = state and state.status
        inner = self.part(act.part).lifecycle if act.part else None
        return act.creates == (state is None) and any(
            self.lifecycle.permits(event, status)
            and (inner is None or event not in inner.moves or (part is not None and inner.permits(event, part.status)))
            for event in act.events
        )

    def require(self, act: Act, state: Any, part: Any = None) -> None:
        """Refuse NOT_NOW unless the act is possible, naming what is."""
        if not self.possible(act, state, part):
            raise self.not_now(act, state, part)

    def admit(self, act: Act, state: Any, event: Any) -> None:
        """Refuse NOT_NOW for an event that the act decided but the record, or the part it is about, does not admit."""
        if not self.lifecycle.permits(type(event), state and state.status):
            raise self.not_now(act, state, None)
        if part := self.part_of(event):
            held = getattr(state, part.inside).get(getattr(event, part.name))
            if not part.lifecycle.permits(type(event), held and held.status):
                raise self.not_now(act, state, held)

    def not_now(self, act: Act, state: Any, part: Any) -> Refused:
        """The refusal of an act that the state machines do not let happen, naming those that they do."""
        alike = (each for each in self.acts.values() if each.part == act.part and each.open_to_people)
        allowed = [each.label for each in alike if self.possible(each, state, part)]
        subject, status = (self.part(act.part), part.status) if act.part and part else (self, state and state.status)
        return NOT_NOW(act=act.label, subject=subject.label, status=status, allowed=allowed)


def settled(state: Any, status: Any) -> Any:
    return state if state.status is status else replace(state, status=status)
