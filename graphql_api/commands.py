"""What a caller may do to a record now, as the API shows it."""

from collections.abc import Sequence
from typing import Any

from domain.shared.act import Act
from domain.shared.room import Part, Room
from graphql_api.asking import Asking
from graphql_api.names import camel
from graphql_api.resolve import Resolver
from graphql_api.shapes import Shape
from projections.views import Row


def fields() -> dict[str, Shape]:
    """The fields of a command."""
    return {
        "act": Shape(str, "Its name in the log and in the authority matrix, such as plan.submit."),
        "mutation": Shape(str, "The mutation that does it."),
        "label": Shape(str, "What to call it in English."),
        "label_zh": Shape(str, "What to call it in Chinese."),
    }


def mutation_name(act: Act) -> str:
    """`plan.claim_task_completion` -> `planClaimTaskCompletion`."""
    return camel(f"{act.room}_{act.verb}")


def allowed(room: Room, part: Part | None) -> Resolver:
    """The commands that the caller could give about a row of the room, or of its part."""

    def resolve(row: Row, info: Any) -> Any:
        asking: Asking = info.context
        aim = (row[room.name], row["id"]) if part else (row["id"], None)

        def read(aims: Sequence[Any]) -> list[list[dict[str, str]]]:
            verbs = (asking.product.ledger.allowed(asking.caller.person, room, *each) for each in aims)
            return [
                [told(room.acts[verb]) for verb in each if room.acts[verb].part == (part and part.name)]
                for each in verbs
            ]

        return asking.load(("allowed", room.name, part and part.name), aim, read)

    return resolve


def told(act: Act) -> dict[str, str]:
    return {"act": act.name, "mutation": mutation_name(act), "label": act.label.en, "label_zh": act.zh}
