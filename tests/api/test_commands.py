"""What can be done through the API, and how it is refused."""

from collections.abc import Callable
from typing import Any

from tests.api.running import Client

Play = Callable[..., Any]
GARDEN = "garden { id key version status name area closes public large counts { key value } best { name sown } }"


def test_a_command_answers_with_the_new_state(play: Play) -> None:
    async def scene(admin: Client) -> None:
        given = {
            "name": "Rosarium",
            "area": "120.50",
            "closes": "2030-01-31",
            "counts": [{"key": "rose", "value": 3}],
            "best": {"name": "Peace", "sown": "2025-03-01"},
        }
        done = await admin.do("gardenOpen", given, f"{GARDEN} position events {{ type version actorId payload }}")
        garden = done["garden"]
        assert (garden["name"], garden["area"], garden["closes"]) == ("Rosarium", "120.50", "2030-01-31")
        assert garden["large"] is True
        assert garden["status"] == "OPEN"
        assert garden["counts"] == [{"key": "rose", "value": 3}]
        assert garden["best"] == {"name": "Peace", "sown": "2025-03-01"}
        assert [event["type"] for event in done["events"]] == ["garden.opened"]
        assert done["events"][0]["payload"]["name"] == "Rosarium"
        assert done["position"] > 0

    play(scene)
