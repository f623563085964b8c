"""One request cannot ask for more than the server can bear."""

import asyncio
from typing import Any

import pytest
from graphql import GraphQLSchema, execute_sync, get_introspection_query

from tests.api.running import Client, Play

WIDE = "{ gardens(first: 100) { nodes { beds(first: 100) { nodes { history(last: 100) { totalCount } } } } } }"
DEEP = "{ gardens(first: 1) { nodes " + "{ neighbour " * 20 + "{ id }" + "}" * 20 + " } }"
ALIASED = "{ " + " ".join(f"a{n}: position" for n in range(101)) + " }"
LONG = "{ " + "position " * 10_000 + "}"
DEEPEST = "{ position " * 2_500 + "}" * 2_500
CHAIN = "{ ...f0 } " + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(900))
LAUGHS = (
    "{ ...f0 } "
    + " ".join(f"fragment f{n} on Query {{ {f'...f{n + 1} ' * 10} }}" for n in range(9))
    + " fragment f9 on Query { position }"
)


REPEATED = "{ " + "gardens(first: 1) { totalCount } " * 51 + "}"
MERGED = "{ " + "gardens(first: 1) { nodes { ...f id id } } " * 50 + "} fragment f on Garden { id }"


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (WIDE, 422), (DEEP, 422), (DEEPEST, 400), (CHAIN, 422), (ALIASED, 422), (LONG, 400), (LAUGHS, 422),
        (REPEATED, 422), (MERGED, 422),
    ],
    ids=["wide", "deep", "deepest", "chain", "aliased", "long", "laughs", "repeated", "merged"],
)  # fmt: skip
def test_one_request_cannot_ask_too_much(play: Play, document: str, status: int) -> None:
    async def scene(admin: Client) -> None:
        answer = await admin.post(document)
        assert answer.status_code == status, answer.text
        assert len(answer.content) < 5_000

    play(scene)


def test_the_explorers_own_question_about_the_schema_is_not_too_much(play: Play) -> None:
    async def scene(admin: Client) -> None:
        assert (await admin.ask(get_introspection_query(input_value_deprecation=True)))["__schema"]["types"]

    play(scene)


def test_the_answer_about_the_schema_is_made_once_beside_the_event_loop(play: Play) -> None:
    question = get_introspection_query(descriptions=False)

    async def scene(admin: Client) -> None:
        loops: list[bool] = []

        def noted(schema: GraphQLSchema, *rest: Any, **named: Any) -> Any:
            loops.append(asyncio._get_running_loop() is not None)
            return execute_sync(schema, *rest, **named)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("graphql_api.documents.execute_sync", noted)
            first, again = [await admin.ask(question) for _ in range(2)]
        assert first == again and {"__schema"} == first.keys()
        assert loops == [False]

    play(scene)
