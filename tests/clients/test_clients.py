"""Clients that are not ours work with our schema and with our server.

All of them are one test: they share a server, and what is generated lies in one place.
"""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from tests.clients.conftest import CLIENTS, TOKEN, Node, lines

FOUND = """
mutation { organisationFound(input: {
  company: "Poly", structuralForm: "直线职能制", headquarters: "Head office", unitId: "hq"
}) { position refusal { code } } }
"""


def test_the_server_is_as_clients_expect_it(node: Node, url: str) -> None:
    for expectation in (
        passes_every_point_of_the_audit_suite,
        is_asked_by_the_ids_that_codegen_gives,
        is_asked_what_the_relay_compiler_makes_of_lists_records_and_acts,
        is_asked_by_a_client_in_python,
        is_followed_by_the_reference_clients,
    ):
        expectation(node, url)


def passes_every_point_of_the_audit_suite(node: Node, url: str) -> None:
    results = json.loads(node("reference", "node", "audit.mjs", url, TOKEN))
    assert len(results) >= 60
    assert [each for each in results if each["status"] != "ok"] == []


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


def is_followed_by_the_reference_clients(node: Node, url: str) -> None:
    answer = httpx.post(url, json={"query": FOUND}, headers={"Authorization": f"Bearer {TOKEN}"}).json()
    position = answer["data"]["organisationFound"]["position"]
    for protocol in ("ws", "sse"):
        events = lines(node("reference", "node", "follow.mjs", protocol, url, TOKEN, "0", str(position)))
        assert [each["sequence"] for each in events][:position] == list(range(1, position + 1))
        assert events[0]["type"] == "opsledger.organisation.founded"
