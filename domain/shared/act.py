"""Acts: what can be done to a record. One pure function each; everything else derives from its signature."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType, UnionType
from typing import Annotated, Any, Final, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from domain.shared.annotations import bare
from domain.shared.ids import PersonId, TokenId
from domain.shared.refusal import Labelled
from domain.shared.term import Role, Term
from domain.shared.values import civil

F = TypeVar("F", bound=Callable[..., Iterator[Any]])
T = TypeVar("T")


class World(Protocol):
    """Facts about other records, as they stand when the act is decided; the ledger makes sure that they still hold."""

    def get(self, kind: type[T], id: str) -> T | None:
        """The record of that kind, by its id."""

    def find(self, claim: str, key: str) -> list[str]:
        """Ids of the records which claim that key (see `Room.claims`)."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, when and in which capacity, and what an act may know of everything else."""

    actor: PersonId
    role: Role
    now: datetime
    world: World
    new_id: Callable[[str], str]
    """A fresh id that begins with the given word."""
    draw: Callable[[str], int]
    """The next number of a gap-free series, drawn in the same transaction."""
    named: Callable[[str], str] = str
    """The key of another record, of any kind, by what it is called; of what is kept elsewhere what it is called there.
    Refuses a record of ours that is not there, or that the actor may not know of.
    """
    on_behalf_of: PersonId | None = None
    matrix: int = 0
    credential: TokenId | None = None
    """The token by which the actor came, where it was one of ours."""

    @property
    def today(self) -> date:
        """The company's calendar day."""
        return civil(self.now)

    @property
    def principal(self) -> PersonId:
        """Whose act it is: the actor's own, or that of whoever has delegated it to the actor."""
        return self.on_behalf_of or self.actor


class Grant(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the authority matrix: this role may do the act where the record has these values (ORG-05)."""

    role: Role
    where: Mapping[str, tuple[str, ...]] = {}
    up_to: Decimal | None = None
    """The largest `amount` of the record in CNY; no limit when absent."""

    def covers(self, facts: Callable[[str], Any]) -> bool:
        """Whether a record with these facts lies inside the line."""
        for name, values in self.where.items():
            if str(facts(name)) not in values:
                return False
        return self.up_to is None or (facts("amount") or 0) <= self.up_to


def allow(role: Role, up_to: Decimal | None = None, **where: Term | tuple[Term, ...]) -> Grant:
    """`allow(Role.DM, level=(Level.QUARTERLY, Level.MONTHLY))`: a default line of the matrix, written at the act."""
    values = {name: tuple(map(str, each)) if isinstance(each, tuple) else (str(each),) for name, each in where.items()}
    return Grant(role, values, up_to)


@dataclass(frozen=True, slots=True)
class Past:
    """An event of migrated history, yielded by an act in place of the bare event: when it really happened."""

    event: Any
    occurred_at: datetime


EFFECT: Final = "effect"
"""In what an act yields, `Annotated[Event, EFFECT]` is not what is decided, but what may follow from it at once."""


@dataclass(frozen=True, slots=True)
class Act:
    """A registered act. Its mutation, input type, command-line verb, matrix line and documentation derive from this."""

    room: str
    verb: str
    zh: str
    decide: Callable[..., Iterator[Any]]
    grants: tuple[Grant, ...]
    decides: bool
    """Whether it judges somebody's work: then nobody whose work it is may do it, directly or by delegation (ORG-09)."""
    input: type[msgspec.Struct]
    events: tuple[type[Any], ...]
    """What it decides: at least one of these must be possible for it to be."""
    doc: str
    creates: bool
    part: str | None = None
    """The name of the part of the record which the act is about, if it is about a part."""
    effects: tuple[type[Any], ...] = ()
    """What may follow at once from what it decides, marked so by `EFFECT`."""

    @property
    def name(self) -> str:
        """The full name, such as `plan.submit`."""
        return f"{self.room}.{self.verb}"

    @property
    def open_to_people(self) -> bool:
        """Whether anybody but the system itself may ever do it."""
        return any(grant.role is not Role.SYSTEM for grant in self.grants)

    @property
    def label(self) -> Labelled:
        """Its name as a fact of a refusal."""
        return Labelled(self.name, self.verb.replace("_", " "), self.zh)


@dataclass(frozen=True, slots=True)
class Marked:
    zh: str
    grants: tuple[Grant, ...]
    decides: bool


EVERY_ACT: Final[dict[str, Act]] = {}
"""The acts of all rooms, by full name: what matrices, delegations and scopes may speak of."""


def act(zh: str, *grants: Role | Grant, decides: bool = False) -> Callable[[F], F]:
    """Mark a decision as an act, with its Chinese label and who may do it until the authority matrix says otherwise."""

    def mark(decide: F) -> F:
        lines = tuple(Grant(each) if isinstance(each, Role) else each for each in grants)
        decide.__act__ = Marked(zh, lines, decides)  # type: ignore[attr-defined]
        return decide

    return mark


def acts_in(room: str, *modules: ModuleType) -> dict[str, Act]:
    """The acts written in these modules, in the order in which they are written."""
    acts = {
        made.verb: made
        for module in modules
        for name, decide in vars(module).items()
        if hasattr(decide, "__act__") and decide.__module__ == module.__name__
        for made in [described(room, name.rstrip("_"), decide)]
    }
    EVERY_ACT.update((each.name, each) for each in acts.values())
    return acts


def described(room: str, verb: str, decide: Callable[..., Iterator[Any]]) -> Act:
    """Read an act off its function: positional parameters are its subject, keyword parameters its input."""
    marked: Marked = decide.__act__  # type: ignore[attr-defined]
    hints = get_type_hints(decide, include_extras=True)
    (yields,) = get_args(hints["return"])
    decided = [each for each in alternatives(yields) if each is not Past]
    parameters = list(inspect.signature(decide).parameters.values())
    subjects = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD and p.name != "context"]
    return Act(
        room=room,
        verb=verb,
        zh=marked.zh,
        decide=decide,
        grants=marked.grants,
        decides=marked.decides,
        input=input_type(room, verb, [p for p in parameters if p.kind is p.KEYWORD_ONLY], hints),
        events=tuple(e for e in decided if get_origin(e) is not Annotated),
        effects=tuple(e for each in decided if get_origin(each) is Annotated for e in alternatives(bare(each))),
        doc=inspect.getdoc(decide) or "",
        creates=not subjects,
        part=subjects[1] if len(subjects) > 1 else None,
    )


def alternatives(yields: Any) -> tuple[Any, ...]:
    """The members of a union, or the one type that is none."""
    return get_args(yields) if get_origin(yields) in (Union, UnionType) else (yields,)


def input_type(
    room: str, verb: str, parameters: list[inspect.Parameter], hints: Mapping[str, Any]
) -> type[msgspec.Struct]:
    fields: list[Any] = [
        (p.name, hints[p.name]) if p.default is p.empty else (p.name, hints[p.name], p.default) for p in parameters
    ]
    name = "".join(word.title() for word in [room, *verb.split("_")]) + "Input"
    return msgspec.defstruct(name, fields, frozen=True, kw_only=True, forbid_unknown_fields=True)
