"""ariadne over the same tables: `python -m benchmarks.reads.peers.with_ariadne DATABASE PORT`.

Schema first, each relation by a batched loader, the loaders of a request in its context, no tracing, no explorer.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import uvicorn
from aiodataloader import DataLoader  # type: ignore[import-not-found]
from ariadne import ObjectType, gql, make_executable_schema  # type: ignore[import-not-found]
from ariadne.asgi import GraphQL  # type: ignore[import-not-found]

from benchmarks.reads.peers.tables import Row, Tables, grouped, in_order

TYPES = gql("""
    enum PlanOrderField { CREATED_POSITION }
    enum PlanTaskOrderField { DUE }
    input PlanOrder { field: PlanOrderField! }
    input PlanTaskOrder { field: PlanTaskOrderField! }
    type Query {
      plan(id: ID!): Plan
      plans(first: Int!, after: String, orderBy: [PlanOrder!]): PlanConnection!
    }
    type Plan {
      key: String!
      title: String!
      status: String!
      starts: String!
      ends: String!
      unit: Unit
      preparer: Person
      tasks(first: Int!, orderBy: [PlanTaskOrder!]): PlanTaskConnection!
    }
    type PlanTask {
      key: String!
      title: String!
      status: String!
      due: String!
      weight: String!
      responsible: Person
      unit: Unit
    }
    type Person { key: String! name: String! }
    type Unit { key: String! name: String! }
    type PlanConnection { nodes: [Plan!]! pageInfo: PageInfo! }
    type PlanTaskConnection { nodes: [PlanTask!]! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
""")


class Loaders:
    """The loaders of one request."""

    def __init__(self, tables: Tables) -> None:
        async def people(ids: Sequence[str]) -> list[Row | None]:
            return in_order(ids, await tables.by("organisation_person", "id", ids))

        async def units(ids: Sequence[str]) -> list[Row | None]:
            return in_order(ids, await tables.by("organisation_unit", "id", ids))

        async def tasks(plans: Sequence[str]) -> list[list[Row]]:
            return grouped(plans, "plan", await tables.by("plan_task", "plan", plans, "due, id"))

        self.tables = tables
        self.people, self.units, self.tasks = DataLoader(people), DataLoader(units), DataLoader(tasks)


async def one_plan(_: Any, info: Any, id: str) -> Row | None:
    rows = await info.context["loaders"].tables.by("plan", "id", [id])
    return rows[0] if rows else None


async def page_of_plans(_: Any, info: Any, first: int, after: str | None = None, **_order: object) -> Row:
    rows = await info.context["loaders"].tables.plans_after(int(after or 0), first + 1)
    nodes = rows[:first]
    end = str(nodes[-1]["created_position"]) if nodes else None
    return {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > first, "endCursor": end}}


async def tasks_of(row: Row, info: Any, first: int, **_order: object) -> Row:
    return {"nodes": (await info.context["loaders"].tasks.load(row["id"]))[:first]}


async def preparer_of(row: Row, info: Any) -> Any:
    return await info.context["loaders"].people.load(row["preparer"])


async def responsible_for(row: Row, info: Any) -> Any:
    return await info.context["loaders"].people.load(row["responsible"])


async def unit_of(row: Row, info: Any) -> Any:
    return await info.context["loaders"].units.load(row["unit"])


FIELDS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "Query": {"plan": one_plan, "plans": page_of_plans},
    "Plan": {"tasks": tasks_of, "preparer": preparer_of, "unit": unit_of},
    "PlanTask": {"responsible": responsible_for, "unit": unit_of},
}


def bound() -> Iterator[Any]:
    """Each type with the functions that answer for its fields."""
    for name in ("Query", "Plan", "PlanTask", "Person", "Unit"):
        type_ = ObjectType(name)
        for field, answers in FIELDS.get(name, {}).items():
            type_.set_field(field, answers)
        if name != "Query":
            type_.set_alias("key", "id")
        yield type_


def main() -> None:
    database, port = sys.argv[1:]
    tables = Tables(database)
    schema = make_executable_schema(TYPES, *bound())
    app = GraphQL(schema, context_value=lambda *_: {"loaders": Loaders(tables)}, explorer=None, introspection=False)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
