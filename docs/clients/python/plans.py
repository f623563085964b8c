"""Asks for the first plans with the Python package `gql`, which checks the document against the schema beforehand.

pip install 'gql[httpx]', then: python plans.py [URL [TOKEN]]
"""

import sys
from pathlib import Path

from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

SCHEMA = Path(__file__).parents[3] / "graphql_api" / "schema.graphql"
PLANS = gql("""
    query Plans($first: Int!) {
        plans(first: $first) { totalCount nodes { key title status preparer { name } } }
    }
""")


def main(url: str = "http://127.0.0.1:8000/graphql", token: str = "demo-planner") -> None:
    """Print them."""
    transport = HTTPXTransport(url, headers={"Authorization": f"Bearer {token}"})
    with Client(transport=transport, schema=SCHEMA.read_text("utf-8")) as session:
        PLANS.variable_values = {"first": 3}
        plans = session.execute(PLANS)["plans"]
    for plan in plans["nodes"]:
        print(plan["key"], plan["status"], plan["title"], (plan["preparer"] or {}).get("name", ""))
    print(f"{len(plans['nodes'])} of {plans['totalCount']} plans")


if __name__ == "__main__":
    main(*sys.argv[1:])
