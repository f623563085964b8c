"""One mutation for each act that somebody may do: its input, the command that it gives, and the answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import strawberry

from application.access import Caller
from application.command import Command, Receipt
from domain.shared.act import Act
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Part, Room
from domain.shared.term import Role
from graphql_api.allowed_commands import mutation_name
from graphql_api.annotations import values
from graphql_api.context import RequestContext
from graphql_api.inputs import given_values
from graphql_api.names import camel, pascal
from graphql_api.object_types import ObjectTypes
from graphql_api.reaching import reached
from graphql_api.refusals import NOT_SHOWN_YET, told
from graphql_api.registry import TypeRegistry, part_name
from graphql_api.reporting import given
from graphql_api.scalars import Json, LogPosition
from graphql_api.strawberry_types import Field, Resolve, argument, by_name, input_type, listed, object_type, optional
from projections.fields import meanings
from projections.filters import And, Compare, Op, Order

PATIENCE = 5.0
"""Seconds that an answer waits for what was recorded to be shown."""


def mutation(types: ObjectTypes) -> type:
    """The type Mutation."""
    rooms = [t.room for t in types.registry.tables.values() if t.room and not t.part]
    refusal = object_type(type("Refusal", (), {}), "The rule that said no. Nothing was recorded.", refusal_fields())
    acts = [(room, act) for room in rooms for act in room.acts.values() if act.open_to_people]
    fields = dict(doing(types, room, act, refusal) for room, act in acts)
    doc = "What can be done. Each either is recorded as a whole or refused."
    return object_type(type("Mutation", (), {}), doc, fields)


def refusal_fields() -> dict[str, Field]:
    return {
        "code": Field(str, "The rule's code; it never changes."),
        "message": Field(str, "What it says, in English."),
        "message_zh": Field(str, "What it says, in Chinese."),
        "facts": Field(Json, "The facts it says it by."),
    }


def doing(types: ObjectTypes, room: Room, act: Act, refusal: type) -> tuple[str, Field]:
    """The name of the mutation, and the mutation."""
    name = pascal(f"{act.room}_{act.verb}")
    registry = types.registry
    fields = input_fields(registry, room, act)
    given = input_type(type(f"{name}Input", (), {}), f"What {mutation_name(act)} takes.", fields)
    part = part_changed(room, act)
    payload = object_type(
        type(f"{name}Payload", (), {}),
        f"What came of {mutation_name(act)}.",
        by_name(answered(types, room, part, refusal)),
    )
    input_ = argument("input", given, "What to do it with.")
    return f"{act.room}_{act.verb}", Field(payload, f"{act.doc}\n\n{act.zh}", doer(registry, room, act), [input_])


def part_changed(room: Room, act: Act) -> Part | None:
    """The kind of part that the act is about, or makes."""
    return next((p for p in room.parts if p.name == act.part or any(e in p.lifecycle.moves for e in act.events)), None)


def input_fields(registry: TypeRegistry, room: Room, act: Act) -> dict[str, Field]:
    aim: dict[str, Field] = {}
    if not act.creates and not room.singleton:
        aim["id"] = Field(strawberry.ID, f"The {room.label.en}.")
    if act.part:
        aim[f"{act.part}_id"] = Field(strawberry.ID, f"The {room.part(act.part).label.en}.")
    subject: Any = room.part(act.part).state if act.part else room.state
    said = {value.name: value.doc for value in values(subject)}
    said |= {name: doc for each in (*act.events, subject) for name, doc in meanings(each).items()}
    return by_name((*aim.items(), *registry.inputs(act.input, said).items(), *about_the_command(registry).items()))


def about_the_command(registry: TypeRegistry) -> dict[str, Field]:
    """The fields that every input has (AUDIT-02, AUDIT-03)."""
    return {
        "command_id": Field(
            optional(strawberry.ID), "A key of your own: the same command sent again gets the first answer, for ever."
        ),
        "expected_version": Field(optional(int), "The version that you have seen; refused when it has moved on."),
        "acting_role": Field(
            optional(registry.term(Role)), "In which of your roles you act; a fitting one when left out."
        ),
        "on_behalf_of_id": Field(optional(strawberry.ID), "Whoever has delegated this to you."),
        "occurred_at": Field(optional(datetime), "When it really happened, at most 7 days ago (AUDIT-12)."),
        "backdating_reason": Field(str, "Why it is recorded only now.", default=""),
    }


def answered(types: ObjectTypes, room: Room, part: Part | None, refusal: type) -> Iterator[tuple[str, Field]]:
    """The fields of the answer, from a `Done`."""
    registry = types.registry
    doc = "As it is now; absent when the command was refused."
    yield room.name, Field(optional(registry.records[room.name]), doc, changed(room.name, "record"))
    if part:
        table = f"{room.name}_{part.name}"
        yield part_name(room, part), Field(optional(registry.records[table]), doc, changed(table, "part"))
    yield "events", Field(listed(registry.records["event"]), "What has happened, to the record itself.", happened)
    yield (
        "position",
        Field(optional(LogPosition), "Where it is in the log; ask with minPosition to see its effect anywhere."),
    )
    yield "refusal", Field(optional(refusal), "Why nothing was done, when a rule said no.")


def doer(registry: TypeRegistry, room: Room, act: Act) -> Resolve:
    """Gives the command, and waits until what it has recorded is shown."""

    async def resolved(_source: Any, info: Any, input: Mapping[str, Any]) -> dict[str, Any]:
        context: RequestContext = info.context
        try:
            command = commanded(registry, room, act, context.caller, input)
            receipt = await context.threads.work(given, context.product.ledger, command)
        except Refused as no:
            return {"refusal": told(no)}
        shown = await reached(context.product.runner, receipt.position, PATIENCE)
        context.forget()
        return {"position": receipt.position, "receipt": receipt, "shown": shown}

    return resolved


def commanded(registry: TypeRegistry, room: Room, act: Act, caller: Caller, given: Mapping[str, Any]) -> Command:
    """The command that an input says. Refuses ids of another kind."""
    part = f"{room.name}_{act.part}" if act.part else None
    principal = given.get("onBehalfOfId")
    return Command(
        act=act.name,
        actor=caller.person,
        record=registry.key(given["id"], room.name) if "id" in given else None,
        part=registry.key(given[camel(f"{act.part}_id")], part) if part else None,
        inputs=given_values(registry, act.input, given),
        command_id=given.get("commandId"),
        expected_version=given.get("expectedVersion"),
        acting_role=given.get("actingRole"),
        on_behalf_of=PersonId(registry.key(principal, registry.leads_to(PersonId))) if principal else None,
        occurred_at=given.get("occurredAt"),
        backdating_reason=given.get("backdatingReason") or "",
        scopes=caller.scopes,
        credential=caller.token,
    )


def changed(table: str, what: str) -> Resolve:
    """The row of what the command has changed. Refuses NOT_SHOWN_YET."""

    def resolved(done: Mapping[str, Any], info: Any) -> Any:
        receipt = shown_receipt(done)
        id = receipt and getattr(receipt, what)
        return info.context.row(info, table, id) if id else None

    return resolved


async def happened(done: Mapping[str, Any], info: Any) -> list[Any]:
    """The events of the command on its record."""
    receipt, context = shown_receipt(done), info.context
    if receipt is None or not receipt.events:
        return []
    version = Compare("version", Op.GT, receipt.version - len(receipt.events))
    where = And((Compare("record", Op.EQ, receipt.record), version, Compare("version", Op.LTE, receipt.version)))

    found = await context.threads.work(context.reader().rows, "event", where, ["id"], [Order("position")])
    return [await each for each in [context.row(info, "event", row["id"]) for row in found]]


def shown_receipt(done: Mapping[str, Any]) -> Receipt | None:
    receipt: Receipt | None = done.get("receipt")
    if receipt and not done["shown"]:
        raise NOT_SHOWN_YET(position=receipt.position)
    return receipt
