"""Findings about decisions that are kept as rows: what is rare among millions of events is not looked for each time.

Each rests on the events of one record alone, and is noted with the event that completes it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import asdict, replace

from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.room import Room
from domain.shared.term import Role
from projections.across import Event, RowId, Signature
from projections.reports import approvals as found
from projections.reports.deciding import MATTERS, deciding, ending, presumed, unsigned
from projections.reports.trail import FINAL, Trail, of_one_part

YES = (Verdict.APPROVED, Verdict.PASSED)
SHARED = frozenset(found.Decision.__struct_fields__) & frozenset(Event.__struct_fields__)
"""What a decision says as the event that holds it does."""

Rows: TypeAlias = Iterator[Struct]


class Findings:
    """Notes them event by event, as the events of each record follow each other (AUDIT-09)."""

    def __init__(self, rooms: Sequence[Room]) -> None:
        self._acts = frozenset(act.name for act in deciding(rooms))
        self._unsigned = frozenset(unsigned(rooms))
        self._later: defaultdict[str, set[str]] = defaultdict(set)
        """By an approval what presumes it."""
        for approval, later in presumed(rooms):
            self._later[approval].add(later)
        self._presuming = frozenset[str]().union(*self._later.values())
        self._ending = frozenset(ending(rooms))
        self._remembered = self._presuming | {origin for each in MATTERS.values() for origin, _ in each}

    def take(self, trail: Trail, event: Event, signed: Sequence[Signature]) -> Rows:
        """What the next event of the record completes; `signed` are the signatures and askings in it."""
        if event.act in self._acts and event.role is not Role.SYSTEM:
            yield from self._decided(trail, event, signed)
        if event.type in self._presuming:
            yield from self._acted(trail, event)
        trail.add(event, signed, event.type in self._remembered)
        if event.type in self._ending:
            trail.end(event)

    def _decided(self, trail: Trail, event: Event, signed: Sequence[Signature]) -> Rows:
        told = {name: getattr(event, name) for name in SHARED}
        verdicts = [each for each in signed if each.verdict is not None]
        for each in verdicts:
            decision = found.Decision(**told | {"id": each.id, "verdict": each.verdict})
            asked = trail.asked_for(each)
            yield from self_approvals(trail, event, decision, asked)
            if asked:
                yield from changes(trail, decision, each, asked[-1])
            if each.verdict in YES:
                yield from against_opinion(trail, decision, each)
                yield from self._approved(trail, event, decision, asked)
        if not verdicts and event.type in self._unsigned:
            yield from self_approvals(trail, event, found.Decision(**told, verdict=None), ())

    def _approved(self, trail: Trail, event: Event, decision: found.Decision, asked: Sequence[Signature]) -> Rows:
        """The approval, if it is backdated, or something was done upon it that presumes it."""
        if event.migrated:
            return
        since = asked[-1].position if asked else 0
        presuming = (each for type_ in self._later[event.type] for each in trail.happened[type_])
        early = [each for each in presuming if each.position > since and of_one_part(each, event)]
        acted = min(early, key=lambda each: each.position, default=None)
        if acted or event.occurred_at < event.recorded_at:
            yield late(decision, event, acted)
        if not acted and self._later[event.type]:
            trail.approved.append((event, decision))

    def _acted(self, trail: Trail, event: Event) -> Rows:
        """The approvals that were written down after this, which presumes them, is said to have happened."""
        for each in tuple(trail.approved):
            approval, decision = each
            if event.type not in self._later[approval.type] or not of_one_part(event, approval):
                continue
            if event.occurred_at < approval.recorded_at:
                trail.approved.remove(each)
                id = RowId(f"{decision.id}/{event.id}")
                yield late(replace(decision, id=id, position=event.position), approval, event)


def self_approvals(trail: Trail, event: Event, decision: found.Decision, asked: Sequence[Signature]) -> Rows:
    """The decision, for each of those who took it, or had it taken, whose own matter it was."""
    matter = {person for each in asked for person in (each.signer, each.on_behalf_of)}
    for origin, member in MATTERS.get(event.type, ()):
        matter |= {whose(each, member) for each in trail.happened[origin] if of_one_part(each, event)}
    for person in filter(None, (event.actor, event.on_behalf_of)):
        if person in matter:
            own = {"id": RowId(f"{decision.id}/{person}"), "person": person, "capacity": capacity(event, person)}
            yield found.SelfApproval(**asdict(decision) | own)


def capacity(decided: Event, person: PersonId) -> found.Capacity:
    """How somebody whose own matter it was came to decide on it."""
    if decided.on_behalf_of is None:
        return found.Capacity.OWN
    through = person == decided.on_behalf_of
    return found.Capacity.THROUGH_DELEGATE if through else found.Capacity.AS_DELEGATE


def whose(event: Event, member: str) -> PersonId | None:
    """Whose matter an event says that something is: whom its member names, or who is behind it when there is none."""
    return getattr(event.payload, member) if member else event.on_behalf_of or event.actor


def against_opinion(trail: Trail, decision: found.Decision, decided: Signature) -> Rows:
    """The approval, for each opinion against exactly what was approved."""
    for no in trail.objections:
        if no.verdict and (no.digest, no.round) == (decided.digest, decided.round):
            yield found.DecisionAgainstOpinion(
                **asdict(replace(decision, id=RowId(f"{decision.id}/{no.id}"))),
                opinion=no.verdict,
                reviewer=no.signer,
                reviewer_role=no.role,
                opinion_at=no.at,
                opinion_position=no.position,
                objection=no.comment,
            )


def changes(trail: Trail, decision: found.Decision, decided: Signature, asked: Signature) -> Rows:
    """What happened between the asking and the decision, apart from what was signed of the same content."""
    verdict = decided.verdict
    if verdict not in FINAL:
        return
    for each, signed in trail.since(asked):
        if decided.digest in signed:
            continue
        yield found.ChangeBeforeApproval(
            id=RowId(f"{decision.id}/{each.id}"),
            position=decision.position,
            record=each.record,
            room=each.room,
            part=each.part,
            change=each.type,
            act=each.act,
            actor=each.actor,
            on_behalf_of=each.on_behalf_of,
            role=each.role,
            changed_at=each.occurred_at,
            changed_position=each.position,
            comment=each.comment,
            payload=each.payload,
            asker=asked.signer,
            asked_position=asked.position,
            verdict=verdict,
            decider=decision.actor,
        )


def late(decision: found.Decision, approval: Event, acted: Event | None) -> found.ApprovalAfterTheFact:
    """The approval, written down late, with what was done upon it before."""
    return found.ApprovalAfterTheFact(
        **asdict(decision),
        recorded_at=approval.recorded_at,
        backdated=approval.backdated,
        acted=acted.type if acted else None,
        acted_at=acted.occurred_at if acted else None,
        acted_position=acted.position if acted else None,
    )
