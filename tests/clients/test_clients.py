"""Clients that are not ours work with our schema and with our server.

All of them are one test: they share a server, and what is generated lies in one place.
"""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from tests.clients.conftest import CLIENTS, LONG, TOKEN, Node


@LONG
def test_the_server_is_as_clients_expect_it(node: Node, url: str) -> None:
    for expectation in (
        is_asked_by_the_ids_that_codegen_gives,
        is_asked_what_the_relay_compiler_makes_of_lists_records_and_acts,
        is_asked_by_a_client_in_python,
    ):
        expectation(node, url)


def is_asked_by_the_ids_that_codegen_gives(node: Node, url: str) -> None:
    node("codegen", "tsc", "--project", ".")
    assert node("codegen", "node", "built/plans.js", url, TOKEN) == "0 of 0 plans\n"


def is_asked_what_the_relay_compiler_makes_of_lists_records_and_acts(node: Node, url: str) -> None:
    generated = CLIENTS / "relay" / "generated"
    generated.mkdir(exist_ok=True)
    node("relay", "relay-compiler", "relay.config.json")
    text = next(line for line in (generated / "PlanListQuery.graphql.ts").read_text().splitlines() if '"text"' in line)
    query = json.loads("{" + text.strip().rstrip(",") + "}")["text"]
    asked = {"query": query, "variables": {}}
    answer = httpx.post(url, json=asked, headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert answer["data"]["plans"]["pageInfo"]["hasNextPage"] is False


def is_asked_by_a_client_in_python(_node: Node, url: str) -> None:
    script = Path(CLIENTS / "python" / "plans.py")
    done = subprocess.run([sys.executable, script, url, TOKEN], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "0 of 0 plans\n"
