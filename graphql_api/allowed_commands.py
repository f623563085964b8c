"""`allowedCommands`: what the caller may do to a record, or to a part of it, now."""

from collections.abc import Sequence
from typing import Any

from domain.shared.act import Act
from domain.shared.room import Part, Room
from graphql_api.context import RequestContext
from graphql_api.names import camel
from graphql_api.resolvers import Resolver
from graphql_api.strawberry_types import Field
from projections.views import Row


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


def allowed(room: Room, part: Part | None) -> Resolver:
    """The commands that the caller could give about a row of the room, or of its part."""

    def resolve(row: Row, info: Any) -> Any:
        context: RequestContext = info.context
        aim = (row[room.name], row["id"]) if part else (row["id"], None)

        def read(aims: Sequence[Any]) -> list[list[dict[str, str]]]:
            verbs = (context.product.ledger.allowed(context.caller.person, room, *each) for each in aims)
            return [
                [told(room.acts[verb]) for verb in each if room.acts[verb].part == (part and part.name)]
                for each in verbs
            ]

        return context.load(("allowed", room.name, part and part.name), aim, read)

    return resolve


def told(act: Act) -> dict[str, str]:
    return {"act": act.name, "mutation": mutation_name(act), "label": act.label.en, "label_zh": act.zh}
