"""What can be done through the API, and how it is refused."""

import json
from typing import Any

import pytest

from tests.api.running import Client, Play, Running

GARDEN = "garden { id key version status name area closes public large counts { key value } best { name sown } }"
ROSARIUM = {
    "name": "Rosarium",
    "area": "120.50",
    "closes": "2030-01-31",
    "counts": [{"key": "rose", "value": 3}],
    "best": {"name": "Peace", "sown": "2025-03-01"},
}


def test_a_command_answers_with_the_new_state(play: Play) -> None:
    async def scene(admin: Client) -> None:
        done = await admin.do("gardenOpen", ROSARIUM, f"{GARDEN} position events {{ type version actorId payload }}")
        garden = done["garden"]
        assert (garden["name"], garden["area"], garden["closes"]) == ("Rosarium", "120.50", "2030-01-31")
        assert (garden["large"], garden["public"], garden["status"], garden["version"]) == (True, False, "OPEN", 1)
        assert garden["counts"] == [{"key": "rose", "value": 3}]
        assert garden["best"] == {"name": "Peace", "sown": "2025-03-01"}
        (event,) = done["events"]
        assert (event["type"], event["version"], event["payload"]["name"]) == ("garden.opened", 1, "Rosarium")
        assert done["position"] > 0

    play(scene)


@pytest.mark.parametrize("told", ["id", "key"])
def test_records_and_parts_are_named_by_opaque_ids_or_by_keys(play: Play, told: str) -> None:
    async def scene(admin: Client) -> None:
        garden = (await admin.do("gardenOpen", ROSARIUM, GARDEN))["garden"]
        bed = (await admin.do("gardenDig", {"id": garden[told], "area": "4"}, "bed { id key status }"))["bed"]
        assert bed["status"] == "FALLOW"
        given = {"id": garden[told], "bedId": bed[told], "plants": [{"name": "Peace", "sown": "2025-03-01"}]}
        fields = "bed { status plants { name sown } garden { id } } garden { version }"
        done = await admin.do("gardenPlant", given, fields)
        assert done["bed"]["plants"] == [{"name": "Peace", "sown": "2025-03-01"}]
        assert done["bed"]["garden"]["id"] == garden["id"]
        assert done["garden"]["version"] == 3

    play(scene)


def test_a_refusal_says_its_rule_in_two_languages(play: Play, product: Running) -> None:
    async def scene(admin: Client) -> None:
        before = product.recorded()
        done = await admin.try_("gardenOpen", {**ROSARIUM, "area": "0.5"}, "position garden { id } events { id }")
        assert done == {
            "position": None,
            "garden": None,
            "events": [],
            "refusal": {
                "code": "garden.too_small",
                "message": "0.5 m² is too small.",
                "messageZh": "0.5平方米太小。",
                "facts": {"area": "0.5"},
            },
        }
        assert product.recorded() == before
        last = (await admin.ask("{ refusals(first: 100) { code act actor facts } }"))["refusals"][-1]
        assert last == {
            "code": "garden.too_small", "act": "garden.open", "actor": "administrator", "facts": {"area": "0.5"},
        }  # fmt: skip

    play(scene)


def test_the_same_command_is_done_once(play: Play, product: Running) -> None:
    async def scene(admin: Client) -> None:
        given = {**ROSARIUM, "commandId": "open-once"}
        first = await admin.do("gardenOpen", given, "garden { id } position events { id }")
        after = product.recorded()
        assert await admin.do("gardenOpen", given, "garden { id } position events { id }") == first
        assert product.recorded() == after
        other = await admin.try_("gardenOpen", {**given, "name": "Other"})
        assert other["refusal"]["code"] == "ledger.command_reused"

    play(scene)


def test_who_has_seen_an_older_version_is_told_what_has_happened_since(play: Play) -> None:
    async def scene(admin: Client) -> None:
        garden = (await admin.do("gardenOpen", ROSARIUM, GARDEN))["garden"]
        await admin.do("gardenRename", {"id": garden["id"], "name": "Herbary", "expectedVersion": 1})
        late = await admin.try_("gardenRename", {"id": garden["id"], "name": "Orchard", "expectedVersion": 1})
        assert late["refusal"]["code"] == "ledger.conflict"
        assert late["refusal"]["facts"] == {"expected": 1, "current": 2, "events": ["garden.renamed"]}

    play(scene)


def test_nothing_to_do_is_no_refusal(play: Play, product: Running) -> None:
    async def scene(admin: Client) -> None:
        garden = (await admin.do("gardenOpen", ROSARIUM, GARDEN))["garden"]
        before = product.recorded()
        done = await admin.do("gardenRename", {"id": garden["id"], "name": "Rosarium"}, f"{GARDEN} events {{ id }}")
        assert done["garden"] == garden
        assert done["events"] == []
        assert product.recorded() == before

    play(scene)


