"""`allowedCommands`: what the caller may do to a record, or to a part of it, now."""

from collections.abc import Sequence
from typing import Any

from domain.shared.act import Act
from domain.shared.room import Part, Room
from graphql_api import reads
from graphql_api.context import RequestContext
from graphql_api.names import camel
from graphql_api.strawberry_types import Field


def fields() -> dict[str, Field]:
    """The fields of a command."""
    return {
        "act": Field(str, "Its name in the log and in the authority matrix, such as plan.submit."),
        "mutation": Field(str, "The mutation that does it."),
        "label": Field(str, "What to call it in English."),
        "label_zh": Field(str, "What to call it in Chinese."),
    }


def mutation_name(act: Act) -> str:
    """`plan.claim_task_completion` -> `planClaimTaskCompletion`."""
    return camel(f"{act.room}_{act.verb}")


def field(kind: Any, room: Room, part: Part | None) -> Field:
    """The commands that the caller could give about a row of the room, or of its part. In the past there are none."""
    columns = (room.name, "id") if part else ("id",)

    def resolve(source: Any, info: Any) -> Any:
        record, id, at = aim(source[info.path.key], part)
        context: RequestContext = info.context
        if at is not None:
            return []

        def read(aims: Sequence[Any]) -> list[list[dict[str, str]]]:
            verbs = (context.product.ledger.allowed(context.caller.person, room, *each) for each in aims)
            return [
                [told(room.acts[verb]) for verb in each if room.acts[verb].part == (part and part.name)]
                for each in verbs
            ]

        return context.load(("allowed", room.name, part and part.name), (record, id), read)

    return Field(kind, "What the caller may do to it now (API-03).", resolve, reads=reads.computed(*columns))


def aim(keys: Sequence[Any], part: Part | None) -> tuple[str, str | None, int | None]:
    """The record, its part if it is about one, and the position asked about if it is not now."""
    record, *rest = keys
    id = rest.pop(0) if part else None
    return record, id, rest[0] if rest else None


def told(act: Act) -> dict[str, str]:
    return {"act": act.name, "mutation": mutation_name(act), "label": act.label.en, "label_zh": act.zh}
