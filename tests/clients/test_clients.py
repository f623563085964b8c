"""Clients that are not ours work with our schema and with our server, by the commands that their page shows.

All of them are one test: they share a server, and what is generated lies in one place.
"""

import json
from typing import Any

import httpx

from tests.clients.conftest import BESIDE, CLIENTS, LONG, TOKEN, Node, lines

FOUND = 'mutation { organisationFound(input: {company: "A", structuralForm: "B", headquarters: "C"}) { position } }'
SHOWN = "http://127.0.0.1:8000/graphql demo-planner"


@LONG
def test_the_server_is_as_clients_expect_it(node: Node, url: str) -> None:
    asked(url, FOUND)
    codegen, audit, follow, python = (
        node(".", "bash", "-euc", command.replace(SHOWN, f"{url} {TOKEN}")) for command in BESIDE
    )
    assert codegen == python == "0 of 0 plans\n"
    assert {each["status"] for each in json.loads(audit)} == {"ok"}
    assert lines(follow)
    is_asked_what_the_relay_compiler_makes_of_lists_records_and_acts(url)


def is_asked_what_the_relay_compiler_makes_of_lists_records_and_acts(url: str) -> None:
    generated = CLIENTS / "relay" / "generated" / "PlanListQuery.graphql.ts"
    text = next(line for line in generated.read_text().splitlines() if '"text"' in line)
    query = json.loads("{" + text.strip().rstrip(",") + "}")["text"]
    assert asked(url, query)["plans"]["pageInfo"]["hasNextPage"] is False


def asked(url: str, query: str) -> Any:
    """The data of an answer."""
    return httpx.post(url, json={"query": query}, headers={"Authorization": f"Bearer {TOKEN}"}).json()["data"]
