"""Strawberry as its documentation teaches it: `python -m benchmarks.reads.peers.with_strawberry DATABASE PORT`.

Types by annotation, an async resolver for each relation, a DataLoader for each kind of thing, made anew for each
request. Nothing is tuned. The only order that there is need not be asked for, but may.
"""

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry
import uvicorn
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

from benchmarks.reads.peers.tables import Row, Tables, grouped, in_order


@strawberry.enum
class PlanOrderField(Enum):
    CREATED_POSITION = "created_position"


@strawberry.enum
class PlanTaskOrderField(Enum):
    DUE = "due"


@strawberry.input
class PlanOrder:
    field: PlanOrderField


@strawberry.input
class PlanTaskOrder:
    field: PlanTaskOrderField


@strawberry.type
class Person:
    key: str
    name: str


@strawberry.type
class Unit:
    key: str
    name: str


@strawberry.type
class PlanTask:
    key: str
    title: str
    status: str
    due: date
    weight: Decimal
    responsible_id: strawberry.Private[str]
    unit_id: strawberry.Private[str]

    @strawberry.field
    async def responsible(self, info: strawberry.Info) -> Person | None:
        return to_person(await info.context["people"].load(self.responsible_id))

    @strawberry.field
    async def unit(self, info: strawberry.Info) -> Unit | None:
        return to_unit(await info.context["units"].load(self.unit_id))


@strawberry.type
class PlanTaskConnection:
    nodes: list[PlanTask]


@strawberry.type
class Plan:
    key: str
    title: str
    status: str
    starts: date
    ends: date
    unit_id: strawberry.Private[str]
    preparer_id: strawberry.Private[str]

    @strawberry.field
    async def unit(self, info: strawberry.Info) -> Unit | None:
        return to_unit(await info.context["units"].load(self.unit_id))

    @strawberry.field
    async def preparer(self, info: strawberry.Info) -> Person | None:
        return to_person(await info.context["people"].load(self.preparer_id))

    @strawberry.field
    async def tasks(
        self,
        info: strawberry.Info,
        first: int,
        order_by: list[PlanTaskOrder] | None = None,  # noqa: ARG002
    ) -> PlanTaskConnection:
        rows = await info.context["tasks"].load(self.key)
        return PlanTaskConnection(nodes=[to_task(row) for row in rows[:first]])


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class PlanConnection:
    nodes: list[Plan]
    page_info: PageInfo


@strawberry.type
class Query:
    @strawberry.field
    async def plan(self, info: strawberry.Info, id: strawberry.ID) -> Plan | None:
        rows = await info.context["tables"].by("plan", "id", [str(id)])
        return to_plan(rows[0]) if rows else None

    @strawberry.field
    async def plans(
        self,
        info: strawberry.Info,
        first: int,
        after: str | None = None,
        order_by: list[PlanOrder] | None = None,  # noqa: ARG002
    ) -> PlanConnection:
        rows = await info.context["tables"].plans_after(int(after or 0), first + 1)
        end = str(rows[:first][-1]["created_position"]) if rows else None
        page = PageInfo(has_next_page=len(rows) > first, end_cursor=end)
        return PlanConnection(nodes=[to_plan(row) for row in rows[:first]], page_info=page)


def to_person(row: Row | None) -> Person | None:
    return Person(key=row["id"], name=row["name"]) if row else None


def to_unit(row: Row | None) -> Unit | None:
    return Unit(key=row["id"], name=row["name"]) if row else None


def to_plan(row: Row) -> Plan:
    return Plan(
        key=row["id"],
        title=row["title"],
        status=row["status"],
        starts=as_date(row["starts"]),
        ends=as_date(row["ends"]),
        unit_id=row["unit"],
        preparer_id=row["preparer"],
    )


def to_task(row: Row) -> PlanTask:
    return PlanTask(
        key=row["id"],
        title=row["title"],
        status=row["status"],
        due=as_date(row["due"]),
        weight=Decimal(row["weight"]),
        responsible_id=row["responsible"],
        unit_id=row["unit"],
    )


def as_date(value: date | str) -> date:
    """SQLite keeps days as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


class Api(GraphQL[dict[str, Any], None]):
    """With loaders of its own for each request."""

    def __init__(self, schema: strawberry.Schema, tables: Tables) -> None:
        super().__init__(schema, graphql_ide=None)
        self._tables = tables

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:  # noqa: ARG002
        tables = self._tables

        async def people(ids: Sequence[str]) -> list[Row | None]:
            return in_order(ids, await tables.by("organisation_person", "id", ids))

        async def units(ids: Sequence[str]) -> list[Row | None]:
            return in_order(ids, await tables.by("organisation_unit", "id", ids))

        async def tasks(plans: Sequence[str]) -> list[list[Row]]:
            return grouped(plans, "plan", await tables.by("plan_task", "plan", plans, "due, id"))

        loaders = {"people": DataLoader(people), "units": DataLoader(units), "tasks": DataLoader(tasks)}
        return {"tables": tables, **loaders}


def main() -> None:
    database, port = sys.argv[1:]
    uvicorn.run(Api(strawberry.Schema(Query), Tables(database)), host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