@pytest.mark.parametrize(
    ("mutation", "given", "code"),
    [
        ("gardenOpen", {"name": "  ", "area": 5}, "input.blank"),
        ("gardenOpen", {"name": "x" * 301, "area": 5}, "input.invalid"),
        ("gardenOpen", {"name": "x", "area": 5, "actingRole": "PG"}, "authority.role_not_held"),
        ("gardenOpen", {"name": "x", "area": 5, "onBehalfOfId": "somebody"}, "authority.not_delegated"),
        ("gardenOpen", {"name": "x", "area": 5, "occurredAt": "2999-01-01T00:00:00Z"}, "ledger.future"),
        ("gardenOpen", {"name": "x", "area": 5, "neighbourId": "Person:ana"}, "input.wrong_kind"),
        ("gardenRename", {"id": "no-such", "name": "x"}, "ledger.no_such_record"),
        ("gardenRename", {"id": "Person:ana", "name": "x"}, "input.wrong_kind"),
        ("gardenPlant", {"id": "no-such", "bedId": "no-such", "plants": []}, "ledger.no_such_record"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_code(
    play: Play, product: Running, mutation: str, given: dict[str, Any], code: str
) -> None:
    async def scene(admin: Client) -> None:
        before = product.recorded()
        assert (await admin.try_(mutation, given))["refusal"]["code"] == code
        assert product.recorded() == before

    play(scene)


@pytest.mark.parametrize(
    "input",
    [
        '{name: "x"}',
        '{name: 5, area: 5}',
        '{name: "x", area: "a lot"}',
        '{name: "x", area: "NaN"}',
        '{name: "x", area: "1e999999999"}',
        '{name: "x", area: true}',
        '{name: "x", area: 5, closes: "tomorrow"}',
        '{name: "x", area: 5, closes: "2026-02-30"}',
        '{name: "x", area: 5, occurredAt: "2026-01-01T00:00:00"}',
        '{name: "x", area: 5, occurredAt: "0001-01-01T00:00:00+14:00"}',
        '{name: "x", area: 5, actingRole: BOSS}',
        '{name: "x", area: 5, expectedVersion: 99999999999}',
        '{name: "x", area: 5, colour: "red"}',
        '{name: "x", area: 5, best: {}}',
        '{name: null, area: 5}',
    ],
)  # fmt: skip
def test_what_is_of_the_wrong_type_never_reaches_the_business(play: Play, product: Running, input: str) -> None:
    async def scene(admin: Client) -> None:
        before = product.recorded()
        answer = await admin.post(f"mutation {{ gardenOpen(input: {input}) {{ position }} }}")
        assert answer.status_code == 400, answer.text
        assert product.recorded() == before

    play(scene)


def test_null_leaves_an_input_to_its_default(play: Play) -> None:
    async def scene(admin: Client) -> None:
        given = {"name": "x", "area": 5, "closes": None, "helperIds": None, "counts": None, "best": None}
        garden = (await admin.do("gardenOpen", given, f"{GARDEN}"))["garden"]
        assert (garden["closes"], garden["counts"], garden["best"]) == (None, [], None)

    play(scene)


def test_what_the_system_does_by_itself_is_no_mutation(play: Play) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.post('mutation { gardenWake(input: {id: "x"}) { position } }')
        assert answer.status_code == 400

    play(scene)


def test_several_commands_are_done_one_after_the_other(play: Play) -> None:
    async def scene(admin: Client) -> None:
        garden = (await admin.do("gardenOpen", ROSARIUM, GARDEN))["garden"]
        id = json.dumps(garden["id"])
        renaming = "\n".join(
            f'a{n}: gardenRename(input: {{id: {id}, name: "{n}"}}) {{ garden {{ name version }} }}' for n in range(5)
        )
        data = await admin.ask(f"mutation {{ {renaming} }}")
        assert [data[f"a{n}"]["garden"] for n in range(5)] == [{"name": str(n), "version": n + 2} for n in range(5)]

    play(scene)


def test_commands_that_fit_the_state_are_shown_and_others_are_refused(play: Play) -> None:
    async def scene(admin: Client) -> None:
        fields = "garden { id allowedCommands { act mutation label labelZh } }"
        opened = (await admin.do("gardenOpen", ROSARIUM, fields))["garden"]
        assert [each["mutation"] for each in opened["allowedCommands"]] == ["gardenRename", "gardenClose", "gardenDig"]
        assert opened["allowedCommands"][1] == {
            "act": "garden.close", "mutation": "gardenClose", "label": "close", "labelZh": "关闭",
        }  # fmt: skip
        closed = (await admin.do("gardenClose", {"id": opened["id"]}, fields))["garden"]
        assert closed["allowedCommands"] == []
        assert (await admin.try_("gardenDig", {"id": opened["id"], "area": 3}))["refusal"]["code"].startswith(
            "lifecycle."
        )

    play(scene)


def test_what_is_recorded_but_not_shown_yet_is_said_to_be(
    play: Play, product: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> bool:
        return False

    async def scene(admin: Client) -> None:
        monkeypatch.setattr("graphql_api.mutations.reached", never)
        document = 'mutation { gardenOpen(input: {name: "x", area: 5}) { position garden { id } refusal { code } } }'
        answer = await admin.post(document)
        assert answer.status_code == 294
        done = answer.json()["data"]["gardenOpen"]
        assert done == {"position": product.recorded(), "garden": None, "refusal": None}
        assert answer.json()["errors"][0]["extensions"]["code"] == "views.behind"

    play(scene)
